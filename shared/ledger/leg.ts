/**
 * A fill as the ledger computes with it: units moved, and their value without and with fees.
 *
 * Fees in base change the units: a buy receives `quantity − fee`, a sell gives `quantity + fee`. Fees in quote, and fees in
 * a third coin that carries a rate, change the cash. A third coin without a rate changes neither and is listed per coin.
 */
import {
  add18,
  add36,
  type DecimalString,
  type E18,
  type E36,
  mul18,
  neg36,
  parseE18,
  sub18,
  zero18,
} from '../money/decimal';
import { err, ok, type Result } from '../result';
import type { Fee, Fill, MarketKind } from './fill';

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
interface LegFee {
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

/** All fees of a leg in quote, base fees at its own price; negative when rebates outweigh. Third coins without a rate are not in it. */
export const feesOf = (leg: Leg): E36 =>
  (leg.fill.side === 'buy' ? leg.cash - valueAtPrice(leg) : valueAtPrice(leg) - leg.cash) as E36; // a difference of two E36 is one

const bookFields = ['account', 'symbol', 'base', 'quote', 'market'] as const;

/** Checks one fill against its book and turns it into a leg; the first fault found is the error. */
export function legOf(fill: Fill, book: BookKey): Result<Leg, FillRefusal> {
  const shape = refusalOfShape(fill, book);
  if (shape) return err(shape);
  const quantity = field(fill.quantity, 'quantity');
  if (!quantity.ok) return quantity;
  if (quantity.value <= 0n) return err({ field: 'quantity', reason: 'not-positive' });
  const price = field(fill.price, 'price');
  if (!price.ok) return price;
  if (price.value < 0n) return err({ field: 'price', reason: 'negative' });
  const fees = feesIn(fill.fees, book);
  if (!fees.ok) return fees;
  const { base, quote, list } = fees.value;
  const buys = fill.side === 'buy';
  const moved = buys ? sub18(quantity.value, base) : add18(quantity.value, base);
  if (moved <= 0n) return err({ field: 'fees', reason: 'fee-takes-all' });
  const cash = add36(mul18(quantity.value, price.value), buys ? quote : neg36(quote));
  return ok({ fill, moved, price: price.value, cash, fees: list });
}

function refusalOfShape(fill: Fill, book: BookKey): FillRefusal | null {
  for (const name of bookFields) if (fill[name] !== book[name]) return { field: name, reason: 'other-book' };
  if (fill.id === '') return { field: 'id', reason: 'empty' };
  if (!Number.isSafeInteger(fill.executedAtUs)) return { field: 'executedAtUs', reason: 'not-an-integer' };
  if (!Number.isSafeInteger(fill.revision)) return { field: 'revision', reason: 'not-an-integer' };
  return null;
}

function field(text: DecimalString, name: string): Result<E18, FillRefusal> {
  const parsed = parseE18(text);
  return parsed.ok ? parsed : err({ field: name, reason: parsed.error.reason });
}

interface FeesByKind {
  readonly base: E18;
  readonly quote: E36;
  readonly list: readonly LegFee[];
}

function feesIn(fees: readonly Fee[], book: BookKey): Result<FeesByKind, FillRefusal> {
  let base = zero18;
  let quote = 0n as E36;
  const list: LegFee[] = [];
  for (const [index, fee] of fees.entries()) {
    const amount = field(fee.amount, `fees[${index}].amount`);
    if (!amount.ok) return amount;
    const rate = fee.rate === undefined ? ok(null) : field(fee.rate, `fees[${index}].rate`);
    if (!rate.ok) return rate;
    if (rate.value !== null && rate.value < 0n) return err({ field: `fees[${index}].rate`, reason: 'negative' });
    const unit = fee.currency === book.quote ? one : rate.value;
    const isBase = fee.currency === book.base;
    if (isBase) base = add18(base, amount.value);
    else if (unit !== null) quote = add36(quote, mul18(amount.value, unit));
    list.push({ currency: fee.currency, amount: amount.value, inPnl: isBase || unit !== null });
  }
  return ok({ base, quote, list });
}

const one = (10n ** 18n) as E18; // the quote coin's rate in itself
