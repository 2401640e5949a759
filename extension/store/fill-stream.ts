/**
 * The stream `fills`: the columns of a fill, version 1.
 *
 * | column | kind | holds |
 * | --- | --- | --- |
 * | executedAtUs | integer | microseconds since 1970 |
 * | id, orderId | id | as the exchange gave them; orderId may be null |
 * | pair | word | JSON `[symbol, base, quote, market]`: the symbol dictionary |
 * | exchange, side, liquidity | word | liquidity may be null |
 * | quantity, price | decimal | |
 * | revision | integer | |
 * | feeCurrency, feeAmount, feeRate | word, decimal, decimal | the fee where there is exactly one; all null otherwise |
 * | rawShape, rawRest | word, id | the exchange's own row, folded (shared/exchanges/raw-row.ts); both null where there is none, and absent from segments that were written before rows were kept |
 * | fees | text | JSON `[[currency, amount], [currency, amount, rate], …]` where there are two or more |
 *
 * The account stands in the segment's metadata.
 */
import { z } from 'zod';
import { compareFills, type Fee, type Fill, fillIdentity } from '../../shared/ledger/fill';
import type { DecimalString } from '../../shared/money/decimal';
import type { Cell } from './columns';
import type { Cells, Stream } from './streams';

const pairSchema = z.tuple([z.string(), z.string(), z.string(), z.enum(['spot', 'margin', 'perp'])]);
const feesSchema = z.array(z.union([z.tuple([z.string(), z.string()]), z.tuple([z.string(), z.string(), z.string()])]));

const feeOf = (currency: string, amount: string, rate: string | null): Fee =>
  rate === null
    ? { currency, amount: amount as DecimalString } // sealed from a Fill, so it was parsed before
    : { currency, amount: amount as DecimalString, rate: rate as DecimalString }; // as above

function toCells(fill: Fill): Cells {
  const [first] = fill.fees;
  const single = fill.fees.length === 1 && first ? first : null;
  const several = fill.fees.length > 1 ? fill.fees : null;
  return {
    executedAtUs: fill.executedAtUs,
    id: fill.id,
    orderId: fill.orderId,
    pair: JSON.stringify([fill.symbol, fill.base, fill.quote, fill.market]),
    exchange: fill.exchange,
    side: fill.side,
    liquidity: fill.liquidity,
    quantity: fill.quantity,
    price: fill.price,
    revision: fill.revision,
    rawShape: fill.raw?.shape ?? null,
    rawRest: fill.raw?.rest ?? null,
    feeCurrency: single?.currency ?? null,
    feeAmount: single?.amount ?? null,
    feeRate: single?.rate ?? null,
    fees:
      several &&
      JSON.stringify(several.map((fee) => [fee.currency, fee.amount, ...(fee.rate === undefined ? [] : [fee.rate])])),
  };
}

const text = (cell: Cell | undefined): string => {
  if (typeof cell !== 'string') throw new TypeError('a fill lacks a text');
  return cell;
};
const integer = (cell: Cell | undefined): number => {
  if (typeof cell !== 'number') throw new TypeError('a fill lacks an integer');
  return cell;
};
const textOrNull = (cell: Cell | undefined): string | null => (cell === null ? null : text(cell));
const decimalOf = (cell: Cell | undefined): DecimalString => text(cell) as DecimalString; // sealed from a Fill
const sideOf = (cell: Cell | undefined): Fill['side'] => {
  if (cell !== 'buy' && cell !== 'sell') throw new TypeError('a fill lacks its side');
  return cell;
};
const liquidityOf = (cell: Cell | undefined): Fill['liquidity'] => {
  if (cell !== 'maker' && cell !== 'taker' && cell !== null) throw new TypeError('a fill has an unknown liquidity');
  return cell;
};

/** The fees of the column `fees`. */
export const feesCell = (cell: string): readonly Fee[] =>
  feesSchema.parse(JSON.parse(cell)).map(([currency, amount, rate]) => feeOf(currency, amount, rate ?? null));

/** Symbol, base, quote and market of the column `pair`. */
export const pairCell = (cell: string): z.infer<typeof pairSchema> => pairSchema.parse(JSON.parse(cell));

function feesOf(
  currency: Cell | undefined,
  amount: Cell | undefined,
  rate: Cell | undefined,
  several: Cell | undefined,
): Fee[] {
  if (typeof several === 'string') return [...feesCell(several)];
  return typeof currency === 'string' ? [feeOf(currency, text(amount), textOrNull(rate))] : [];
}

const rawOf = (shape: Cell | undefined, rest: Cell | undefined): Pick<Fill, 'raw'> =>
  typeof shape === 'string' ? { raw: { shape, rest: text(rest) } } : {};

/** Parses each pair of the dictionary once. */
function pairReader(): (cell: Cell | undefined) => z.infer<typeof pairSchema> {
  const pairs = new Map<string, z.infer<typeof pairSchema>>();
  return (cell) => {
    const key = text(cell);
    const known = pairs.get(key);
    if (known) return known;
    const pair = pairCell(key);
    pairs.set(key, pair);
    return pair;
  };
}

function fromColumns(columns: ReadonlyMap<string, readonly Cell[]>, accountId: string, rowCount: number): Fill[] {
  const column = (name: string): readonly Cell[] => columns.get(name) ?? [];
  const [times, ids, orderIds, pairs] = [column('executedAtUs'), column('id'), column('orderId'), column('pair')];
  const [exchanges, sides, liquidities] = [column('exchange'), column('side'), column('liquidity')];
  const [quantities, prices, revisions] = [column('quantity'), column('price'), column('revision')];
  const [currencies, amounts, rates, fees] = [
    column('feeCurrency'),
    column('feeAmount'),
    column('feeRate'),
    column('fees'),
  ];
  const [shapes, rests] = [column('rawShape'), column('rawRest')];
  const pairOf = pairReader();
  return Array.from({ length: rowCount }, (_, row) => {
    const [symbol, base, quote, market] = pairOf(pairs[row]);
    return {
      id: text(ids[row]),
      orderId: textOrNull(orderIds[row]),
      executedAtUs: integer(times[row]),
      account: accountId,
      exchange: text(exchanges[row]),
      symbol,
      base,
      quote,
      market,
      side: sideOf(sides[row]),
      quantity: decimalOf(quantities[row]),
      price: decimalOf(prices[row]),
      fees: feesOf(currencies[row], amounts[row], rates[row], fees[row]),
      liquidity: liquidityOf(liquidities[row]),
      revision: integer(revisions[row]),
      ...rawOf(shapes[row], rests[row]),
    };
  });
}

export const fillStream: Stream<Fill> = {
  name: 'fills',
  columns: {
    executedAtUs: 'integer',
    id: 'id',
    orderId: 'id',
    pair: 'word',
    exchange: 'word',
    side: 'word',
    liquidity: 'word',
    quantity: 'decimal',
    price: 'decimal',
    revision: 'integer',
    rawShape: 'word',
    rawRest: 'id',
    feeCurrency: 'word',
    feeAmount: 'decimal',
    feeRate: 'decimal',
    fees: 'text',
  },
  accountOf: (fill) => fill.account,
  identity: fillIdentity,
  supersedes: (fill, other) => fill.revision > other.revision,
  compare: compareFills,
  toCells,
  fromColumns,
};
