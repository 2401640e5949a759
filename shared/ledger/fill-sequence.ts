/**
 * The fills of one book in their order, whatever order they come in.
 *
 * New fills wait until the order is needed and are then merged in one pass, so that pages which arrive newest first cost no
 * more than pages in order. Of one identity the highest revision stays.
 */
import { compareFills, type Fill, sameFill } from './fill';
import type { Leg } from './leg';

/** What tells fills of one book apart: a self-trade is two fills with one id. */
export type FillKey = Pick<Fill, 'exchange' | 'id' | 'side'>;

/**
 * - `duplicate`: held already with the same content, or with a higher revision.
 * - `revised`: replaced the lower revision that was held.
 * - `conflict`: held at the same revision with other content; nothing changed.
 */
type Added = 'added' | 'duplicate' | 'revised' | 'conflict';

export interface FillSequence {
  add(leg: Leg): Added;
  find(key: FillKey): Fill | undefined;
  /** Number of fills held, waiting ones included. */
  size(): number;
  /** Merges what waits; gives the first place that changed: where the first new fill went, at the earliest. */
  settle(): number;
  /** In order, as of the last `settle`. */
  readonly legs: readonly Leg[];
}

const keyText = ({ exchange, id, side }: FillKey): string => `${side} ${id}\u0000${exchange}`;

/** An empty sequence. */
export function createFillSequence(): FillSequence {
  const legs: Leg[] = [];
  const held = new Map<string, Leg>();
  const replaced = new Set<Leg>();
  let waiting: Leg[] = [];

  const add = (leg: Leg): Added => {
    const key = keyText(leg.fill);
    const old = held.get(key);
    if (old) {
      if (leg.fill.revision < old.fill.revision) return 'duplicate';
      if (leg.fill.revision === old.fill.revision) return sameFill(leg.fill, old.fill) ? 'duplicate' : 'conflict';
      replaced.add(old);
    }
    held.set(key, leg);
    waiting.push(leg);
    return old ? 'revised' : 'added';
  };

  const settle = (): number => {
    if (waiting.length === 0) return legs.length;
    const news = waiting.filter((leg) => !replaced.has(leg)).sort((a, b) => compareFills(a.fill, b.fill));
    let from = legs.length;
    if (news[0]) from = placeOf(legs, news[0]);
    for (const leg of replaced) from = Math.min(from, placeOf(legs, leg));
    const tail = legs.slice(from).filter((leg) => !replaced.has(leg));
    legs.length = from;
    mergeInto(legs, tail, news);
    waiting = [];
    replaced.clear();
    return from;
  };

  return {
    add,
    find: (key) => held.get(keyText(key))?.fill,
    size: () => held.size,
    settle,
    legs,
  };
}

/** The first place whose fill does not come before `leg`'s. */
function placeOf(legs: readonly Leg[], leg: Leg): number {
  let low = 0;
  let high = legs.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    const other = legs[middle];
    if (other && compareFills(other.fill, leg.fill) < 0) low = middle + 1;
    else high = middle;
  }
  return low;
}

function mergeInto(target: Leg[], a: readonly Leg[], b: readonly Leg[]): void {
  let i = 0;
  let j = 0;
  for (;;) {
    const left = a[i];
    const right = b[j];
    if (left && (!right || compareFills(left.fill, right.fill) < 0)) {
      target.push(left);
      i += 1;
    } else if (right) {
      target.push(right);
      j += 1;
    } else return;
  }
}
