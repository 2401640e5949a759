/** The one source of chance in sample data: small integers from a seed, the same on every machine. */

export interface Draw {
  /** An integer from 0 up to, not including, `bound` (at most 2^31). */
  below(bound: number): number;
  /** An integer from `from` to `to`, both included. */
  between(from: number, to: number): number;
}

/** A number for a name, FNV-1a of 32 bits: what a name's draws begin with. */
export function seedOf(name: string): number {
  let hash = 0x811c9dc5;
  for (let index = 0; index < name.length; index += 1)
    hash = Math.imul(hash ^ name.charCodeAt(index), 0x01000193) >>> 0;
  return hash;
}

/** Draws from a seed, by integer steps alone (mulberry32), so that no machine rounds another way. */
export function createDraw(seed: number): Draw {
  let state = seed >>> 0;
  const next = (): number => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return (mixed ^ (mixed >>> 14)) >>> 0;
  };
  const below = (bound: number): number => Math.floor((next() / 2 ** 32) * bound);
  return { below, between: (from, to) => from + below(to - from + 1) };
}
