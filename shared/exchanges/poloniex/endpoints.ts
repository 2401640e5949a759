/** The calls to Poloniex that only read; whatever is not here is not sent. A POST here is a read that the exchange made so. */
import type { Endpoint } from '../info';

export const endpoints: readonly Endpoint[] = [
  {
    method: 'GET',
    host: 'api.poloniex.com',
    path: /^\/(timestamp|markets|markets\/ticker24h|v2\/currencies|currencies|accounts|accounts\/balances|accounts\/activity|accounts\/transfer|trades|orders|orders\/history|smartorders|smartorders\/history|wallets\/activity|feeinfo)$/,
  },
  { method: 'GET', host: 'api.poloniex.com', path: /^\/markets\/[A-Z0-9_]+\/(candles|ticker24h)$/ },
  { method: 'GET', host: 'api.poloniex.com', path: /^\/orders\/[0-9]+(\/trades)?$/ },
  {
    method: 'GET',
    host: 'api.poloniex.com',
    path: /^\/v3\/market\/(allInstruments|instruments|tickers|candles|fundingRate|fundingRate\/history|openInterest)$/,
  },
  { method: 'GET', host: 'api.poloniex.com', path: /^\/v3\/account\/(balance|bills)$/ },
  { method: 'GET', host: 'api.poloniex.com', path: /^\/v3\/trade\/order\/(trades|opens|history|details)$/ },
  { method: 'GET', host: 'api.poloniex.com', path: /^\/v3\/trade\/position\/(opens|history)$/ },
];
