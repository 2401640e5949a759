/** The calls to Bitget that only read; whatever is not here is not sent. A POST here is a read that the exchange made so. */
import type { Endpoint } from '../info';

export const endpoints: readonly Endpoint[] = [
  { method: 'GET', host: 'api.bitget.com', path: /^\/api\/v2\/public\/time$/ },
  { method: 'GET', host: 'api.bitget.com', path: /^\/api\/v2\/spot\/public\/(coins|symbols)$/ },
  { method: 'GET', host: 'api.bitget.com', path: /^\/api\/v2\/spot\/market\/(tickers|candles|history-candles)$/ },
  {
    method: 'GET',
    host: 'api.bitget.com',
    path: /^\/api\/v2\/spot\/account\/(assets|info|bills|transferRecords|sub-main-trans-record|subaccount-assets)$/,
  },
  {
    method: 'GET',
    host: 'api.bitget.com',
    path: /^\/api\/v2\/spot\/trade\/(fills|orderInfo|unfilled-orders|history-orders|current-plan-order|history-plan-order)$/,
  },
  { method: 'GET', host: 'api.bitget.com', path: /^\/api\/v2\/spot\/wallet\/(deposit-records|withdrawal-records)$/ },
  {
    method: 'GET',
    host: 'api.bitget.com',
    path: /^\/api\/v2\/mix\/market\/(contracts|tickers|candles|history-candles|open-interest|account-long-short|history-fund-rate|current-fund-rate)$/,
  },
  { method: 'GET', host: 'api.bitget.com', path: /^\/api\/v2\/mix\/account\/(accounts|account|bill)$/ },
  {
    method: 'GET',
    host: 'api.bitget.com',
    path: /^\/api\/v2\/mix\/position\/(all-position|single-position|history-position)$/,
  },
  {
    method: 'GET',
    host: 'api.bitget.com',
    path: /^\/api\/v2\/mix\/order\/(fills|fill-history|detail|orders-pending|orders-history|orders-plan-pending|orders-plan-history)$/,
  },
  { method: 'GET', host: 'api.bitget.com', path: /^\/api\/v2\/margin\/currencies$/ },
  {
    method: 'GET',
    host: 'api.bitget.com',
    path: /^\/api\/v2\/margin\/(crossed|isolated)\/(account\/assets|fills|open-orders|history-orders)$/,
  },
  { method: 'GET', host: 'api.bitget.com', path: /^\/api\/v2\/(convert\/convert-record|common\/trade-rate)$/ },
  {
    method: 'GET',
    host: 'api.bitget.com',
    path: /^\/api\/v3\/account\/(settings|info|assets|funding-assets|deposit-records|withdrawal-records|financial-records|funding-financial-records|fee-rate)$/,
  },
  {
    method: 'GET',
    host: 'api.bitget.com',
    path: /^\/api\/v3\/trade\/(fills|order-info|unfilled-orders|history-orders|unfilled-strategy-orders|history-strategy-orders)$/,
  },
  { method: 'GET', host: 'api.bitget.com', path: /^\/api\/v3\/position\/(current-position|history-position)$/ },
  {
    method: 'GET',
    host: 'api.bitget.com',
    path: /^\/api\/v3\/market\/(instruments|tickers|candles|history-candles|open-interest)$/,
  },
];
