/**
 * What an account is: something that holds assets and that figures are told apart by.
 *
 * A closed union: an exchange account that is fetched by a key, a wallet read from a chain, or a file that was imported.
 * Today only exchange accounts are fetched; the others exist so that no code takes "account" for "exchange".
 */
import type { LotMethod } from '../ledger/lot-order';
import type { DecimalString } from '../money/decimal';
import type { ExchangeId } from './ids';

/**
 * What a round trip of an account may leave behind and still close, in units of base, by symbol.
 *
 * `bySymbol` has the trader's own quantities, ≥ 0; for every other symbol `others` decides: `market`, the market's smallest
 * order, since less than that cannot be sold; `none`, nothing: a trip is open while anything is held.
 */
export interface DustRule {
  readonly others: 'market' | 'none';
  readonly bySymbol: Readonly<Record<string, DecimalString>>;
}

/** The rule of an account that has none of its own. */
export const marketDust: DustRule = { others: 'market', bySymbol: {} };

interface AccountBase {
  /** Opaque, random, stable; the only name of an account that indexes and URLs may hold. */
  readonly id: string;
  /** What the trader calls it; tells several accounts of one exchange apart. */
  readonly label: string;
  readonly createdAt: number;
}

export interface ExchangeAccount extends AccountBase {
  readonly kind: 'exchange';
  readonly exchange: ExchangeId;
  /** How its requests travel. */
  readonly egress: 'direct' | 'relay';
  /** When the trader said that its key can only read, before it was first sent through a relay; absent: never asked. */
  readonly relayConfirmedAt?: number;
  /** The id of its credential document; null once the key was dropped. */
  readonly credentialId: string | null;
  /** Symbols the trader named, besides those that discovery finds. */
  readonly userSymbols: readonly string[];
  /** Absent: `marketDust`. */
  readonly dust?: DustRule;
  /** How its PnL is computed. Absent: by the vault's method. */
  readonly method?: LotMethod;
  /** Since when the trader wants nothing asked of the exchange for it, UTC milliseconds; null while it is asked. */
  readonly pausedAt: number | null;
}

interface WalletAccount extends AccountBase {
  readonly kind: 'wallet';
  readonly chainId: number;
  readonly address: string;
}

interface FileAccount extends AccountBase {
  readonly kind: 'file';
  readonly fileName: string;
}

export type Account = ExchangeAccount | WalletAccount | FileAccount;
