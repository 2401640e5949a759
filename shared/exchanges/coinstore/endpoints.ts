/** The calls to Coinstore that only read; whatever is not here is not sent. A POST here is a read that the exchange made so. */
import type { Endpoint } from '../info';

export const endpoints: readonly Endpoint[] = [
  { method: 'POST', host: 'api.coinstore.com', path: /^\/api\/spot\/accountList$/ },
  { method: 'POST', host: 'api.coinstore.com', path: /^\/api\/v2\/public\/config\/spot\/symbols$/ },
  { method: 'POST', host: 'api.coinstore.com', path: /^\/api\/fi\/v3\/asset\/(deposit|withdraw)\/record\/list$/ },
  { method: 'GET', host: 'api.coinstore.com', path: /^\/api\/(v2\/)?trade\/order\/(active|orderInfo)$/ },
  { method: 'GET', host: 'api.coinstore.com', path: /^\/api\/trade\/match\/accountMatches$/ },
  { method: 'GET', host: 'api.coinstore.com', path: /^\/api\/fi\/v1\/common\/currency$/ },
  { method: 'GET', host: 'api.coinstore.com', path: /^\/api\/v1\/(market\/tickers|ticker\/price)$/ },
  { method: 'GET', host: 'api.coinstore.com', path: /^\/api\/v1\/market\/(depth|kline|trade)\/[A-Za-z0-9]+$/ },
];
