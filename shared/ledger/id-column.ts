/**
 * Ids as numbers where they are plain integers, which most are; as texts otherwise.
 *
 * A number takes 8 bytes and is compared at once. A text that a number would not give back as it is (leading zeros, more than
 * 15 digits, letters) stays a text.
 */
import { withRoom } from '../money/room';
import { compareFillIds } from './fill';

const plain = /^(0|[1-9]\d{0,14})$/;

/** An id as a key of a map: a number where it is one, which takes less room than its text. */
export const idKey = (id: string): number | string => (plain.test(id) ? Number(id) : id);

export interface IdColumn {
  /** Appends a row; null where there is no id. */
  push(id: string | null): void;
  at(row: number): string | null;
  /** As `compareFillIds`. */
  compare(a: number, b: number): number;
}

/** An empty column. */
export function createIdColumn(): IdColumn {
  let numbers = new Float64Array(16);
  let length = 0;
  /** By row; undefined where the number stands. Empty as long as no row needs it. */
  const texts: (string | null | undefined)[] = [];

  const push = (id: string | null): void => {
    numbers = withRoom(numbers, length + 1);
    const isNumber = id !== null && plain.test(id);
    numbers[length] = isNumber ? Number(id) : Number.NaN;
    if (!isNumber) {
      while (texts.length < length) texts.push(undefined);
      texts.push(id);
    } else if (texts.length > 0) texts.push(undefined);
    length += 1;
  };

  const at = (row: number): string | null => {
    const number = numbers[row] ?? Number.NaN;
    return Number.isNaN(number) ? (texts[row] ?? null) : String(number);
  };

  return {
    push,
    at,
    compare: (a, b) => {
      const apart = (numbers[a] ?? Number.NaN) - (numbers[b] ?? Number.NaN);
      return Number.isNaN(apart) ? compareFillIds(at(a) ?? '', at(b) ?? '') : apart;
    },
  };
}
