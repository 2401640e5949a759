/** Bitget's public endpoints: time, markets, tickers. Delisted markets are in neither list. */
import type { WireReply, WireRequest } from '../exchange';
import { type Market, markets } from '../market';
import { plainText } from '../units';
import type { World } from '../world';
import { success, unknownParameter } from './replies';

/** BTC/USDT is BTCUSDT on the wire. */
export const wireSymbol = (market: Market): string => `${market.base}${market.quote}`;

const listed = markets.filter(({ trading }) => trading);

/** How many decimals a step has. */
const decimalsOf = (step: bigint): string => String(plainText(step, 18).split('.')[1]?.length ?? 0);

const symbolRow = (market: Market): object => ({
  symbol: wireSymbol(market),
  baseCoin: market.base,
  quoteCoin: market.quote,
  minTradeAmount: plainText(market.step, 18),
  maxTradeAmount: '10000000000',
  takerFeeRate: '0.001',
  makerFeeRate: '0.001',
  pricePrecision: decimalsOf(market.tick),
  quantityPrecision: decimalsOf(market.step),
  quotePrecision: '8',
  status: 'online',
  minTradeUSDT: '1',
  buyLimitPriceRatio: '0.05',
  sellLimitPriceRatio: '0.05',
  areaSymbol: 'no',
});

function tickerRow(world: World, market: Market, nowMs: number): object {
  const price = world.price(market, nowMs);
  const text = plainText(price, 18);
  const open = plainText(world.price(market, nowMs - 86_400_000), 18);
  return {
    open,
    symbol: wireSymbol(market),
    high24h: text,
    low24h: text,
    lastPr: text,
    quoteVolume: '519127705.303',
    baseVolume: '13907.0386',
    usdtVolume: '519127705.302908',
    ts: String(nowMs - 200),
    bidPr: plainText(price > market.tick ? price - market.tick : price, 18),
    askPr: plainText(price + market.tick, 18),
    bidSz: plainText(market.step * 40n, 18),
    askSz: plainText(market.step * 25n, 18),
    openUtc: open,
    changeUtc24h: '0.00359',
    change24h: '0.00321',
  };
}

/** All rows, or that of `symbol`. */
function perMarket(request: WireRequest, row: (market: Market) => object): WireReply {
  const symbol = request.query.get('symbol');
  const asked = symbol === null ? listed : listed.filter((market) => wireSymbol(market) === symbol);
  if (asked.length === 0) return unknownParameter(symbol ?? '')(request.nowMs);
  return success(request.nowMs, asked.map(row));
}

export const time = ({ nowMs }: WireRequest): WireReply => success(nowMs, { serverTime: String(nowMs) });

export const symbols = (request: WireRequest): WireReply => perMarket(request, symbolRow);

export const tickers = (world: World, request: WireRequest): WireReply =>
  perMarket(request, (market) => tickerRow(world, market, request.nowMs));
