/**
 * Daily equity with cash flows removed: what the account would be worth had nothing been put in or taken out since the first day.
 *
 * **How a flow is removed.** The flows of a UTC day are added up to one net flow. A net deposit counts as there from the day's
 * beginning, a net withdrawal as there until the day's end, whatever the hour: so the day's capital is never divided by less than
 * what was at work, and money that moves between two accounts of the sum within a day cancels out. The day's growth is
 *
 *     (value at the end + net withdrawal) ÷ (value at the end of the day before + net deposit)
 *
 * and each day's equity is that of the day before × the day's growth, the first day's being its value. This is the time-weighted
 * return of daily periods (GIPS Standards 2020, Handbook, 2.A: external cash flows do not touch the return of a period). Days
 * without a flow keep the proportion between value and equity exactly; each day with one rounds once, half to even at 36 decimals.
 *
 * Value 100, then 1,110 after a deposit of 1,000, then 1,221: growth 1110 ÷ 1100 and 1221 ÷ 1110, so equity is 100,
 * 100.909…, 111 and the whole return 0.11, where the bare values would tell 11.21.
 *
 * An amount of equity (the depth of a drawdown) is therefore in proportion to the first day's value; `gain` is in real money.
 *
 * **Nothing is interpolated.** A day that is absent, has no value or a flow without a value ends the series; it goes on anew
 * behind. The newest run of days is given, with what cut it on either side.
 */
import { add36, type E36, neg36, share36, sub36, zero36 } from '../money/decimal';
import { nextUtcDay } from '../utc-day';
import type { DailyEquity } from './closed-trade';

/** What everything was worth at the end of a UTC day (`2024-01-31`); null where that, or a part of it, is not known. */
export interface DayValue {
  readonly date: string;
  readonly value: E36 | null;
}

/** A deposit (> 0) or withdrawal (< 0) of a UTC day at its value that day, in the currency of the values; null where not known. */
export interface DayFlow {
  readonly date: string;
  readonly value: E36 | null;
}

/**
 * Why a series has an end at `date`.
 *
 * - `no-value`: that day's value is not known.
 * - `missing-day`: that day, and perhaps more behind it, was never observed.
 * - `flow-not-valued`: a flow of that day has no value, so nobody can tell it from a gain; the day itself has a value.
 * - `no-capital`: that day began, or the series would begin, with nothing or with a debt: there is no return on it.
 */
interface EquityCut {
  readonly date: string;
  readonly reason: 'no-value' | 'missing-day' | 'flow-not-valued' | 'no-capital';
}

/**
 * One day of the series. `equity`: flows removed. `value`: as it was observed. `gain` = value − value of the day before − flow, in
 * money; null on the first day, whose flow is part of where it starts.
 */
interface EquityDay extends DailyEquity {
  readonly value: E36;
  readonly gain: E36 | null;
}

/**
 * The newest run of consecutive days, oldest first; empty where no day has a value above 0.
 *
 * `before`: what keeps it from beginning earlier; null where it begins with the first day that was given, or there is no run.
 * `after`: what ended it before the last day that was given; null where it reaches that day. Without a run it is the last cut.
 */
interface EquitySeries {
  readonly days: readonly EquityDay[];
  readonly before: EquityCut | null;
  readonly after: EquityCut | null;
}

/** A run while it is built: days since the last flow are in proportion to that day, so that they do not round. */
interface Run {
  readonly days: EquityDay[];
  readonly before: EquityCut | null;
  anchor: EquityDay;
}

function inOrder(values: readonly DayValue[]): readonly DayValue[] {
  const sorted = values.toSorted((a, b) => (a.date < b.date ? -1 : a.date > b.date ? 1 : 0));
  const double = sorted.find(({ date }, index) => sorted[index - 1]?.date === date);
  if (double) throw new RangeError(`two values of one day: ${double.date}`);
  return sorted;
}

/** The net flow by day; null where one of the day's is not known. */
function netFlows(flows: readonly DayFlow[]): ReadonlyMap<string, E36 | null> {
  const net = new Map<string, E36 | null>();
  for (const { date, value } of flows) {
    const sum = net.get(date) ?? (net.has(date) ? null : zero36);
    net.set(date, sum === null || value === null ? null : add36(sum, value));
  }
  return net;
}

const runFrom = (date: string, value: E36, before: EquityCut | null): Run => {
  const first = { date, equity: value, value, gain: null };
  return { days: [first], before, anchor: first };
};

/** The day's equity after the days of the run; null where the day began with no capital. */
function equityAfter(run: Run, last: EquityDay, value: E36, flow: E36): E36 | null {
  const capital = flow > 0n ? add36(last.value, flow) : last.value;
  const result = flow < 0n ? add36(value, neg36(flow)) : value;
  if (last.equity <= 0n) return null;
  if (capital === 0n && result === 0n) return last.equity; // nothing at work, nothing made
  if (capital <= 0n) return null;
  const { anchor } = run;
  return flow === 0n ? share36(anchor.equity, value, anchor.value) : share36(last.equity, result, capital);
}

/** Takes the day into the run, or says what cuts it off. */
function append(run: Run, { date }: DayValue, value: E36, flow: E36 | null): EquityCut | null {
  const last = run.days.at(-1) ?? run.anchor;
  const expected = nextUtcDay(last.date);
  if (date !== expected) return { date: expected, reason: 'missing-day' };
  if (flow === null) return { date, reason: 'flow-not-valued' };
  const equity = equityAfter(run, last, value, flow);
  if (equity === null) return { date, reason: 'no-capital' };
  const day = { date, equity, value, gain: sub36(sub36(value, last.value), flow) };
  run.days.push(day);
  if (flow !== 0n) run.anchor = day;
  return null;
}

/**
 * The daily equity that the metrics (return, drawdown, Sharpe, …) are made of, from the observed values and the cash flows.
 *
 * `values` in any order, one a day; two of one day throw, since one of them is wrong. `flows` in any order, several a day are
 * added up; those on the first day of a run, or on no day of it, count for nothing. No values give an empty series.
 */
export function dailyEquity(values: readonly DayValue[], flows: readonly DayFlow[]): EquitySeries {
  const net = netFlows(flows);
  let newest: Run | null = null;
  let open = false;
  let cut: EquityCut | null = null;
  for (const day of inOrder(values)) {
    const { date, value } = day;
    const flow = net.get(date) ?? (net.has(date) ? null : zero36);
    if (value === null) [open, cut] = [false, { date, reason: 'no-value' }];
    else {
      const broken: EquityCut | null = open && newest ? append(newest, day, value, flow) : cut;
      if (open && broken === null) continue;
      open = value > 0n;
      if (open) newest = runFrom(date, value, broken);
      cut = open ? null : { date, reason: 'no-capital' };
    }
  }
  return { days: newest?.days ?? [], before: newest?.before ?? null, after: open ? null : cut };
}
