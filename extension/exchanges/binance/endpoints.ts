/** The calls that are made to Binance, and what each weighs against the limit of an address (rest-api.md, July 2026). */

import type { CcxtCall } from '../ccxt-signer';

export interface BinanceEndpoint extends CcxtCall {
  readonly weight: number;
  /** Set for a call that counts against the account instead, and waits in a queue of its own. */
  readonly accountWeight?: number;
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
  withdrawals: { api: 'sapi', path: 'capital/withdraw/history', weight: 1, accountWeight: 18_000 },
  dust: { api: 'sapi', path: 'asset/dribblet', weight: 1 },
  conversions: { api: 'sapi', path: 'convert/tradeFlow', weight: 1, accountWeight: 3_000 },
  keyRights: { api: 'sapi', path: 'account/apiRestrictions', weight: 1 },
} as const satisfies Record<string, BinanceEndpoint>;

/** Weight that an address may use in a minute. */
export const weightLimit = 6000;
export const weightWindowMs = 60_000;
/** Weight that an account may use in a minute (wallet and convert documentation, November 2026): ten lists of withdrawals. */
export const accountWeightLimit = 180_000;
