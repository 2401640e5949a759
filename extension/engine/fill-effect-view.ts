/**
 * What one fill did in the ledger: in the book of its account and symbol, or in the pool of its coin where books are by coin.
 *
 * A pool names its fills by the book that each is stored in, so that every one opens as it does in the list of fills. Of a coin
 * whose pool lacks a rate it is told what the fill did in its own book, and said that no other figure rests on that.
 */
import type { Closing } from '../../shared/ledger/closing';
import type { Fill } from '../../shared/ledger/fill';
import type { FillEffect } from '../../shared/ledger/fill-effect';
import { formatE18, formatE36 } from '../../shared/money/decimal';
import { msOfUs } from '../../shared/result';
import type { FillClosing, FillEffectView } from './api/fills';
import type { BookEntry, Books } from './books';
import type { FillIds } from './fill-ids';
import type { Ledger } from './ledger';
import { firstSince } from './newest-first';
import type { LedgerEntry, PoolEntry } from './pool';
import { entryPriceOf } from './trade-rows';

/** Closings shown of one fill. */
const closingsShown = 100;

/** Gives the opaque id of a fill that a lot was opened by. */
type IdOf = (openFill: Fill, openPlace: number) => string | null;

const isSameFill = (a: Fill, b: Fill): boolean =>
  a.id === b.id && a.side === b.side && a.exchange === b.exchange && a.account === b.account && a.symbol === b.symbol;

/** Where a fill stands in a book, by halving; null where it is not there. */
function placeOf(book: LedgerEntry['book'], fill: Fill): number | null {
  const count = book.fillCount();
  const at = (place: number): Fill | undefined => book.fills(place, 1)[0];
  const first = firstSince({ count, atUs: (place) => at(place)?.executedAtUs ?? 0 }, fill.executedAtUs);
  for (let place = first; place < count; place += 1) {
    const found = at(place);
    if (!found || found.executedAtUs !== fill.executedAtUs) return null;
    if (isSameFill(found, fill)) return place;
  }
  return null;
}

interface EffectParts {
  readonly entry: BookEntry;
  readonly place: number;
  readonly fill: Fill;
  readonly ids: FillIds;
  readonly books: Pick<Books, 'of'>;
  readonly ledger: Ledger;
}

/** Null where there is no such fill. */
export function effectOfFill(parts: EffectParts): FillEffectView | null {
  const { entry, place, fill, ids, books, ledger } = parts;
  const isOfPool = ({ book }: PoolEntry): boolean => fill.market === 'spot' && book.key.base === fill.base;
  const pool = ledger.pools(entry.accountId).find(isOfPool);
  const inPool = pool ? placeOf(pool.book, fill) : null;
  if (!pool || inPool === null) {
    const effect = entry.book.effectOf(place, closingsShown);
    const idOf: IdOf = (openFill, openPlace) => ids.idOf(entry.id, openPlace, openFill);
    const isOwn = pool !== undefined || ledger.unpriced(entry.accountId).some(isOfPool);
    return effect && effectView(entry, effect, idOf, isOwn ? 'own-book' : null);
  }
  const effect = pool.book.effectOf(inPool, closingsShown);
  const idOf: IdOf = (openFill) => {
    const isIts = ({ book: { key } }: BookEntry): boolean => key.market === 'spot' && key.symbol === openFill.symbol;
    const owner = books.of(openFill.account).find(isIts);
    const openPlace = owner ? placeOf(owner.book, openFill) : null;
    return owner && openPlace !== null ? ids.idOf(owner.id, openPlace, openFill) : null;
  };
  return effect && effectView(pool, effect, idOf, 'pooled');
}

function effectView(
  entry: LedgerEntry,
  effect: FillEffect,
  idOf: IdOf,
  pooling: FillEffectView['pooling'],
): FillEffectView {
  const { closings, closingCount, gross, fees, net, unmatched, opened, trips, inOpenTrip } = effect;
  // as Trades names its rows: the book's id, then a trip's number, or `open`; it has none of a book that is not in use
  const trades = [
    ...trips.map(({ n }) => ({ id: `${entry.id}.${n}`, state: 'closed' as const })),
    ...(inOpenTrip ? [{ id: `${entry.id}.open`, state: 'open' as const }] : []),
  ];
  return {
    method: entry.book.method,
    pooling,
    quote: entry.book.key.quote,
    closings: closings.map((closing, index) => closingView(entry, closing, effect.openPlaces[index] ?? null, idOf)),
    closingCount,
    realized: closingCount === 0 ? null : { gross: formatE36(gross), fees: formatE36(fees), net: formatE36(net) },
    unmatched: unmatched === 0n ? null : formatE18(unmatched),
    lot: opened && {
      direction: opened.direction,
      opened: formatE18(opened.quantity),
      open: formatE18(opened.open),
    },
    trades: pooling === 'own-book' ? [] : trades,
  };
}

function closingView(entry: LedgerEntry, closing: Closing, openPlace: number | null, idOf: IdOf): FillClosing {
  const { openFill, openedAtUs, direction, quantity, gross, fees, gain } = closing;
  const price = entryPriceOf(entry, closing);
  return {
    opened:
      openedAtUs === null || price === null
        ? null
        : {
            id: openFill && openPlace !== null ? idOf(openFill, openPlace) : null,
            at: msOfUs(openedAtUs),
            price,
          },
    direction,
    quantity: formatE18(quantity),
    gross: formatE36(gross),
    fees: formatE36(fees),
    net: formatE36(gain),
  };
}
