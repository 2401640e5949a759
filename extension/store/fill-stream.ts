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
import type { Stream } from './streams';

const pairSchema = z.tuple([z.string(), z.string(), z.string(), z.enum(['spot', 'margin', 'perp'])]);
const feesSchema = z.array(z.union([z.tuple([z.string(), z.string()]), z.tuple([z.string(), z.string(), z.string()])]));

const feeOf = (currency: string, amount: string, rate: string | null): Fee =>
  rate === null
    ? { currency, amount: amount as DecimalString } // sealed from a Fill, so it was parsed before
    : { currency, amount: amount as DecimalString, rate: rate as DecimalString }; // as above

type Pair = Pick<Fill, 'symbol' | 'base' | 'quote' | 'market'>;

/** The text of each symbol's pair, made once: of a fill's cells it took a third of the time. */
const pairTexts = new Map<string, Pair & { readonly text: string }>();

function pairTextOf({ symbol, base, quote, market }: Pair): string {
  const known = pairTexts.get(symbol);
  if (known && known.base === base && known.quote === quote && known.market === market) return known.text;
  const text = JSON.stringify([symbol, base, quote, market]);
  pairTexts.set(symbol, { symbol, base, quote, market, text });
  return text;
}

const feesTextOf = (fees: readonly Fee[]): string =>
  JSON.stringify(fees.map(({ currency, amount, rate }) => [currency, amount, ...(rate === undefined ? [] : [rate])]));

/** One pass over the fills, without an object of each one's cells: a million of either takes longer than all the packing. */
function toColumns(fills: readonly Fill[]) {
  const column = (): Cell[] => new Array<Cell>(fills.length).fill(null);
  const columns = {
    ...{ executedAtUs: column(), id: column(), orderId: column(), pair: column(), exchange: column() },
    ...{ side: column(), liquidity: column(), quantity: column(), price: column(), revision: column() },
    ...{ rawShape: column(), rawRest: column(), feeCurrency: column(), feeAmount: column(), feeRate: column() },
    fees: column(),
  };
  for (const [row, fill] of fills.entries()) {
    columns.executedAtUs[row] = fill.executedAtUs;
    columns.id[row] = fill.id;
    columns.orderId[row] = fill.orderId;
    columns.pair[row] = pairTextOf(fill);
    columns.exchange[row] = fill.exchange;
    columns.side[row] = fill.side;
    columns.liquidity[row] = fill.liquidity;
    columns.quantity[row] = fill.quantity;
    columns.price[row] = fill.price;
    columns.revision[row] = fill.revision;
    if (fill.raw) [columns.rawShape[row], columns.rawRest[row]] = [fill.raw.shape, fill.raw.rest];
    const [fee] = fill.fees;
    if (fill.fees.length > 1) columns.fees[row] = feesTextOf(fill.fees);
    else if (fee) {
      columns.feeCurrency[row] = fee.currency;
      columns.feeAmount[row] = fee.amount;
      columns.feeRate[row] = fee.rate ?? null;
    }
  }
  return columns;
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

/** What two devices may have read differently of one fill. */
const contentOf = ({ executedAtUs, orderId, quantity, price, liquidity, fees }: Fill): string =>
  JSON.stringify([
    executedAtUs,
    orderId,
    quantity,
    price,
    liquidity,
    fees.map(({ currency, amount }) => [currency, amount]),
  ]);

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
  supersedes: (fill, other) =>
    fill.revision > other.revision || (fill.revision === other.revision && contentOf(fill) > contentOf(other)),
  compare: compareFills,
  toColumns,
  fromColumns,
};
