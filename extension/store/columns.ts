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
 * - `ids`: text of plain integers from 0 to 2^63 − 1 without leading zeros, less `offset` (0 where it is absent).
 * - `integers`: (cell − `offset`) ÷ `factor` (1 or 1,000: milliseconds in a column of microseconds).
 * - `decimals`: cell × 10^`scale`; taken where every text is canonical and all fit 64 bits.
 *
 * The last three are INT32 where all their values fit 32 bits, else INT64. An offset is taken, the smallest cell, where it makes
 * them fit: 32 bits are read five times as fast.
 */
export type Form =
  | { readonly form: 'constant'; readonly value: Cell }
  | { readonly form: 'words' | 'texts' }
  | { readonly form: 'ids'; readonly offset?: number | undefined }
  | { readonly form: 'integers'; readonly factor: number; readonly offset?: number | undefined }
  | { readonly form: 'decimals'; readonly scale: number };

/** What Parquet stores: texts (`BYTE_ARRAY`), bigints (`INT64`), or numbers that all fit 32 bits (`INT32`). */
type Physical = readonly (string | bigint | number | null)[];

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

const isNarrow = (value: number): boolean => value === (value | 0);

/** Numbers as they are where they, or what they exceed the smallest of them by, fit 32 bits; null where neither does. */
function narrowed(numbers: readonly (number | null)[]): { readonly offset?: number; readonly values: Physical } | null {
  const known = numbers.filter((value) => value !== null);
  const smallest = known.reduce((least, value) => Math.min(least, value), Number.POSITIVE_INFINITY);
  if (known.every(isNarrow)) return { values: numbers };
  if (!known.every((value) => isNarrow(value - smallest))) return null;
  return { offset: smallest, values: numbers.map((value) => (value === null ? null : value - smallest)) };
}

function packIds(cells: readonly Cell[]): PackedColumn | null {
  for (const cell of cells) if (cell !== null && (typeof cell !== 'string' || !plainInteger.test(cell))) return null;
  const short = cells.every((cell) => cell === null || String(cell).length <= exactDigits);
  const narrow = short ? narrowed(cells.map((cell) => (cell === null ? null : Number(cell)))) : null;
  if (narrow) return { form: { form: 'ids', ...offsetOf(narrow) }, values: narrow.values };
  const values = cells.map((cell) => (cell === null ? null : BigInt(cell)));
  return values.every((value) => value === null || fits(value)) ? { form: { form: 'ids' }, values } : null;
}

const offsetOf = ({ offset }: { readonly offset?: number }) => (offset === undefined ? {} : { offset });

/** Digits that a number holds exactly; of more a bigint is made from the text. */
const exactDigits = 15;

/** Also where all cells are equal. */
export function packIntegers(cells: readonly Cell[]): PackedColumn {
  for (const cell of cells)
    if (cell !== null && !Number.isSafeInteger(cell)) throw new RangeError('a cell of an integer column is no integer');
  const factor = cells.every((cell) => cell === null || Number(cell) % 1000 === 0) ? 1000 : 1;
  const numbers = cells.map((cell) => (cell === null ? null : Number(cell) / factor));
  const narrow = narrowed(numbers);
  if (narrow) return { form: { form: 'integers', factor, ...offsetOf(narrow) }, values: narrow.values };
  return { form: { form: 'integers', factor }, values: numbers.map((each) => (each === null ? null : BigInt(each))) };
}

const fractionLength = (text: string): number => {
  const point = text.indexOf('.');
  return point < 0 ? 0 : text.length - point - 1;
};

/** The text without its point. */
const digitsOf = (text: string): string => {
  const decimals = fractionLength(text);
  return decimals === 0 ? text : text.slice(0, -decimals - 1) + text.slice(-decimals);
};

/** cell × 10^scale as a number where it has few digits, else as a bigint. */
function mantissaOf(text: string, scale: number): number | bigint {
  const digits = digitsOf(text);
  const zeros = scale - fractionLength(text);
  if (digits.length + zeros <= exactDigits) return Number(digits) * 10 ** zeros;
  return BigInt(digits) * 10n ** BigInt(zeros);
}

function packDecimals(cells: readonly Cell[]): PackedColumn | null {
  let scale = 0;
  for (const cell of cells) {
    if (cell === null) continue;
    if (typeof cell !== 'string' || cell === '-0' || !canonicalDecimal.test(cell)) return null;
    scale = Math.max(scale, fractionLength(cell));
  }
  // 2^63 has 19 digits: a scale beyond that cannot fit, and is not worth computing.
  if (scale > 19) return null;
  const form = { form: 'decimals', scale } as const;
  const mantissas = cells.map((cell) => (cell === null ? null : mantissaOf(String(cell), scale)));
  if (mantissas.every((value) => value === null || (typeof value === 'number' && isNarrow(value))))
    return { form, values: mantissas };
  const values = mantissas.map((value) => (value === null ? null : BigInt(value)));
  return values.every((value) => value === null || fits(value)) ? { form, values } : null;
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

/** A value of the forms that are integers, of either width. */
const integerOf = (value: unknown): bigint | number | null =>
  typeof value === 'bigint' || typeof value === 'number' ? value : null;

function cellOf(form: Exclude<Form, { form: 'constant' }>, value: unknown): Cell {
  if (value === null || value === undefined) return null;
  const integer = integerOf(value);
  if (form.form === 'integers' && integer !== null) return (Number(integer) + (form.offset ?? 0)) * form.factor;
  if (form.form === 'decimals' && integer !== null) return decimalText(BigInt(integer), form.scale);
  if (form.form === 'ids' && integer !== null) return (BigInt(integer) + BigInt(form.offset ?? 0)).toString();
  if ((form.form === 'words' || form.form === 'texts') && typeof value === 'string') return value;
  throw new TypeError(`a physical value does not fit its form ${form.form}`);
}

/** Undoes `packColumn`. Throws where a physical value does not fit the form: the segment is damaged. */
export const unpackColumn = (form: Exclude<Form, { form: 'constant' }>, values: readonly unknown[]): readonly Cell[] =>
  values.map((value) => cellOf(form, value));
