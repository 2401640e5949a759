/**
 * How a market's fills are read page by page, so that none is lost and none is passed over.
 *
 * `fromId` is inclusive and rows come by ascending id. A cursor is "" (from the oldest) or `from/back`, two ids of rows that
 * were served: the next page starts at `from`, and its first row must be that row. While pages are full, `from` is the last
 * row of the page, so neighbours overlap by one and both rows of a self-trade (one id) are kept; `back` remembers where
 * reading starts again once the end is reached: the row 200 before the newest or the first of its last hour, whichever is
 * further back, at most 500 rows. A fill that shows up late with a lower id than the newest is thus found by the next
 * reading; one that is later still by more than that is not.
 *
 * A page that does not hold the row it must start with (a page served twice, an empty one in the middle) is no answer to what
 * was asked: the reading neither advances nor ends, it fails as `network-failed` and may be repeated.
 */
import { compareFillIds } from '../../ledger/fill';
import type { Failure } from '../../reasons';
import { err, ok, type Result } from '../../result';
import { unexpected } from '../payload';
import type { ExchangeFill } from '../readings';

/** Rows of a full page. */
export const fillsPageSize = 1000;

const overlapRows = 200;
const longestOverlapRows = 500;
const overlapUs = 3_600_000_000;

type Row = Pick<ExchangeFill, 'id' | 'executedAtUs'>;

interface Place {
  readonly from: string;
  readonly back: string;
  /** False at the very beginning, where the oldest row is not known. */
  readonly seen: boolean;
}

/** An unreadable cursor starts over: repeating costs calls, and loses nothing. */
function placeOf(cursor: string): Place {
  const [, from, back] = /^(\d{1,40})\/(\d{1,40})$/.exec(cursor) ?? [];
  return from !== undefined && back !== undefined ? { from, back, seen: true } : { from: '0', back: '0', seen: false };
}

/** The `fromId` to ask for at a cursor. */
export const fromIdAt = (cursor: string): string => placeOf(cursor).from;

const notTheAnswer = (detail: string): Failure => ({ reason: 'network-failed', detail });

/** Index of the row that reading starts again from, among rows by ascending id. */
function overlapStart(rows: readonly Row[]): number {
  const newestUs = rows.reduce((latest, row) => Math.max(latest, row.executedAtUs), 0);
  let start = Math.max(0, rows.length - overlapRows);
  const limit = Math.max(0, rows.length - longestOverlapRows);
  while (start > limit && (rows[start - 1]?.executedAtUs ?? 0) >= newestUs - overlapUs) start -= 1;
  return start;
}

/** Where to go on after a page. `done`: the page was not full, the exchange has no more rows now. */
export interface Advance {
  readonly next: string;
  readonly done: boolean;
}

/**
 * Where reading goes on after the page that was asked for at `cursor`.
 *
 * `rows` is the page as served. Empty at the beginning: done, and the cursor stays "". `network-failed`: the page is not the
 * one asked for. `unexpected-payload`: a full page is not by ascending id, so what lies behind it is unknown.
 * From "": ids 1 to 1000 (full) give next "1000/801", not done; then ids 1000 to 1004 give next "801/801", done.
 */
export function advance(cursor: string, rows: readonly Row[]): Result<Advance, Failure> {
  const place = placeOf(cursor);
  const sorted = rows.toSorted((a, b) => compareFillIds(a.id, b.id));
  const [first, last] = [sorted[0], sorted.at(-1)];
  if (place.seen && first?.id !== place.from)
    return err(notTheAnswer('the page does not start with the row asked for'));
  if (!first || !last) return ok({ next: '', done: true });

  const back = sorted[overlapStart(sorted)]?.id ?? first.id;
  if (rows.length >= fillsPageSize) {
    const misplaced = rows.findIndex((row, index) => row.id !== sorted[index]?.id);
    if (misplaced >= 0) return err(unexpected(`[${misplaced}].id`, 'not-ascending'));
    if (last.id === place.from) return err(notTheAnswer('the page does not go beyond the row asked for'));
    return ok({ next: `${last.id}/${back}`, done: false });
  }
  const keepsEarlierBack = place.seen && place.back !== place.from && rows.length < overlapRows;
  const restart = keepsEarlierBack ? place.back : back;
  return ok({ next: `${restart}/${restart}`, done: true });
}
