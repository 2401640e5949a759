/** Shares of what is known: exact sums, the tail as one part, and nothing where nothing is known. */
import { expect, test } from 'vitest';
import { allocationOf, type Holding } from '../../../../extension/engine/allocation';
import { e36 } from '../../../../shared/money/decimal';

const holding = (accountId: string, asset: string, amount: string): Holding => ({
  accountId,
  asset,
  amount: e36(amount),
});

test('holdings are summed by asset and by account, largest first, each with its share of the whole', () => {
  const { known, byAsset, byAccount } = allocationOf([
    holding('a', 'BTC', '30'),
    holding('a', 'USDT', '10'),
    holding('b', 'BTC', '20'),
  ]);
  expect(known).toBe('60'); // 30 + 10 + 20
  expect(byAsset).toEqual([
    { id: 'BTC', count: 1, amount: '50', rate: '0.833333' }, // 50 ÷ 60
    { id: 'USDT', count: 1, amount: '10', rate: '0.166667' },
  ]);
  expect(byAccount.map(({ id, amount, rate }) => [id, amount, rate])).toEqual([
    ['a', '40', '0.666667'], // 40 ÷ 60
    ['b', '20', '0.333333'],
  ]);
});

test('of more than eight the smallest are one part, which says how many they are', () => {
  const nine = Array.from({ length: 9 }, (_, n) => holding('a', `A${n}`, String(10 - n)));
  const { byAsset } = allocationOf(nine); // 10 + 9 + … + 2 = 54
  expect(byAsset).toHaveLength(8);
  expect(byAsset.at(-1)).toEqual({ id: null, count: 2, amount: '5', rate: '0.092593' }); // 3 + 2; 5 ÷ 54
  expect(allocationOf(nine.slice(0, 8)).byAsset.every(({ id }) => id !== null)).toBe(true);
});

test('equal ones stand by name, and what is worth nothing is no part', () => {
  const { byAsset } = allocationOf([holding('a', 'Z', '1'), holding('a', 'B', '1'), holding('a', 'DUST', '0')]);
  expect(byAsset.map(({ id }) => id)).toEqual(['B', 'Z']);
});

test('where nothing is known there are no shares', () => {
  expect(allocationOf([])).toEqual({ known: '0', byAsset: [], byAccount: [] });
});
