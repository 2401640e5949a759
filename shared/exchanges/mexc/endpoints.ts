/** The calls to MEXC that only read; whatever is not here is not sent. A POST here is a read that the exchange made so. */
import type { Endpoint } from '../info';

export const endpoints: readonly Endpoint[] = [
  {
    method: 'GET',
    host: 'api.mexc.com',
    path: /^\/api\/v3\/(ping|time|exchangeInfo|ticker\/24hr|ticker\/price|klines|account|myTrades|openOrders|allOrders|order|tradeFee|capital\/config\/getall|capital\/deposit\/hisrec|capital\/withdraw\/history|capital\/transfer)$/,
  },
  { method: 'GET', host: 'api.mexc.com', path: /^\/api\/v1\/contract\/(ping|detail|ticker)$/ },
  { method: 'GET', host: 'api.mexc.com', path: /^\/api\/v1\/contract\/(kline|funding_rate)\/[A-Z0-9_]+$/ },
  { method: 'GET', host: 'api.mexc.com', path: /^\/api\/v1\/contract\/funding_rate\/history$/ },
  {
    method: 'GET',
    host: 'api.mexc.com',
    path: /^\/api\/v1\/private\/(account\/assets|account\/transfer_record|position\/open_positions|position\/list\/history_positions|position\/funding_records|order\/list\/open_orders|order\/list\/history_orders|order\/list\/order_deals|planorder\/list\/orders|stoporder\/list\/orders)$/,
  },
  {
    method: 'GET',
    host: 'api.mexc.com',
    path: /^\/api\/v1\/private\/order\/list\/(open_orders\/[A-Z0-9_]+|order_deals\/v3)$/,
  },
  { method: 'GET', host: 'api.mexc.com', path: /^\/api\/v1\/private\/order\/deal_details\/[0-9]+$/ },
];
