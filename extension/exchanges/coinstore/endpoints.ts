/** The calls that are made to Coinstore, and its limit. A POST here is a read that the exchange made so. */
import type { CcxtCall } from '../ccxt-signer';

export type CoinstoreEndpoint = CcxtCall;

export const coinstoreEndpoints = {
  symbols: { api: 'public', path: 'v2/public/config/spot/symbols', method: 'POST' },
  prices: { api: 'public', path: 'v1/ticker/price' },
  candles: { api: 'public', path: 'v1/market/kline/{symbol}' },
  account: { api: 'private', path: 'spot/accountList', method: 'POST' },
  fills: { api: 'private', path: 'trade/match/accountMatches' },
  openOrders: { api: 'private', path: 'v2/trade/order/active' },
  deposits: { api: 'private', path: 'fi/v3/asset/deposit/record/list', method: 'POST' },
  withdrawals: { api: 'private', path: 'fi/v3/asset/withdraw/record/list', method: 'POST' },
} as const satisfies Record<string, CoinstoreEndpoint>;

/** Requests that a user may make in a window, whatever they ask; an address may make 300. */
export const requestLimit = 120;
export const requestWindowMs = 3000;
