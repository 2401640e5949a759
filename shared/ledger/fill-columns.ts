/**
 * The fills of one book as columns: some 90 bytes a fill instead of an object with a dozen texts.
 *
 * A row is appended once and never changes; a corrected fill is a row of its own. In what order rows count is told elsewhere
 * (fill-sequence.ts). Objects are made of a row when somebody looks at it.
 */
import { add36, type E18, type E36, e18, mul18, sub36, zero36 } from '../money/decimal';
import { createDecimalColumn, type Decimal, type DecimalColumn } from '../money/decimal-column';
import { withRoom } from '../money/room';
import type { Fee, Fill } from './fill';
import { createIdColumn, type IdColumn } from './id-column';
import { type BookKey, type CheckedFill, feeOfParsed, type Leg, type LegFee, type ParsedFee } from './leg';

/** Bits of `flags`. `rated`: its single fee carries a rate. `several`: its fees stand in `feesAt` alone. */
export const flag = { sell: 1, maker: 2, taker: 4, rated: 8, several: 16 } as const;

/** Numbers of coins in `feeCoins`: the book's own two come first; `none`: the row has no single fee. */
export const coin = { base: 0, quote: 1, none: 255 } as const;

/**
 * Arrays are read in place by what must be fast; they are replaced when the columns grow, so take them anew after a push.
 *
 * - `moved`: units that changed hands after base fees.
 * - `feeCoins`, `feeAmounts`, `feeRates`: the fee of a row that has exactly one; a rate counts where the flag `rated` is set.
 */
export interface FillColumns {
  readonly key: BookKey;
  readonly size: number;
  readonly instants: Float64Array;
  readonly flags: Uint8Array;
  readonly quantities: DecimalColumn;
  readonly prices: DecimalColumn;
  readonly moved: DecimalColumn;
  readonly feeCoins: Uint8Array;
  readonly feeAmounts: DecimalColumn;
  readonly feeRates: DecimalColumn;
  readonly ids: IdColumn;
  /** Appends a row and gives its number. */
  push(fill: CheckedFill): number;
  /** How many numbers of coins there are. */
  coinCount(): number;
  coinAt(number: number): string;
  revisionAt(row: number): number;
  exchangeAt(row: number): string;
  liquidityAt(row: number): Fill['liquidity'];
  feesAt(row: number): readonly Fee[];
  fillAt(row: number): Fill;
  legAt(row: number): Leg;
  /** The whole fill: `value` without fees, `cash` with them, both of the sign that `Leg` says. */
  moneyAt(row: number): { readonly quantity: E18; readonly value: E36; readonly cash: E36 };
}

const nothing: Decimal = { mantissa: 0, scale: 0, wide: null };

/** Texts that repeat from row to row (an exchange's name, the shape of its rows), as numbers. */
function createWords(known: readonly string[]) {
  const words = [...new Set(known)];
  const numbers = new Map(words.map((word, number) => [word, number]));
  return {
    numberOf: (word: string): number => {
      const number = numbers.get(word);
      if (number !== undefined) return number;
      numbers.set(word, words.length);
      return words.push(word) - 1;
    },
    at: (number: number): string => words[number] ?? '',
    count: () => words.length,
  };
}

/** Whether a fee is in figures in quote: base and quote coin, and others with a rate. */
const countsInPnl = (key: BookKey, fee: Pick<Fee, 'currency' | 'rate'>): boolean =>
  fee.currency === key.base || fee.currency === key.quote || fee.rate !== undefined;

/** The columns with what only their making needs. */
function emptyColumns(key: BookKey) {
  return {
    instants: new Float64Array(16),
    flags: new Uint8Array(16),
    feeCoins: new Uint8Array(16),
    exchanges: new Uint16Array(16),
    shapes: new Uint16Array(16),
    ids: createIdColumn(),
    orderIds: createIdColumn(),
    rests: createIdColumn(),
    quantities: createDecimalColumn(),
    prices: createDecimalColumn(),
    moved: createDecimalColumn(),
    feeAmounts: createDecimalColumn(),
    feeRates: createDecimalColumn(),
    coins: createWords([key.base, key.quote]),
    exchangeNames: createWords([]),
    /** Number 0: the row has no row of the exchange. */
    shapeNames: createWords(['']),
    revisions: new Map<number, number>(),
    severalFees: new Map<number, readonly Fee[]>(),
  };
}

type Columns = ReturnType<typeof emptyColumns>;

const liquidityFlag = { maker: flag.maker, taker: flag.taker } as const;

function makeRoom(columns: Columns, length: number): void {
  columns.instants = withRoom(columns.instants, length);
  columns.flags = withRoom(columns.flags, length);
  columns.feeCoins = withRoom(columns.feeCoins, length);
  columns.exchanges = withRoom(columns.exchanges, length);
  columns.shapes = withRoom(columns.shapes, length);
}

/** The coin's number and the flag of the row's fee; several fees, and coins beyond what a byte tells, are kept as they are. */
function pushFees(columns: Columns, row: number, fees: readonly ParsedFee[]): number {
  const [single] = fees;
  const number = fees.length === 1 && single ? columns.coins.numberOf(single.currency) : coin.none;
  const fast = single && number < coin.none ? single : null; // a byte tells no more coins
  columns.feeCoins[row] = fast ? number : coin.none;
  columns.feeAmounts.push(fast?.amount ?? nothing);
  columns.feeRates.push(fast?.rate ?? nothing);
  if (fast) return fast.rate ? flag.rated : 0;
  if (fees.length === 0) return 0;
  columns.severalFees.set(row, fees.map(feeOfParsed));
  return flag.several;
}

function pushRow(columns: Columns, row: number, { fill, moved }: CheckedFill): void {
  makeRoom(columns, row + 1);
  columns.instants[row] = fill.executedAtUs;
  columns.ids.push(fill.id);
  columns.orderIds.push(fill.orderId);
  columns.exchanges[row] = columns.exchangeNames.numberOf(fill.exchange);
  columns.shapes[row] = fill.raw ? columns.shapeNames.numberOf(fill.raw.shape) : 0;
  columns.rests.push(fill.raw?.rest ?? null);
  columns.quantities.push(fill.quantity);
  columns.prices.push(fill.price);
  columns.moved.push(moved);
  const liquidity = fill.liquidity === null ? 0 : liquidityFlag[fill.liquidity];
  columns.flags[row] = (fill.side === 'sell' ? flag.sell : 0) | liquidity | pushFees(columns, row, fill.fees);
  if (fill.revision !== 0) columns.revisions.set(row, fill.revision);
}

function feesAt(columns: Columns, row: number): readonly Fee[] {
  const several = columns.severalFees.get(row);
  if (several) return several;
  const number = columns.feeCoins[row] ?? coin.none;
  if (number === coin.none) return [];
  const fee = { currency: columns.coins.at(number), amount: columns.feeAmounts.textAt(row) };
  const isRated = ((columns.flags[row] ?? 0) & flag.rated) !== 0;
  return [isRated ? { ...fee, rate: columns.feeRates.textAt(row) } : fee];
}

function rawAt({ shapes, shapeNames, rests }: Columns, row: number): Pick<Fill, 'raw'> {
  const shape = shapes[row] ?? 0;
  return shape === 0 ? {} : { raw: { shape: shapeNames.at(shape), rest: rests.at(row) ?? '' } };
}

function liquidityAt({ flags }: Columns, row: number): Fill['liquidity'] {
  const bits = flags[row] ?? 0;
  if ((bits & flag.maker) !== 0) return 'maker';
  return (bits & flag.taker) === 0 ? null : 'taker';
}

function fillAt(columns: Columns, { account, symbol, base, quote, market }: BookKey, row: number): Fill {
  return {
    id: columns.ids.at(row) ?? '',
    orderId: columns.orderIds.at(row),
    executedAtUs: columns.instants[row] ?? 0,
    account,
    exchange: columns.exchangeNames.at(columns.exchanges[row] ?? 0),
    symbol,
    base,
    quote,
    market,
    side: ((columns.flags[row] ?? 0) & flag.sell) === 0 ? 'buy' : 'sell',
    quantity: columns.quantities.textAt(row),
    price: columns.prices.textAt(row),
    fees: feesAt(columns, row),
    liquidity: liquidityAt(columns, row),
    revision: columns.revisions.get(row) ?? 0,
    ...rawAt(columns, row),
  };
}

const one = (10n ** 18n) as E18; // the quote coin's rate in itself

/** All fees in quote of a row but those in base; coins without a rate are not in it. */
function cashFeesAt(columns: Columns, key: BookKey, row: number): E36 {
  let sum = zero36;
  for (const { currency, amount, rate } of feesAt(columns, row)) {
    if (currency === key.base) continue;
    if (currency === key.quote) sum = add36(sum, mul18(e18(amount), one));
    else if (rate !== undefined) sum = add36(sum, mul18(e18(amount), e18(rate)));
  }
  return sum;
}

function moneyAt(columns: Columns, key: BookKey, row: number): ReturnType<FillColumns['moneyAt']> {
  const [quantity, price] = [columns.moved.at(row), columns.prices.at(row)];
  const paid = mul18(columns.quantities.at(row), price);
  const fees = cashFeesAt(columns, key, row);
  const sells = ((columns.flags[row] ?? 0) & flag.sell) !== 0;
  return { quantity, value: mul18(quantity, price), cash: sells ? sub36(paid, fees) : add36(paid, fees) };
}

function legAt(columns: Columns, key: BookKey, row: number): Leg {
  const fill = fillAt(columns, key, row);
  const fees = fill.fees.map((fee): LegFee => {
    return { currency: fee.currency, amount: e18(fee.amount), inPnl: countsInPnl(key, fee) };
  });
  return {
    fill,
    moved: columns.moved.at(row),
    price: columns.prices.at(row),
    cash: moneyAt(columns, key, row).cash,
    fees,
  };
}

/** No rows. */
export function createFillColumns(key: BookKey): FillColumns {
  let size = 0;
  const columns = emptyColumns(key);
  return {
    key,
    get size() {
      return size;
    },
    get instants() {
      return columns.instants;
    },
    get flags() {
      return columns.flags;
    },
    get feeCoins() {
      return columns.feeCoins;
    },
    quantities: columns.quantities,
    prices: columns.prices,
    moved: columns.moved,
    feeAmounts: columns.feeAmounts,
    feeRates: columns.feeRates,
    ids: columns.ids,
    push: (fill) => {
      pushRow(columns, size, fill);
      size += 1;
      return size - 1;
    },
    coinCount: columns.coins.count,
    coinAt: columns.coins.at,
    revisionAt: (row) => columns.revisions.get(row) ?? 0,
    exchangeAt: (row) => columns.exchangeNames.at(columns.exchanges[row] ?? 0),
    liquidityAt: (row) => liquidityAt(columns, row),
    feesAt: (row) => feesAt(columns, row),
    fillAt: (row) => fillAt(columns, key, row),
    legAt: (row) => legAt(columns, key, row),
    moneyAt: (row) => moneyAt(columns, key, row),
  };
}
