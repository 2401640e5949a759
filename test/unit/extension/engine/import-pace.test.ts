import { expect, test } from 'vitest';
import { createImportPace } from '../../../../extension/engine/import-pace';

/** A meter, and its clock in milliseconds. */
function meter() {
  const clock = { now: 1_000_000 };
  return { clock, pace: createImportPace(() => clock.now) };
}

test('the time left by symbols is what the done ones took, for each that is left', () => {
  const { clock, pace } = meter();
  expect(pace.timeLeftMs(5)).toBeNull();
  clock.now += 6_000;
  pace.page(10, true, null);
  pace.page(10, true, null);
  expect(pace.timeLeftMs(5)).toBe(15_000); // 6 s ÷ 2 × 5
});

test('the time left by time is that of the span up to now, at the pace of this run', () => {
  const { clock, pace } = meter();
  pace.page(0, false, 200_000);
  expect(pace.timeToNowMs()).toBeNull();
  clock.now += 2_000;
  pace.page(0, false, 600_000);
  // 400,000 ms of history in 2,000 ms; 1,002,000 − 600,000 = 402,000 are left: 2,000 × 402,000 ÷ 400,000 = 2,010
  expect(pace.timeToNowMs()).toBe(2_010);
  pace.start();
  expect(pace.timeToNowMs()).toBeNull();
});

test('a page that comes no further, and one that tells no instant, say nothing of the pace', () => {
  const { clock, pace } = meter();
  pace.page(0, false, 200_000);
  clock.now += 2_000;
  pace.page(0, false, 200_000);
  pace.page(0, false, null);
  expect(pace.timeToNowMs()).toBeNull();
});
