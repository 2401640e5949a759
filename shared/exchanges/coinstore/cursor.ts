/**
 * The cursor of a market's fills, as text: where a reading stands between two pages.
 *
 * A cursor is "" (from the beginning; a history of less than a page of 20 stays there), `d/since` or `a/size/mark` between two
 * walks, `d/since/nextSince/startedAt/size/page/first` or `a/size/page/first/mark` inside one. `first` and a mark's row are an
 * id and a side, since both rows of a self-trade have one id; a mark is `rows.row.second`: how many rows it ends. An
 * unreadable cursor starts over: repeating costs calls, and loses nothing.
 */
import type { UnixMs } from '../../result';

const longestWalkMs = 6 * 3_600_000;

/** A row that is at the end of so many: `row` is its id and side, `second` its instant. */
export interface Mark {
  readonly rows: number;
  readonly row: string;
  readonly second: number;
}

/** Where a reading stands; what each kind means is told in paging.ts. */
export type Place =
  | { readonly kind: 'beginning' }
  | { readonly kind: 'top'; readonly since: number }
  | {
      readonly kind: 'down';
      readonly since: number;
      readonly nextSince: number;
      readonly startedAt: number;
      readonly size: number;
      readonly page: number;
      readonly first: string;
    }
  | { readonly kind: 'mark'; readonly size: number; readonly mark: Mark }
  | {
      readonly kind: 'up';
      readonly size: number;
      readonly page: number;
      readonly first: string;
      readonly mark: Mark | null;
    };

/** Nothing was read, or too little to go on from. */
export const beginning: Place = { kind: 'beginning' };

const topCursor = /^d\/(\d{1,10})$/;
const downCursor = /^d\/(\d{1,10})\/(\d{1,10})\/(\d{1,15})\/([1-9]\d{0,2})\/([1-9]\d{0,6})\/(\d{1,40}[bs])$/;
const markCursor = /^a\/([1-9]\d{0,2})\/(\d{1,9}\.\d{1,40}[bs]\.\d{1,10})$/;
const upCursor = /^a\/([1-9]\d{0,2})\/([1-9]\d{0,6})\/(\d{1,40}[bs])\/(\d{1,9}\.\d{1,40}[bs]\.\d{1,10})?$/;

function markOf(text: string | undefined): Mark | null {
  const [rows, row, second] = text?.split('.') ?? [];
  return rows && row && second ? { rows: Number(rows), row, second: Number(second) } : null;
}

/** The place that a cursor names; a walk from the top that is older than six hours is back at the top. */
export function placeOf(cursor: string, nowMs: UnixMs): Place {
  const down = downCursor.exec(cursor);
  if (down) {
    const [since = 0, nextSince = 0, startedAt = 0, size = 0, page = 0] = down.slice(1, 6).map(Number);
    const isFresh = nowMs - startedAt <= longestWalkMs;
    return isFresh
      ? { kind: 'down', since, nextSince, startedAt, size, page, first: down[6] ?? '' }
      : { kind: 'top', since };
  }
  const top = topCursor.exec(cursor);
  if (top) return { kind: 'top', since: Number(top[1]) };
  const up = upCursor.exec(cursor);
  if (up) return { kind: 'up', size: Number(up[1]), page: Number(up[2]), first: up[3] ?? '', mark: markOf(up[4]) };
  const atMark = markCursor.exec(cursor);
  const mark = markOf(atMark?.[2]);
  return atMark && mark ? { kind: 'mark', size: Number(atMark[1]), mark } : beginning;
}

const markText = ({ rows, row, second }: Mark): string => `${rows}.${row}.${second}`;

/** The cursor that names a place. */
export function cursorText(place: Place): string {
  switch (place.kind) {
    case 'beginning':
      return '';
    case 'top':
      return `d/${place.since}`;
    case 'down':
      return `d/${place.since}/${place.nextSince}/${place.startedAt}/${place.size}/${place.page}/${place.first}`;
    case 'mark':
      return `a/${place.size}/${markText(place.mark)}`;
    case 'up':
      return `a/${place.size}/${place.page}/${place.first}/${place.mark ? markText(place.mark) : ''}`;
  }
}
