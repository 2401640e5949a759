/**
 * The true FIFO figures of one symbol's fills, computed slowly and obviously, apart from any code of the product.
 *
 * Definitions: fills in the order of (time, id), a buy before a sell of equal id. A buy moves the position by quantity − base fee
 * for price × quantity (+ quote fee); a sell by quantity + base fee for price × quantity (− quote fee). A sell closes the oldest
 * lots. A share of a lot or of a sell is its value × part ÷ whole, rounded half to even at 36 decimals, and the last part takes the
 * whole rest. Gross is the same without any fee; fees = gross − net. What is sold beyond the book costs nothing and counts as
 * unmatched. A fee in a third coin is a quote fee of amount × rate where its rate is known, else outside PnL and listed per coin.
 *
 * A round trip goes from zero until a sell leaves no more than the market's smallest order (nothing, where it has none); its net
 * is what its sells brought in less the share of its cost that the units sold have. What is left begins the next trip, at the
 * rest of the cost.
 */
import { type Fee, type Fill, feeIn } from './history';
import { minimum } from './units';

/** An amount in units × this is × 10^36 of its coin; so is the product of two amounts in units. */
export const ten18 = 10n ** 18n;

/** `value` × part ÷ whole, half to even; part and whole ≥ 0, `value` of either sign. */
export function share(value: bigint, part: bigint, whole: bigint): bigint {
  const product = value * part;
  const floor = product / whole - (product % whole < 0n ? 1n : 0n);
  const twiceRest = 2n * (product - floor * whole);
  if (twiceRest < whole || (twiceRest === whole && floor % 2n === 0n)) return floor;
  return floor + 1n;
}

/** Units of quote per coin at the instant of a fill; null where it is not known. */
export type ThirdCoinRate = (coin: string, quote: string, atMs: number) => bigint | null;

/** One symbol's figures; quantities in units, values × 10^36. */
export interface SymbolTruth {
  fills: number;
  position: bigint;
  unmatched: bigint;
  gross: bigint;
  net: bigint;
  unconverted: Map<string, bigint>;
  roundTrips: number;
  roundTripNet: bigint;
}

export const add = (sums: Map<string, bigint>, key: string, amount: bigint): void => {
  sums.set(key, (sums.get(key) ?? 0n) + amount);
};

/** Units that are moved, and their value with and without fees. A lot is what is left of a buy. */
interface Piece {
  quantity: bigint;
  value: bigint;
  bareValue: bigint;
}

/** The round trip that is open, or what the last one left: units and cash that went in, and that came out. */
interface Trip {
  readonly entered: bigint;
  readonly paid: bigint;
  readonly exited: bigint;
  readonly received: bigint;
}

const noTrip: Trip = { entered: 0n, paid: 0n, exited: 0n, received: 0n };

interface Book {
  readonly truth: SymbolTruth;
  readonly smallestOrder: bigint;
  /** Lots before `oldest` are closed. */
  lots: Piece[];
  oldest: number;
  trip: Trip;
}

function inOrder(fills: readonly Fill[]): readonly Fill[] {
  return fills.toSorted((a, b) => a.at - b.at || a.id - b.id || (a.side === b.side ? 0 : a.side === 'buy' ? -1 : 1));
}

/** Fees in a third coin, in quote as far as their rate is known, × 10^36; the others by coin. */
function thirdFees(
  { market: { base, quote }, fees, at }: Fill,
  rateOf: ThirdCoinRate,
): { readonly value: bigint; readonly rest: readonly Fee[] } {
  const third = fees.filter(({ asset }) => asset !== base && asset !== quote);
  const rated = third.map((fee) => ({ fee, rate: rateOf(fee.asset, quote, at) }));
  return {
    value: rated.reduce((sum, { fee, rate }) => sum + fee.amount * (rate ?? 0n), 0n),
    rest: rated.flatMap(({ fee, rate }) => (rate === null ? [fee] : [])),
  };
}

/** `thirdValue`: fees in third coins that are known in quote, × 10^36. */
function movement(fill: Fill, thirdValue: bigint): Piece {
  const { market, side, price, quantity, fees } = fill;
  const sign = side === 'buy' ? 1n : -1n;
  const moved = quantity - sign * feeIn(market.base, fees);
  return {
    quantity: moved,
    value: price * quantity + sign * (feeIn(market.quote, fees) * ten18 + thirdValue),
    bareValue: price * moved,
  };
}

/** Takes `quantity` off a piece, with its share of the piece's value. */
function take(piece: Piece, quantity: bigint): Piece {
  const value = share(piece.value, quantity, piece.quantity);
  const bareValue = share(piece.bareValue, quantity, piece.quantity);
  piece.quantity -= quantity;
  piece.value -= value;
  piece.bareValue -= bareValue;
  return { quantity, value, bareValue };
}

function buy(book: Book, bought: Piece): void {
  book.lots.push(bought);
  book.truth.position += bought.quantity;
  book.trip = { ...book.trip, entered: book.trip.entered + bought.quantity, paid: book.trip.paid + bought.value };
}

/** The part of a sell that the history bought; the trip ends where it leaves no more than the smallest order. */
function exit(book: Book, sold: Piece): void {
  const { truth, trip } = book;
  const quantity = minimum(sold.quantity, trip.entered - trip.exited);
  if (quantity === 0n) return;
  const exited = trip.exited + quantity;
  const received = trip.received + share(sold.value, quantity, sold.quantity);
  book.trip = { ...trip, exited, received };
  const left = trip.entered - exited;
  if (left > book.smallestOrder) return;
  const cost = share(trip.paid, exited, trip.entered);
  truth.roundTrips += 1;
  truth.roundTripNet += received - cost;
  book.trip = { ...noTrip, entered: left, paid: trip.paid - cost };
}

function sell(book: Book, sold: Piece): void {
  exit(book, sold);
  while (sold.quantity > 0n) {
    const lot = book.lots[book.oldest];
    if (lot === undefined) sellUnbought(book.truth, take(sold, sold.quantity));
    else close(book, lot, take(sold, minimum(lot.quantity, sold.quantity)));
  }
}

function sellUnbought(truth: SymbolTruth, sold: Piece): void {
  truth.unmatched += sold.quantity;
  truth.net += sold.value;
  truth.gross += sold.bareValue;
}

function close(book: Book, lot: Piece, sold: Piece): void {
  const { truth } = book;
  const cost = take(lot, sold.quantity);
  truth.net += sold.value - cost.value;
  truth.gross += sold.bareValue - cost.bareValue;
  truth.position -= sold.quantity;
  if (lot.quantity === 0n) book.oldest += 1;
}

/** `smallestOrder`: of the symbol's market, in units of base; 0: it has none. */
export function fifoOf(fills: readonly Fill[], smallestOrder: bigint, rateOf: ThirdCoinRate): SymbolTruth {
  const none = { position: 0n, unmatched: 0n, gross: 0n, net: 0n, roundTrips: 0, roundTripNet: 0n };
  const truth: SymbolTruth = { ...none, fills: fills.length, unconverted: new Map() };
  const book: Book = { truth, smallestOrder, lots: [], oldest: 0, trip: noTrip };
  for (const fill of inOrder(fills)) {
    const { value, rest } = thirdFees(fill, rateOf);
    for (const { asset, amount } of rest) add(truth.unconverted, asset, amount);
    if (fill.side === 'buy') buy(book, movement(fill, value));
    else sell(book, movement(fill, value));
  }
  return truth;
}
