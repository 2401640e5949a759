/**
 * Sums of fills that can be added and taken away again: notional and units per book and side, fees per coin.
 *
 * Many rows are added out of their books' columns, without making fills of them; the few that a renewal adds or takes away, one by one.
 */
import type { FillRowSums } from '../../shared/ledger/fill-row-sums';
import type { Leg } from '../../shared/ledger/leg';
import { averagePrice } from '../../shared/ledger/round-trip';
import {
  add18,
  add36,
  type DecimalString,
  type E18,
  type E36,
  formatE18,
  formatE36,
  mul18,
  neg18,
  roundE18,
  sub18,
  zero18,
  zero36,
} from '../../shared/money/decimal';
import type { FillsTotals } from './api/fills';
import type { TakenBook } from './fill-order';

interface SideSums {
  count: number;
  quantity: E18;
  value: E36;
}

interface BookSums {
  readonly buy: SideSums;
  readonly sell: SideSums;
}

export interface FillSums {
  /** Adds a fill of the book with this number (`times` 1) or takes it away (−1). */
  take(book: number, leg: Leg, times: 1 | -1): void;
  /** Takes in many rows: what the batch has been given counts once it has ended. */
  batch(books: readonly TakenBook[]): FillBatch;
  /** As pages see them. */
  totals(books: readonly TakenBook[]): FillsTotals;
}

export interface FillBatch {
  /** The fill at a place of the book with this number. */
  add(book: number, place: number): void;
  /** To be called after others had their turn: books may have taken fills meanwhile. */
  resume(): void;
  end(): void;
}

const noSide = (): SideSums => ({ count: 0, quantity: zero18, value: zero36 });

/** The quantity as the exchange wrote it: units moved before fees in base. */
export function quantityOf({ fill, moved, fees }: Leg): E18 {
  let inBase = zero18;
  for (const { currency, amount } of fees) if (currency === fill.base) inBase = add18(inBase, amount);
  return fill.side === 'buy' ? add18(moved, inBase) : sub18(moved, inBase);
}

const plusSide = (a: SideSums, b: SideSums): SideSums => ({
  count: a.count + b.count,
  quantity: add18(a.quantity, b.quantity),
  value: add36(a.value, b.value),
});

/** Books with something in them, joined under one name each. */
function grouped(
  sums: readonly (BookSums | undefined)[],
  nameOf: (book: number) => string,
): ReadonlyMap<string, BookSums & { readonly book: number }> {
  const groups = new Map<string, BookSums & { readonly book: number }>();
  for (const [book, own] of sums.entries()) {
    if (!own || own.buy.count + own.sell.count === 0) continue;
    const name = nameOf(book);
    const group = groups.get(name);
    groups.set(name, {
      book,
      buy: group ? plusSide(group.buy, own.buy) : own.buy,
      sell: group ? plusSide(group.sell, own.sell) : own.sell,
    });
  }
  return groups;
}

const average = (side: SideSums): DecimalString | null =>
  side.quantity === 0n ? null : formatE36(averagePrice({ ...side, cash: zero36 }));

const byName = ([a]: readonly [string, unknown], [b]: readonly [string, unknown]): number => (a < b ? -1 : 1);

/** Sums of no fill. */
export function createFillSums(): FillSums {
  const sums: (BookSums | undefined)[] = [];
  const fees = new Map<string, E18>();

  const sumsOf = (book: number): BookSums => {
    const own = sums[book] ?? { buy: noSide(), sell: noSide() };
    sums[book] = own;
    return own;
  };

  function takeTotals(book: number, totals: ReturnType<FillRowSums['totals']>): void {
    const own = sumsOf(book);
    for (const side of ['buy', 'sell'] as const) Object.assign(own[side], plusSide(own[side], totals[side]));
    for (const [currency, amount] of totals.fees)
      fees.set(currency, add18(fees.get(currency) ?? zero18, roundE18(amount))); // fees have 18 decimals at most
  }

  return {
    batch(books) {
      const parts: ({ readonly rows: Uint32Array; readonly of: FillRowSums } | undefined)[] = [];
      const begun = (book: number) => {
        const fills = books[book]?.fills;
        if (!fills) return undefined;
        const part = { rows: fills.rows, of: fills.sums() };
        part.of.begin();
        parts[book] = part;
        return part;
      };
      return {
        add(book, place) {
          const part = parts[book] ?? begun(book);
          const row = part?.rows[place];
          if (row !== undefined) part?.of.add(row);
        },
        resume() {
          for (const part of parts) part?.of.begin();
        },
        end() {
          for (const [book, part] of parts.entries()) if (part) takeTotals(book, part.of.totals());
        },
      };
    },
    take(book, leg, times) {
      const side = sumsOf(book)[leg.fill.side];
      const quantity = times === 1 ? quantityOf(leg) : neg18(quantityOf(leg));
      side.count += times;
      side.quantity = add18(side.quantity, quantity);
      side.value = add36(side.value, mul18(quantity, leg.price));
      for (const { currency, amount } of leg.fees)
        fees.set(currency, add18(fees.get(currency) ?? zero18, times === 1 ? amount : neg18(amount)));
    },
    totals(books) {
      const key = (book: number) => books[book]?.key;
      const perQuote = grouped(sums, (book) => key(book)?.quote ?? '');
      const perSymbol = grouped(sums, (book) => key(book)?.symbol ?? '');
      const [only] = perSymbol.size === 1 ? perSymbol.values() : [];
      const onlyKey = only && key(only.book);
      return {
        perQuote: [...perQuote].sort(byName).map(([quote, { buy, sell }]) => ({
          quote,
          bought: formatE36(buy.value),
          sold: formatE36(sell.value),
        })),
        ofSymbol:
          only && onlyKey
            ? {
                symbol: onlyKey.symbol,
                base: onlyKey.base,
                quote: onlyKey.quote,
                bought: formatE18(only.buy.quantity),
                sold: formatE18(only.sell.quantity),
                averageBuy: average(only.buy),
                averageSell: average(only.sell),
              }
            : null,
        fees: [...fees]
          .filter(([, amount]) => amount !== 0n)
          .sort(byName)
          .map(([currency, amount]) => ({ currency, amount: formatE18(amount) })),
      };
    },
  };
}
