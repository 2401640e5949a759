/** From when on a value counts as old. */
import { expect, test } from 'vitest';
import { staleAfterMs } from '../../../../extension/ui/view-settings';

test.each([
  // the interval, and a minute for the refresh itself
  [1, 2],
  [5, 6],
  [60, 61],
  // by hand alone: an hour and that minute
  ['manual', 61],
] as const)('refreshed every %s, a value is old after %d minutes', (minutes, old) => {
  expect(staleAfterMs(minutes)).toBe(old * 60_000);
});
