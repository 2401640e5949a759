/** Thousands of symbols: found by any spelling, sorted with what is not known last. */
import { expect, test } from 'vitest';
import type { SymbolCoverage } from '../../../../../extension/engine/api/accounts';
import { searchCoverage, sortCoverage } from '../../../../../extension/ui/accounts/coverage-rows';
import { unixMs } from '../../../../../shared/result';

const row = (symbol: string, fills: number, change: Partial<SymbolCoverage> = {}): SymbolCoverage => ({
  ...{ symbol, fills, coveredFrom: unixMs(0), coveredTo: unixMs(50), lastReadAt: unixMs(50) },
  ...{ state: fills > 0 ? 'covered' : 'empty', failure: null, spans: [] },
  ...change,
});
const unread = { state: 'pending', coveredFrom: null, coveredTo: null } as const;
const rows = [
  row('BTC/USDT', 9),
  row('ETH/BTC', 0),
  row('ADA/USDT', 0, unread),
  row('SOL/USDT', 12, { state: 'partial', coveredTo: unixMs(20) }),
];
const names = (found: readonly SymbolCoverage[]) => found.map(({ symbol }) => symbol);

test('a symbol is found by any part of it, however it is spelled', () => {
  expect(names(searchCoverage(rows, ' btc'))).toEqual(['BTC/USDT', 'ETH/BTC']);
  expect(names(searchCoverage(rows, 'sol_us'))).toEqual(['SOL/USDT']);
  expect(names(searchCoverage(rows, 'SOLUSDT'))).toEqual(['SOL/USDT']);
  expect(searchCoverage(rows, 'LUNA')).toEqual([]);
  expect(searchCoverage(rows, ' ')).toBe(rows);
});

test('a count that nobody knows comes last, whichever way fills are sorted', () => {
  expect(names(sortCoverage(rows, 'fills', true))).toEqual(['SOL/USDT', 'BTC/USDT', 'ETH/BTC', 'ADA/USDT']); // 12, 9, 0, —
  expect(names(sortCoverage(rows, 'fills', false))).toEqual(['ETH/BTC', 'BTC/USDT', 'SOL/USDT', 'ADA/USDT']); // 0, 9, 12, —
  expect(names(sortCoverage(rows, 'to', false)).at(-1)).toBe('ADA/USDT');
});

test('equal ones stand by symbol, and states with what needs a look first', () => {
  expect(names(sortCoverage(rows, 'from', false))).toEqual(['BTC/USDT', 'ETH/BTC', 'SOL/USDT', 'ADA/USDT']);
  expect(names(sortCoverage(rows, 'state', false))).toEqual(['SOL/USDT', 'ADA/USDT', 'BTC/USDT', 'ETH/BTC']);
  expect(names(sortCoverage(rows, 'symbol', true))).toEqual(['SOL/USDT', 'ETH/BTC', 'BTC/USDT', 'ADA/USDT']);
});
