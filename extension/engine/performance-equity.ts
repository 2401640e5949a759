/**
 * Return and risk of some accounts together over a span of time, from what they were worth each day, cash flows removed.
 *
 * A flow is worth its amount at the price that its asset had in the account's own observation of that day. An account that comes
 * later counts as a deposit of its first value, one that is asked no more as a withdrawal of its last: neither is a gain. The fee
 * of a withdrawal is a cost, so that only what arrived is taken out.
 */
import { z } from 'zod';
import type { Flow } from '../../shared/ledger/flow';
import { type DayFlow, type DayValue, dailyEquity } from '../../shared/metrics/daily-equity';
import { maxDrawdown, partOf } from '../../shared/metrics/drawdown';
import { cagr, calmar, totalReturn } from '../../shared/metrics/growth';
import { sharpe } from '../../shared/metrics/sharpe';
import { sortino } from '../../shared/metrics/sortino';
import {
  add36,
  type DecimalString,
  type E18,
  type E36,
  e18,
  e36,
  formatE18,
  formatE36,
  neg36,
  share36,
  zero36,
} from '../../shared/money/decimal';
import { dayMs, nextUtcDay, utcDayOf } from '../../shared/utc-day';
import type { EquityMetrics, EquityPerformance, PerformanceFilter } from './api/performance';

/** What an account was worth on a day, observed at `at`; `assets` is the text that `equity.ts` writes. */
interface ObservedDay {
  readonly date: string;
  readonly at: number;
  readonly value: DecimalString | null;
  readonly assets: string;
}

/**
 * - `live`: false for one that is asked no more: after its last day it holds nothing that counts.
 * - `days`: one a day, oldest first.
 * - `flows`: null where they were not all read; then deposits would count as gains. `flowsReadAt`: what came later is not known.
 */
export interface AccountEquity {
  readonly id: string;
  readonly label: string;
  readonly live: boolean;
  readonly days: readonly ObservedDay[];
  readonly flows: readonly Flow[] | null;
  readonly flowsReadAt: number;
}

/** What moves money in or out; a conversion is worth as much as before, and a reward is a gain. */
const moves: ReadonlySet<Flow['kind']> = new Set<Flow['kind']>(['deposit', 'withdrawal', 'transfer']);

const assetsSchema = z.array(z.tuple([z.string(), z.string(), z.string().nullable()]));

/** An amount of an asset at the day's own price; null where the day does not tell it. */
function worthOn({ assets }: ObservedDay, currency: string, { asset, amount }: Flow): E36 | null {
  if (asset === currency) return e36(amount);
  const held = assetsSchema.safeParse(JSON.parse(assets));
  if (!held.success) return null;
  for (const [name, total, worth] of held.data)
    if (name === asset && worth !== null && e18(total) > 0n) return share36(e36(worth), e18(amount), e18(total));
  return null;
}

const knownValue = ({ value, at }: ObservedDay, { flowsReadAt }: AccountEquity): E36 | null =>
  value === null || at > flowsReadAt ? null : e36(value);

/** The account's own flows after its first day, and its coming and going. */
function flowsOf(account: AccountEquity, currency: string, firstOfAll: string): readonly DayFlow[] {
  const [first, last] = [account.days[0], account.days.at(-1)];
  if (!first || !last) return [];
  const byDate = new Map(account.days.map((day) => [day.date, day]));
  const own = (account.flows ?? []).flatMap((flow): readonly DayFlow[] => {
    const date = utcDayOf(flow.occurredAtUs / 1_000);
    if (!moves.has(flow.kind) || flow.status === 'void' || date <= first.date) return [];
    const day = byDate.get(date);
    // one that is under way may have left the balance already, or not
    return [{ date, value: day && flow.status === 'completed' ? worthOn(day, currency, flow) : null }];
  });
  const came = first.date > firstOfAll ? [{ date: first.date, value: knownValue(first, account) }] : [];
  const lastValue = knownValue(last, account);
  const went = account.live
    ? []
    : [{ date: nextUtcDay(last.date), value: lastValue === null ? null : neg36(lastValue) }];
  return [...own, ...came, ...went];
}

/** The sum of all accounts on each day that any of them was observed; null where one of them lacks. */
function valuesOf(accounts: readonly AccountEquity[]): readonly DayValue[] {
  const byDate = new Map<string, Map<AccountEquity, E36 | null>>();
  for (const account of accounts)
    for (const day of account.days) {
      const of = byDate.get(day.date) ?? new Map<AccountEquity, E36 | null>();
      byDate.set(day.date, of.set(account, knownValue(day, account)));
    }
  return [...byDate].map(([date, of]) => {
    const expected = accounts.filter(
      ({ days, live }) => date >= (days[0]?.date ?? date) && (live || date <= (days.at(-1)?.date ?? '')),
    );
    let sum: E36 | null = zero36;
    for (const account of expected) {
      const value: E36 | null = of.get(account) ?? null;
      sum = sum === null || value === null ? null : add36(sum, value);
    }
    return { date, value: sum };
  });
}

type Unknown = Extract<EquityPerformance, { state: 'unknown' }>;

/** `currency`: that of the days' values. */
export function equityPerformance(
  all: readonly AccountEquity[],
  currency: string,
  { symbolId, side, fromMs, toMs }: Pick<PerformanceFilter, 'symbolId' | 'side' | 'fromMs' | 'toMs'>,
): EquityPerformance {
  const accounts = all.filter(({ days }) => days.length > 0);
  const firsts = accounts.flatMap(({ days }) => days[0]?.date ?? []).sort();
  const firstOfAll = firsts[0] ?? '';
  // a span begins with what there was at the end of the day before
  const within = valuesOf(accounts).filter(
    ({ date }) =>
      (fromMs === null || date >= utcDayOf(fromMs - dayMs)) && (toMs === null || date <= utcDayOf(toMs - 1)),
  );
  const unknown = (why: Unknown['why'], of: Unknown['accounts'] = []): Unknown => ({
    ...{ state: 'unknown', why, accounts: of, recordedSince: firsts[0] ?? null },
    days: within.filter(({ value }) => value !== null).length,
  });
  if (symbolId !== null || side !== null) return unknown('narrowed');
  const unread = accounts.filter(({ flows }) => flows === null).map(({ id, label }) => ({ id, label }));
  if (unread.length > 0) return unknown('flows-unknown', unread);
  const { days, before } = dailyEquity(
    within,
    accounts.flatMap((account) => flowsOf(account, currency, firstOfAll)),
  );
  if (fromMs !== null && before !== null && before.reason !== 'no-capital') return unknown('days-missing');
  return days.length < 2 ? unknown('too-short') : { state: 'known', metrics: metricsOf(days) };
}

const shown = (value: E18 | null): DecimalString | null => (value === null ? null : formatE18(value));

function metricsOf(equity: Parameters<typeof sharpe>[0]): EquityMetrics {
  const drawdown = maxDrawdown(equity);
  const { byAmount, byPart } = drawdown;
  return {
    days: equity.length,
    from: equity[0]?.date ?? '',
    to: equity.at(-1)?.date ?? '',
    totalReturn: shown(totalReturn(equity)),
    maxDrawdown: {
      amount: formatE36(byAmount?.depth ?? zero36),
      amountPeak: byAmount?.peak.date ?? null,
      amountTrough: byAmount?.trough.date ?? null,
      part: formatE18(partOf(byPart)),
      partPeak: byPart?.peak.date ?? null,
      partTrough: byPart?.trough.date ?? null,
    },
    sharpe: shown(sharpe(equity)),
    sortino: shown(sortino(equity)),
    cagr: shown(cagr(equity)),
    calmar: shown(calmar(equity, drawdown)),
  };
}
