import { expect, test } from 'vitest';
import { browserDeps } from '../../../../extension/engine/worker-deps';

const { sleep } = browserDeps();

test('a wait that is longer than a timer can be does not end at once', async () => {
  const stopped = new AbortController();
  let ended = false;
  // an exchange that asks to wait a year, 31,536,000 s: more than the 2^31 − 1 ms that a timer counts
  const year = sleep(31_536_000_000, stopped.signal).then(() => {
    ended = true;
  });
  await sleep(30, new AbortController().signal);
  expect(ended).toBe(false);
  stopped.abort();
  await year;
  expect(ended).toBe(true);
});

test('a wait that is over before it began ends, as does one of a caller that has stopped', async () => {
  await sleep(-1, new AbortController().signal);
  await sleep(1_000_000, AbortSignal.abort());
});
