/**
 * Which row holds an identity: an open-addressed table of row numbers, 8 to 16 bytes a row, where a map of a million ids takes
 * five times that.
 *
 * The table knows nothing of identities: whoever asks gives a hash and says which rows are meant.
 */

export interface RowIndex {
  /** The row of this hash that `isIt` says yes to; undefined where there is none. */
  find(hash: number, isIt: (row: number) => boolean): number | undefined;
  /** Adds a row that no other stands for. */
  add(hash: number, row: number): void;
  /** Puts a row in the place of the one that was found under the same hash. */
  replace(hash: number, old: number, row: number): void;
  /** How many rows there are. */
  readonly size: number;
}

/** An empty index. `hashAt` gives the hash under which a row was added, which must not change. */
export function createRowIndex(hashAt: (row: number) => number): RowIndex {
  /** Row + 1; 0 is free. A power of two long, at most half full. */
  let slots = new Uint32Array(32);
  let size = 0;

  /** The first slot from the hash on that is free or accepted. */
  const slotOf = (hash: number, accepts: (row: number) => boolean): number => {
    const mask = slots.length - 1;
    let slot = hash & mask;
    for (let held = slots[slot] ?? 0; held !== 0 && !accepts(held - 1); held = slots[slot] ?? 0)
      slot = (slot + 1) & mask;
    return slot;
  };
  const none = (): boolean => false;

  const grow = (): void => {
    const old = slots;
    slots = new Uint32Array(old.length * 2);
    for (const held of old) if (held !== 0) slots[slotOf(hashAt(held - 1), none)] = held;
  };

  return {
    find: (hash, isIt) => {
      const held = slots[slotOf(hash, isIt)] ?? 0;
      return held === 0 ? undefined : held - 1;
    },
    add: (hash, row) => {
      if ((size + 1) * 2 > slots.length) grow();
      slots[slotOf(hash, none)] = row + 1;
      size += 1;
    },
    replace: (hash, old, row) => {
      slots[slotOf(hash, (held) => held === old)] = row + 1;
    },
    get size() {
      return size;
    },
  };
}
