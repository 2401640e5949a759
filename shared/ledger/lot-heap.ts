/**
 * Highest or lowest unit cost first: the open lots in a binary heap that knows where each of them stands.
 *
 * Any lot can be taken out, since a late fill takes back lots in the order of their opening, not of their cost.
 */
import type { LotOrder } from './lot-order';

/** `comesFirst(a, b)`: whether lot `a` is closed before lot `b`; a strict order without ties, the same for as long as both are open. */
export function costOrder(comesFirst: (a: number, b: number) => boolean): LotOrder {
  const heap: number[] = [];
  /** The place of each open lot in the heap, by its number. */
  const places: number[] = [];
  /** The open lots by number, as of the last question. */
  let inOrder: readonly number[] | null = null;

  const put = (lot: number, place: number): void => {
    heap[place] = lot;
    places[lot] = place;
  };

  const up = (lot: number, from: number): void => {
    let place = from;
    while (place > 0) {
      const parent = (place - 1) >>> 1;
      const above = heap[parent];
      if (above === undefined || !comesFirst(lot, above)) break;
      put(above, place);
      place = parent;
    }
    put(lot, place);
  };

  /** The place of the one of two children that comes first; -1 without children. */
  const firstChild = (place: number): number => {
    const [left, right] = [heap[2 * place + 1], heap[2 * place + 2]];
    if (left === undefined) return -1;
    return right !== undefined && comesFirst(right, left) ? 2 * place + 2 : 2 * place + 1;
  };

  const down = (lot: number, from: number): void => {
    let place = from;
    for (let child = firstChild(place); child >= 0; child = firstChild(place)) {
      const below = heap[child];
      if (below === undefined || !comesFirst(below, lot)) break;
      put(below, place);
      place = child;
    }
    put(lot, place);
  };

  const insert = (lot: number): void => {
    inOrder = null;
    up(lot, heap.length);
  };

  const remove = (lot: number): void => {
    inOrder = null;
    const place = places[lot];
    const last = heap.pop();
    if (place === undefined || last === undefined || last === lot) return;
    const parent = heap[(place - 1) >>> 1];
    if (place > 0 && parent !== undefined && comesFirst(last, parent)) up(last, place);
    else down(last, place);
  };

  return {
    opened: insert,
    next: () => heap[0] ?? null,
    usedUp: remove,
    reopened: insert,
    withdrawn: remove,
    open: (from, count) => {
      inOrder ??= [...heap].sort((a, b) => a - b);
      return inOrder.slice(from, from + count);
    },
    openCount: () => heap.length,
    anyOrder: () => heap,
  };
}
