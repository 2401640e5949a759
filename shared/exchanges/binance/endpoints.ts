/** The calls to Binance that only read; whatever is not here is not sent. A POST here is a read that the exchange made so. */
import type { Endpoint } from '../info';

export const endpoints: readonly Endpoint[] = [
  {
    method: 'GET',
    host: 'api.binance.com',
    path: /^\/api\/v3\/(ping|time|exchangeInfo|ticker\/24hr|ticker\/price|klines|account|myTrades|openOrders|allOrders|order|account\/commission)$/,
  },
  {
    method: 'GET',
    host: 'api.binance.com',
    path: /^\/sapi\/v1\/(capital\/config\/getall|capital\/deposit\/hisrec|capital\/withdraw\/history|fiat\/orders|fiat\/payments|asset\/transfer|asset\/tradeFee|asset\/dribblet|asset\/assetDividend|convert\/tradeFlow|pay\/transactions|account\/apiRestrictions|system\/status)$/,
  },
  {
    method: 'GET',
    host: 'api.binance.com',
    path: /^\/sapi\/v1\/(margin\/allPairs|margin\/isolated\/allPairs|margin\/account|margin\/isolated\/account|margin\/myTrades|margin\/openOrders|margin\/allOrders|lending\/union\/account)$/,
  },
  { method: 'POST', host: 'api.binance.com', path: /^\/sapi\/v1\/asset\/get-funding-asset$/ },
  { method: 'POST', host: 'api.binance.com', path: /^\/sapi\/v3\/asset\/getUserAsset$/ },
];
