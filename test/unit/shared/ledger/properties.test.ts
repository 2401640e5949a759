/** What holds for every history: nothing appears, nothing is lost, and the way that fills came in leaves no trace. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type Book, type BookOptions, createBook } from '../../../../shared/ledger/book';
import type { Fill } from '../../../../shared/ledger/fill';
import { lotMethods } from '../../../../shared/ledger/lot-order';
import { type E18, type E36, e18, formatE18 } from '../../../../shared/money/decimal';
import { everythingOf, key, startUs } from './fills';
import { addInPages, arrival, history, historyOf, price } from './histories';

/** Every method but `average`, in which units are no longer told apart. */
const anyLotMethod = fc.constantFrom(...lotMethods.filter((method) => method !== 'average'));
const anyMethod = fc.constantFrom(...lotMethods);

function bookOfFills(fills: readonly Fill[], options: Pick<BookOptions, 'dust' | 'method'> = {}): Book {
  const book = createBook({ ...key, market: fills[0]?.market ?? 'spot', ...options });
  expect(book.add(fills).rejected).toEqual([]);
  return book;
}

const everyClosing = (book: Book) => book.closings(0, book.closingCount());
const everyLot = (book: Book) => book.openLots(0, book.openLotCount());

/** What is open: lots, or the one position under `average`. */
function everythingOpen(book: Book) {
  const position = book.averagePosition();
  if (!position) return everyLot(book);
  const { entryValue, cost, direction } = position;
  return [{ ...position, fees: direction === 'long' ? cost - entryValue : entryValue - cost }];
}
const sum = (values: readonly bigint[]): bigint => values.reduce((total, value) => total + value, 0n);

const e36Product = (a: string, b: string): bigint => e18(a) * e18(b);

/** Units and cash of one fill, worked again here from its definition. */
function moneyOf(fill: Fill): { readonly units: bigint; readonly cash: bigint; readonly fees: bigint } {
  const sign = fill.side === 'buy' ? 1n : -1n;
  const baseFee = sum(fill.fees.filter(({ currency }) => currency === 'BTC').map(({ amount }) => e18(amount)));
  const inQuote = fill.fees.map(({ currency, amount, rate }) => {
    if (currency === 'USDT') return e36Product(amount, '1');
    return rate === undefined ? 0n : e36Product(amount, rate);
  });
  const quoteFees = sum(inQuote);
  return {
    units: e18(fill.quantity) - sign * baseFee,
    cash: e36Product(fill.quantity, fill.price) + sign * quoteFees,
    fees: quoteFees + baseFee * e18(fill.price),
  };
}

const check = (property: fc.IPropertyWithHooks<unknown>, numRuns = 200) => fc.assert(property, { numRuns });
const signed = (side: Fill['side'], value: bigint): bigint => (side === 'buy' ? value : -value);

test('position = Σ of moves + unmatched, and it is what is open', () => {
  check(
    fc.property(history, anyMethod, (fills, method) => {
      const book = bookOfFills(fills, { method });
      const { position, unmatched } = book.totals();
      expect(position).toBe(sum(fills.map((fill) => signed(fill.side, moneyOf(fill).units))) + unmatched);
      const held = everythingOpen(book).map((lot) => (lot.direction === 'long' ? lot.quantity : -lot.quantity));
      expect(position).toBe(sum(held));
    }),
  );
});

test('cash flow = realized net − cost of what is open', () => {
  check(
    fc.property(history, anyMethod, (fills, method) => {
      const book = bookOfFills(fills, { method });
      const cost = sum(everythingOpen(book).map((lot) => (lot.direction === 'long' ? lot.cost : -lot.cost)));
      expect(book.totals().net - cost).toBe(-sum(fills.map((fill) => signed(fill.side, moneyOf(fill).cash))));
    }),
  );
});

test('fees paid = fees realized + fees in what is open', () => {
  check(
    fc.property(history, anyMethod, (fills, method) => {
      const book = bookOfFills(fills, { method });
      const { fees, feesPaidQuote } = book.totals();
      expect(feesPaidQuote).toBe(sum(fills.map((fill) => moneyOf(fill).fees)));
      expect(fees + sum(everythingOpen(book).map((lot) => lot.fees))).toBe(feesPaidQuote);
    }),
  );
});

test('what was held before an instant is what the fills before it leave open, by any method', () => {
  check(
    fc.property(history, anyMethod, fc.integer({ min: 0, max: 41 }), (fills, method, us) => {
      const before = fills.filter(({ executedAtUs }) => executedAtUs < startUs + us);
      const open = everythingOpen(bookOfFills(before, { method }));
      const signedBy = (lot: (typeof open)[number], value: bigint) => (lot.direction === 'long' ? value : -value);
      expect(bookOfFills(fills, { method }).heldBefore(startUs + us)).toEqual({
        position: sum(open.map((lot) => signedBy(lot, lot.quantity))),
        cost: sum(open.map((lot) => signedBy(lot, lot.cost))),
      });
    }),
  );
});

test('closing all that is open at a price realizes what was said to be unrealized at it', () => {
  check(
    fc.property(history, anyMethod, price, (fills, method, mark) => {
      const book = bookOfFills(fills, { method });
      const before = book.totals();
      const unrealized = book.unrealizedAt(e18(mark));
      book.add(flattening(book, fills, mark));
      const after = book.totals();
      for (const figure of ['gross', 'fees', 'net'] as const)
        expect(after[figure]).toBe(before[figure] + unrealized[figure]);
    }),
  );
});

test("each fill's units and cash are, to the last digit, in the closings it made, the closings of its lot and what is left of it", () => {
  check(
    fc.property(history, anyLotMethod, (fills, method) => {
      const book = bookOfFills(fills, { method });
      const seen = new Map<string, { units: bigint; cash: bigint }>();
      const count = ({ id }: Fill, units: E18, cash: E36) => {
        const old = seen.get(id) ?? { units: 0n, cash: 0n };
        seen.set(id, { units: old.units + units, cash: old.cash + cash });
      };
      for (const closing of everyClosing(book)) {
        const [entry, exit] =
          closing.direction === 'long' ? [closing.costBasis, closing.proceeds] : [closing.proceeds, closing.costBasis];
        count(closing.closeFill, closing.quantity, exit);
        if (closing.openFill) count(closing.openFill, closing.quantity, entry);
      }
      for (const lot of everyLot(book)) count(lot.openFill, lot.quantity, lot.cost);
      for (const fill of fills) {
        const { units, cash } = moneyOf(fill);
        expect(seen.get(fill.id)).toEqual({ units, cash });
      }
    }),
  );
});

test('net = gross − fees = proceeds − cost basis in every closing, and closings add up to the totals', () => {
  check(
    fc.property(history, anyMethod, (fills, method) => {
      const book = bookOfFills(fills, { method });
      for (const { gross, fees, gain, proceeds, costBasis } of everyClosing(book)) {
        expect(gain).toBe(gross - fees);
        expect(gain).toBe(proceeds - costBasis);
      }
      const { gross, fees, net, unmatched } = book.totals();
      expect(book.realizedSince(startUs)).toEqual({ gross, fees, net, unmatched });
      expect(sum(everyClosing(book).map(({ gain }) => gain))).toBe(net);
    }),
  );
});

/** The fill, without fee, that brings a book's position to zero. */
function flattening(book: Book, fills: readonly Fill[], at?: Fill['price']): readonly Fill[] {
  const { position } = book.totals();
  const [first] = fills;
  if (!first || position === 0n) return [];
  const size = formatE18((position < 0n ? -position : position) as E18);
  const side = position < 0n ? 'buy' : 'sell';
  return [
    { ...first, id: 'last', side, quantity: size, price: at ?? first.price, fees: [], executedAtUs: startUs + 1000 },
  ];
}

test('when a book is flat and nothing is unmatched, round trips and every method agree on gross, fees and net', () => {
  check(
    fc.property(history, anyMethod, (fills, method) => {
      const book = bookOfFills(fills, { method });
      book.add(flattening(book, fills));
      const { gross, fees, net, position, unmatched } = book.totals();
      expect(position).toBe(0n);
      fc.pre(unmatched === 0n);
      const trips = book.trips(0, book.tripCount());
      expect(book.openTrip()).toBeNull();
      expect(sum(trips.map((trip) => trip.gross))).toBe(gross);
      expect(sum(trips.map((trip) => trip.fees))).toBe(fees);
      expect(sum(trips.map((trip) => trip.net))).toBe(net);
    }),
  );
});

test('fees of round trips, of the open one, of waiting dust and of oversold parts are all that was paid, whatever the dust value', () => {
  check(
    fc.property(history, fc.constantFrom('0', '0.05', '0.6', '2'), (fills, dust) => {
      const book = bookOfFills(fills, { dust: e18(dust) });
      const oversold = everyClosing(book).filter(({ unmatched }) => unmatched);
      const waiting = book.carriedDust();
      const long = book.totals().position > 0n;
      const inDust = waiting ? (waiting.cash - waiting.value) * (long ? 1n : -1n) : 0n;
      const trips = book.trips(0, book.tripCount());
      const parts = [...trips.map((trip) => trip.fees), ...oversold.map(({ fees }) => fees), inDust];
      // A fill that closes several lots and oversells is split once by trips and several times by lots: each may round.
      const gap = sum(parts) + (book.openTrip()?.feesSoFar ?? 0n) - book.totals().feesPaidQuote;
      expect(gap < 0n ? -gap : gap).toBeLessThanOrEqual(BigInt(fills.length));
      if (dust === '0')
        expect([waiting, trips.some((trip) => trip.carriedIn ?? trip.carriedOut)]).toEqual([null, false]);
    }),
  );
});

test('fills of consecutive trips follow each other, and a trip starts and ends with the fills it names', () => {
  check(
    fc.property(history, (fills) => {
      const book = bookOfFills(fills);
      let last = 0;
      for (const trip of book.trips(0, book.tripCount())) {
        const own = book.fillsOf(trip);
        expect([own[0]?.id, own.at(-1)?.id]).toEqual([trip.openId, trip.closeId]);
        expect(trip.firstFill).toBeGreaterThanOrEqual(last);
        expect(trip.maxQuantity).toBeLessThanOrEqual(trip.quantity);
        last = trip.lastFill;
      }
    }),
  );
});

const arrivesAnyhow = (histories: fc.Arbitrary<readonly Fill[]>) =>
  fc.property(arrival(histories), anyMethod, ({ fills, order, again, stale, pages }, method) => {
    const revised = fills.map((fill) => ({ ...fill, revision: stale.includes(fill) ? 1 : 0 }));
    const shuffled = order.flatMap((index) => revised[index] ?? []);
    const early = stale.map((fill, index) => ({ ...fill, executedAtUs: startUs + 7 * index, price: fill.quantity }));
    const options = { ...key, method, market: fills[0]?.market ?? 'spot', dust: e18('0.05') };
    const paged = createBook(options);
    const atOnce = createBook(options);
    addInPages(
      paged,
      [...early, ...shuffled, ...revised.filter((fill) => again.some(({ id }) => id === fill.id))],
      pages,
    );
    atOnce.add(revised);
    expect(everythingOf(paged)).toEqual(everythingOf(atOnce));
  });

test('fills that come in any order, in any pages, twice or corrected, make the book that they make at once', () => {
  check(arrivesAnyhow(history));
});

test('the same across several checkpoints', () => {
  check(arrivesAnyhow(historyOf(520, 900)), 15);
});
