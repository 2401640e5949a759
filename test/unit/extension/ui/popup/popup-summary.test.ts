/** The figures that the popup derives itself, and what a page refreshes without being asked. */
import { describe, expect, test } from 'vitest';
import type { EquityPoint, Observed, PartialAmount, PopupSummary } from '../../../../../extension/engine/api';
import { dueAccounts } from '../../../../../extension/ui/components/use-refresh';
import { todayRate } from '../../../../../extension/ui/popup/popup-summary';
import { decimal } from '../../../../../shared/money/decimal';
import type { Failure } from '../../../../../shared/reasons';
import { unixMs } from '../../../../../shared/result';

const sum = (amount: string | null, missing: PartialAmount['missing'] = []): PartialAmount => ({
  amount: amount === null ? null : decimal(amount),
  currency: 'USDT',
  missing,
  missingCount: missing.length,
  partCount: 2,
  oldestAt: null,
  lastKnown: null,
});

const point = (date: string, amount: string | null, partial = false): EquityPoint => ({
  date,
  amount: amount === null ? null : decimal(amount),
  partial,
});

describe("today's percentage", () => {
  const summary = (today: PartialAmount, ...equity: EquityPoint[]) =>
    ({ realizedToday: today, equity }) as unknown as PopupSummary; // the fields it is computed from
  const yesterday = point('2026-11-20', '12273.5');

  test('is realized today ÷ the equity at the end of the last day before', () => {
    // 184.1025 ÷ 12273.5 = 0.015
    const rate = todayRate(summary(sum('184.1025'), yesterday, point('2026-11-21', '12480')), '2026-11-21');
    expect(rate).toBe('0.015');
  });

  test('is left out where yesterday or today is only partly known', () => {
    const missing = [
      {
        accountId: 'a',
        accountLabel: 'a',
        exchange: null,
        wallet: null,
        asset: null,
        failure: { reason: 'network-failed' as const },
      },
    ];
    expect(todayRate(summary(sum('1', missing), yesterday), '2026-11-21')).toBeNull();
    expect(todayRate(summary(sum(null), yesterday), '2026-11-21')).toBeNull();
    expect(todayRate(summary(sum('1'), point('2026-11-20', '100', true)), '2026-11-21')).toBeNull();
    expect(todayRate(summary(sum('1'), point('2026-11-20', null)), '2026-11-21')).toBeNull();
    expect(todayRate(summary(sum('1')), '2026-11-21')).toBeNull();
  });
});

describe('a page asks again by itself', () => {
  const now = unixMs(10_000_000);
  const minutesAgo = (minutes: number) => unixMs(10_000_000 - minutes * 60_000);
  const failed = (failure: Failure, minutes: number): Observed<PartialAmount> => ({
    state: 'unknown',
    failure,
    failedAt: minutesAgo(minutes),
    last: null,
  });
  const due = (value: Observed<PartialAmount>) => dueAccounts([{ id: 'a', value }], now).length === 1;

  test('for what was never fetched, and for what is five minutes old', () => {
    expect(due({ state: 'pending' })).toBe(true);
    expect(due({ state: 'known', value: sum('1'), at: minutesAgo(5) })).toBe(true);
    expect(due({ state: 'known', value: sum('1'), at: minutesAgo(4) })).toBe(false);
  });

  test('after a transient failure, but never for a refused key or address', () => {
    expect(due(failed({ reason: 'network-failed' }, 6))).toBe(true);
    expect(due(failed({ reason: 'network-failed' }, 1))).toBe(false);
    expect(due(failed({ reason: 'key-rejected' }, 600))).toBe(false);
    expect(due(failed({ reason: 'ip-not-whitelisted' }, 600))).toBe(false);
  });

  test('not before the exchange allows it', () => {
    expect(due(failed({ reason: 'rate-limited', untilAt: unixMs(10_000_001) }, 6))).toBe(false);
    expect(due(failed({ reason: 'rate-limited', untilAt: unixMs(9_999_999) }, 6))).toBe(true);
  });
});
