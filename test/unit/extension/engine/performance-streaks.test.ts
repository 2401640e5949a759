/** Streaks that go on from what was counted before are those that are counted anew, whatever has changed. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { PerformanceFilter } from '../../../../extension/engine/api/performance';
import { createBreath } from '../../../../extension/engine/breath';
import { type FoldedBook, foldBooks } from '../../../../extension/engine/performance-fold';
import { type CountedStreaks, type KeyOf, streaksBy } from '../../../../extension/engine/performance-streaks';
import { buy, sell } from '../../shared/ledger/fills';
import { at, type ChangingEntry, entryOf, grow } from './performance-world';

const everything: PerformanceFilter = {
  ...{ viewId: 'view', basis: 'closings' },
  ...{ accountId: null, exchangeId: null, symbolId: null, side: null, fromMs: null, toMs: null },
};

const asked = { wanted: true };
const breath = createBreath(() => 0);

const noPools = { takes: () => true, ownFees: () => [] };

async function folded(entries: readonly ChangingEntry[]): Promise<readonly FoldedBook[]> {
  const read = await foldBooks(entries, everything, noPools, breath, asked, new Map());
  if (!read) throw new Error('given up');
  return read.fold.books;
}

const bySymbolAndHour: KeyOf = ({ of }, us) => `${of.symbol} ${Math.floor(us / 3_600_000_000)}`;

async function counted(
  entries: readonly ChangingEntry[],
  before: CountedStreaks | null,
  noteEvery: number,
): Promise<CountedStreaks> {
  const streaks = await streaksBy(await folded(entries), bySymbolAndHour, breath, asked, before, noteEvery);
  if (!streaks) throw new Error('given up');
  return streaks;
}

/** A sale at 100 of what was bought at 100 gains, loses or does neither by its price; ids are those of the sales. */
interface Sale {
  readonly book: number;
  readonly minute: number;
  readonly price: string;
  readonly id: string;
}

const prices = fc.constantFrom('99', '100', '101', '102');
const sales = fc.array(fc.record({ book: fc.nat(2), minute: fc.nat(40), price: prices, id: fc.nat(999).map(String) }), {
  minLength: 1,
  maxLength: 30,
});

const names = ['BTC/USDT', 'ETH/USDT', 'SOL/USDT'];
const minuteUs = 60_000_000;

/** Adds the sales to books that hold plenty of everything. */
function sellAll(entries: readonly ChangingEntry[], all: readonly Sale[], batch: number): void {
  for (const { book, minute, price, id } of all) {
    const entry = entries[book];
    if (entry) grow(entry, [sell('1', { at: price, us: at(1, '00:00:00') + minute * minuteUs, id: `${id}${batch}` })]);
  }
  // a purchase before all others: the first sales close it now, at another cost, at the instants at which they were
  const entry = entries[batch % 3];
  if (entry) grow(entry, [buy('3', { at: '101.5', us: at(0, '00:00:00') - batch, id: `b${batch}` })]);
}

/** Each identity once: the same fill with another price is a correction. */
const once = (all: readonly Sale[]): readonly Sale[] => [
  ...new Map(all.map((sale) => [`${sale.book} ${sale.id}`, sale])).values(),
];

const fresh = (): readonly ChangingEntry[] =>
  names.map((name) => entryOf('a', name, [buy('1000', { at: '100', us: at(0, '00:00:00'), id: '0' })]));

test('after any sales, late ones too, of any of the books, and when a book comes or goes', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(sales, { minLength: 2, maxLength: 4 }),
      fc.integer({ min: 1, max: 9 }),
      async (steps, every) => {
        const entries = fresh();
        let before: CountedStreaks | null = null;
        for (const [batch, step] of steps.entries()) {
          sellAll(entries, once(step), batch);
          const chosen = entries.slice(0, batch % 2 === 0 ? 3 : 2);
          before = await counted(chosen, before, every);
          const anew = await counted(chosen, null, 1_000);
          expect([before.total, new Map(before.groups)]).toEqual([anew.total, new Map(anew.groups)]);
        }
      },
    ),
    { numRuns: 60 },
  );
});

test('trades that close after all others are counted alone', async () => {
  const entries = fresh();
  const sale = (minute: number): Sale => ({ book: minute % 3, minute, price: '101', id: String(minute) });
  sellAll(
    entries,
    Array.from({ length: 60 }, (_, minute) => sale(minute)),
    0,
  );
  const before = await counted(entries, null, 1_000);
  sellAll(entries, [sale(70), sale(71)], 0);
  let keys = 0;
  const keyOf: KeyOf = (...trade) => {
    keys += 1;
    return bySymbolAndHour(...trade);
  };
  const after = await streaksBy(await folded(entries), keyOf, breath, asked, before);
  expect([keys, after?.total]).toEqual([2, { winning: 62, losing: 0, longestWinStreak: 62, longestLossStreak: 0 }]);
});

test('a note stands between two instants, never among trades of one', async () => {
  const entries = fresh();
  const sale = (book: number, minute: number, id: string): Sale => ({ book, minute, price: '101', id });
  sellAll(entries, [sale(0, 4, '1'), sale(1, 5, '2'), sale(2, 5, '3'), sale(0, 8, '4')], 0);
  const before = await counted(entries, null, 3); // the third trade is at the instant of the second
  grow(entries[1] ?? fail(), [sell('1', { at: '99', us: at(1, '00:00:00') + 7 * minuteUs, id: '9' })]);
  const after = await counted(entries, before, 3);
  // won: 4, 5, 5; lost: 7; won: 8
  expect(after.total).toEqual({ winning: 1, losing: 0, longestWinStreak: 3, longestLossStreak: 1 });
});

const fail = (): never => {
  throw new Error('the book is there');
};
