/** What an exchange's folder says of the exchange itself; everything that asks "which exchange?" reads it from here. */
import type { FlowKind } from '../ledger/flow';
import type { UnixMs } from '../result';

/**
 * What a trader enters for a key. `passphrase` and `memo` exist at some exchanges only: a third secret that is chosen when
 * the key is made (Bitget calls it passphrase, BitMart memo).
 */
export type CredentialField = 'apiKey' | 'secret' | 'passphrase' | 'memo';

/** A place inside an account that holds assets and is asked for apart: one that is refused leaves the others known. */
export type Wallet = 'spot' | 'futures';

/**
 * One entry of the table of reads: `method` in capitals, `host` without scheme, `path` anchored at both ends, without query.
 * The method belongs to the entry, since the same paths take POST, PUT or DELETE to trade.
 */
export interface Endpoint {
  readonly method: 'GET' | 'POST';
  readonly host: string;
  readonly path: RegExp;
}

/** An exchange that ends: `closesAt` is when nothing answers any more. */
interface Closing {
  readonly closesAt: UnixMs;
}

export interface ExchangeInfo {
  readonly name: string;
  /** Every host that is called, without scheme; the manifest asks for exactly these. The first names the exchange's circuit. */
  readonly hosts: readonly string[];
  /** The calls that may be made: reads alone. */
  readonly endpoints: readonly Endpoint[];
  /** What a key consists of, in the order in which a form asks for it. */
  readonly credentialFields: readonly CredentialField[];
  /** Characters that a field always has, where the exchange's keys have one length; a field that is not named may have any. */
  readonly fieldLengths: Readonly<Partial<Record<CredentialField, number>>>;
  /** The account's wallets that are read, at least one. */
  readonly wallets: readonly Wallet[];
  /** The exchange serves no fill that is older than this; null where it states no limit. */
  readonly lookBackMs: number | null;
  /** Cash flows: no older ones than this are served, null where no limit is stated; and the kinds that exist there and are not read. */
  readonly flows: { readonly lookBackMs: number | null; readonly unread: readonly FlowKind[] };
  /** Set where the exchange ends. */
  readonly closing: Closing | null;
  /** How to make a read-only key there, step by step, in the exchange's own words for its buttons. */
  readonly keySteps: readonly string[];
  /** Where an address goes on a key's whitelist there, in one or two sentences. */
  readonly whitelist: string;
  /** Why and how long every market is scanned, for those that list fills by symbol alone; null for the others. */
  readonly deepScan: { readonly what: string; readonly time: string } | null;
}
