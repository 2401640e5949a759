/**
 * The calls that are made to MEXC, and what each weighs: the heavier of its documentation (spot v3, August 2025) and of ccxt.
 *
 * MEXC counts each call against a limit of its own; all together are kept within one such limit here, which is less than
 * allowed and never more.
 */
import type { CcxtCall } from '../ccxt-signer';

export interface MexcEndpoint extends CcxtCall {
  readonly weight: number;
  /** Counted against the two calls a second that an account may be asked for, too. */
  readonly scarce?: true;
}

const open = ['spot', 'public'];
const signed = ['spot', 'private'];

export const mexcEndpoints = {
  time: { api: open, path: 'time', weight: 1 },
  exchangeInfo: { api: open, path: 'exchangeInfo', weight: 25 },
  prices: { api: open, path: 'ticker/price', weight: 10 },
  candles: { api: open, path: 'klines', weight: 1 },
  account: { api: signed, path: 'account', weight: 10, scarce: true },
  fills: { api: signed, path: 'myTrades', weight: 10 },
  openOrders: { api: signed, path: 'openOrders', weight: 3 },
  deposits: { api: signed, path: 'capital/deposit/hisrec', weight: 10 },
  withdrawals: { api: signed, path: 'capital/withdraw/history', weight: 10 },
} as const satisfies Record<string, MexcEndpoint>;

/** Weight that an address, and an account, may use for one kind of call within ten seconds. */
export const weightLimit = 500;
export const weightWindowMs = 10_000;
/** How often an account may be asked for within a second. */
export const accountsPerSecond = 2;
