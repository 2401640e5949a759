/** Coinstore's public calls: markets and prices. */
import type { WireReply, WireRequest } from '../exchange';
import { markets } from '../market';
import { amountText } from '../units';
import type { World } from '../world';
import { symbolCode, symbolNumber } from './listings';
import { success, textSuccess } from './replies';

const decimalsOf = (step: bigint): number => (amountText(step).split('.')[1] ?? '').length;

export const symbols = (): WireReply =>
  textSuccess(
    markets.map((market) => ({
      symbolId: symbolNumber(market),
      symbolCode: symbolCode(market),
      tradeCurrencyCode: market.base.toLowerCase(),
      quoteCurrencyCode: market.quote.toLowerCase(),
      openTrade: market.trading,
      onLineTime: 1_609_813_531_019,
      tickSz: decimalsOf(market.tick),
      lotSz: decimalsOf(market.step),
      minLmtPr: amountText(market.tick),
      minLmtSz: amountText(market.step),
      minMktVa: '0.1',
      minMktSz: amountText(market.step),
      makerFee: '0.001',
      takerFee: '0.001',
    })),
  );

/** The last prices of all symbols, or of those named, comma by comma, in small letters. */
export function tickerPrices(world: World, { query, nowMs }: WireRequest): WireReply {
  const named = query.get('symbol')?.split(',') ?? null;
  const rows = markets
    .filter(({ trading }) => trading)
    .map((market) => ({
      id: symbolNumber(market),
      symbol: symbolCode(market).toLowerCase(),
      price: amountText(world.price(market, nowMs)),
    }));
  return success(rows.filter(({ symbol }) => named?.includes(symbol) ?? true));
}
