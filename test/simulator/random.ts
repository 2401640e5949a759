/**
 * Seeded pseudo-random numbers: the same seed gives the same numbers on every machine.
 *
 * mulberry32 (32 bits of state, integer arithmetic only). Each use takes a stream of its own, named by a label, so that
 * a new use does not shift the numbers of the others. Not for secrets: the simulator's keys are play keys.
 */

export interface Random {
  /** An integer from 0 up to, not including, `bound`. */
  below(bound: number): number;
  /** True in `percent` of 100 draws. */
  chance(percent: number): boolean;
  pick<T>(list: readonly T[]): T;
}

/** FNV-1a over UTF-16 code units, 32 bits. */
export function hash32(text: string): number {
  let hash = 0x811c9dc5;
  for (let i = 0; i < text.length; i += 1) hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193);
  return hash >>> 0;
}

/** Spreads every bit of `value` over all 32 bits (the finaliser of MurmurHash3). */
export function mix32(value: number): number {
  let x = value | 0;
  x = Math.imul(x ^ (x >>> 16), 0x85ebca6b);
  x = Math.imul(x ^ (x >>> 13), 0xc2b2ae35);
  return (x ^ (x >>> 16)) >>> 0;
}

export function createRandom(seed: number, label: string): Random {
  let state = mix32(hash32(`${seed}/${label}`));
  const next = (): number => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return (t ^ (t >>> 14)) >>> 0;
  };
  const below = (bound: number): number => Math.floor((next() / 4294967296) * bound);
  return {
    below,
    chance: (percent) => below(100) < percent,
    pick: (list) => {
      const item = list[below(list.length)];
      if (item === undefined) throw new Error('nothing to pick from');
      return item;
    },
  };
}

const letters = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789';

/** A text of `length` letters and digits: a key, a secret, an address. */
export function randomText(random: Random, length: number): string {
  let text = '';
  for (let i = 0; i < length; i += 1) text += letters[random.below(letters.length)];
  return text;
}
