/** Thousands of open lots by cost, of which few are sorted at a time, against looking through all of them at each sale. */
import { describe, expect, test } from 'vitest';
import { createBook } from '../../../../shared/ledger/book';
import { compareFills, type Fill } from '../../../../shared/ledger/fill';
import { type E18, e18, formatE18 } from '../../../../shared/money/decimal';
import { seeded } from '../../../bench/ledger-history';
import { buy, fillsFrom, key, sell } from './fills';

/** Units are bought and sold one by one, so that each sale closes exactly one lot, or none where nothing is open. */
function closedOneByOne(fills: readonly Fill[], method: 'hifo' | 'lofo'): readonly string[] {
  const open: { readonly id: string; readonly price: bigint }[] = [];
  const closed: string[] = [];
  for (const { id, side, price } of [...fills].sort(compareFills)) {
    if (side === 'buy') open.push({ id, price: e18(price) });
    else {
      let next = 0;
      for (const [at, lot] of open.entries()) {
        const best = open[next]?.price ?? 0n;
        if (method === 'hifo' ? lot.price > best : lot.price < best) next = at;
      }
      const [lot] = open.splice(next, 1);
      closed.push(`${lot?.id ?? 'none'} by ${id}`);
    }
  }
  return closed;
}

/** How the price of the fill at a place is drawn; `random` gives numbers from 0 to 1. */
type PriceOf = (random: () => number, at: number) => bigint;

const whole = 10n ** 18n;
const ticks = (random: () => number, count: number): bigint => BigInt(Math.floor(random() * count));

const prices: Readonly<Record<string, PriceOf>> = {
  'all over a wide range': (random) => (6_000_000n + ticks(random, 200_000)) * (whole / 100n),
  'at four prices, one of them 0': (random) => ticks(random, 4) * whole,
  'nearer to each other than a double can tell': (random) => 100n * whole + ticks(random, 40),
  'that fall': (random, at) => BigInt(1_000_000 - at * 100) * whole + ticks(random, 1000) * whole,
  'that rise': (random, at) => BigInt(1_000 + at * 100) * whole + ticks(random, 1000) * whole,
  'of which one is far above all others': (random, at) => (at === 900 ? 10n ** 12n : 1n + ticks(random, 90)) * whole,
};

/** Bought in two waves, and partly sold again. */
function historyOf(priceOf: PriceOf, random: () => number, count = 3_600): readonly Fill[] {
  const drafts = Array.from({ length: count }, (_, at) => {
    const buys = random() < (at % 1_800 < 1_000 ? 0.93 : 0.08);
    return (buys ? buy : sell)('1', { at: formatE18(priceOf(random, at) as E18) }); // whole ticks of 10^−18
  });
  return fillsFrom(drafts);
}

describe.each(Object.entries(prices))('lots at prices %s', (_, priceOf) => {
  test.each(['hifo', 'lofo'] as const)('are closed by %s as they are when each sale looks through all', (method) => {
    const random = seeded(23);
    const fills = historyOf(priceOf, random);
    const book = createBook({ ...key, method });
    const closed = () =>
      book
        .closings(0, 2 * fills.length)
        .map(({ openFill, closeFill }) => `${openFill?.id ?? 'none'} by ${closeFill.id}`);
    book.add(fills);
    expect(closed()).toEqual(closedOneByOne(fills, method));

    // late ones take the book back to before they came, and further each time; then most of what is open is sold, and one more comes
    const added: Fill[] = [];
    const addLate = (before: number): void => {
      const draft = (before === 1_700 ? sell : buy)('1', { at: formatE18(priceOf(random, 3_600 - before) as E18) });
      const executedAtUs = (fills.at(-before)?.executedAtUs ?? 0) + 1;
      added.push(...fillsFrom([draft]).map((fill) => ({ ...fill, id: `late${before}`, executedAtUs })));
      book.add(added);
      book.totals();
    };
    for (const before of [40, 1_700, 3_590]) addLate(before);
    const sales = fillsFrom(Array.from({ length: fills.length + 200 }, () => sell('1', { at: '5' }))).slice(
      fills.length,
    );
    added.push(...sales);
    book.add(sales);
    book.totals();
    addLate(3_580);
    expect(closed()).toEqual(closedOneByOne([...fills, ...added], method));
    expect(book.openLots(0, 3).map(({ openFill }) => openFill.id)).toEqual(
      book
        .openLots(0, fills.length)
        .map(({ openFill }) => openFill)
        .sort(compareFills)
        .slice(0, 3)
        .map(({ id }) => id),
    );
  });
});
