/**
 * The calls that are made to BitMart, and what each weighs (its documentation's table of limits).
 *
 * Each call has a limit of its own, for the address where it is public and for the key where it is signed. One weight for all
 * of them, 60 in 2 seconds, makes 12 of a call with the weight 5 its whole limit, and paces all accounts of an address together.
 */
import type { CcxtCall } from '../ccxt-signer';

export interface BitmartEndpoint extends CcxtCall {
  readonly weight: number;
}

export const bitmartEndpoints = {
  /** 10 a second. */
  time: { api: 'public', path: 'system/time', weight: 3 },
  /** 12 in 2 seconds, as are wallet and fills. */
  markets: { api: 'public', path: 'spot/v1/symbols/details', weight: 5 },
  /** 10 in 2 seconds. */
  tickers: { api: 'public', path: 'spot/quotation/v3/tickers', weight: 6 },
  /** 12 in 2 seconds. */
  candles: { api: 'public', path: 'spot/quotation/v3/klines', weight: 5 },
  wallet: { api: 'private', path: 'spot/v1/wallet', weight: 5 },
  /** 8 in 2 seconds. */
  flows: { api: 'private', path: 'account/v2/deposit-withdraw/history', weight: 8 },
  /** A read with a JSON body. */
  fills: { api: 'private', path: 'spot/v4/query/trades', method: 'POST', weight: 5 },
} as const satisfies Record<string, BitmartEndpoint>;

/** Weight that fits into a window. */
export const weightLimit = 60;
export const weightWindowMs = 2000;
