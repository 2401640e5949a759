/** The calls that are made to Gate. Each endpoint has a limit of its own, of requests alone: none weighs more than another. */

import type { CcxtCall } from '../ccxt-signer';

export const gateEndpoints = {
  time: { api: ['public', 'spot'], path: 'time' },
  markets: { api: ['public', 'spot'], path: 'currency_pairs' },
  tickers: { api: ['public', 'spot'], path: 'tickers' },
  candles: { api: ['public', 'spot'], path: 'candlesticks' },
  accountDetail: { api: ['private', 'account'], path: 'detail' },
  spotAccounts: { api: ['private', 'spot'], path: 'accounts' },
  unifiedAccounts: { api: ['private', 'unified'], path: 'accounts' },
  fills: { api: ['private', 'spot'], path: 'my_trades' },
  deposits: { api: ['private', 'wallet'], path: 'deposits' },
  withdrawals: { api: ['private', 'wallet'], path: 'withdrawals' },
} as const satisfies Record<string, CcxtCall>;

export type GateEndpoint = CcxtCall;

/** Requests in 10 s: per endpoint and account where it is signed, per endpoint and address where it is public. */
export const requestLimit = 200;
export const requestWindowMs = 10_000;
