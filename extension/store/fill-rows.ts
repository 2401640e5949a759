/**
 * Stored fills for the ledger: parsed cells straight from a segment's columns, without a text for each number.
 *
 * Columns and their meaning are those of fill-stream.ts.
 */
import { z } from 'zod';
import type { Fill } from '../../shared/ledger/fill';
import { type FillId, fillId } from '../../shared/ledger/id-column';
import type { FillRefusal, ParsedFee, ParsedFill } from '../../shared/ledger/leg';
import type { DecimalError } from '../../shared/money/decimal';
import { type Decimal, decimalOfInteger, decimalOfMantissa, parseDecimalOf } from '../../shared/money/decimal-column';
import { ok } from '../../shared/result';
import { feesCell, pairCell } from './fill-stream';
import type { StoredColumn, StoredTable } from './segment-codec';

/** A stored fill with a decimal that the ledger does not take. */
interface UnreadableFill extends FillRefusal, Pick<Fill, 'symbol' | 'id'> {}

/** What a segment or tail holds. */
export interface StoredFills {
  readonly fills: readonly ParsedFill[];
  readonly unreadable: readonly UnreadableFill[];
}

type DecimalReason = DecimalError['reason'];

const tooMany = 'too-many-decimals';

/** A cell by row; throws where it is not what its column holds. */
type Reader<T> = (row: number) => T;

const columnOf = ({ columns }: StoredTable, name: string): StoredColumn =>
  columns.get(name) ?? { form: { form: 'constant', value: null }, values: [] };

const misfit = (name: string) => new TypeError(`a fill's ${name} is not what its column holds`);

/** How the cells of a column are read, by the form that it was given. */
interface Reading<T> {
  /** Of a text, or null; texts that repeat are read once. */
  readonly ofText: (cell: string | null) => T;
  /** Of a stored integer, with the factor, scale or offset of its form. */
  readonly ofNumber?: (value: number, unit: number) => T;
  /** The same of one beyond 2^53. */
  readonly ofBig?: (value: bigint, unit: number) => T;
}

function readerOf<T>(table: StoredTable, name: string, { ofText, ofNumber, ofBig }: Reading<T>): Reader<T> {
  const { form, values } = columnOf(table, name);
  if (form.form === 'constant') {
    const same = typeof form.value === 'number' ? ofNumber?.(form.value, 1) : ofText(form.value);
    if (same === undefined) throw misfit(name);
    return () => same;
  }
  const [unit, offset] = unitOf(form);
  // Of what repeats, neighbours are mostly the same.
  let [last, made]: [string | null, T | undefined] = [null, undefined];
  return (row) => {
    const value = values[row] ?? null;
    if (typeof value === 'number' && ofNumber) return ofNumber(value + offset, unit);
    if (typeof value === 'bigint' && ofNumber && value < largestSafe && value > -largestSafe)
      return ofNumber(Number(value), unit);
    if (typeof value === 'bigint' && ofBig) return ofBig(value, unit);
    if (typeof value !== 'string' && value !== null) throw misfit(name);
    if (made === undefined || value !== last) [last, made] = [value, ofText(value)];
    return made;
  };
}

const largestSafe = 2n ** 53n;

/** What an integer of the form is multiplied with, or its scale; and what is added to it first. */
function unitOf(form: StoredColumn['form']): readonly [unit: number, offset: number] {
  if (form.form === 'integers') return [form.factor, form.offset ?? 0];
  return form.form === 'decimals' ? [form.scale, 0] : [0, form.form === 'ids' ? (form.offset ?? 0) : 0];
}

const integers = (table: StoredTable, name: string): Reader<number> =>
  readerOf(table, name, {
    ofText: () => {
      throw misfit(name);
    },
    ofNumber: (value, factor) => value * factor,
  });

const texts = (table: StoredTable, name: string): Reader<string | null> =>
  readerOf(table, name, { ofText: (cell) => cell });

const largestId = 10 ** 15;

const ids = (table: StoredTable, name: string): Reader<FillId | null> =>
  readerOf<FillId | null>(table, name, {
    ofText: (cell) => (cell === null ? null : fillId(cell)),
    ofNumber: (value) => (value < largestId ? value : String(value)),
    ofBig: String,
  });

/** Null where there is none; a reason where it is no decimal that the ledger takes. */
const decimals = (table: StoredTable, name: string): Reader<Decimal | DecimalReason | null> =>
  readerOf<Decimal | DecimalReason | null>(table, name, {
    ofText: (cell) => {
      if (cell === null) return null;
      const parsed = parseDecimalOf(cell);
      return parsed.ok ? parsed.value : parsed.error.reason;
    },
    ofNumber: (value, scale) => decimalOfMantissa(value, scale) ?? decimalOfInteger(BigInt(value), scale) ?? tooMany,
    ofBig: (value, scale) => decimalOfInteger(value, scale) ?? tooMany,
  });

const wanted = <T>(name: string, read: Reader<T | null>): Reader<T> => {
  return (row) => {
    const cell = read(row);
    if (cell === null) throw misfit(name);
    return cell;
  };
};

const sides = z.enum(['buy', 'sell']);
const liquidities = z.enum(['maker', 'taker']).nullable();

/** A column of words, each checked once. */
const words = <T>(table: StoredTable, name: string, parse: (cell: string | null) => T): Reader<T> => {
  const parsed = new Map<string | null, T>();
  return readerOf(table, name, {
    ofText: (cell) => {
      const known = parsed.get(cell) ?? parse(cell);
      parsed.set(cell, known);
      return known;
    },
  });
};

/** The fees of a row; the name of the field and the reason where one is no decimal. */
function feesReader(table: StoredTable): Reader<readonly ParsedFee[] | FillRefusal> {
  const several = texts(table, 'fees');
  const currency = texts(table, 'feeCurrency');
  const [amount, rate] = [wanted('feeAmount', decimals(table, 'feeAmount')), decimals(table, 'feeRate')];
  return (row) => {
    const list = several(row);
    if (list !== null) return parsedFees(list);
    const coin = currency(row);
    if (coin === null) return [];
    const [charged, at] = [amount(row), rate(row)];
    if (typeof charged === 'string') return { field: 'fees[0].amount', reason: charged };
    if (typeof at === 'string') return { field: 'fees[0].rate', reason: at };
    return [{ currency: coin, amount: charged, rate: at }];
  };
}

function parsedFees(cell: string): readonly ParsedFee[] | FillRefusal {
  const fees: ParsedFee[] = [];
  for (const [index, { currency, amount, rate }] of feesCell(cell).entries()) {
    const charged = parseDecimalOf(amount);
    if (!charged.ok) return { field: `fees[${index}].amount`, reason: charged.error.reason };
    const at = rate === undefined ? ok(null) : parseDecimalOf(rate);
    if (!at.ok) return { field: `fees[${index}].rate`, reason: at.error.reason };
    fees.push({ currency, amount: charged.value, rate: at.value });
  }
  return fees;
}

/** Every fill of a segment or tail. Throws where a cell is not what its column holds: the segment is damaged. */
export function fillsOfTable(table: StoredTable): StoredFills {
  const pair = words(table, 'pair', (cell) => pairCell(cell ?? ''));
  const [executedAtUs, revision] = [integers(table, 'executedAtUs'), integers(table, 'revision')];
  const [id, orderId] = [wanted('id', ids(table, 'id')), ids(table, 'orderId')];
  const exchange = wanted('exchange', texts(table, 'exchange'));
  const side = words(table, 'side', (cell) => sides.parse(cell));
  const liquidity = words(table, 'liquidity', (cell) => liquidities.parse(cell));
  const [quantity, price] = [
    wanted('quantity', decimals(table, 'quantity')),
    wanted('price', decimals(table, 'price')),
  ];
  const fees = feesReader(table);
  const [shape, rest] = [texts(table, 'rawShape'), ids(table, 'rawRest')];
  const rawOf = (row: number): ParsedFill['raw'] => {
    const form = shape(row);
    return form === null ? null : { shape: form, rest: rest(row) ?? '' };
  };
  const read = (row: number): ParsedFill | FillRefusal => {
    const [symbol, base, quote, market] = pair(row);
    const [amount, at, charged] = [quantity(row), price(row), fees(row)];
    if (typeof amount === 'string') return { field: 'quantity', reason: amount };
    if (typeof at === 'string') return { field: 'price', reason: at };
    if ('reason' in charged) return charged;
    return {
      id: id(row),
      orderId: orderId(row),
      executedAtUs: executedAtUs(row),
      account: table.accountId,
      exchange: exchange(row),
      symbol,
      base,
      quote,
      market,
      side: side(row),
      quantity: amount,
      price: at,
      fees: charged,
      liquidity: liquidity(row),
      revision: revision(row),
      raw: rawOf(row),
    };
  };
  const fills: ParsedFill[] = [];
  const unreadable: UnreadableFill[] = [];
  for (let row = 0; row < table.rowCount; row += 1) {
    const fill = read(row);
    if ('reason' in fill) unreadable.push({ ...fill, symbol: pair(row)[0], id: String(id(row)) });
    else fills.push(fill);
  }
  return { fills, unreadable };
}
