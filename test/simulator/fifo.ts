/**
 * The true FIFO figures of one symbol's fills, computed slowly and obviously, apart from any code of the product.
 *
 * Definitions: fills in the order of (time, id), a buy before a sell of equal id. A buy moves the position by quantity − base fee
 * for price × quantity (+ quote fee); a sell by quantity + base fee for price × quantity (− quote fee). A sell closes the oldest
 * lots. A share of a lot or of a sell is its value × part ÷ whole, rounded half to even at 36 decimals, and the last part takes the
 * whole rest. Gross is the same without any fee; fees = gross − net. What is sold beyond the book costs nothing and counts as
 * unmatched. A fee in a third coin is outside PnL and listed per coin. A round trip goes from zero back to exactly zero; its net
 * is its proceeds less its cost.
 */
import { type Fill, feeIn } from './history';
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

interface Book {
  readonly truth: SymbolTruth;
  /** Lots before `oldest` are closed. */
  lots: Piece[];
  oldest: number;
  /** What the round trip that is open has received less what it has paid. */
  tripCash: bigint;
}

function inOrder(fills: readonly Fill[]): readonly Fill[] {
  return fills.toSorted((a, b) => a.at - b.at || a.id - b.id || (a.side === b.side ? 0 : a.side === 'buy' ? -1 : 1));
}

function movement(fill: Fill): Piece {
  const { market, side, price, quantity, fees } = fill;
  const sign = side === 'buy' ? 1n : -1n;
  const moved = quantity - sign * feeIn(market.base, fees);
  return {
    quantity: moved,
    value: price * quantity + sign * feeIn(market.quote, fees) * ten18,
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
  book.tripCash -= bought.value;
}

function sell(book: Book, sold: Piece): void {
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
  book.tripCash += sold.value;
  if (lot.quantity === 0n) book.oldest += 1;
  if (truth.position > 0n) return;
  truth.roundTrips += 1;
  truth.roundTripNet += book.tripCash;
  Object.assign(book, { lots: [], oldest: 0, tripCash: 0n });
}

export function fifoOf(fills: readonly Fill[]): SymbolTruth {
  const none = { position: 0n, unmatched: 0n, gross: 0n, net: 0n, roundTrips: 0, roundTripNet: 0n };
  const truth: SymbolTruth = { ...none, fills: fills.length, unconverted: new Map() };
  const book: Book = { truth, lots: [], oldest: 0, tripCash: 0n };
  for (const fill of inOrder(fills)) {
    const { base, quote } = fill.market;
    for (const { asset, amount } of fill.fees)
      if (asset !== base && asset !== quote) add(truth.unconverted, asset, amount);
    if (fill.side === 'buy') buy(book, movement(fill));
    else sell(book, movement(fill));
  }
  return truth;
}
