/** The longest runs of wins and of losses. */
import { type ClosedTrade, inOrderOfClose } from './closed-trade';

/** Lengths in trades, 0 where there is none. */
export interface Streaks {
  readonly longestWinStreak: number;
  readonly longestLossStreak: number;
}

/**
 * In the order of (close time, id). A trade of exactly 0 ends both kinds of run.
 *
 * Nets of 1, 2, 0, 3, −1, −2 have a longest win streak of 2 and a longest loss streak of 2.
 */
export function streaks(trades: readonly ClosedTrade[]): Streaks {
  let [winning, losing, longestWinStreak, longestLossStreak] = [0, 0, 0, 0];
  for (const { net } of inOrderOfClose(trades)) {
    winning = net > 0n ? winning + 1 : 0;
    losing = net < 0n ? losing + 1 : 0;
    longestWinStreak = Math.max(longestWinStreak, winning);
    longestLossStreak = Math.max(longestLossStreak, losing);
  }
  return { longestWinStreak, longestLossStreak };
}
