/** The rows of a report: closings, trades and what is open, in the words of the file, with decimals as texts. */
import type { AveragePosition } from '../ledger/book';
import type { Closing, OpenLot } from '../ledger/closing';
import type { CoinAmount } from '../ledger/coin-sums';
import type { OpenTrip, RoundTrip } from '../ledger/round-trip';
import { divHalfEven, type E18, type E36, formatE18, formatE36 } from '../money/decimal';

const sideOf = ({ direction }: Pick<Closing, 'direction'>): 'LONG' | 'SHORT' =>
  direction === 'long' ? 'LONG' : 'SHORT';

/** Quote per unit, half to even at 36 decimals. */
const perUnit = (value: E36, quantity: E18): string => formatE36(divHalfEven(value * 10n ** 18n, quantity) as E36); // scale 36 + 18 − 18

/** `openTime`: the instant of the fill that opened it, as it was written; null where nothing was bought. */
export const closingRow = (closing: Closing, openTime: string | null, closeTime: string) => ({
  closeId: closing.closeFill.id,
  openId: closing.openFill?.id ?? null,
  side: sideOf(closing),
  openTime,
  closeTime,
  amount: formatE18(closing.quantity),
  proceeds: formatE36(closing.proceeds),
  costBasis: formatE36(closing.costBasis),
  gross: formatE36(closing.gross),
  fees: formatE36(closing.fees),
  gain: formatE36(closing.gain),
});

/** A lot that is open. `unitCost` = cost ÷ amount, fees included; `price` is its fill's, without. */
export const lotRow = (lot: OpenLot, time: string) => ({
  openId: lot.openFill.id,
  time,
  side: sideOf(lot),
  amount: formatE18(lot.quantity),
  cost: formatE36(lot.cost),
  unitCost: perUnit(lot.cost, lot.quantity),
  price: formatE18(lot.price),
});

/** What is held under `average`. */
export const averageRow = (held: AveragePosition) => ({
  side: sideOf(held),
  amount: formatE18(held.quantity),
  cost: formatE36(held.cost),
  averageCost: perUnit(held.cost, held.quantity),
  averageEntryPrice: perUnit(held.entryValue, held.quantity),
});

/** A closed round trip; `holdMs` is a number, with microseconds as its fraction. */
export const tradeRow = (trip: RoundTrip, openTime: string, closeTime: string, fillIds: readonly string[]) => ({
  n: trip.n,
  side: sideOf(trip),
  openId: trip.openId,
  closeId: trip.closeId,
  openTime,
  closeTime,
  holdMs: trip.holdMs,
  amount: formatE18(trip.quantity),
  maxPosition: formatE18(trip.maxQuantity),
  avgEntry: formatE36(trip.averageEntry),
  avgExit: formatE36(trip.averageExit),
  gross: formatE36(trip.gross),
  fees: formatE36(trip.fees),
  net: formatE36(trip.net),
  fillIds,
});

/** A round trip that is open. */
export const openTripRow = (trip: OpenTrip, openTime: string) => ({
  side: sideOf(trip),
  openId: trip.openId,
  openTime,
  amount: formatE18(trip.quantity),
  enteredAmount: formatE18(trip.entered),
  exitedAmount: formatE18(trip.exited),
  avgEntry: formatE36(trip.averageEntry),
  feesSoFar: formatE36(trip.feesSoFar),
});

/** Amount by coin. */
export const coinsOf = (coins: readonly CoinAmount[]): Readonly<Record<string, string>> =>
  Object.fromEntries(coins.map(({ currency, amount }) => [currency, formatE36(amount)]));
