/** The days of a shared snapshot's equity line, over the accounts that were chosen: amounts, or an index that tells none. */
import { add36, type E36, e36, formatE36, zero36 } from '../../shared/money/decimal';
import { contentLimits, type SharedDay } from '../../shared/snapshot/content';
import { percentOf } from './share-figures';

/** What one account was worth each day, oldest first; `live`: false where nothing is asked of it any more. */
export interface SharedAccountDays {
  readonly live: boolean;
  readonly days: readonly { readonly date: string; readonly value: string | null }[];
}

/** The sum of each day that any account was observed; `partial` where one that was there by then lacks. The last 400 days. */
export function equityDays(accounts: readonly SharedAccountDays[]): readonly SharedDay[] {
  const byDate = new Map<string, Map<SharedAccountDays, string | null>>();
  for (const account of accounts)
    for (const { date, value } of account.days)
      byDate.set(date, (byDate.get(date) ?? new Map<SharedAccountDays, string | null>()).set(account, value));
  const dates = [...byDate.keys()].sort().slice(-contentLimits.days);
  return dates.map((date): SharedDay => {
    const of = byDate.get(date) ?? new Map<SharedAccountDays, string | null>();
    const expected = accounts.filter(
      ({ days, live }) => date >= (days[0]?.date ?? '9') && (live || date <= (days.at(-1)?.date ?? '')),
    );
    const known = expected.flatMap((account) => of.get(account) ?? []);
    const sum = known.reduce<E36>((total, value) => add36(total, e36(value)), zero36);
    return { date, value: known.length === 0 ? null : formatE36(sum), partial: known.length < expected.length };
  });
}

/** The same with the first whole day above 0 as 100 and two decimals; days before it have no value. */
export function equityIndex(days: readonly SharedDay[]): readonly SharedDay[] {
  const first = days.findIndex(({ value, partial }) => value !== null && !partial && e36(value) > 0n);
  const base = days[first]?.value ?? null;
  return days.map((day, at) => ({
    ...day,
    value: base === null || day.value === null || at < first ? null : percentOf(day.value, base),
  }));
}
