/**
 * Daily equity: what each account was worth at the end of each UTC day, observed from the first day on.
 *
 * Today's observation is replaced at every refresh; when the first one of a later day comes, the last one of the day before
 * goes into the stream `snapshots`, in the same transaction. A day on which an asset had no price has no value.
 */
import { z } from 'zod';
import type { ExchangeAccount } from '../../shared/exchanges/account';
import { add36, type DecimalString, type E36, e36, formatE36, zero36 } from '../../shared/money/decimal';
import type { Failure } from '../../shared/reasons';
import { type UnixMs, unixMs } from '../../shared/result';
import { dayMs, nextUtcDay, utcDayOf } from '../../shared/utc-day';
import { snapshotStream } from '../store/snapshot-stream';
import type { SnapshotRow, Store } from '../store/store';
import { distinctRows } from '../store/streams';
import type { AssetRow } from './api/balances';
import type { PartialAmount } from './api/observed';
import type { EquityPoint } from './api/overview';

const rowSchema: z.ZodType<SnapshotRow, unknown> = z.object({
  date: z.string(),
  at: z.int().transform((value) => unixMs(value)),
  accountId: z.string(),
  currency: z.string(),
  value: z.string().transform(decimalOf).nullable(),
  assets: z.string(),
});

function decimalOf(text: string) {
  return formatE36(e36(text));
}

export interface Equity {
  /** Notes what an account is worth now; stored before it resolves, or not at all: the next refresh notes it again. */
  observe(account: ExchangeAccount, value: PartialAmount, assets: readonly AssetRow[], at: number): Promise<void>;
  /**
   * The last `days` days up to today, oldest first, from the first to the last that has an observation in `currency`; a day between
   * them that has none, as where the browser was closed, is there without an amount. An account that is not `isLive` any
   * more is missed on no day after its last observation: it holds nothing that counts.
   */
  points(currency: string, days: number, isLive: (accountId: string) => boolean): readonly EquityPoint[];
  /**
   * The currencies in which days of the same span were observed that have no observation in `currency`: their points are not
   * drawn, since what the base currency was worth then is not stored.
   */
  otherCurrencies(currency: string, days: number): readonly string[];
  /** What an account was worth in `currency` when all of it was known last; null where that was never observed. */
  lastOf(accountId: string, currency: string): { readonly value: DecimalString; readonly at: UnixMs } | null;
  /** Takes days that another device observed, and that are stored. */
  learn(rows: readonly SnapshotRow[]): void;
  /** What was observed of an account in `currency`: one row a day, oldest first. */
  days(accountId: string, currency: string): readonly SnapshotRow[];
  forget(accountId: string): Promise<void>;
}

/**
 * Loads what was observed before. An account whose snapshots cannot be read starts anew today; nothing is written over. What
 * could not be read or stored is said to `onFailure`.
 */
export async function loadEquity(
  store: Store,
  accountIds: readonly string[],
  now: () => number,
  onFailure: (failure: Failure) => void,
): Promise<Equity> {
  const past = new Map<string, readonly SnapshotRow[]>();
  const today = new Map<string, SnapshotRow>();
  const keyOf = (accountId: string): string => `equity-today:${accountId}`;
  const allRows = (): readonly SnapshotRow[] => [...[...past.values()].flat(), ...today.values()];
  const firstOf = (days: number): string => utcDayOf(now() - (days - 1) * dayMs);
  for (const accountId of accountIds) {
    const rows = await store.readSnapshots(accountId);
    if (rows.ok) past.set(accountId, rows.value.rows);
    for (const failure of rows.ok ? rows.value.failures.map((each) => each.failure) : [rows.error]) onFailure(failure);
    const latest = await store.readLocal(keyOf(accountId), rowSchema);
    if (!latest.ok) onFailure(latest.error);
    else if (latest.value) today.set(accountId, latest.value);
  }

  return {
    async observe(account, value, assets, at) {
      const whole = value.missingCount === 0 ? value.amount : null;
      const row: SnapshotRow = {
        date: utcDayOf(at),
        at: unixMs(at),
        accountId: account.id,
        currency: value.currency,
        value: whole,
        assets: JSON.stringify(
          assets.map(({ asset, total, value: worth }) => [asset, total, worth.state === 'known' ? worth.amount : null]),
        ),
      };
      const before = today.get(account.id);
      const ended = before && (before.date < row.date || before.currency !== row.currency) ? [before] : [];
      const written = await store.write({ appendSnapshots: ended, putLocal: [{ key: keyOf(account.id), value: row }] });
      if (!written.ok) return onFailure(written.error);
      today.set(account.id, row);
      past.set(account.id, [...(past.get(account.id) ?? []), ...ended]);
    },
    points(currency, days, isLive) {
      const from = firstOf(days);
      const byDate = new Map<string, Map<string, SnapshotRow>>();
      const lastDates = new Map<string, string>();
      const rows = allRows();
      for (const row of rows) {
        const day = byDate.get(row.date) ?? new Map<string, SnapshotRow>();
        byDate.set(row.date, day);
        // An account that was observed in another currency that day is missed, not left out as if it were not there.
        if (row.currency === currency || !day.has(row.accountId)) day.set(row.accountId, row);
        if (row.date > (lastDates.get(row.accountId) ?? '')) lastDates.set(row.accountId, row.date);
      }
      const seen = new Set<string>();
      const points: EquityPoint[] = [];
      for (const [date, day] of [...byDate].sort(([a], [b]) => (a < b ? -1 : 1))) {
        for (const accountId of day.keys()) seen.add(accountId);
        const expected = [...seen].filter((id) => isLive(id) || date <= (lastDates.get(id) ?? ''));
        const drawn = [...day.values()].filter((row) => row.currency === currency);
        if (date >= from && drawn.length > 0) points.push(pointOf(date, drawn, expected.length));
      }
      return withDaysBetween(points);
    },
    otherCurrencies(currency, days) {
      const rows = allRows().filter(({ date }) => date >= firstOf(days));
      const drawn = new Set(rows.flatMap((row) => (row.currency === currency ? [row.date] : [])));
      return [...new Set(rows.flatMap((row) => (drawn.has(row.date) ? [] : [row.currency])))].sort();
    },
    lastOf(accountId, currency) {
      const latest = today.get(accountId);
      const rows = [...(past.get(accountId) ?? []), ...(latest ? [latest] : [])];
      return rows.reduce<ReturnType<Equity['lastOf']>>((last, row) => {
        if (row.currency !== currency || row.value === null || (last && last.at > row.at)) return last;
        return { value: row.value, at: row.at };
      }, null);
    },
    learn(rows) {
      for (const { accountId } of rows) {
        const ofAccount = rows.filter((row) => row.accountId === accountId);
        past.set(accountId, distinctRows(snapshotStream, [...(past.get(accountId) ?? []), ...ofAccount]));
      }
    },
    days(accountId, currency) {
      const latest = today.get(accountId);
      const byDate = new Map<string, SnapshotRow>();
      for (const row of [...(past.get(accountId) ?? []), ...(latest ? [latest] : [])])
        if (row.currency === currency && row.at >= (byDate.get(row.date)?.at ?? 0)) byDate.set(row.date, row);
      return [...byDate.values()].sort((a, b) => (a.date < b.date ? -1 : 1));
    },
    async forget(accountId) {
      past.delete(accountId);
      today.delete(accountId);
      const forgotten = await store.write({ deleteLocal: [keyOf(accountId)] });
      if (!forgotten.ok) onFailure(forgotten.error);
    },
  };
}

/** A line that is drawn through these leaves a gap where nothing was observed, instead of closing it. */
function withDaysBetween(points: readonly EquityPoint[]): readonly EquityPoint[] {
  return points.flatMap((point, index) => {
    const before = points[index - 1];
    const days: EquityPoint[] = [];
    for (let date = before ? nextUtcDay(before.date) : point.date; date < point.date; date = nextUtcDay(date))
      days.push({ date, amount: null, partial: true });
    return [...days, point];
  });
}

/** One day's sum; partial when an account that was asked by then has no value that day. */
function pointOf(date: string, rows: readonly SnapshotRow[], accountsExpected: number): EquityPoint {
  const known = rows.flatMap(({ value }) => (value === null ? [] : [e36(value)]));
  const sum = known.reduce<E36>((total, value) => add36(total, value), zero36);
  return { date, amount: known.length === 0 ? null : formatE36(sum), partial: known.length < accountsExpected };
}
