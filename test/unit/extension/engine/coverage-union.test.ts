/** What several devices have read of one account, as one. */
import { expect, test } from 'vitest';
import { emptyCoverage, unreadStream } from '../../../../extension/engine/coverage-state';
import { unitedCoverage, unitedSpans } from '../../../../extension/engine/coverage-union';
import type { Coverage, CoverageOfStream } from '../../../../extension/store/coverage';
import { unixMs } from '../../../../shared/result';

type Span = CoverageOfStream['spans'][number];
const span = (from: number, to: number, state: Span['state']): Span => ({
  fromMs: unixMs(from),
  toMs: unixMs(to),
  state,
});

const stream = (over: Partial<CoverageOfStream>): CoverageOfStream => ({ ...unreadStream, ...over });
const coverage = (symbols: Coverage['symbols']): Coverage => ({ ...emptyCoverage('a'), symbols });

test('what one device covered is covered, whatever the other met there', () => {
  const one = [span(0, 50, 'covered'), span(50, 80, 'failed')];
  const other = [span(0, 20, 'beyond-look-back'), span(20, 60, 'empty'), span(60, 90, 'covered')];
  // 0 to 50 by the first; 50 to 60 the other read and found empty; 60 to 90 the other covered
  expect(unitedSpans([one, other])).toEqual([span(0, 50, 'covered'), span(50, 60, 'empty'), span(60, 90, 'covered')]);
});

test('a gap between two readings stays a gap', () => {
  expect(unitedSpans([[span(0, 10, 'covered')], [span(20, 30, 'covered')]])).toEqual([
    span(0, 10, 'covered'),
    span(20, 30, 'covered'),
  ]);
});

test('reading goes on where the device stopped that came furthest', () => {
  const own = coverage({ 'BTC/USDT': stream({ cursor: '7', coveredToMs: unixMs(70), state: 'covered', fills: 7 }) });
  const other = coverage({ 'BTC/USDT': stream({ cursor: '9', coveredToMs: unixMs(90), state: 'covered', fills: 5 }) });
  expect(unitedCoverage(own, [other]).symbols['BTC/USDT']).toMatchObject({ cursor: '9', coveredToMs: 90, fills: 7 });
  expect(unitedCoverage(other, [own]).symbols['BTC/USDT']).toMatchObject({ cursor: '9', coveredToMs: 90, fills: 7 });
});

test('a failure stands only where no device has come beyond it', () => {
  const failure = { reason: 'unexpected-payload' } as const;
  const failed = stream({ cursor: '7', coveredToMs: unixMs(70), state: 'failed', failure });
  const at = (coveredTo: number) =>
    coverage({ 'BTC/USDT': stream({ cursor: '9', coveredToMs: unixMs(coveredTo), state: 'covered' }) });
  const own = coverage({ 'BTC/USDT': failed });
  expect(unitedCoverage(own, [at(70)]).symbols['BTC/USDT']).toMatchObject({ state: 'covered', failure: null });
  expect(unitedCoverage(own, [at(69)]).symbols['BTC/USDT']).toMatchObject({ state: 'failed', failure });
});

test('a symbol that only another device has read is read, and the run stays this device’s own', () => {
  const other: Coverage = { ...coverage({ 'ETH/USDT': stream({ cursor: '3' }) }), state: 'running', queue: ['X'] };
  const united = unitedCoverage(emptyCoverage('a'), [other]);
  expect(Object.keys(united.symbols)).toEqual(['ETH/USDT']);
  expect([united.state, united.queue]).toEqual(['idle', []]);
});
