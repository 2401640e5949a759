/** The calls to BitMart that only read; whatever is not here is not sent. A POST here is a read that the exchange made so. */
import type { Endpoint } from '../info';

export const endpoints: readonly Endpoint[] = [
  {
    method: 'GET',
    host: 'api-cloud.bitmart.com',
    path: /^\/(spot\/v1\/(symbols\/details|wallet|margin\/isolated\/account)|spot\/quotation\/v3\/(tickers|klines)|account\/v1\/(currencies|wallet)|account\/v2\/deposit-withdraw\/history|system\/(time|service))$/,
  },
  {
    method: 'POST',
    host: 'api-cloud.bitmart.com',
    path: /^\/spot\/v4\/query\/((algo\/)?(order|client-order|open-orders|history-orders)|trades|order-trades)$/,
  },
  { method: 'POST', host: 'api-cloud.bitmart.com', path: /^\/account\/v1\/transfer-contract-list$/ },
];
