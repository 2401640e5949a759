/**
 * The exchange's own row of a fill, kept so that a figure can be held against what the exchange wrote.
 *
 * A row repeats what the fill's columns hold already, so it is folded: `shape` is its JSON with every text that the fill
 * can give replaced by a token, and every other number by `\u0002`; `rest` holds those numbers, in order, joined by
 * `\u0000`. Rows of one kind then share one shape, and folding costs a few bytes a fill instead of several hundred.
 *
 * | token | the text it stands for |
 * | --- | --- |
 * | `\u0001i`, `\u0001o` | the id, the order's id |
 * | `\u0001t`, `\u0001s` | the instant in milliseconds, in whole seconds |
 * | `\u0001q`, `\u0001p`, `\u0001n` | quantity, price, notional (their product), then the digits after the point, such as `\u0001q8` |
 * | `\u0001f`, `\u0001g` | the first fee's amount, the same with its sign turned, with the digits after the point too |
 *
 * A row is folded only if unfolding gives it back exactly; else `shape` is its JSON, marked by a leading `=`. The JSON was
 * read losslessly: a number is the text it was written as, digit for digit, and is not told apart from the same text in quotes.
 */

import type { Fill } from '../ledger/fill';
import { e18, formatE18, formatE36, mul18, neg18 } from '../money/decimal';
import { msOfUs, ok, type Result } from '../result';
import type { ExchangeFill } from './readings';

type Folded = NonNullable<Fill['raw']>;

/** One field of a row as the exchange named and wrote it; a field inside another is named with a point, `feeDetail.feeCoin`. */
export interface RawField {
  readonly name: string;
  readonly value: string;
}

const token = '\u0001';
const place = '\u0002';
const literal = '=';
const number = /^-?\d[\d.]*(?:[eE][+-]?\d+)?$/;

type Known = Pick<Fill, 'id' | 'orderId' | 'executedAtUs' | 'quantity' | 'price' | 'fees'>;

const padded = (text: string, decimals: number): string => {
  const [whole = '', fraction = ''] = text.split('.');
  return decimals === 0 ? whole : `${whole}.${fraction.padEnd(decimals, '0')}`;
};

/** The decimals that a token may stand for, by its letter. */
function amountsOf({ quantity, price, fees: [fee] }: Known): Readonly<Record<string, string>> {
  const amounts: Record<string, string> = {
    q: quantity,
    p: price,
    n: formatE36(mul18(e18(quantity), e18(price))),
  };
  if (fee) {
    amounts.f = fee.amount;
    amounts.g = formatE18(neg18(e18(fee.amount)));
  }
  return amounts;
}

/** The texts that a token may stand for, by its letter. */
const textsOf = ({ id, orderId, executedAtUs }: Known): Readonly<Record<string, string>> => ({
  i: id,
  ...(orderId === null ? {} : { o: orderId }),
  t: String(msOfUs(executedAtUs)),
  s: String(Math.floor(executedAtUs / 1_000_000)),
});

function tokenFor(
  text: string,
  texts: Readonly<Record<string, string>>,
  amounts: Readonly<Record<string, string>>,
): string | null {
  for (const [letter, known] of Object.entries(texts)) if (known === text) return token + letter;
  const decimals = text.includes('.') ? text.length - text.indexOf('.') - 1 : 0;
  for (const [letter, known] of Object.entries(amounts))
    if (padded(known, decimals) === text) return `${token}${letter}${decimals}`;
  return null;
}

function textOf(mark: string, fill: Known): string | undefined {
  const letter = mark.charAt(1);
  const amount = amountsOf(fill)[letter];
  return amount === undefined ? textsOf(fill)[letter] : padded(amount, Number(mark.slice(2)));
}

/** Objects and arrays with every text in them replaced; everything else stays. */
function mapTexts(value: unknown, replace: (text: string) => string): unknown {
  if (typeof value === 'string') return replace(value);
  if (Array.isArray(value)) return value.map((item) => mapTexts(item, replace));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, item]) => [name, mapTexts(item, replace)]));
}

function unfold({ shape, rest }: Folded, fill: Known): unknown {
  if (shape.startsWith(literal)) return JSON.parse(shape.slice(literal.length));
  const places = rest.split('\u0000').values();
  return mapTexts(JSON.parse(shape), (text) => {
    if (text === place) return places.next().value ?? '';
    return text.startsWith(token) ? (textOf(text, fill) ?? '') : text;
  });
}

/** Folds a row, as it was read, against the fill that was made of it. */
export function foldRow(row: unknown, fill: Known): Folded {
  const json = JSON.stringify(row);
  const plain = { shape: literal + json, rest: '' };
  const texts = textsOf(fill);
  const amounts = amountsOf(fill);
  const rest: string[] = [];
  const shaped = mapTexts(row, (text) => {
    const mark = tokenFor(text, texts, amounts);
    if (mark !== null) return mark;
    if (!number.test(text)) return text;
    rest.push(text);
    return place;
  });
  const folded = { shape: JSON.stringify(shaped), rest: rest.join('\u0000') };
  return JSON.stringify(unfold(folded, fill)) === json ? folded : plain;
}

function fieldsOf(value: unknown, name: string): readonly RawField[] {
  if (typeof value !== 'object' || value === null) return [{ name, value: String(value) }];
  const inner = Object.entries(value);
  if (inner.length === 0) return [{ name, value: JSON.stringify(value) }];
  return inner.flatMap(([key, item]) => fieldsOf(item, name === '' ? key : `${name}.${key}`));
}

/** Every field of the exchange's row, in its order; null for a fill that was stored without one, as from a file. */
export function rawRowOf(fill: Known & Pick<Fill, 'raw'>): readonly RawField[] | null {
  return fill.raw === undefined ? null : fieldsOf(unfold(fill.raw, fill), '');
}

/** The fills of a page, each with its row: `rows` has as many, in the same order; with any other list the fills stay as they are. */
export function keepRows(fills: readonly ExchangeFill[], rows: unknown): readonly ExchangeFill[] {
  if (!Array.isArray(rows) || rows.length !== fills.length) return fills;
  return fills.map((fill, index) => ({ ...fill, raw: foldRow(rows[index], fill) }));
}

/** `keepRows` of a page that could be read. */
export const withRows = <E>(
  fills: Result<readonly ExchangeFill[], E>,
  rows: unknown,
): Result<readonly ExchangeFill[], E> => (fills.ok ? ok(keepRows(fills.value, rows)) : fills);

/** What stands under `data` in a reply that wraps its rows; undefined where there is none. */
export const dataOf = (payload: unknown): unknown =>
  typeof payload === 'object' && payload !== null && 'data' in payload ? payload.data : undefined;
