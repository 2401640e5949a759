/** Binance's public endpoints: time, markets, tickers, candles. */
import { candleOf, minuteMs } from '../candles';
import type { WireReply, WireRequest } from '../exchange';
import { type Market, markets } from '../market';
import { hash32 } from '../random';
import { cut, maximum, minimum, text8, times, unit, units } from '../units';
import type { World } from '../world';
import { integer, symbolParameter, symbolsParameter, windowParameters, wireSymbol } from './parameters';
import { badInterval, json } from './replies';
import { apiLimit } from './weights';

export const time = (request: WireRequest): WireReply => json({ serverTime: request.nowMs });

const rateLimits = [
  { rateLimitType: 'REQUEST_WEIGHT', interval: 'MINUTE', intervalNum: 1, limit: apiLimit },
  { rateLimitType: 'ORDERS', interval: 'SECOND', intervalNum: 10, limit: 100 },
  { rateLimitType: 'ORDERS', interval: 'DAY', intervalNum: 1, limit: 200_000 },
  { rateLimitType: 'RAW_REQUESTS', interval: 'MINUTE', intervalNum: 5, limit: 61_000 },
];

function filtersOf(market: Market): readonly object[] {
  const step = text8(market.step);
  const tick = text8(market.tick);
  return [
    { filterType: 'PRICE_FILTER', minPrice: tick, maxPrice: '1000000.00000000', tickSize: tick },
    { filterType: 'LOT_SIZE', minQty: step, maxQty: '9000000.00000000', stepSize: step },
    { filterType: 'ICEBERG_PARTS', limit: 10 },
    { filterType: 'MARKET_LOT_SIZE', minQty: '0.00000000', maxQty: '97.09521512', stepSize: '0.00000000' },
    {
      filterType: 'NOTIONAL',
      minNotional: '5.00000000',
      applyMinToMarket: true,
      maxNotional: '9000000.00000000',
      applyMaxToMarket: false,
      avgPriceMins: 5,
    },
    { filterType: 'MAX_NUM_ORDERS', maxNumOrders: 200 },
  ];
}

function symbolInfo(market: Market): object {
  return {
    symbol: wireSymbol(market),
    status: market.trading ? 'TRADING' : 'BREAK',
    baseAsset: market.base,
    baseAssetPrecision: 8,
    quoteAsset: market.quote,
    quotePrecision: 8,
    quoteAssetPrecision: 8,
    baseCommissionPrecision: 8,
    quoteCommissionPrecision: 8,
    orderTypes: ['LIMIT', 'LIMIT_MAKER', 'MARKET', 'STOP_LOSS', 'STOP_LOSS_LIMIT', 'TAKE_PROFIT', 'TAKE_PROFIT_LIMIT'],
    icebergAllowed: true,
    ocoAllowed: true,
    otoAllowed: true,
    quoteOrderQtyMarketAllowed: true,
    allowTrailingStop: true,
    cancelReplaceAllowed: true,
    amendAllowed: true,
    isSpotTradingAllowed: market.trading,
    isMarginTradingAllowed: market.trading,
    filters: filtersOf(market),
    permissions: [],
    permissionSets: [['SPOT', 'MARGIN', 'TRD_GRP_004']],
    defaultSelfTradePreventionMode: 'EXPIRE_MAKER',
    allowedSelfTradePreventionModes: ['EXPIRE_TAKER', 'EXPIRE_MAKER', 'EXPIRE_BOTH', 'DECREMENT'],
  };
}

export function exchangeInfo(request: WireRequest): WireReply {
  const asked = symbolsParameter(request);
  if ('refused' in asked) return asked.refused;
  const symbols = (asked.value ?? markets).map(symbolInfo);
  return json({ timezone: 'UTC', serverTime: request.nowMs, rateLimits, exchangeFilters: [], symbols });
}

/** One row for a market asked by `symbol`, else an array; what is delisted has no row. */
function perMarket(request: WireRequest, row: (market: Market) => object): WireReply {
  const asked = symbolsParameter(request);
  if ('refused' in asked) return asked.refused;
  const rows = (asked.value ?? markets).filter(({ trading }) => trading).map(row);
  return json(request.query.has('symbol') ? (rows[0] ?? {}) : rows);
}

export const tickerPrice = (world: World, request: WireRequest): WireReply =>
  perMarket(request, (market) => ({ symbol: wireSymbol(market), price: text8(world.price(market, request.nowMs)) }));

const hourMs = 3_600_000;

function dayTicker(world: World, market: Market, nowMs: number): object {
  const samples = Array.from({ length: 25 }, (_, hour) => world.price(market, nowMs - (24 - hour) * hourMs));
  const open = samples[0] ?? 0n;
  const last = samples[24] ?? 0n;
  const high = samples.reduce(maximum);
  const low = samples.reduce(minimum);
  const volume = BigInt(1000 + (hash32(market.symbol) % 900_000)) * unit;
  const percent = ((last - open) * 100_000n) / (open === 0n ? 1n : open);
  return {
    symbol: wireSymbol(market),
    priceChange: text8(last - open),
    priceChangePercent: text8((percent * unit) / 1000n).slice(0, -5),
    weightedAvgPrice: text8(cut((open + last) / 2n, 8)),
    prevClosePrice: text8(open),
    lastPrice: text8(last),
    lastQty: text8(market.step),
    bidPrice: text8(last > market.tick ? last - market.tick : last),
    bidQty: text8(market.step * 40n),
    askPrice: text8(last + market.tick),
    askQty: text8(market.step * 25n),
    openPrice: text8(open),
    highPrice: text8(high),
    lowPrice: text8(low),
    volume: text8(volume),
    quoteVolume: text8(cut(times((open + last) / 2n, volume), 8)),
    openTime: nowMs - 24 * hourMs,
    closeTime: nowMs,
    firstId: 28_385,
    lastId: 528_460,
    count: 500_076,
  };
}

export const ticker24hr = (world: World, request: WireRequest): WireReply =>
  perMarket(request, (market) => dayTicker(world, market, request.nowMs));

const intervals: Readonly<Record<string, number>> = {
  ...{ '1m': 1, '3m': 3, '5m': 5, '15m': 15, '30m': 30, '1h': 60, '2h': 120, '4h': 240 },
  ...{ '6h': 360, '8h': 480, '12h': 720, '1d': 1440, '3d': 4320 },
};

function candle(world: World, market: Market, openAt: number, lengthMs: number): readonly (string | number)[] {
  const { open, high, low, close } = candleOf(world, market, openAt, lengthMs);
  const volume = units('12.5');
  const quoteVolume = text8(times(close, volume));
  const ends = [open, high, low, close].map(text8);
  return [openAt, ...ends, text8(volume), openAt + lengthMs - 1, quoteVolume, 42, text8(volume / 2n), quoteVolume, '0'];
}

export function klines(world: World, request: WireRequest): WireReply {
  const market = symbolParameter(request);
  if ('refused' in market) return market.refused;
  const minutes = intervals[request.query.get('interval') ?? ''];
  if (minutes === undefined) return badInterval;
  const window = windowParameters(request, Number.POSITIVE_INFINITY, 500, 1000);
  if ('refused' in window) return window.refused;
  const limit = integer(request, 'limit');
  if ('refused' in limit || !market.value.trading) return json([]);
  const lengthMs = minutes * minuteMs;
  const { startTime, endTime, limit: most } = window.value;
  const lastOpen = Math.floor(Math.min(endTime ?? request.nowMs, request.nowMs) / lengthMs) * lengthMs;
  const firstOpen = startTime === null ? lastOpen - (most - 1) * lengthMs : Math.ceil(startTime / lengthMs) * lengthMs;
  const count = Math.max(0, Math.min(most, Math.floor((lastOpen - firstOpen) / lengthMs) + 1));
  return json(Array.from({ length: count }, (_, i) => candle(world, market.value, firstOpen + i * lengthMs, lengthMs)));
}
