/**
 * All fills of all books in one order, kept up to date with what changed alone.
 *
 * Each book is compared with what was taken of it before. Fills that only come after all others are appended; else the
 * list is made anew from the old one and the new fills, in one pass without comparing what stood in order already.
 */
import { compareFills } from '../../shared/ledger/fill';
import type { FillSnapshot } from '../../shared/ledger/fill-snapshot';
import type { Leg } from '../../shared/ledger/leg';
import type { BookEntry } from './books';
import type { Breath } from './breath';
import {
  comesBefore,
  createFillRows,
  type FillRows,
  isPause,
  kindOf,
  type LegAt,
  legOfRow,
  merged,
  mergedAll,
  pushFrom,
  pushRow,
} from './fill-rows';

/** What was taken of a book when its version was `version`. */
export interface TakenBook {
  readonly id: string;
  readonly accountId: string;
  readonly key: BookEntry['book']['key'];
  readonly version: number;
  readonly fills: FillSnapshot;
}

/** What a renewal changed. `appended`: rows that were there stayed where they were, `added` came behind them. */
export interface OrderChange {
  readonly appended: boolean;
  readonly added: FillRows;
  readonly removed: readonly { readonly book: number; readonly leg: Leg }[];
}

export interface FillOrder {
  /** Oldest first. */
  readonly rows: FillRows;
  /** By the numbers that rows give; a book that has gone keeps its number, without fills. */
  readonly books: readonly TakenBook[];
  legOf(row: number): Leg | undefined;
  /** The fill at a place of the book with this number. */
  legAt(book: number, place: number): Leg | undefined;
  /** Whether these are all books, and none has changed since. */
  isFresh(entries: readonly BookEntry[]): boolean;
  renew(entries: readonly BookEntry[], breath: Breath): Promise<OrderChange>;
}

interface BookChange {
  readonly book: number;
  readonly after: TakenBook;
  /** Places before this one hold what they held. */
  readonly same: number;
  /** Where the fill at place `same` + index went, -1 for one that is gone; null where the book only grew. */
  readonly moved: Int32Array | null;
  readonly added: FillRows;
  readonly removed: readonly Leg[];
}

/** A book that is gone, or was not there before. */
const noFills: FillSnapshot = {
  rows: new Uint32Array(0),
  instantAt: () => 0,
  sideAt: () => 'buy',
  liquidityAt: () => null,
  legAt: () => {
    throw new RangeError('a book without fills was asked for one');
  },
  sums: () => {
    throw new RangeError('a book without fills was asked for their sums');
  },
};

/** The fill at a place of a book as it was taken; undefined where it has none. */
function legAtPlace(fills: FillSnapshot | undefined, place: number): Leg | undefined {
  const row = fills?.rows[place];
  return row === undefined ? undefined : fills?.legAt(row);
}

/** How two rows of one book stand to each other, in either taking. */
function apartOf(before: FillSnapshot, old: number | undefined, now: FillSnapshot, row: number | undefined): number {
  if (old === undefined || row === undefined) return old === undefined ? 1 : -1;
  return old === row ? 0 : compareFills(before.legAt(old).fill, now.legAt(row).fill);
}

async function changeOf(book: number, before: FillSnapshot, after: TakenBook, breath: Breath): Promise<BookChange> {
  const now = after.fills;
  let same = 0;
  while (same < before.rows.length && before.rows[same] === now.rows[same]) {
    same += 1;
    if (isPause(same, breath)) await breath.take();
  }
  const moved = same < before.rows.length ? new Int32Array(before.rows.length - same).fill(-1) : null;
  const added = createFillRows();
  const removed: Leg[] = [];
  let i = same;
  let j = same;
  while (i < before.rows.length || j < now.rows.length) {
    const [old, row] = [before.rows[i], now.rows[j]];
    const apart = apartOf(before, old, now, row);
    const kept = old !== undefined && old === row;
    if (kept && moved) moved[i - same] = j;
    if (old !== undefined && apart <= 0) {
      if (!kept) removed.push(before.legAt(old));
      i += 1;
    }
    if (row !== undefined && apart >= 0) {
      if (!kept)
        pushRow(added, book, j, now.instantAt(row), kindOf({ side: now.sideAt(row), liquidity: now.liquidityAt(row) }));
      j += 1;
    }
    if (isPause(i + j, breath)) await breath.take();
  }
  return { book, after, same, moved, added, removed };
}

/** The old rows where they are now, without those that are gone. */
async function remapped(rows: FillRows, changes: readonly BookChange[], breath: Breath): Promise<FillRows> {
  const byBook = new Map(changes.filter(({ moved }) => moved !== null).map((change) => [change.book, change]));
  const next = createFillRows(rows.length);
  for (let row = 0; row < rows.length; row += 1) {
    const change = byBook.get(rows.books[row] ?? -1);
    const before = rows.places[row] ?? 0;
    const place = !change || before < change.same ? before : (change.moved?.[before - change.same] ?? -1);
    if (place >= 0) pushFrom(next, rows, row, place);
    if (isPause(row, breath)) await breath.take();
  }
  return next;
}

/** No fills until the first renewal. Renewals must not overlap. */
export function createFillOrder(): FillOrder {
  let rows = createFillRows();
  const books: TakenBook[] = [];
  const numbers = new Map<string, number>();

  const numberOf = (id: string): number => {
    const known = numbers.get(id);
    if (known !== undefined) return known;
    numbers.set(id, numbers.size);
    return numbers.size - 1;
  };

  const isFresh = (entries: readonly BookEntry[]): boolean => {
    if (entries.length !== books.filter(({ version }) => version >= 0).length) return false;
    return entries.every(({ id, version }) => books[numbers.get(id) ?? -1]?.version === version);
  };

  /** Each book that is not as it was taken, as it is now; all of them are taken at one instant. */
  const changedBooks = (entries: readonly BookEntry[]): readonly (readonly [number, TakenBook])[] => {
    const changed: (readonly [number, TakenBook])[] = [];
    const present = new Set<string>();
    for (const { id, accountId, version, book } of entries) {
      present.add(id);
      if (books[numbers.get(id) ?? -1]?.version === version) continue;
      changed.push([numberOf(id), { id, accountId, key: book.key, version, fills: book.snapshot() }]);
    }
    for (const [number, book] of books.entries())
      if (!present.has(book.id) && book.version >= 0) changed.push([number, { ...book, version: -1, fills: noFills }]);
    return changed;
  };

  async function renew(entries: readonly BookEntry[], breath: Breath): Promise<OrderChange> {
    const taken = new Map(changedBooks(entries));
    const changes: BookChange[] = [];
    for (const [number, after] of taken)
      changes.push(await changeOf(number, books[number]?.fills ?? noFills, after, breath));
    const legAt: LegAt = (book, place) => legAtPlace((taken.get(book) ?? books[book])?.fills, place);
    const added = await mergedAll(
      changes.map((change) => change.added).filter(({ length }) => length > 0),
      legAt,
      breath,
    );
    const onlyGrew = changes.every(({ moved }) => moved === null);
    const last = rows.length - 1;
    const appended = onlyGrew && (last < 0 || added.length === 0 || comesBefore(rows, last, added, 0, legAt));
    const next = appended ? null : await merged(await remapped(rows, changes, breath), added, legAt, breath);
    // from here on at once, so that rows and books never disagree
    for (const [number, after] of taken) books[number] = after;
    if (next) rows = next;
    else if (rows.length === 0) rows = added;
    else for (let row = 0; row < added.length; row += 1) pushFrom(rows, added, row);
    return {
      appended,
      added,
      removed: changes.flatMap(({ book, removed }) => removed.map((leg) => ({ book, leg }))),
    };
  }

  return {
    get rows() {
      return rows;
    },
    books,
    legOf: (row) => legOfRow(rows, row, (book, place) => legAtPlace(books[book]?.fills, place)),
    legAt: (book, place) => legAtPlace(books[book]?.fills, place),
    isFresh,
    renew,
  };
}
