import { expect, test } from 'vitest';
import { createPageCalls } from '../../../../extension/engine/page-calls';

test('a page that asked for rows is asking for the next 300 ms', () => {
  let now = 1_000;
  const calls = createPageCalls(() => now);
  expect(calls.isAsking()).toBe(false);
  calls.note();
  now = 1_299;
  expect(calls.isAsking()).toBe(true);
  now = 1_300; // 1,000 + 300
  expect(calls.isAsking()).toBe(false);
});

test('a clock that is set back makes no page ask until it has caught up', () => {
  let now = 60_000;
  const calls = createPageCalls(() => now);
  calls.note();
  now = 0;
  expect(calls.isAsking()).toBe(false);
});
