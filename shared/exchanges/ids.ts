/** The exchanges that Fillbook reads, and the hosts it calls for each. */

export const exchangeIds = ['binance'] as const;
export type ExchangeId = (typeof exchangeIds)[number];

export interface ExchangeInfo {
  readonly name: string;
  /** Every host that is called, without scheme; the manifest asks for exactly these. */
  readonly hosts: readonly string[];
  readonly credentialFields: readonly ('apiKey' | 'secret' | 'passphrase')[];
}

export const exchangeInfos: Readonly<Record<ExchangeId, ExchangeInfo>> = {
  binance: { name: 'Binance', hosts: ['api.binance.com'], credentialFields: ['apiKey', 'secret'] },
};

/** Finds an exchange whatever the case of its name ("Binance", "BINANCE"); null for another name. */
export const exchangeIdOf = (name: string): ExchangeId | null =>
  exchangeIds.find((id) => id === name.trim().toLowerCase()) ?? null;
