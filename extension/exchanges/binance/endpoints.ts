/** The calls that are made to Binance, and what each weighs against the limit of an address (rest-api.md, July 2026). */

import type { CcxtCall } from '../ccxt-signer';

export interface BinanceEndpoint extends CcxtCall {
  readonly weight: number;
}

export const binanceEndpoints = {
  time: { api: 'public', path: 'time', weight: 1 },
  exchangeInfo: { api: 'public', path: 'exchangeInfo', weight: 20 },
  prices: { api: 'public', path: 'ticker/price', weight: 4 },
  candles: { api: 'public', path: 'klines', weight: 2 },
  account: { api: 'private', path: 'account', weight: 20 },
  fills: { api: 'private', path: 'myTrades', weight: 20 },
  /** Of all markets at once; of one it would be 6. */
  openOrders: { api: 'private', path: 'openOrders', weight: 80 },
  /** Counted against a limit of its own, 12,000 a minute. */
  deposits: { api: 'sapi', path: 'capital/deposit/hisrec', weight: 1 },
  keyRights: { api: 'sapi', path: 'account/apiRestrictions', weight: 1 },
} as const satisfies Record<string, BinanceEndpoint>;

/** Weight that an address may use in a minute. */
export const weightLimit = 6000;
export const weightWindowMs = 60_000;
