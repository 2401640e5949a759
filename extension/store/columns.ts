/**
 * One column of a segment: cells to the physical values that Parquet stores, and back, exactly.
 *
 * Which form a column takes is decided by its cells; the form is named in the segment's metadata, and decoding follows it.
 */

/** What a stream keeps in a row. `null` is allowed in every column. */
export type Cell = string | number | null;

/**
 * What a column holds, which decides the forms that are tried:
 * `word` (few distinct texts), `text`, `id` (text that is often a plain integer), `integer` (a safe integer number),
 * `decimal` (a plain decimal text).
 */
export type ColumnKind = 'word' | 'text' | 'id' | 'integer' | 'decimal';

/**
 * - `constant`: every cell is `value`; no Parquet column.
 * - `words`, `texts`: UTF-8, dictionary or plain.
 * - `ids`: text of plain integers from 0 to 2^63 − 1 without leading zeros, as INT64.
 * - `integers`: INT64 of cell ÷ `factor` (1 or 1,000: milliseconds in a column of microseconds).
 * - `decimals`: INT64 of cell × 10^`scale`; taken where every text is canonical and all fit 64 bits.
 */
export type Form =
  | { readonly form: 'constant'; readonly value: Cell }
  | { readonly form: 'words' | 'texts' | 'ids' }
  | { readonly form: 'integers'; readonly factor: number }
  | { readonly form: 'decimals'; readonly scale: number };

type Physical = readonly (string | bigint | null)[];

export interface PackedColumn {
  readonly form: Form;
  /** Empty for a constant. */
  readonly values: Physical;
}

const maxInt64 = 2n ** 63n - 1n;
const minInt64 = -(2n ** 63n);
const plainInteger = /^(0|[1-9]\d{0,18})$/;
const canonicalDecimal = /^-?(0|[1-9]\d*)(\.\d*[1-9])?$/;

const fits = (value: bigint): boolean => value <= maxInt64 && value >= minInt64;

function packIds(cells: readonly Cell[]): PackedColumn | null {
  const values: (bigint | null)[] = [];
  for (const cell of cells) {
    if (cell === null) values.push(null);
    else if (typeof cell === 'string' && plainInteger.test(cell)) values.push(BigInt(cell));
    else return null;
  }
  return values.every((value) => value === null || fits(value)) ? { form: { form: 'ids' }, values } : null;
}

function packIntegers(cells: readonly Cell[]): PackedColumn {
  for (const cell of cells)
    if (cell !== null && !Number.isSafeInteger(cell)) throw new RangeError('a cell of an integer column is no integer');
  const factor = cells.every((cell) => cell === null || Number(cell) % 1000 === 0) ? 1000 : 1;
  const values = cells.map((cell) => (cell === null ? null : BigInt(Number(cell) / factor)));
  return { form: { form: 'integers', factor }, values };
}

const fractionLength = (text: string): number => {
  const point = text.indexOf('.');
  return point < 0 ? 0 : text.length - point - 1;
};

const mantissaOf = (text: string, scale: number): bigint =>
  BigInt(text.replace('.', '') + '0'.repeat(scale - fractionLength(text)));

function packDecimals(cells: readonly Cell[]): PackedColumn | null {
  let scale = 0;
  for (const cell of cells) {
    if (cell === null) continue;
    if (typeof cell !== 'string' || cell === '-0' || !canonicalDecimal.test(cell)) return null;
    scale = Math.max(scale, fractionLength(cell));
  }
  // 2^63 has 19 digits: a scale beyond that cannot fit, and is not worth computing.
  if (scale > 19) return null;
  const values = cells.map((cell) => (cell === null ? null : mantissaOf(String(cell), scale)));
  return values.every((value) => value === null || fits(value)) ? { form: { form: 'decimals', scale }, values } : null;
}

function packTexts(form: 'words' | 'texts', cells: readonly Cell[]): PackedColumn {
  return { form: { form }, values: cells.map((cell) => (cell === null ? null : String(cell))) };
}

/** Chooses the smallest form that gives every cell back exactly. A number outside an `integer` column is a bug and throws. */
export function packColumn(kind: ColumnKind, cells: readonly Cell[]): PackedColumn {
  if (kind !== 'integer' && cells.some((cell) => typeof cell === 'number'))
    throw new TypeError(`a number in a column of kind ${kind}`);
  const [first = null] = cells;
  if (cells.every((cell) => cell === first)) return { form: { form: 'constant', value: first }, values: [] };
  switch (kind) {
    case 'integer':
      return packIntegers(cells);
    case 'id':
      return packIds(cells) ?? packTexts('texts', cells);
    case 'decimal':
      return packDecimals(cells) ?? packTexts('texts', cells);
    case 'word':
      return packTexts('words', cells);
    case 'text':
      return packTexts('texts', cells);
  }
}

function decimalText(mantissa: bigint, scale: number): string {
  if (scale === 0) return mantissa.toString();
  const negative = mantissa < 0n;
  const digits = (negative ? -mantissa : mantissa).toString().padStart(scale + 1, '0');
  let end = digits.length;
  while (end > digits.length - scale && digits[end - 1] === '0') end -= 1;
  const whole = digits.slice(0, -scale);
  const fraction = digits.slice(digits.length - scale, end);
  return `${negative ? '-' : ''}${whole}${fraction ? `.${fraction}` : ''}`;
}

function cellOf(form: Exclude<Form, { form: 'constant' }>, value: unknown): Cell {
  if (value === null || value === undefined) return null;
  if (form.form === 'integers' && typeof value === 'bigint') return Number(value) * form.factor;
  if (form.form === 'decimals' && typeof value === 'bigint') return decimalText(value, form.scale);
  if (form.form === 'ids' && typeof value === 'bigint') return value.toString();
  if ((form.form === 'words' || form.form === 'texts') && typeof value === 'string') return value;
  throw new TypeError(`a physical value does not fit its form ${form.form}`);
}

/** Undoes `packColumn`. Throws where a physical value does not fit the form: the segment is damaged. */
export const unpackColumn = (form: Exclude<Form, { form: 'constant' }>, values: readonly unknown[]): readonly Cell[] =>
  values.map((value) => cellOf(form, value));
