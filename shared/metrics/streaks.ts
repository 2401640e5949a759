/** The longest runs of wins and of losses. */
import { type ClosedTrade, inOrderOfClose } from './closed-trade';

/** Lengths in trades, 0 where there is none. */
export interface Streaks {
  readonly longestWinStreak: number;
  readonly longestLossStreak: number;
}

/** Streaks that are counted trade by trade: `winning` and `losing` are the runs that are going on. */
export interface StreakCount extends Streaks {
  winning: number;
  losing: number;
  longestWinStreak: number;
  longestLossStreak: number;
}

/** No trade yet. */
export const noStreaks = (): StreakCount => ({ winning: 0, losing: 0, longestWinStreak: 0, longestLossStreak: 0 });

/** Counts the trade that closed next. `sign` of its net: above 0 for a win, below for a loss; 0 ends both kinds of run. */
export function countStreak(count: StreakCount, sign: number): void {
  count.winning = sign > 0 ? count.winning + 1 : 0;
  count.losing = sign < 0 ? count.losing + 1 : 0;
  if (count.winning > count.longestWinStreak) count.longestWinStreak = count.winning;
  if (count.losing > count.longestLossStreak) count.longestLossStreak = count.losing;
}

/**
 * In the order of (close time, id). A trade of exactly 0 ends both kinds of run.
 *
 * Nets of 1, 2, 0, 3, −1, −2 have a longest win streak of 2 and a longest loss streak of 2.
 */
export function streaks(trades: readonly ClosedTrade[]): Streaks {
  const count = noStreaks();
  for (const { net } of inOrderOfClose(trades)) countStreak(count, net > 0n ? 1 : net < 0n ? -1 : 0);
  return { longestWinStreak: count.longestWinStreak, longestLossStreak: count.longestLossStreak };
}
