/** What `npm run bench` says of itself, and when it fails. */
import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { benches } from '../../bench/benches';
import { brokenLimits, measurementOf, rateOf, worstOf } from '../../bench/measurement';

const root = fileURLToPath(new URL('../../..', import.meta.url));

test('the help names every benchmark that there is, and no other', () => {
  const { stdout } = spawnSync('node', ['scripts/bench.mjs', '--help'], { cwd: root, encoding: 'utf8' });
  // benchmarks of one run stand together: "store_open_1m, store_write_1m: …"
  const named = [...stdout.matchAll(/^ {2}([a-z0-9_]+(?:, [a-z0-9_]+)*): /gm)].flatMap(([, names = '']) =>
    names.split(', '),
  );
  expect(named.sort()).toEqual(Object.keys(benches).sort());
});

test('the worst round counts where there is a limit, the median where rivals are only compared', () => {
  // the worst of 20, 60 and 30 is 60, their median 30; of the rival's 10, 40 and 20 it is 40 and 20
  const worst = worstOf([20, 60, 30], [10, 40, 20], 50);
  expect(worst).toEqual({ value: 60, unit: 'ms', rival: 40, ratio: 1.5, limit: 50, ratioLimit: null });
  expect(measurementOf([20, 60, 30], [10, 40, 20])).toMatchObject({ value: 30, rival: 20, ratio: 1.5, limit: null });
});

test('a value over its limit is told with both figures, one at its limit is not', () => {
  const [over, at] = [worstOf([50.1], [1], 50), worstOf([50], [1], 50)];
  expect(brokenLimits({ over, at, free: measurementOf([900], [1]) })).toEqual([
    'over: 50.1 ms, more than the limit of 50 ms',
  ]);
});

test('a ratio over its limit is told too', () => {
  const [over, at] = [measurementOf([26], [10], { ratio: 2.5 }), measurementOf([25], [10], { ratio: 2.5 })];
  expect(brokenLimits({ over, at })).toEqual(['over: 2.60 times its rival, more than the limit of 2.5']);
});

test('a rate is told where it is under its limit, or under the rival as far as it may be', () => {
  const [under, at] = [rateOf([399], [200], { value: 400 }), rateOf([400], [200], { value: 400 })];
  expect(brokenLimits({ under, at })).toEqual(['under: 399.0 /s, less than the limit of 400 /s']);
  // 149 of 100 is 1.49 times the rival, 150 is 1.5 times
  const [slower, enough] = [rateOf([149], [100], { ratio: 1.5 }), rateOf([150], [100], { ratio: 1.5 })];
  expect(brokenLimits({ slower, enough })).toEqual(['slower: 1.49 times its rival, less than the limit of 1.5']);
});

test('a limited benchmark that measured nothing does not pass', () => {
  expect(() => worstOf([], [1], 50)).toThrow();
  expect(brokenLimits({ none: worstOf([Number.NaN], [1], 50) })).toHaveLength(1);
  expect(brokenLimits({ none: rateOf([Number.NaN], [1], { value: 50 }) })).toHaveLength(1);
});
