/** The figures that the popup derives itself. */
import { describe, expect, test } from 'vitest';
import type { PartialAmount } from '../../../../../extension/engine/api/observed';
import type { EquityPoint } from '../../../../../extension/engine/api/overview';
import type { PopupSummary } from '../../../../../extension/engine/api/popup-summary';
import { todayRate } from '../../../../../extension/ui/popup/popup-summary';
import { decimal } from '../../../../../shared/money/decimal';

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
  const summary = (today: PartialAmount, ...equity: EquityPoint[]) => ({ today, equity }) as unknown as PopupSummary; // the fields it is computed from
  const yesterday = point('2026-11-20', '12273.5');

  test('is what was made today ÷ the equity at the end of the last day before', () => {
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
