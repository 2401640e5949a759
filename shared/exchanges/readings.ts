/**
 * What is read from an exchange, whichever it is: the shapes that every exchange's raw payloads are normalised to.
 */
import type { Fill } from '../ledger/fill';
import type { Flow } from '../ledger/flow';
import type { DecimalString } from '../money/decimal';
import type { UnixMs } from '../result';

/**
 * What a key may do, as the exchange tells it.
 *
 * `readable` false: the exchange has no way to tell; the trader is asked to check that the key is read-only.
 * `ipRestricted`: whether a whitelist is set, null where the exchange does not say.
 */
export type KeyRights =
  | {
      readonly readable: true;
      readonly read: boolean;
      readonly trade: boolean;
      readonly withdraw: boolean;
      /** Moving funds between the trader's own wallets or to other users. */
      readonly transfer: boolean;
      readonly ipRestricted: boolean | null;
    }
  | { readonly readable: false };

/** One asset of a balance; `total` = `free` + `locked`, all ≥ 0. Assets whose total is 0 are left out. */
export interface Balance {
  readonly asset: string;
  readonly free: DecimalString;
  readonly locked: DecimalString;
  readonly total: DecimalString;
}

/** One market; `id` is the exchange's own form (BTCUSDT), `symbol` ours (BTC/USDT). */
export interface Market {
  readonly id: string;
  readonly symbol: string;
  readonly base: string;
  readonly quote: string;
  readonly active: boolean;
  /** Smallest order in base; null where the exchange does not say. */
  readonly minQuantity: DecimalString | null;
}

/** The last price of a market, quote per base, > 0, with the instant it was read. */
export interface Ticker {
  readonly symbol: string;
  readonly price: DecimalString;
  readonly at: UnixMs;
}

/** A fill as an exchange tells it: which account of the trader's it belongs to, only the engine knows and adds. */
export type ExchangeFill = Omit<Fill, 'account'>;

/** A cash flow as an exchange tells it: account and revision are the engine's. */
export type ExchangeFlow = Omit<Flow, 'account' | 'revision'>;
