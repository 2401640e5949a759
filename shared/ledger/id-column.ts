/**
 * Ids as numbers where they are plain integers, which most are; as texts otherwise.
 *
 * A number takes 8 bytes and is compared at once. A text that a number would not give back as it is (leading zeros, more than
 * 15 digits, letters) stays a text.
 */
import { withRoom } from '../money/room';
import { compareFillIds } from './fill';

const plain = /^(0|[1-9]\d{0,14})$/;

/** An id: a number from 0 below 10^15 where its text is that number's, else its text. */
export type FillId = string | number;

/** The id of a text. */
export const fillId = (text: string): FillId => (plain.test(text) ? Number(text) : text);

/** Spreads ids over 32 bits, the same for the same id. */
export function hashOfId(id: FillId): number {
  let hash = 0x811c9dc5;
  if (typeof id === 'number') {
    hash = Math.imul(hash ^ (id >>> 0), 0x9e3779b1);
    hash ^= Math.floor(id / 2 ** 32);
  } else for (let at = 0; at < id.length; at += 1) hash = Math.imul(hash ^ id.charCodeAt(at), 0x01000193); // FNV-1a
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  return (hash ^ (hash >>> 13)) >>> 0;
}

export interface IdColumn {
  /** Appends a row; null where there is no id. */
  push(id: FillId | null): void;
  at(row: number): string | null;
  /** The same without making a text of a number. */
  idAt(row: number): FillId | null;
  /** As `compareFillIds`. */
  compare(a: number, b: number): number;
}

/** An empty column. */
export function createIdColumn(): IdColumn {
  let numbers = new Float64Array(16);
  let length = 0;
  /** By row; undefined where the number stands. Empty as long as no row needs it. */
  const texts: (string | null | undefined)[] = [];

  const push = (id: FillId | null): void => {
    numbers = withRoom(numbers, length + 1);
    const isNumber = typeof id === 'number';
    numbers[length] = isNumber ? id : Number.NaN;
    if (!isNumber) {
      while (texts.length < length) texts.push(undefined);
      texts.push(id);
    } else if (texts.length > 0) texts.push(undefined);
    length += 1;
  };

  const idAt = (row: number): FillId | null => {
    const number = numbers[row] ?? Number.NaN;
    return Number.isNaN(number) ? (texts[row] ?? null) : number;
  };
  const at = (row: number): string | null => {
    const id = idAt(row);
    return typeof id === 'number' ? String(id) : id;
  };

  return {
    push,
    at,
    idAt,
    compare: (a, b) => {
      const apart = (numbers[a] ?? Number.NaN) - (numbers[b] ?? Number.NaN);
      return Number.isNaN(apart) ? compareFillIds(at(a) ?? '', at(b) ?? '') : apart;
    },
  };
}
