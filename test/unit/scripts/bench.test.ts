/** What `npm run bench` says of itself, and when it fails. */
import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { benches } from '../../bench/benches';
import { brokenLimits, measurementOf, worstOf } from '../../bench/measurement';

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

test('a limited benchmark that measured nothing does not pass', () => {
  expect(() => worstOf([], [1], 50)).toThrow();
  expect(brokenLimits({ none: worstOf([Number.NaN], [1], 50) })).toHaveLength(1);
});
