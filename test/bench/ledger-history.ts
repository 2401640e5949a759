/**
 * A seeded history of one market maker's book, as columns for the ledger and as plain numbers for its rival.
 *
 * Quantities have 5 decimals, prices 2, fees 8: 60 % of them in quote, 20 % in base, 20 % in a third coin without a rate.
 */
import { createFillColumns, type FillColumns } from '../../shared/ledger/fill-columns';
import { createFillSequence, type FillSequence } from '../../shared/ledger/fill-sequence';
import { checkFill } from '../../shared/ledger/leg';
import { textOfMantissa } from '../../shared/money/decimal-column';

export const bookKey = {
  account: 'bench',
  symbol: 'BTC/USDT',
  base: 'BTC',
  quote: 'USDT',
  market: 'spot',
} as const;

const feeCoins = [bookKey.quote, bookKey.base, 'BNB'] as const;

/** What a fill is, in plain numbers: `coins` is the place of its fee's coin in quote, base, third. */
export interface PlainHistory {
  readonly count: number;
  readonly buys: Uint8Array;
  readonly quantities: Float64Array;
  readonly prices: Float64Array;
  readonly fees: Float64Array;
  readonly coins: Uint8Array;
}

export interface History {
  readonly plain: PlainHistory;
  readonly columns: FillColumns;
  readonly sequence: FillSequence;
}

/** Numbers from 0 to 1, the same for the same seed (mulberry32, public domain). */
export function seeded(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** Mantissas of one fill: quantity at scale 5, price at 2, fee at 8. */
function drawFill(random: () => number, position: number, target: number) {
  const quantity = 1 + Math.floor(random() * 20_000);
  const price = 6_000_000 + Math.floor(random() * 200_000);
  const wants = position < target ? 0.7 : 0.3;
  const buys = position < quantity || random() < wants;
  const kind = random();
  const coin = kind < 0.6 ? 0 : kind < 0.8 ? 1 : 2;
  const fee = coin === 1 ? Math.floor(quantity * 0.8) : 1 + Math.floor(random() * 2_000_000);
  return { quantity, price, buys, coin, fee };
}

/** The fill of one draw, as exchanges' adapters give them; `at` numbers it and is its instant. */
export function fillOf(at: number, draw: ReturnType<typeof drawFill>) {
  return {
    ...bookKey,
    exchange: 'binance',
    id: String(1_000_000 + at),
    orderId: String(5_000_000 + (at >> 1)),
    executedAtUs: 1_704_067_200_000_000 + at * 1_000_000,
    side: draw.buys ? ('buy' as const) : ('sell' as const),
    quantity: textOfMantissa(draw.quantity, 5),
    price: textOfMantissa(draw.price, 2),
    fees: [{ currency: feeCoins[draw.coin] ?? '', amount: textOfMantissa(draw.fee, 8) }],
    liquidity: 'maker' as const,
    revision: 0,
  };
}

/** `count` fills around a position of `lots` average fills, so that about so many lots are open. */
export function historyOf(count: number, lots: number): History {
  const random = seeded(7);
  const columns = createFillColumns(bookKey);
  const sequence = createFillSequence(columns);
  const plain = {
    count,
    buys: new Uint8Array(count),
    quantities: new Float64Array(count),
    prices: new Float64Array(count),
    fees: new Float64Array(count),
    coins: new Uint8Array(count),
  };
  let position = 0;
  for (let at = 0; at < count; at += 1) {
    const draw = drawFill(random, position, at < lots * 2.5 ? Number.POSITIVE_INFINITY : lots * 10_000);
    position += draw.buys ? draw.quantity : -draw.quantity;
    plain.buys[at] = draw.buys ? 1 : 0;
    plain.quantities[at] = draw.quantity / 1e5;
    plain.prices[at] = draw.price / 100;
    plain.fees[at] = draw.fee / 1e8;
    plain.coins[at] = draw.coin;
    const checked = checkFill(fillOf(at, draw), bookKey);
    if (!checked.ok) throw new Error(`fill ${at}: ${checked.error.field}`);
    sequence.add(checked.value);
  }
  sequence.settle(() => undefined);
  return { plain, columns, sequence };
}
