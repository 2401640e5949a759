/**
 * A fill as the ledger computes with it: units moved, and their value without and with fees.
 *
 * Fees in base change the units: a buy receives `quantity − fee`, a sell gives `quantity + fee`. Fees in quote, and fees in
 * a third coin that carries a rate, change the cash. A third coin without a rate changes neither and is listed per coin.
 */
import { type DecimalString, type E18, type E36, mul18 } from '../money/decimal';
import { type Decimal, parseDecimalOf, plusDecimal, textOfDecimal } from '../money/decimal-column';
import { err, ok, type Result } from '../result';
import type { Fee, Fill, MarketKind } from './fill';
import { type FillId, fillId } from './id-column';

/** What all fills of one book share. `symbol` is written BASE/QUOTE, a perp's BASE/QUOTE:SETTLE. */
export interface BookKey {
  readonly account: string;
  readonly symbol: string;
  readonly base: string;
  readonly quote: string;
  readonly market: MarketKind;
}

/**
 * Why a fill is not taken into a book, with the field that is at fault (`quantity`, `fees[0].amount`, …).
 *
 * - `not-a-decimal`, `too-many-decimals`: more than 18 decimals are refused, not cut.
 * - `not-positive`: a quantity of 0 or less. `negative`: a price or a rate below 0.
 * - `fee-takes-all`: fees in base that leave nothing of the fill: a buy's fee ≥ its quantity, a sell's rebate ≥ its quantity.
 * - `not-an-integer`: time or revision. `empty`: no id. `other-book`: account, symbol, base, quote or market of another book.
 * - `content-differs`: the same identity and revision is held with other content; give it a higher revision to replace it.
 */
export interface FillRefusal {
  readonly field: string;
  readonly reason:
    | 'not-a-decimal'
    | 'too-many-decimals'
    | 'not-positive'
    | 'negative'
    | 'fee-takes-all'
    | 'not-an-integer'
    | 'empty'
    | 'other-book'
    | 'content-differs';
}

/** One fee's amount in its own coin, negative for a rebate; `inPnl` false: a third coin without a rate. */
export interface LegFee {
  readonly currency: string;
  readonly amount: E18;
  readonly inPnl: boolean;
}

/**
 * - `moved`: units of base that changed hands after base fees, > 0 on either side.
 * - `cash`: quote paid by a buy, or received by a sell, fees included. A fee above the proceeds makes it negative.
 *
 * The value without fees is `moved × price`, so that `|value − cash|` is every fee in quote, base fees at this fill's price.
 * Buy 1 at 100, fee 0.01 base and 0.1 quote: moved 0.99, value 99, cash 100.1, fees 1.1.
 */
export interface Leg {
  readonly fill: Fill;
  readonly moved: E18;
  readonly price: E18;
  readonly cash: E36;
  readonly fees: readonly LegFee[];
}

/** What a leg's units are worth at its own price, without fees: moved × price. */
export const valueAtPrice = (leg: Leg): E36 => mul18(leg.moved, leg.price);

/** A fee with its decimals parsed; `rate` null where it carries none. */
export interface ParsedFee {
  readonly currency: string;
  readonly amount: Decimal;
  readonly rate: Decimal | null;
}

/**
 * A fill with its decimals parsed and its ids as numbers where they are plain integers: what a stored column gives without a text
 * for each cell. `raw` null where the exchange's own row was not kept.
 */
export interface ParsedFill
  extends BookKey,
    Pick<Fill, 'executedAtUs' | 'exchange' | 'side' | 'liquidity' | 'revision'> {
  readonly id: FillId;
  readonly orderId: FillId | null;
  readonly quantity: Decimal;
  readonly price: Decimal;
  readonly fees: readonly ParsedFee[];
  readonly raw: { readonly shape: string; readonly rest: FillId } | null;
}

/** A fill that belongs to its book. `moved` as in `Leg`. */
export interface CheckedFill {
  readonly fill: ParsedFill;
  readonly moved: Decimal;
}

/** Checks one fill against its book; the first fault found is the error. */
export function checkFill(fill: Fill, book: BookKey): Result<CheckedFill, FillRefusal> {
  const shape = refusalOfShape(fill, book);
  if (shape) return err(shape);
  const parsed = parseFill(fill);
  return parsed.ok ? checkValues(parsed.value, book) : parsed;
}

/** As `checkFill`, of a fill that is parsed. */
export function checkParsed(fill: ParsedFill, book: BookKey): Result<CheckedFill, FillRefusal> {
  const shape = refusalOfShape(fill, book);
  return shape ? err(shape) : checkValues(fill, book);
}

/** The fill whose cells these are; decimals without trailing zeros. */
export function fillOfParsed({ id, orderId, raw, quantity, price, fees, ...same }: ParsedFill): Fill {
  return {
    ...same,
    id: String(id),
    orderId: orderId === null ? null : String(orderId),
    quantity: textOfDecimal(quantity),
    price: textOfDecimal(price),
    fees: fees.map(feeOfParsed),
    ...(raw === null ? {} : { raw: { shape: raw.shape, rest: String(raw.rest) } }),
  };
}

/** The fee as its fill has it. */
export const feeOfParsed = ({ currency, amount, rate }: ParsedFee): Fee => ({
  currency,
  amount: textOfDecimal(amount),
  ...(rate === null ? {} : { rate: textOfDecimal(rate) }),
});

function parseFill(fill: Fill): Result<ParsedFill, FillRefusal> {
  const quantity = field(fill.quantity, 'quantity');
  if (!quantity.ok) return quantity;
  const price = field(fill.price, 'price');
  if (!price.ok) return price;
  const fees = feesIn(fill.fees);
  if (!fees.ok) return fees;
  const { orderId, raw } = fill;
  // field by field: a rest of fields that is copied takes longer than all else here
  return ok({
    id: fillId(fill.id),
    orderId: orderId === null ? null : fillId(orderId),
    executedAtUs: fill.executedAtUs,
    account: fill.account,
    exchange: fill.exchange,
    symbol: fill.symbol,
    base: fill.base,
    quote: fill.quote,
    market: fill.market,
    side: fill.side,
    liquidity: fill.liquidity,
    revision: fill.revision,
    quantity: quantity.value,
    price: price.value,
    fees: fees.value,
    raw: raw === undefined ? null : { shape: raw.shape, rest: fillId(raw.rest) },
  });
}

function checkValues(fill: ParsedFill, book: BookKey): Result<CheckedFill, FillRefusal> {
  const { quantity, price, fees, side } = fill;
  if (!isPositive(quantity)) return err({ field: 'quantity', reason: 'not-positive' });
  if (isNegative(price)) return err({ field: 'price', reason: 'negative' });
  let moved = quantity;
  for (const [index, { currency, amount, rate }] of fees.entries()) {
    if (rate && isNegative(rate)) return err({ field: `fees[${index}].rate`, reason: 'negative' });
    if (currency === book.base) moved = plusDecimal(moved, amount, side === 'buy' ? -1 : 1);
  }
  if (!isPositive(moved)) return err({ field: 'fees', reason: 'fee-takes-all' });
  return ok({ fill, moved });
}

const isNegative = ({ mantissa, wide }: Decimal): boolean => (wide === null ? mantissa < 0 : wide < 0n);
const isPositive = ({ mantissa, wide }: Decimal): boolean => (wide === null ? mantissa > 0 : wide > 0n);

type Shape = BookKey & Pick<ParsedFill, 'id' | 'executedAtUs' | 'revision'>;

function refusalOfShape(fill: Shape, book: BookKey): FillRefusal | null {
  const field = otherField(fill, book);
  if (field !== null) return { field, reason: 'other-book' };
  if (fill.id === '') return { field: 'id', reason: 'empty' };
  if (!Number.isSafeInteger(fill.executedAtUs)) return { field: 'executedAtUs', reason: 'not-an-integer' };
  if (!Number.isSafeInteger(fill.revision)) return { field: 'revision', reason: 'not-an-integer' };
  return null;
}

function otherField(fill: BookKey, book: BookKey): keyof BookKey | null {
  if (fill.account !== book.account) return 'account';
  if (fill.symbol !== book.symbol) return 'symbol';
  if (fill.base !== book.base) return 'base';
  if (fill.quote !== book.quote) return 'quote';
  return fill.market === book.market ? null : 'market';
}

function field(text: DecimalString, name: string): Result<Decimal, FillRefusal> {
  const parsed = parseDecimalOf(text);
  return parsed.ok ? parsed : err({ field: name, reason: parsed.error.reason });
}

function feesIn(fees: readonly Fee[]): Result<readonly ParsedFee[], FillRefusal> {
  const parsed: ParsedFee[] = [];
  for (const [index, fee] of fees.entries()) {
    const amount = field(fee.amount, `fees[${index}].amount`);
    if (!amount.ok) return amount;
    const rate = fee.rate === undefined ? ok(null) : field(fee.rate, `fees[${index}].rate`);
    if (!rate.ok) return rate;
    parsed.push({ currency: fee.currency, amount: amount.value, rate: rate.value });
  }
  return ok(parsed);
}
