/** The popup's bar of shares: what is named, what is one part, and percentages that never make a little into nothing. */
import { expect, test } from 'vitest';
import type { AllocationPart } from '../../../../../extension/engine/api/allocation';
import { barParts } from '../../../../../extension/ui/popup/allocation-bar';
import { decimal } from '../../../../../shared/money/decimal';

const part = (id: string | null, rate: string): AllocationPart => ({
  id,
  count: id === null ? 12 : 1,
  amount: decimal('1'),
  rate: decimal(rate),
});
const told = (...parts: readonly AllocationPart[]) =>
  barParts(parts).map(({ asset, percent }) => `${asset ?? 'others'} ${percent}`);

test('the three largest are named and all smaller ones are others, as wide as their sum', () => {
  const parts = [part('BTC', '0.6'), part('USDT', '0.2'), part('ETH', '0.1'), part('SUI', '0.06'), part(null, '0.04')];
  expect(told(...parts)).toEqual(['BTC 60 %', 'USDT 20 %', 'ETH 10 %', 'others 10 %']); // 6 % + 4 %
  expect(barParts(parts).map(({ millionths }) => millionths)).toEqual([600_000, 200_000, 100_000, 100_000]);
});

test('a single fourth one is named, too', () => {
  expect(told(part('A', '0.4'), part('B', '0.3'), part('C', '0.2'), part('D', '0.1')).at(-1)).toBe('D 10 %');
});

test('what is not nothing is never 0 %', () => {
  expect(told(part('BTC', '0.999'), part('DUST', '0.001'))).toEqual(['BTC 100 %', 'DUST < 1 %']);
});

test('where nothing is known there is no bar', () => {
  expect(barParts([])).toEqual([]);
});
