/**
 * All fills of all books in one order, kept up to date with what changed alone.
 *
 * Each book is compared with what was taken of it before. Fills that only come after all others are appended; else the
 * list is made anew from the old one and the new fills, in one pass without comparing what stood in order already.
 */
import { compareFills } from '../../shared/ledger/fill';
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
  readonly legs: readonly Leg[];
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
  /** Whether these are all books, and none has changed since. */
  isFresh(entries: readonly BookEntry[]): boolean;
  renew(entries: readonly BookEntry[], breath: Breath): Promise<OrderChange>;
}

interface BookChange {
  readonly book: number;
  readonly before: readonly Leg[];
  readonly after: TakenBook;
  /** Places before this one hold what they held. */
  readonly same: number;
  /** Where the fill at place `same` + index went, -1 for one that is gone; null where the book only grew. */
  readonly moved: Int32Array | null;
  readonly added: FillRows;
  readonly removed: readonly Leg[];
}

const all = Number.POSITIVE_INFINITY;

async function changeOf(book: number, before: readonly Leg[], after: TakenBook, breath: Breath): Promise<BookChange> {
  const now = after.legs;
  let same = 0;
  while (same < before.length && before[same]?.fill === now[same]?.fill) {
    same += 1;
    if (isPause(same, breath)) await breath.take();
  }
  const moved = same < before.length ? new Int32Array(before.length - same).fill(-1) : null;
  const added = createFillRows();
  const removed: Leg[] = [];
  let i = same;
  let j = same;
  while (i < before.length || j < now.length) {
    const old = before[i];
    const leg = now[j];
    const apart = old && leg ? (old.fill === leg.fill ? 0 : compareFills(old.fill, leg.fill)) : old ? -1 : 1;
    const kept = old !== undefined && old.fill === leg?.fill;
    if (kept && moved) moved[i - same] = j;
    if (old && apart <= 0) {
      if (!kept) removed.push(old);
      i += 1;
    }
    if (leg && apart >= 0) {
      if (!kept) pushRow(added, book, j, leg.fill.executedAtUs, kindOf(leg));
      j += 1;
    }
    if (isPause(i + j, breath)) await breath.take();
  }
  return { book, before, after, same, moved, added, removed };
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
      changed.push([numberOf(id), { id, accountId, key: book.key, version, legs: book.legs(0, all) }]);
    }
    for (const [number, book] of books.entries())
      if (!present.has(book.id) && book.version >= 0) changed.push([number, { ...book, version: -1, legs: [] }]);
    return changed;
  };

  async function renew(entries: readonly BookEntry[], breath: Breath): Promise<OrderChange> {
    const taken = new Map(changedBooks(entries));
    const changes: BookChange[] = [];
    for (const [number, after] of taken) changes.push(await changeOf(number, books[number]?.legs ?? [], after, breath));
    const legAt: LegAt = (book, place) => (taken.get(book) ?? books[book])?.legs[place];
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
    legOf: (row) => legOfRow(rows, row, (book, place) => books[book]?.legs[place]),
    isFresh,
    renew,
  };
}
