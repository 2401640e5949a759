/**
 * A second ledger, slow and obvious, to check the first by: fractions of bigints, arrays that are searched from end to end,
 * everything computed anew from sorted fills. It shares no code with the product, and takes and gives what files hold: lines
 * of fills in, the rows of a report out.
 *
 * The one place that rounds is a split, half to even at 36 decimals, as the definitions say.
 */
import { Fraction, fr, one, zero } from './fraction';

interface FeeLine {
  readonly currency: string;
  readonly amount: string;
  readonly rate?: string;
}

/** A line of a file of fills. */
export interface FillLine {
  readonly id: string;
  readonly orderId?: string | null;
  readonly time: string;
  readonly account?: string;
  readonly exchange?: string;
  readonly symbol: string;
  readonly base: string;
  readonly quote: string;
  readonly market?: 'spot' | 'margin' | 'perp';
  readonly side: 'buy' | 'sell';
  readonly amount: string;
  readonly price: string;
  readonly fee?: FeeLine | readonly FeeLine[] | null;
  readonly liquidity?: 'maker' | 'taker' | null;
  readonly quoteRate?: string;
}

/** Units, what they are worth at their price, and the cash that was paid or received for them. */
interface Piece {
  units: Fraction;
  value: Fraction;
  cash: Fraction;
}

const noUnits = (): Piece => ({ units: zero, value: zero, cash: zero });

/** Takes units off a piece: the whole rest, or rounded shares of it. */
function split(rest: Piece, units: Fraction): Piece {
  const whole = units.minus(rest.units).isZero();
  const share = (of: Fraction) => (whole ? of : of.times(units).over(rest.units).rounded());
  const taken = { units, value: share(rest.value), cash: share(rest.cash) };
  rest.units = rest.units.minus(taken.units);
  rest.value = rest.value.minus(taken.value);
  rest.cash = rest.cash.minus(taken.cash);
  return taken;
}

function join(rest: Piece, more: Piece): void {
  rest.units = rest.units.plus(more.units);
  rest.value = rest.value.plus(more.value);
  rest.cash = rest.cash.plus(more.cash);
}

const smaller = (a: Fraction, b: Fraction): Fraction => (b.less(a) ? b : a);

export const feesIn = ({ fee }: FillLine): readonly FeeLine[] =>
  fee === undefined || fee === null ? [] : Array.isArray(fee) ? fee : [fee as FeeLine]; // `isArray` does not see read-only lists

/** What a fee is worth in quote; null for a third coin without a rate. */
export function feeInQuote(fill: FillLine, { currency, amount, rate }: FeeLine): Fraction | null {
  if (currency === fill.base) return fr(amount).times(fr(fill.price));
  if (currency === fill.quote) return fr(amount);
  return rate === undefined ? null : fr(amount).times(fr(rate));
}

/** What a fill moved, > 0 on either side. */
export function pieceOf(fill: FillLine): Piece {
  const sign = fill.side === 'buy' ? one : zero.minus(one);
  let units = fr(fill.amount);
  let cash = fr(fill.amount).times(fr(fill.price));
  for (const fee of feesIn(fill)) {
    if (fee.currency === fill.base) units = units.minus(sign.times(fr(fee.amount)));
    else cash = cash.plus(sign.times(feeInQuote(fill, fee) ?? zero));
  }
  return { units, value: units.times(fr(fill.price)), cash };
}

/** Microseconds since 1970. */
function usOf(time: string): bigint {
  const micros = /\.(\d+)/.exec(time)?.[1] ?? '';
  return BigInt(Date.parse(time.replace(/\.\d+/, ''))) * 1000n + BigInt(micros.padEnd(6, '0'));
}

const digits = /^[0-9]+$/;

/** By time, then id (digits first, as numbers), then buys before sells. */
export function inOrder(a: FillLine, b: FillLine): number {
  if (usOf(a.time) !== usOf(b.time)) return usOf(a.time) < usOf(b.time) ? -1 : 1;
  const [aNumber, bNumber] = [digits.test(a.id), digits.test(b.id)];
  if (aNumber && bNumber && BigInt(a.id) !== BigInt(b.id)) return BigInt(a.id) < BigInt(b.id) ? -1 : 1;
  if (aNumber !== bNumber) return aNumber ? -1 : 1;
  if (a.id !== b.id) return a.id < b.id ? -1 : 1;
  if (a.side !== b.side) return a.side === 'buy' ? -1 : 1;
  for (const name of ['exchange', 'account', 'symbol'] as const) {
    const [left, right] = [a[name] ?? '', b[name] ?? ''];
    if (left !== right) return left < right ? -1 : 1;
  }
  return 0;
}

/** What is open, with the fill that opened it; `asOpened` stays as it was then. */
interface Lot extends Piece {
  readonly fill: FillLine;
  readonly long: boolean;
  readonly asOpened: Readonly<Piece>;
}

const sideText = (long: boolean): 'LONG' | 'SHORT' => (long ? 'LONG' : 'SHORT');

const isSpot = ({ market }: FillLine): boolean => market === undefined || market === 'spot';

/** What a method tells of one book; `realized` in quote. */
export interface Told {
  readonly open: readonly object[];
  readonly closings?: readonly object[];
  readonly trades?: readonly object[];
  readonly realized: { readonly gross: Fraction; readonly net: Fraction };
  readonly unmatched: Fraction;
}

/** Notes closings one after another. */
function closingsNoted() {
  const rows: object[] = [];
  const sums = { gross: zero, net: zero, unmatched: zero };
  const close = (
    fill: FillLine,
    long: boolean,
    exit: Piece,
    entry: Piece,
    opened: { id: string | null; time: string | null },
  ) => {
    const gross = long ? exit.value.minus(entry.value) : entry.value.minus(exit.value);
    const [proceeds, costBasis] = long ? [exit.cash, entry.cash] : [entry.cash, exit.cash];
    const gain = proceeds.minus(costBasis);
    sums.gross = sums.gross.plus(gross);
    sums.net = sums.net.plus(gain);
    rows.push({
      closeId: fill.id,
      openId: opened.id,
      side: sideText(long),
      openTime: opened.time,
      closeTime: fill.time,
      amount: exit.units.text(),
      proceeds: proceeds.text(),
      costBasis: costBasis.text(),
      gross: gross.text(),
      fees: gross.minus(gain).text(),
      gain: gain.text(),
    });
  };
  const oversell = (fill: FillLine, rest: Piece) => {
    sums.unmatched = sums.unmatched.plus(rest.units);
    close(fill, true, rest, noUnits(), { id: null, time: null });
  };
  return { rows, sums, close, oversell };
}

/** Closings and lots; `pick` says which of the open lots, oldest first and never none, is closed next. */
function byLots(fills: readonly FillLine[], pick: (lots: readonly Lot[]) => Lot | undefined): Told {
  let lots: readonly Lot[] = [];
  const noted = closingsNoted();
  for (const fill of fills) {
    const rest = pieceOf(fill);
    const long = fill.side === 'buy';
    while (!rest.units.isZero() && lots.some((lot) => lot.long !== long)) {
      const lot = pick(lots);
      if (!lot) throw new Error('no lot was picked');
      const units = smaller(rest.units, lot.units);
      noted.close(fill, lot.long, split(rest, units), split(lot, units), lot.fill);
      lots = lots.filter(({ units: left }) => !left.isZero());
    }
    if (rest.units.isZero()) continue;
    if (long || !isSpot(fill)) lots = [...lots, { ...rest, fill, long, asOpened: { ...rest } }];
    else noted.oversell(fill, rest);
  }
  const open = lots.map(({ fill, long, units, cash }) => ({
    openId: fill.id,
    time: fill.time,
    side: sideText(long),
    amount: units.text(),
    cost: cash.text(),
    unitCost: cash.over(units).text(),
    price: fr(fill.price).text(),
  }));
  return { open, closings: noted.rows, realized: noted.sums, unmatched: noted.sums.unmatched };
}

const unitCost = ({ asOpened }: Lot): Fraction => asOpened.cash.over(asOpened.units);

/** The first of all lots that no other goes before. */
const firstBy = (goesBefore: (a: Lot, b: Lot) => boolean) => (lots: readonly Lot[]) =>
  lots.find((lot) => !lots.some((other) => goesBefore(other, lot)));

/** One position, which further fills join: its average is cost ÷ units. */
function byAverage(fills: readonly FillLine[]): Told {
  let held: (Piece & { readonly long: boolean; readonly first: FillLine }) | null = null;
  const noted = closingsNoted();
  for (const fill of fills) {
    const rest = pieceOf(fill);
    const long = fill.side === 'buy';
    if (held && held.long !== long) {
      const units = smaller(rest.units, held.units);
      noted.close(fill, held.long, split(rest, units), split(held, units), { id: null, time: held.first.time });
      if (held.units.isZero()) held = null;
    }
    if (rest.units.isZero()) continue;
    if (!long && isSpot(fill)) noted.oversell(fill, rest);
    else if (held) join(held, rest);
    else held = { ...rest, long, first: fill };
  }
  const open = held
    ? [
        {
          side: sideText(held.long),
          amount: held.units.text(),
          cost: held.cash.text(),
          averageCost: held.cash.over(held.units).text(),
          averageEntryPrice: held.value.over(held.units).text(),
        },
      ]
    : [];
  return { open, closings: noted.rows, realized: noted.sums, unmatched: noted.sums.unmatched };
}

interface Trip {
  readonly long: boolean;
  readonly fills: FillLine[];
  readonly entry: Piece;
  readonly exit: Piece;
  most: Fraction;
}

/** From zero to zero, or through it; what is sold beyond zero on spot is in no trip. */
function byRoundTrips(fills: readonly FillLine[]): Told {
  const closed: Trip[] = [];
  let trip: Trip | null = null;
  let unmatched = zero;
  for (const fill of fills) {
    const rest = pieceOf(fill);
    const long = fill.side === 'buy';
    if (trip && trip.long !== long) {
      const held: Fraction = trip.entry.units.minus(trip.exit.units);
      trip.fills.push(fill);
      join(trip.exit, split(rest, smaller(rest.units, held)));
      if (trip.entry.units.minus(trip.exit.units).isZero()) {
        closed.push(trip);
        trip = null;
      }
    }
    if (rest.units.isZero()) continue;
    if (!long && isSpot(fill)) {
      unmatched = unmatched.plus(rest.units);
      continue;
    }
    trip ??= { long, fills: [], entry: noUnits(), exit: noUnits(), most: zero };
    trip.fills.push(fill);
    join(trip.entry, rest);
    const held = trip.entry.units.minus(trip.exit.units);
    if (trip.most.less(held)) trip.most = held;
  }
  const figures = closed.map(tripFigures);
  const realized = {
    gross: Fraction.sum(figures.map(({ gross }) => gross)),
    net: Fraction.sum(figures.map(({ net }) => net)),
  };
  const trades = closed.map((each, index) => tradeRow(each, index + 1));
  return { open: trip ? [openTripRow(trip)] : [], trades, realized, unmatched };
}

function tripFigures({ long, entry, exit }: Trip) {
  const sign = long ? one : zero.minus(one);
  const averageEntry = entry.value.over(entry.units);
  const averageExit = exit.value.over(exit.units);
  const gross = sign.times(entry.units).times(averageExit.minus(averageEntry));
  return { averageEntry, averageExit, gross, net: sign.times(exit.cash.minus(entry.cash)) };
}

function ends({ fills }: Trip): { first: FillLine; last: FillLine } {
  const [first, last] = [fills[0], fills.at(-1)];
  if (!first || !last) throw new Error('a trip has fills');
  return { first, last };
}

function tradeRow(trip: Trip, n: number) {
  const { averageEntry, averageExit, gross, net } = tripFigures(trip);
  const { first, last } = ends(trip);
  return {
    n,
    side: sideText(trip.long),
    openId: first.id,
    closeId: last.id,
    openTime: first.time,
    closeTime: last.time,
    holdMs: Number(usOf(last.time) - usOf(first.time)) / 1000,
    amount: trip.entry.units.text(),
    maxPosition: trip.most.text(),
    avgEntry: averageEntry.text(),
    avgExit: averageExit.text(),
    gross: gross.text(),
    fees: gross.minus(net).text(),
    net: net.text(),
    fillIds: trip.fills.map(({ id }) => id),
  };
}

function openTripRow(trip: Trip) {
  const { long, entry, exit } = trip;
  const paidMore = entry.cash.minus(entry.value).minus(exit.cash.minus(exit.value));
  return {
    side: sideText(long),
    openId: ends(trip).first.id,
    openTime: ends(trip).first.time,
    amount: entry.units.minus(exit.units).text(),
    enteredAmount: entry.units.text(),
    exitedAmount: exit.units.text(),
    avgEntry: entry.value.over(entry.units).text(),
    feesSoFar: (long ? paidMore : zero.minus(paidMore)).text(),
  };
}

/** Every method by its name: from a book's fills in order to what it tells of them. */
export const rationalMethods: Readonly<Record<string, (fills: readonly FillLine[]) => Told>> = {
  fifo: (fills) => byLots(fills, (lots) => lots[0]),
  lifo: (fills) => byLots(fills, (lots) => lots.at(-1)),
  hifo: (fills) =>
    byLots(
      fills,
      firstBy((a, b) => unitCost(b).less(unitCost(a))),
    ),
  lofo: (fills) =>
    byLots(
      fills,
      firstBy((a, b) => unitCost(a).less(unitCost(b))),
    ),
  average: byAverage,
  roundtrip: byRoundTrips,
};
