/** What metrics are made from: closed trades, and one value of equity a day. */
import { compareFillIds } from '../ledger/fill';
import type { E36 } from '../money/decimal';

/**
 * A closed trade: a round trip, or a closing.
 *
 * `openedAtUs`, `closedAtUs`: microseconds since 1970. `net` = gross − fees, in one currency for all trades of a metric; a win
 * is above 0, a loss below.
 */
export interface ClosedTrade {
  readonly id: string;
  readonly openedAtUs: number;
  readonly closedAtUs: number;
  readonly net: E36;
}

/** The equity at the end of a UTC day, deposits and withdrawals taken out: a deposit is not a gain. `date` is `2024-01-31`. */
export interface DailyEquity {
  readonly date: string;
  readonly equity: E36;
}

/** Trades in the order in which they closed; equal instants by id, as fills are ordered. */
export const inOrderOfClose = (trades: readonly ClosedTrade[]): readonly ClosedTrade[] =>
  trades.toSorted((a, b) => a.closedAtUs - b.closedAtUs || compareFillIds(a.id, b.id));
