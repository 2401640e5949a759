/**
 * The calls that are made to Poloniex, and what each weighs against the limit of an address.
 *
 * The documents name three limits: 200 public calls, 50 private ones, 10 of the calls that search or list, each in a second.
 * In twentieths of the last they are one budget of 200 in a second.
 */
import type { CcxtCall } from '../ccxt-signer';

export interface PoloniexEndpoint extends CcxtCall {
  readonly weight: number;
}

export const poloniexEndpoints = {
  time: { api: 'public', path: 'timestamp', weight: 1 },
  markets: { api: 'public', path: 'markets', weight: 20 },
  prices: { api: 'public', path: 'markets/ticker24h', weight: 20 },
  candles: { api: 'public', path: 'markets/{symbol}/candles', weight: 20 },
  spotBalances: { api: 'private', path: 'accounts/balances', weight: 4 },
  futuresBalances: { api: 'swapPrivate', path: 'v3/account/balance', weight: 4 },
  fees: { api: 'private', path: 'feeinfo', weight: 20 },
  fills: { api: 'private', path: 'trades', weight: 20 },
  activity: { api: 'private', path: 'wallets/activity', weight: 20 },
} as const satisfies Record<string, PoloniexEndpoint>;

/** Weight that may be used in a second. */
export const weightLimit = 200;
export const weightWindowMs = 1000;
