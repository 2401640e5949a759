/** The calls to Gate that only read; whatever is not here is not sent. A POST here is a read that the exchange made so. */
import type { Endpoint } from '../info';

export const endpoints: readonly Endpoint[] = [
  { method: 'GET', host: 'api.gateio.ws', path: /^\/api\/v4\/account\/(detail|main_keys)$/ },
  {
    method: 'GET',
    host: 'api.gateio.ws',
    path: /^\/api\/v4\/spot\/(time|currencies|currency_pairs|tickers|candlesticks|accounts|account_book|my_trades|open_orders|orders|price_orders|fee)$/,
  },
  { method: 'GET', host: 'api.gateio.ws', path: /^\/api\/v4\/spot\/(orders|price_orders)\/[0-9A-Za-z_-]+$/ },
  {
    method: 'GET',
    host: 'api.gateio.ws',
    path: /^\/api\/v4\/margin\/(currency_pairs|accounts|account_book|funding_accounts|cross\/accounts|cross\/account_book)$/,
  },
  { method: 'GET', host: 'api.gateio.ws', path: /^\/api\/v4\/unified\/(accounts|unified_mode)$/ },
  {
    method: 'GET',
    host: 'api.gateio.ws',
    path: /^\/api\/v4\/wallet\/(deposits|withdrawals|total_balance|fee|sub_account_transfers|sub_account_balances)$/,
  },
  {
    method: 'GET',
    host: 'api.gateio.ws',
    path: /^\/api\/v4\/futures\/(usdt|btc)\/(contracts|tickers|candlesticks|funding_rate|contract_stats|accounts|account_book|my_trades|my_trades_timerange|orders|orders_timerange|price_orders|positions|position_close|liquidates)$/,
  },
  { method: 'GET', host: 'api.gateio.ws', path: /^\/api\/v4\/futures\/(usdt|btc)\/contracts\/[^/]+$/ },
  {
    method: 'GET',
    host: 'api.gateio.ws',
    path: /^\/api\/v4\/delivery\/(usdt|btc)\/(contracts|tickers|accounts|account_book|my_trades|orders|price_orders|positions|position_close)$/,
  },
  {
    method: 'GET',
    host: 'api.gateio.ws',
    path: /^\/api\/v4\/options\/(underlyings|contracts|accounts|account_book|my_trades|orders|positions|position_close)$/,
  },
];
