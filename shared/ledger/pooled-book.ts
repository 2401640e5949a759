/**
 * One book for the spot fills of one base asset, whatever account, exchange and symbol they are of, valued in one currency.
 *
 * What BTC/USDT bought, BTC/EUR may sell. Margin and perp positions are contracts of their own and in no pool. Fills of another quote
 * enter with the price of that quote at the time of the fill (pooled-fill.ts); nothing is guessed: one without it is refused.
 * Everything else is as in a book (book.ts); figures are in the pool's currency, and fills are told as they came in.
 */
import { parseDecimal, parseE18 } from '../money/decimal';
import { type Book, type BookOptions, createBook } from './book';
import type { Closing, OpenLot } from './closing';
import { type Fill, sameFill } from './fill';
import type { FillRefusal } from './leg';
import {
  createOriginOf,
  intoPool,
  needsRate,
  outOfPool,
  type PooledFill,
  type PoolKey,
  partsOfOrigin,
  priceInPool,
} from './pooled-fill';

/** `method` and `dust` as of a book. */
export interface PoolOptions extends PoolKey, Pick<BookOptions, 'method' | 'dust'> {}

/** `missing`: a `quoteRate` where the quote is not the pool's currency. Others as of a book; a rate of 0 or less is `not-positive`. */
export interface PoolRefusal {
  readonly field: string;
  readonly reason: FillRefusal['reason'] | 'missing';
}

type Added = ReturnType<Book['add']>;

interface PoolAdded extends Omit<Added, 'rejected'> {
  readonly rejected: readonly (PoolRefusal & { readonly fill: PooledFill })[];
}

/**
 * A book whose fills, and those of its closings, lots and trips, carry their own account, exchange, symbol, price and fees.
 *
 * Lots' `price`, `legs` and `snapshot` are in the pool's currency. Fills of one instant and id go by side, then by exchange, account
 * and symbol; identity is all five.
 */
export interface PooledBook extends Omit<Book, 'add' | 'addParsed' | 'find' | 'exchangeOfClosing'> {
  add(fills: readonly PooledFill[]): PoolAdded;
  find(fill: Pick<Fill, 'exchange' | 'account' | 'symbol' | 'id' | 'side'>): PooledFill | undefined;
  /** Where the fill that closed at this place is of, without making a fill of it; the same object for all of one origin. */
  originOfClosing(place: number): FillOrigin;
  /** What one unit cost in the pool's currency: the fill's own price, converted where its quote is another. */
  priceOf(fill: PooledFill): PooledFill['price'];
}

type FillOrigin = Pick<Fill, 'exchange' | 'account' | 'symbol'>;

/** An empty pool. */
export function createPooledBook({ base, quote, ...options }: PoolOptions): PooledBook {
  const pool: PoolKey = { base, quote };
  const book = createBook({ account: '', symbol: base, base, quote, market: 'spot', ...options });
  /** Fills whose price was converted, as they came in, by side and id, then origin. */
  const converted = new Map<string, PooledFill>();

  const originOf = createOriginOf();
  const keyOf = (fill: Pick<Fill, 'id' | 'side'>, origin: string): string =>
    `${fill.side} ${origin}\u0000\u0000${fill.id}`;
  const asItCame = (fill: Fill): PooledFill => converted.get(keyOf(fill, fill.exchange)) ?? outOfPool(fill, pool);

  const find: PooledBook['find'] = (fill) => {
    const held = book.find({ id: fill.id, side: fill.side, exchange: originOf(fill) });
    return held && asItCame(held);
  };

  const origins = new Map<string, FillOrigin>();
  const originOfClosing = (place: number): FillOrigin => {
    const origin = book.exchangeOfClosing(place);
    const known = origins.get(origin) ?? partsOfOrigin(origin);
    origins.set(origin, known);
    return known;
  };

  const addOne = (fill: PooledFill): PoolRefusal | keyof Omit<Added, 'rejected'> => {
    const refusal = refusalOfRate(fill, pool);
    if (refusal) return refusal;
    const origin = originOf(fill);
    const held = find(fill);
    if (held?.revision === fill.revision && !isSame(fill, held, pool))
      return { field: 'revision', reason: 'content-differs' };
    const rate = needsRate(fill, pool) ? (fill.quoteRate ?? null) : null;
    const { rejected, ...counts } = book.add([intoPool(fill, origin, rate, pool)]);
    const [first] = rejected;
    if (first) return { field: first.field, reason: first.reason };
    if (counts.duplicates === 1) return 'duplicates';
    const key = keyOf(fill, origin);
    if (rate !== null) converted.set(key, fill);
    else if (converted.size > 0) converted.delete(key);
    return counts.added === 1 ? 'added' : 'revised';
  };

  const add: PooledBook['add'] = (fills) => {
    const counts = { added: 0, duplicates: 0, revised: 0 };
    const rejected: (PoolRefusal & { readonly fill: PooledFill })[] = [];
    for (const fill of fills) {
      const outcome = addOne(fill);
      if (typeof outcome === 'string') counts[outcome] += 1;
      else rejected.push({ fill, ...outcome });
    }
    return { ...counts, rejected };
  };

  const closing = (each: Closing): Closing => ({
    ...each,
    closeFill: asItCame(each.closeFill),
    openFill: each.openFill && asItCame(each.openFill),
  });
  const lot = (each: OpenLot): OpenLot => ({ ...each, openFill: asItCame(each.openFill) });

  return {
    ...book,
    get method() {
      return book.method;
    },
    add,
    find,
    originOfClosing,
    priceOf: (fill) => priceInPool(fill, pool),
    closings: (from, count) => book.closings(from, count).map(closing),
    closingsSince: (us) => book.closingsSince(us).map(closing),
    openLots: (from, count) => book.openLots(from, count).map(lot),
    fills: (from, count) => book.fills(from, count).map(asItCame),
    fillsOf: (trip) => book.fillsOf(trip).map(asItCame),
    legs: (from, count) => book.legs(from, count).map((leg) => ({ ...leg, fill: asItCame(leg.fill) })),
    effectOf: (place, limit) => {
      const effect = book.effectOf(place, limit);
      return effect && { ...effect, closings: effect.closings.map(closing) };
    },
  };
}

/** Why a fill's quote rate will not do; null where it will, or where none is needed. */
function refusalOfRate(fill: PooledFill, pool: PoolKey): PoolRefusal | null {
  if (!needsRate(fill, pool)) return null;
  if (fill.quoteRate === undefined) return { field: 'quoteRate', reason: 'missing' };
  const rate = parseE18(fill.quoteRate);
  if (!rate.ok) return { field: 'quoteRate', reason: rate.error.reason };
  return rate.value > 0n ? null : { field: 'quoteRate', reason: 'not-positive' };
}

const normalised = (rate: PooledFill['quoteRate']): string => {
  const parsed = parseDecimal(rate ?? '');
  return parsed.ok ? parsed.value : (rate ?? '');
};

/** Whether two fills of one identity say the same; a rate that is not needed does not count. */
const isSame = (a: PooledFill, b: PooledFill, pool: PoolKey): boolean =>
  sameFill(a, b) && (!needsRate(a, pool) || normalised(a.quoteRate) === normalised(b.quoteRate));
