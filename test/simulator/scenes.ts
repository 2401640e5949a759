/**
 * The awkward moments that every generated history has, whatever its seed: each is a case that importers get wrong.
 *
 * A scene happens once, when its share of the history is reached, and adds a known number of fills.
 */

import type { FillDraft } from './account';
import { marketOf } from './market';
import type { Trader } from './trader';
import { floorTo, times, unit, units } from './units';

export interface Scene {
  /** When: percent of the history's fills. */
  readonly percent: number;
  readonly fills: number;
  play(trader: Trader, at: number, priceOf: (symbol: string) => bigint): void;
}

/** Bought and wholly sold in the first weeks, fees in another coin, never deposited: no balance tells of it, only a scan of all markets. */
export const soldOutSymbol = 'ALGO/USDT';

const soldOut: readonly Scene[] = [
  {
    percent: 1,
    fills: 2,
    play: (trader, at) => {
      const market = marketOf(soldOutSymbol);
      trader.execute({ market, side: 'buy', quantity: units('1200'), at, parts: 2, feeMode: 'coin' });
    },
  },
  {
    percent: 4,
    fills: 3,
    play: (trader, at) => {
      const market = marketOf(soldOutSymbol);
      trader.execute({ market, side: 'sell', quantity: units('1200'), at, parts: 3, feeMode: 'coin' });
    },
  },
];

/** Four fills of one order within one millisecond, each paying its fee in the coin it buys: the dust that this leaves stays. */
const oneMillisecond: Scene = {
  percent: 10,
  fills: 4,
  play: (trader, at) => {
    const market = marketOf('BTC/USDT');
    const style = { parts: 4, feeMode: 'received', sameMillisecond: true } as const;
    trader.execute({ market, side: 'buy', quantity: units('0.04'), at, ...style });
  },
};

/** An order of the trader meets another of their own: two rows with one id, a buy and a sell. */
const selfTrade: Scene = {
  percent: 50,
  fills: 2,
  play: (trader, at, priceOf) => {
    const market = marketOf('ETH/USDT');
    const price = priceOf(market.symbol);
    const quantity = floorTo((units('60') * unit) / price, market.step);
    const fees = [{ asset: trader.coinFor(market), amount: units('0.0001') }];
    const draft: FillDraft = { at, price, quantity, fees, maker: false };
    const [buyOrder, sellOrder] = [trader.book.nextOrderId(market), trader.book.nextOrderId(market)];
    const bought = trader.book.fill(market, 'buy', buyOrder, draft);
    trader.book.fill(market, 'sell', sellOrder, { ...draft, maker: true }, bought.id);
    const order = {
      market,
      type: 'limit',
      price,
      quantity,
      executed: quantity,
      state: 'done',
      at,
      updatedAt: at,
    } as const;
    const executedQuote = times(price, quantity);
    trader.book.order({ ...order, id: buyOrder, side: 'buy', executedQuote });
    trader.book.order({ ...order, id: sellOrder, side: 'sell', executedQuote });
  },
};

/** An order of which half has filled in two pieces; it rests with the other half locked. */
const partlyFilled: Scene = {
  percent: 98,
  fills: 2,
  play: (trader, at, priceOf) => {
    const market = marketOf('ETH/USDT');
    const price = priceOf(market.symbol);
    const [quantity, piece] = [market.step * 80n, market.step * 20n];
    const id = trader.book.nextOrderId(market);
    const fees = [{ asset: market.base, amount: piece / 1000n }];
    const draft: FillDraft = { at, price, quantity: piece, fees, maker: true };
    trader.book.fill(market, 'buy', id, draft);
    trader.book.fill(market, 'buy', id, { ...draft, at: at + 1500 });
    const filled = { executed: piece * 2n, executedQuote: times(price, piece * 2n) };
    const order = { market, id, side: 'buy', type: 'limit', price, quantity, state: 'open', at } as const;
    trader.book.order({ ...order, ...filled, updatedAt: at + 1500 });
  },
};

/** Half a bitcoin more than the history bought is sold: it came by a deposit. Only where an account asks for it. */
const oversell: Scene = {
  percent: 70,
  fills: 1,
  play: (trader, at) => {
    const market = marketOf('BTC/USDT');
    const held = trader.book.position(market.symbol);
    const quantity = floorTo(held, market.step) + units('0.5');
    if (trader.book.balance('BTC').free < quantity) trader.deposit('BTC', quantity, at - 1);
    trader.execute({ market, side: 'sell', quantity, at, parts: 1, feeMode: 'received' });
  },
};

/** Below this many fills a history has no scenes: there would be little else. */
const fewestFillsForScenes = 40;

export function scenesFor(fills: number, options: { readonly soldOut: boolean; readonly oversold: boolean }): Scene[] {
  if (fills < fewestFillsForScenes) return options.oversold && fills > 0 ? [{ ...oversell, percent: 0 }] : [];
  const scenes = [...(options.soldOut ? soldOut : []), oneMillisecond, selfTrade, partlyFilled];
  return options.oversold ? [...scenes, oversell].toSorted((a, b) => a.percent - b.percent) : scenes;
}
