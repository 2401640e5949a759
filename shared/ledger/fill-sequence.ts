/**
 * The fills of one book in their order, whatever order they come in.
 *
 * New fills wait until the order is needed and are then merged in one pass, so that pages which arrive newest first cost no
 * more than pages in order. Of one identity the highest revision stays.
 */
import { withRoom } from '../money/room';
import { type Fill, sameFill } from './fill';
import { type FillColumns, flag } from './fill-columns';
import { type FillId, fillId, hashOfId } from './id-column';
import { type CheckedFill, fillOfParsed } from './leg';
import { createRowIndex } from './row-index';

/** What tells fills of one book apart: a self-trade is two fills with one id. */
export type FillKey = Pick<Fill, 'exchange' | 'id' | 'side'>;

/**
 * - `duplicate`: held already with the same content, or with a higher revision.
 * - `revised`: replaced the lower revision that was held.
 * - `conflict`: held at the same revision with other content; nothing changed.
 */
type Added = 'added' | 'duplicate' | 'revised' | 'conflict';

export interface FillSequence {
  add(fill: CheckedFill): Added;
  find(key: FillKey): Fill | undefined;
  /** Number of fills held, waiting ones included. */
  size(): number;
  /**
   * Merges what waits. Before anything moves, `undo` is told the first place that will change: where the first new fill goes, at
   * the earliest.
   */
  settle(undo: (place: number) => void): void;
  /** Rows of the columns in order, as of the last `settle`; the first `length` elements. The array is replaced when it grows. */
  readonly rows: Uint32Array;
  readonly length: number;
}

/** An empty sequence over `columns`, to which it appends. */
export function createFillSequence(columns: FillColumns): FillSequence {
  let rows = new Uint32Array(16);
  let length = 0;
  const hashOf = (id: FillId, side: Fill['side']): number => (side === 'sell' ? ~hashOfId(id) >>> 0 : hashOfId(id));
  const sideAt = (row: number): Fill['side'] => (((columns.flags[row] ?? 0) & flag.sell) === 0 ? 'buy' : 'sell');
  const held = createRowIndex((row) => hashOf(columns.ids.idAt(row) ?? '', sideAt(row)));
  const replaced = new Set<number>();
  let waiting: number[] = [];

  const rowOf = (exchange: string, id: FillId, side: Fill['side'], hash: number): number | undefined =>
    held.find(
      hash,
      (row) => columns.ids.idAt(row) === id && sideAt(row) === side && columns.exchangeAt(row) === exchange,
    );

  const add = (checked: CheckedFill): Added => {
    const { fill } = checked;
    const hash = hashOf(fill.id, fill.side);
    const old = rowOf(fill.exchange, fill.id, fill.side, hash);
    if (old !== undefined) {
      const revision = columns.revisionAt(old);
      if (fill.revision < revision) return 'duplicate';
      if (fill.revision === revision)
        return sameFill(fillOfParsed(fill), columns.fillAt(old)) ? 'duplicate' : 'conflict';
      replaced.add(old);
    }
    const row = columns.push(checked);
    if (old === undefined) held.add(hash, row);
    else held.replace(hash, old, row);
    waiting.push(row);
    return old === undefined ? 'added' : 'revised';
  };

  /** As `compareFills` orders them. */
  const compare = (a: number, b: number): number => {
    const { instants, flags, ids } = columns;
    const apart = (instants[a] ?? 0) - (instants[b] ?? 0);
    if (apart !== 0) return apart;
    const byId = ids.compare(a, b);
    if (byId !== 0) return byId;
    const bySide = ((flags[a] ?? 0) & flag.sell) - ((flags[b] ?? 0) & flag.sell);
    if (bySide !== 0) return bySide;
    const [left, right] = [columns.exchangeAt(a), columns.exchangeAt(b)];
    return left === right ? 0 : left < right ? -1 : 1;
  };

  /** The first place whose fill does not come before that of `row`. */
  const placeOf = (row: number): number => {
    let low = 0;
    let high = length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (compare(rows[middle] ?? 0, row) < 0) low = middle + 1;
      else high = middle;
    }
    return low;
  };

  /** Puts two ordered lists behind what is there; rows that were replaced stay out. */
  const appendMerged = (a: Uint32Array, b: readonly number[]): void => {
    rows = withRoom(rows, length + a.length + b.length);
    let i = 0;
    let j = 0;
    while (i < a.length || j < b.length) {
      const [left, right] = [a[i], b[j]];
      if (right === undefined || (left !== undefined && compare(left, right) < 0)) {
        if (left !== undefined && !replaced.has(left)) rows[length++] = left;
        i += 1;
      } else {
        rows[length++] = right;
        j += 1;
      }
    }
  };

  const isInOrder = (news: readonly number[]): boolean =>
    news.every((row, index) => index === 0 || compare(news[index - 1] ?? 0, row) < 0);

  const settle = (undo: (place: number) => void): void => {
    if (waiting.length === 0) return;
    const news = replaced.size === 0 ? waiting : waiting.filter((row) => !replaced.has(row));
    if (!isInOrder(news)) news.sort(compare);
    let from = length;
    if (news[0] !== undefined) from = placeOf(news[0]);
    for (const row of replaced) from = Math.min(from, placeOf(row));
    if (from < length) undo(from);
    const tail = rows.slice(from, length);
    length = from;
    appendMerged(tail, news);
    waiting = [];
    replaced.clear();
  };

  return {
    add,
    find: ({ exchange, id, side }) => {
      const key = fillId(id);
      const row = rowOf(exchange, key, side, hashOf(key, side));
      return row === undefined ? undefined : columns.fillAt(row);
    },
    size: () => held.size,
    settle,
    get rows() {
      return rows;
    },
    get length() {
      return length;
    },
  };
}
