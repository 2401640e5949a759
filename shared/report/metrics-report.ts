/** All metrics of closed trades and of a daily equity series, as JSON: decimals as texts, half to even at 18 places. */
import type { DailyEquity } from '../metrics/closed-trade';
import { type Fall, maxDrawdown, partOf } from '../metrics/drawdown';
import { cagr, calmar, totalReturn } from '../metrics/growth';
import { sharpe } from '../metrics/sharpe';
import { sortino } from '../metrics/sortino';
import { streaks } from '../metrics/streaks';
import { tradeResults } from '../metrics/trade-results';
import { type E18, type E36, formatE18, roundE18, zero36 } from '../money/decimal';
import type { MetricsInput } from './metrics-input';

const ratio = (value: E18 | null): string | null => (value === null ? null : formatE18(value));
const amount = (value: E36): string => formatE18(roundE18(value));
const amountOrNull = (value: E36 | null): string | null => (value === null ? null : amount(value));

/** What is undefined is null, never 0; without equity values there is no `equity`. */
export function metricsReport({ trades, equity }: MetricsInput): Readonly<Record<string, unknown>> {
  const results = tradeResults(trades);
  return {
    trades: results.trades,
    wins: results.wins,
    losses: results.losses,
    breakeven: results.breakeven,
    net: amount(results.net),
    winRate: ratio(results.winRate),
    profitFactor: ratio(results.profitFactor),
    expectancy: ratio(results.expectancy),
    averageWin: ratio(results.averageWin),
    averageLoss: ratio(results.averageLoss),
    largestWin: amountOrNull(results.largestWin),
    largestLoss: amountOrNull(results.largestLoss),
    ...streaks(trades),
    averageHoldMs: ratio(results.averageHoldMs),
    ...(equity.length === 0 ? {} : { equity: equityReport(equity) }),
  };
}

const datesOf = (fall: Fall | null) => [fall?.peak.date ?? null, fall?.trough.date ?? null] as const;

function equityReport(equity: readonly DailyEquity[]) {
  const drawdown = maxDrawdown(equity);
  const [amountPeakDate, amountTroughDate] = datesOf(drawdown.byAmount);
  const [pctPeakDate, pctTroughDate] = datesOf(drawdown.byPart);
  return {
    days: equity.length,
    totalReturn: ratio(totalReturn(equity)),
    maxDrawdown: {
      amount: amount(drawdown.byAmount?.depth ?? zero36),
      amountPeakDate,
      amountTroughDate,
      pct: formatE18(partOf(drawdown.byPart)),
      pctPeakDate,
      pctTroughDate,
    },
    sharpe: ratio(sharpe(equity)),
    sortino: ratio(sortino(equity)),
    cagr: ratio(cagr(equity)),
    calmar: ratio(calmar(equity, drawdown)),
  };
}
