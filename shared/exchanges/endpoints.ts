/**
 * The calls that Fillbook may make: reads alone, exchange by exchange.
 *
 * A second fence behind read-only keys: whatever a bug asks for, a call that trades, moves or withdraws is not in this table
 * and is not sent. The method belongs to the entry, since the same paths take POST, PUT or DELETE to trade. Paths are
 * compared as they stand, anchored at both ends, without query: nothing that is encoded, doubled or climbs matches.
 * The two POST entries are reads that the exchange made so.
 */

interface Endpoint {
  readonly method: 'GET' | 'POST';
  readonly host: string;
  readonly path: RegExp;
}

const binance: readonly Endpoint[] = [
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

const endpoints: readonly Endpoint[] = [...binance];

/**
 * Whether a call only reads.
 *
 * `method` in capitals; `host` without scheme or port; `path` as it is sent, without query. Exact case throughout.
 * GET api.binance.com /api/v3/order is true, POST of the same is false.
 */
export const isReadOnly = (method: string, host: string, path: string): boolean =>
  endpoints.some((entry) => entry.method === method && entry.host === host && entry.path.test(path));
