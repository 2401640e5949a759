/** Poloniex's public endpoints: time, spot markets, tickers; of futures markets none are simulated. */
import type { WireReply, WireRequest } from '../exchange';
import { type Market, markets } from '../market';
import { amountText, unit } from '../units';
import type { World } from '../world';
import { wireSymbol } from './parameters';
import { futures, json } from './replies';

const listedAt = 1659018819512;

export const time = ({ nowMs }: WireRequest): WireReply => json({ serverTime: nowMs });

/** Decimals of a step: 10^-6 gives 6. */
const scaleOf = (step: bigint): number => (step >= unit ? 0 : String(unit / step).length - 1);

function marketInfo(market: Market): object {
  const { base, quote, tick, step, trading } = market;
  return {
    symbol: wireSymbol(market),
    baseCurrencyName: base,
    quoteCurrencyName: quote,
    displayName: market.symbol,
    state: trading ? 'NORMAL' : 'PAUSE',
    visibleStartTime: listedAt,
    tradableStartTime: listedAt,
    symbolTradeLimit: {
      symbol: wireSymbol(market),
      priceScale: scaleOf(tick),
      quantityScale: scaleOf(step),
      amountScale: 8,
      minQuantity: amountText(step),
      minAmount: '1',
      maxQuantity: '0',
      maxAmount: '0',
      highestBid: '0',
      lowestAsk: '0',
    },
    crossMargin: { supportCrossMargin: false, maxLeverage: 1 },
  };
}

export const marketList = (): WireReply => json(markets.map(marketInfo));

const dayMs = 86_400_000;

/** A market that rests keeps its row, with a price of 0. */
export const tickers = (world: World, { nowMs }: WireRequest): WireReply =>
  json(
    markets.map((market) => {
      const close = market.trading ? amountText(world.price(market, nowMs)) : '0';
      return {
        symbol: wireSymbol(market),
        open: market.trading ? amountText(world.price(market, nowMs - dayMs)) : '0',
        low: close,
        high: close,
        close,
        quantity: '2626.111269',
        amount: '188276700.82567151',
        tradeCount: market.trading ? 143_700 : 0,
        startTime: nowMs - dayMs,
        closeTime: nowMs,
        displayName: market.symbol,
        dailyChange: '0.0171',
        bid: close,
        bidQuantity: '1',
        ask: close,
        askQuantity: '1',
        ts: nowMs,
        markPrice: close,
      };
    }),
  );

export const noInstruments = (): WireReply => futures([]);
