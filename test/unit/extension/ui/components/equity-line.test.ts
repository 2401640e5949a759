/** Which days the line of equity goes through. */
import { expect, test } from 'vitest';
import type { EquityPoint } from '../../../../../extension/engine/api/overview';
import { drawnDays } from '../../../../../extension/ui/components/EquityLine';
import { decimal } from '../../../../../shared/money/decimal';

const day = (date: string, amount: string | null, partial = false): EquityPoint => ({
  date,
  amount: amount === null ? null : decimal(amount),
  partial,
});
const datesOf = (points: readonly EquityPoint[]) => drawnDays(points).map(({ date }) => date);

test('a day on which an account could not be read is no fall of the line', () => {
  const points = [day('2026-11-19', '40411'), day('2026-11-20', '40483'), day('2026-11-21', '22732', true)];
  expect(datesOf(points)).toEqual(['2026-11-19', '2026-11-20']);
});

test('a day without a value is left out', () => {
  expect(datesOf([day('2026-11-19', '1'), day('2026-11-20', null), day('2026-11-21', '2')])).toEqual([
    '2026-11-19',
    '2026-11-21',
  ]);
});

test('where fewer than two days are whole, all that are known are drawn', () => {
  const points = [day('2026-11-19', '1', true), day('2026-11-20', '2', true), day('2026-11-21', '3')];
  expect(datesOf(points)).toEqual(['2026-11-19', '2026-11-20', '2026-11-21']);
});
