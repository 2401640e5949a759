/**
 * Exact sums of column values and of products of two of them, in doubles as far as doubles are exact.
 *
 * Mantissas are below 2^50. A product below 2^52 is one exact double; a larger one is split into four products of halves of 25
 * bits, each below 2^50. What has been added stays below 2^52 before the next addition, so that no addition rounds; what grows
 * beyond is moved into a bigint.
 */
import type { E36 } from './decimal';
import type { DecimalColumn } from './decimal-column';

const exact = 2 ** 52;
const half = 2 ** 25;

const tens = Array.from({ length: 37 }, (_, n) => 10n ** BigInt(n));

/** Σ of sign × a[row] × b[row], or of sign × a[row] where there is no second column. */
export interface ColumnSum {
  /** To be called before rows are added: the columns may have grown, or changed their scale, since the last time. */
  begin(): void;
  add(row: number, sign: number): void;
  /** The same for `count` rows that stand in `rows` from an index on: each `signs[i]` times, which is −1, 0 or 1. */
  addRows(rows: ArrayLike<number>, from: number, signs: Int8Array, count: number): void;
  /** At scale 36. */
  value(): E36;
}

/** A sum over `a`, times `b` where it is given. */
export function createColumnSum(a: DecimalColumn, b: DecimalColumn | null): ColumnSum {
  /** Whole products, then the weights 2^50, 2^25 and 1 of split ones. */
  const parts = new Float64Array(4);
  /** What the parts held before, at `scale`. */
  let spilled = 0n;
  let scale = 0;
  /** What wide rows add, at scale 36. */
  let wide = 0n;
  let left = a.mantissas;
  let right = b?.mantissas ?? null;

  const spill = (): void => {
    const [whole = 0, high = 0, middle = 0, low = 0] = parts;
    spilled += BigInt(whole) + (BigInt(high) << 50n) + (BigInt(middle) << 25n) + BigInt(low);
    parts.fill(0);
  };

  /** Brings what is there to the columns' scale, which only grows. */
  const begin = (): void => {
    left = a.mantissas;
    right = b?.mantissas ?? null;
    const now = a.scale + (b?.scale ?? 0);
    if (now === scale) return;
    spill();
    spilled *= tens[now - scale] ?? 1n;
    scale = now;
  };

  const addSplit = (x: number, y: number, sign: number): void => {
    const xh = Math.trunc(x / half);
    const xl = x - xh * half;
    const yh = Math.trunc(y / half);
    const yl = y - yh * half;
    const high = (parts[1] ?? 0) + sign * xh * yh;
    const middle = (parts[2] ?? 0) + sign * (xh * yl + xl * yh);
    const low = (parts[3] ?? 0) + sign * xl * yl;
    parts[1] = high;
    parts[2] = middle;
    parts[3] = low;
    if (Math.abs(high) > exact || Math.abs(middle) > exact || Math.abs(low) > exact) spill();
  };

  /** Products that are no exact double, and rows that are wide. */
  const addSlowly = (row: number, sign: number, x: number, y: number): void => {
    if (Number.isNaN(x) || Number.isNaN(y)) wide += BigInt(sign) * a.at(row) * (b ? b.at(row) : (tens[18] ?? 1n));
    else addSplit(x, y, sign);
  };

  return {
    begin,
    add: (row, sign) => {
      const x = left[row] ?? Number.NaN;
      const y = right === null ? 1 : (right[row] ?? Number.NaN);
      const product = x * y;
      if (product < exact && product > -exact) {
        const next = (parts[0] ?? 0) + sign * product;
        parts[0] = next;
        if (next > exact || next < -exact) spill();
      } else addSlowly(row, sign, x, y);
    },
    addRows: (rows, from, signs, count) => {
      let whole = parts[0] ?? 0; // in a variable as long as nothing is split: this loop is most of a book's sums
      for (let index = 0; index < count; index += 1) {
        const sign = signs[index] ?? 0; // 0 is not passed over: nobody could foretell that branch
        const row = rows[from + index] ?? 0;
        const x = left[row] ?? Number.NaN;
        const y = right === null ? 1 : (right[row] ?? Number.NaN);
        const product = x * y;
        if (product < exact && product > -exact) {
          whole += sign * product;
          if (whole <= exact && whole >= -exact) continue;
          parts[0] = whole;
          spill();
        } else {
          parts[0] = whole;
          if (sign !== 0) addSlowly(row, sign, x, y);
        }
        whole = parts[0] ?? 0;
      }
      parts[0] = whole;
    },
    value: () => {
      begin();
      spill();
      return (wide + spilled * (tens[36 - scale] ?? 1n)) as E36; // both at scale 36
    },
  };
}
