/**
 * The calls that are made to Bitget, and what each weighs of twenty a second.
 *
 * Bitget limits each call by itself: 20 a second for the public ones (per address) and most of /api/v3, 10 for /api/v2 and 5
 * for the rights of a unified account's key (per account), 1 for those of a classic one (API documentation, November 2026).
 */
import type { CcxtCall } from '../ccxt-signer';

export interface BitgetEndpoint extends CcxtCall {
  /** 20 for a call that is served once a second: it waits in a queue of its own, so that no other call waits for it. */
  readonly weight: 1 | 2 | 4 | 20;
}

export const bitgetEndpoints = {
  time: { api: ['public', 'common'], path: 'v2/public/time', weight: 1 },
  symbols: { api: ['public', 'spot'], path: 'v2/spot/public/symbols', weight: 1 },
  tickers: { api: ['public', 'spot'], path: 'v2/spot/market/tickers', weight: 1 },
  candles: { api: ['public', 'spot'], path: 'v2/spot/market/candles', weight: 1 },
  pastCandles: { api: ['public', 'spot'], path: 'v2/spot/market/history-candles', weight: 1 },
  classicKey: { api: ['private', 'spot'], path: 'v2/spot/account/info', weight: 20 },
  classicAssets: { api: ['private', 'spot'], path: 'v2/spot/account/assets', weight: 2 },
  classicFills: { api: ['private', 'spot'], path: 'v2/spot/trade/fills', weight: 2 },
  classicDeposits: { api: ['private', 'spot'], path: 'v2/spot/wallet/deposit-records', weight: 2 },
  classicWithdrawals: { api: ['private', 'spot'], path: 'v2/spot/wallet/withdrawal-records', weight: 2 },
  unifiedKey: { api: ['private', 'uta'], path: 'v3/account/info', weight: 4 },
  unifiedAssets: { api: ['private', 'uta'], path: 'v3/account/assets', weight: 1 },
  unifiedFills: { api: ['private', 'uta'], path: 'v3/trade/fills', weight: 1 },
  unifiedDeposits: { api: ['private', 'uta'], path: 'v3/account/deposit-records', weight: 2 },
  unifiedWithdrawals: { api: ['private', 'uta'], path: 'v3/account/withdrawal-records', weight: 2 },
} as const satisfies Record<string, BitgetEndpoint>;

/** Weight that may be used in a second. */
export const weightLimit = 20;
export const weightWindowMs = 1000;
