import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { createRepeat } from '../../../../extension/engine/retry';
import type { Failure } from '../../../../shared/reasons';
import { err, ok, type Result, unixMs } from '../../../../shared/result';

beforeEach(() => void vi.useFakeTimers({ now: 1_000_000 }));
afterEach(() => void vi.useRealTimers());

const host = 'api.binance.com';
const { signal } = new AbortController();
const down: Failure = { reason: 'network-failed', host };

/** A call that ends in these outcomes one after another, and then in the last one again. */
function scripted(...outcomes: readonly Result<string, Failure>[]) {
  let asked = 0;
  return {
    call: async (): Promise<Result<string, Failure>> => {
      const outcome = outcomes[Math.min(asked, outcomes.length - 1)] ?? ok('');
      asked += 1;
      return outcome;
    },
    asked: () => asked,
  };
}

/** Runs a call to its end, with every pause passing at once. */
async function ended<T>(running: Promise<T>): Promise<T> {
  await vi.runAllTimersAsync();
  return running;
}

test('a network failure is repeated until the exchange answers', async () => {
  const { call, asked } = scripted(err(down), err(down), ok('balances'));
  expect(await ended(createRepeat(Date.now)(host, call, signal))).toEqual(ok('balances'));
  expect(asked()).toBe(3);
});

test('after four attempts a network failure is the answer', async () => {
  const { call, asked } = scripted(err(down));
  expect(await ended(createRepeat(Date.now)(host, call, signal))).toEqual(err(down));
  expect(asked()).toBe(4);
});

test('nothing answering after the exchange has said that it is away is the same cause, for a minute', async () => {
  const away: Failure = { reason: 'exchange-unavailable', host, code: '503' };
  const repeat = createRepeat(Date.now);
  const { call } = scripted(err(away), err(away), err(down));
  expect(await ended(repeat(host, call, signal))).toEqual(err(away));
  expect(await ended(repeat(host, scripted(err(down)).call, signal))).toEqual(err(away));
  vi.advanceTimersByTime(60_000);
  expect(await ended(repeat(host, scripted(err(down)).call, signal))).toEqual(err(down));
});

test('once it has answered again, nothing answering is a failure of the network', async () => {
  const repeat = createRepeat(Date.now);
  const { call } = scripted(err({ reason: 'exchange-unavailable', host }), ok('balances'));
  expect(await ended(repeat(host, call, signal))).toEqual(ok('balances'));
  expect(await ended(repeat(host, scripted(err(down)).call, signal))).toEqual(err(down));
});

test('an exchange that answers nothing is asked twice, since each attempt takes 15 s', async () => {
  let asked = 0;
  const silent = async (): Promise<Result<string, Failure>> => {
    asked += 1;
    await new Promise((resolve) => setTimeout(resolve, 15_000));
    return err(down);
  };
  // The second ends after 30 s or more: later than 20 s after the first began.
  expect(await ended(createRepeat(Date.now)(host, silent, signal))).toEqual(err(down));
  expect(asked).toBe(2);
});

test.each(['key-rejected', 'ip-not-whitelisted', 'signature-rejected', 'rate-limited'] as const)(
  'what ended in %s is never asked again by itself',
  async (reason) => {
    const { call, asked } = scripted(err({ reason }), ok('never reached'));
    expect(await ended(createRepeat(Date.now)(host, call, signal))).toEqual(err({ reason }));
    expect(asked()).toBe(1);
  },
);

test('an exchange that said until when it is away is not asked before', async () => {
  const away: Failure = { reason: 'exchange-unavailable', untilAt: unixMs(2_000_000) };
  const { call, asked } = scripted(err(away), ok('never reached'));
  expect(await ended(createRepeat(Date.now)(host, call, signal))).toEqual(err(away));
  expect(asked()).toBe(1);
});

test('five failed calls open the circuit: nothing is sent, the answer says why and until when, then it closes', async () => {
  const repeat = createRepeat(Date.now);
  for (let call = 0; call < 5; call += 1) await ended(repeat(host, scripted(err(down)).call, signal));
  const openedAt = Date.now();
  const { call, asked } = scripted(ok('balances'));
  // open for 20 s from the fifth call's end
  expect(await ended(repeat(host, call, signal))).toEqual(err({ ...down, untilAt: openedAt + 20_000 }));
  expect(asked()).toBe(0);
  expect(await ended(repeat('api.other.example', call, signal))).toEqual(ok('balances'));
  await vi.advanceTimersByTimeAsync(20_000);
  expect(await ended(repeat(host, call, signal))).toEqual(ok('balances'));
});

test('an open circuit never answers with the refusal of another account', async () => {
  const repeat = createRepeat(Date.now);
  let refuse = (_: Result<string, Failure>): void => undefined;
  const slow = repeat(host, () => new Promise<Result<string, Failure>>((resolve) => (refuse = resolve)), signal);
  for (let call = 0; call < 5; call += 1) await ended(repeat(host, scripted(err(down)).call, signal));
  refuse(err({ reason: 'key-rejected' })); // asked before the circuit opened, answered after
  expect(await ended(slow)).toEqual(err({ reason: 'key-rejected' }));
  expect(await ended(repeat(host, scripted(ok('')).call, signal))).toMatchObject({
    error: { reason: 'network-failed' },
  });
});

test('a call that is cancelled between two attempts sends nothing more', async () => {
  const abort = new AbortController();
  const { call, asked } = scripted(err(down));
  const running = createRepeat(Date.now)(host, call, abort.signal);
  await vi.advanceTimersByTimeAsync(0);
  abort.abort();
  expect((await ended(running)).ok).toBe(false);
  expect(asked()).toBe(1);
});
