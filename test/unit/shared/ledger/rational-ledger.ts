/**
 * A second ledger, slow and obvious, to check the first by: fractions of bigints, arrays that are shifted, everything
 * computed anew from sorted fills. It shares no code with the product, only the shape of a fill.
 *
 * The one place that rounds is a split, half to even at 36 decimals, as the definitions say.
 */
import type { Fill } from '../../../../shared/ledger/fill';

class Fraction {
  constructor(
    readonly top: bigint,
    readonly bottom: bigint = 1n,
  ) {}
  static of(text: string): Fraction {
    const places = text.includes('.') ? text.length - text.indexOf('.') - 1 : 0;
    return new Fraction(BigInt(text.replace('.', '')), 10n ** BigInt(places));
  }
  plus = (o: Fraction) => new Fraction(this.top * o.bottom + o.top * this.bottom, this.bottom * o.bottom).reduced();
  minus = (o: Fraction) => this.plus(new Fraction(-o.top, o.bottom));
  times = (o: Fraction) => new Fraction(this.top * o.top, this.bottom * o.bottom).reduced();
  over = (o: Fraction) => {
    const sign = o.top < 0n ? -1n : 1n;
    return new Fraction(this.top * o.bottom * sign, this.bottom * o.top * sign).reduced();
  };
  less = (o: Fraction) => this.top * o.bottom < o.top * this.bottom;
  isZero = () => this.top === 0n;
  reduced(): Fraction {
    let [a, b] = [this.top < 0n ? -this.top : this.top, this.bottom];
    while (b > 0n) [a, b] = [b, a % b];
    return a > 1n ? new Fraction(this.top / a, this.bottom / a) : this;
  }
  /** Half to even at 36 decimals: the nearest multiple of 10^-36, of two equally near the even one. */
  rounded(): Fraction {
    const scaled = this.top * 10n ** 36n;
    const negative = scaled < 0n;
    const floor = (negative ? -scaled : scaled) / this.bottom;
    const twiceRest = ((negative ? -scaled : scaled) % this.bottom) * 2n;
    const up = twiceRest > this.bottom || (twiceRest === this.bottom && floor % 2n === 1n);
    const size = floor + (up ? 1n : 0n);
    return new Fraction(negative ? -size : size, 10n ** 36n).reduced();
  }
  text(): string {
    const { top, bottom } = this.rounded();
    const size = ((top < 0n ? -top : top) * 10n ** 36n) / bottom;
    const digits = size.toString().padStart(37, '0');
    const fraction = digits.slice(-36).replace(/0+$/, '');
    return `${top < 0n ? '-' : ''}${digits.slice(0, -36)}${fraction === '' ? '' : `.${fraction}`}`;
  }
}

const zero = new Fraction(0n);
const fr = Fraction.of;

interface Piece {
  units: Fraction;
  cash: Fraction;
}

/** Takes units off a piece: the whole rest, or a rounded share of its cash. */
function split(rest: Piece, units: Fraction): Piece {
  const whole = units.minus(rest.units).isZero();
  const cash = whole ? rest.cash : rest.cash.times(units).over(rest.units).rounded();
  rest.units = rest.units.minus(units);
  rest.cash = rest.cash.minus(cash);
  return { units, cash };
}

const digits = /^[0-9]+$/;

function inOrder(a: Fill, b: Fill): number {
  if (a.executedAtUs !== b.executedAtUs) return a.executedAtUs < b.executedAtUs ? -1 : 1;
  const [aNumber, bNumber] = [digits.test(a.id), digits.test(b.id)];
  if (aNumber && bNumber && BigInt(a.id) !== BigInt(b.id)) return BigInt(a.id) < BigInt(b.id) ? -1 : 1;
  if (aNumber !== bNumber) return aNumber ? -1 : 1;
  if (a.id !== b.id) return a.id < b.id ? -1 : 1;
  return a.side < b.side ? -1 : 1; // 'buy' < 'sell'
}

interface RationalLot extends Piece {
  fill: Fill;
  long: boolean;
}

function moneyOf(fill: Fill): Piece {
  const sign = fr(fill.side === 'buy' ? '1' : '-1');
  let units = fr(fill.quantity);
  let cash = fr(fill.quantity).times(fr(fill.price));
  for (const fee of fill.fees) {
    const amount = fr(fee.amount).times(sign);
    if (fee.currency === fill.base) units = units.minus(amount);
    else if (fee.currency === fill.quote) cash = cash.plus(amount);
    else if (fee.rate !== undefined) cash = cash.plus(amount.times(fr(fee.rate)));
  }
  return { units, cash };
}

interface RationalTrip {
  long: boolean;
  fills: Fill[];
  entered: Fraction;
  entryValue: Fraction;
  entryCash: Fraction;
  exited: Fraction;
  exitValue: Fraction;
  exitCash: Fraction;
  most: Fraction;
}

const freshTrip = (long: boolean): RationalTrip => ({
  long,
  fills: [],
  entered: zero,
  entryValue: zero,
  entryCash: zero,
  exited: zero,
  exitValue: zero,
  exitCash: zero,
  most: zero,
});

/** Closings, lots and totals by first in, first out. */
export function rationalFifo(fills: readonly Fill[]) {
  const lots: RationalLot[] = [];
  const closings: Record<string, string | null>[] = [];
  const total = { gross: zero, net: zero, moved: zero, unmatched: zero };

  const close = (fill: Fill, lot: RationalLot | null, exit: Piece, entry: Piece) => {
    const long = lot?.long ?? true;
    const entryValue = lot ? entry.units.times(fr(lot.fill.price)) : zero;
    const rise = exit.units.times(fr(fill.price)).minus(entryValue);
    const gross = long ? rise : zero.minus(rise);
    const gain = long ? exit.cash.minus(entry.cash) : entry.cash.minus(exit.cash);
    total.gross = total.gross.plus(gross);
    total.net = total.net.plus(gain);
    closings.push({
      closeId: fill.id,
      openId: lot?.fill.id ?? null,
      direction: long ? 'long' : 'short',
      quantity: exit.units.text(),
      proceeds: (long ? exit : entry).cash.text(),
      costBasis: (long ? entry : exit).cash.text(),
      gross: gross.text(),
      fees: gross.minus(gain).text(),
      gain: gain.text(),
    });
  };

  for (const fill of [...fills].sort(inOrder)) {
    const rest = moneyOf(fill);
    const long = fill.side === 'buy';
    total.moved = long ? total.moved.plus(rest.units) : total.moved.minus(rest.units);
    while (!rest.units.isZero() && lots[0] && lots[0].long !== long) {
      const lot = lots[0];
      const units = rest.units.less(lot.units) ? rest.units : lot.units;
      close(fill, lot, split(rest, units), split(lot, units));
      if (lot.units.isZero()) lots.shift();
    }
    if (rest.units.isZero()) continue;
    if (long || fill.market !== 'spot') lots.push({ ...rest, fill, long });
    else {
      total.unmatched = total.unmatched.plus(rest.units);
      close(fill, null, rest, { units: zero, cash: zero });
    }
  }
  return {
    closings,
    open: lots.map(({ fill, long, units, cash }) => ({
      openId: fill.id,
      direction: long ? 'long' : 'short',
      quantity: units.text(),
      price: fr(fill.price).text(),
      cost: cash.text(),
      fees: fr(long ? '1' : '-1')
        .times(cash.minus(units.times(fr(fill.price))))
        .text(),
    })),
    totals: {
      gross: total.gross.text(),
      fees: total.gross.minus(total.net).text(),
      net: total.net.text(),
      position: total.moved.plus(total.unmatched).text(),
      unmatched: total.unmatched.text(),
    },
  };
}

/** Strict round trips, closed ones only. */
export function rationalTrips(fills: readonly Fill[]) {
  const trips: RationalTrip[] = [];
  let trip: RationalTrip | null = null;

  const enter = (into: RationalTrip, fill: Fill, piece: Piece) => {
    into.fills.push(fill);
    into.entered = into.entered.plus(piece.units);
    into.entryValue = into.entryValue.plus(piece.units.times(fr(fill.price)));
    into.entryCash = into.entryCash.plus(piece.cash);
    const held = into.entered.minus(into.exited);
    if (into.most.less(held)) into.most = held;
  };
  const leave = (from: RationalTrip, fill: Fill, piece: Piece) => {
    from.fills.push(fill);
    from.exited = from.exited.plus(piece.units);
    from.exitValue = from.exitValue.plus(piece.units.times(fr(fill.price)));
    from.exitCash = from.exitCash.plus(piece.cash);
  };

  for (const fill of [...fills].sort(inOrder)) {
    const rest = moneyOf(fill);
    const long = fill.side === 'buy';
    if (trip && trip.long !== long) {
      const held: Fraction = trip.entered.minus(trip.exited);
      leave(trip, fill, split(rest, rest.units.less(held) ? rest.units : held));
      if (trip.entered.minus(trip.exited).isZero()) {
        trips.push(trip);
        trip = null;
      }
    }
    if (rest.units.isZero() || (!long && fill.market === 'spot')) continue;
    trip ??= freshTrip(long);
    enter(trip, fill, rest);
  }
  return trips.map((done, index) => figuresOf(done, index + 1));
}

function figuresOf(trip: RationalTrip, n: number) {
  const sign = fr(trip.long ? '1' : '-1');
  const entry = trip.entryValue.over(trip.entered);
  const exit = trip.exitValue.over(trip.exited);
  const gross = sign.times(trip.entered).times(exit.minus(entry));
  const net = sign.times(trip.exitCash.minus(trip.entryCash));
  return {
    n,
    direction: trip.long ? 'long' : 'short',
    quantity: trip.entered.text(),
    maxQuantity: trip.most.text(),
    averageEntry: entry.text(),
    averageExit: exit.text(),
    entryCost: trip.entryCash.text(),
    gross: gross.text(),
    fees: gross.minus(net).text(),
    net: net.text(),
    fillIds: trip.fills.map(({ id }) => id),
  };
}
