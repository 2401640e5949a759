import { describe, expect, test } from 'vitest';
import type { ImportProgress } from '../../../../../extension/engine/api/imports';
import { importControls, percentDone, timeLeft } from '../../../../../extension/ui/accounts/import-figures';
import { unixMs } from '../../../../../shared/result';

const progress: ImportProgress = {
  accountId: 'a1',
  kind: 'import',
  by: 'symbol',
  readFrom: null,
  readTo: null,
  state: 'running',
  symbolsDone: 0,
  symbolsTotal: 0,
  symbol: null,
  fillsStored: 0,
  fillsPerSecond: null,
  timeLeftMs: null,
  reachedFrom: null,
  reachedTo: null,
  retryAt: null,
  failure: null,
  warnings: [],
  startedAt: null,
  finishedAt: null,
};

const now = Date.UTC(2026, 10, 21);

describe('how far an import is', () => {
  test('2 of 3 symbols are 66 percent', () => {
    // 2 ÷ 3 = 66.67 %, rounded down
    expect(percentDone({ ...progress, symbolsDone: 2, symbolsTotal: 3 }, now)).toBe(66);
  });

  test('199 of 200 is not said to be 100', () => {
    expect(percentDone({ ...progress, symbolsDone: 199, symbolsTotal: 200 }, now)).toBe(99);
  });

  test('of an account that is read as a whole it is the time read of the time there is', () => {
    const day = 86_400_000;
    const whole = { ...progress, by: 'account' as const, readFrom: unixMs(now - 300 * day) };
    expect(percentDone(whole, now)).toBeNull();
    // 101 of 300 days are 33.67 %
    expect(percentDone({ ...whole, readTo: unixMs(now - 199 * day) }, now)).toBe(33);
    expect(percentDone({ ...whole, readTo: unixMs(now) }, now)).toBe(100);
  });

  test('before the symbols are known there is no share', () => {
    expect(percentDone(progress, now)).toBeNull();
  });
});

describe('time left', () => {
  test('less than a minute is said in seconds, never 0', () => {
    expect(timeLeft(59_500)).toEqual({ unit: 'seconds', count: 60 });
    expect(timeLeft(0)).toEqual({ unit: 'seconds', count: 1 });
  });

  test('61 seconds are two minutes, never shorter than it is', () => {
    expect(timeLeft(61_000)).toEqual({ unit: 'minutes', count: 2 });
  });

  test('two hours and more are said in hours', () => {
    expect(timeLeft(119 * 60_000)).toEqual({ unit: 'minutes', count: 119 });
    expect(timeLeft(121 * 60_000)).toEqual({ unit: 'hours', count: 3 });
  });
});

describe('what may be done about an import', () => {
  test.each([
    ['idle', { start: 'start', cancel: false }],
    ['running', { start: null, cancel: true }],
    ['waiting', { start: null, cancel: true }],
    ['stopped', { start: 'resume', cancel: false }],
    ['complete', { start: 'again', cancel: false }],
    ['complete-with-warnings', { start: 'again', cancel: false }],
  ] as const)('%s', (state, controls) => {
    expect(importControls({ ...progress, state })).toEqual(controls);
  });

  test('one that was stopped goes on with what it has read; before anything was, it is started', () => {
    const stopped: ImportProgress = { ...progress, state: 'paused' };
    expect(importControls(stopped)).toEqual({ start: 'start', cancel: false });
    const read: readonly Partial<ImportProgress>[] = [
      { fillsStored: 1 },
      { symbolsDone: 1 },
      { readTo: unixMs(now) },
      { finishedAt: unixMs(now) }, // read to the end before, and there was nothing
      { kind: 'deep-scan' },
    ];
    for (const part of read) expect(importControls({ ...stopped, ...part }).start).toBe('resume');
  });
});
