/** MEXC's public endpoints: time, markets, prices. */
import type { WireReply, WireRequest } from '../exchange';
import { type Market, markets } from '../market';
import { amountText, maximum, minimum, unit } from '../units';
import type { World } from '../world';
import { symbols, wireSymbol } from './parameters';
import { json } from './replies';

export const time = (request: WireRequest): WireReply => json({ serverTime: request.nowMs });

/** How many decimals a smallest step has. */
const decimalsOf = (step: bigint): number => (unit / step).toString().length - 1;

const symbolInfo = (market: Market): object => ({
  symbol: wireSymbol(market),
  status: market.trading ? '1' : '3',
  baseAsset: market.base,
  baseAssetPrecision: decimalsOf(market.step),
  quoteAsset: market.quote,
  quotePrecision: decimalsOf(market.tick),
  quoteAssetPrecision: decimalsOf(market.tick),
  baseCommissionPrecision: 8,
  quoteCommissionPrecision: 8,
  orderTypes: ['LIMIT', 'MARKET', 'LIMIT_MAKER'],
  isSpotTradingAllowed: market.trading,
  isMarginTradingAllowed: false,
  quoteAmountPrecision: '1',
  baseSizePrecision: amountText(market.step),
  permissions: ['SPOT'],
  filters: [],
  maxQuoteAmount: '2000000',
  makerCommission: '0',
  takerCommission: '0.001',
  fullName: market.base,
  tradeSideType: 1,
});

export function exchangeInfo(request: WireRequest): WireReply {
  const asked = symbols(request, 1);
  if ('refused' in asked) return asked.refused;
  return json({
    timezone: 'CST',
    serverTime: request.nowMs,
    rateLimits: [],
    exchangeFilters: [],
    symbols: (asked.value ?? markets).map(symbolInfo),
  });
}

/** One row for a market asked by `symbol`, else an array; what is offline has no row. */
function perMarket(request: WireRequest, row: (market: Market) => object): WireReply {
  const asked = symbols(request, 1);
  if ('refused' in asked) return asked.refused;
  const rows = (asked.value ?? markets).filter(({ trading }) => trading).map(row);
  return json(asked.value === null ? rows : (rows[0] ?? {}));
}

export const tickerPrice = (world: World, request: WireRequest): WireReply =>
  perMarket(request, (market) => ({
    symbol: wireSymbol(market),
    price: amountText(world.price(market, request.nowMs)),
  }));

const dayMs = 86_400_000;

/** Quantities at the best prices are empty texts, as MEXC serves them. */
export const ticker24hr = (world: World, request: WireRequest): WireReply =>
  perMarket(request, (market) => {
    const last = world.price(market, request.nowMs);
    const open = world.price(market, request.nowMs - dayMs);
    return {
      symbol: wireSymbol(market),
      priceChange: amountText(last - open),
      priceChangePercent: amountText((((last - open) * 10_000n) / open) * (unit / 10_000n)),
      prevClosePrice: amountText(open),
      lastPrice: amountText(last),
      bidPrice: amountText(last),
      bidQty: '',
      askPrice: amountText(last + market.tick),
      askQty: '',
      openPrice: amountText(open),
      highPrice: amountText(maximum(last, open)),
      lowPrice: amountText(minimum(last, open)),
      volume: '1732.461487',
      quoteVolume: null,
      openTime: request.nowMs - dayMs,
      closeTime: request.nowMs,
      count: null,
    };
  });
