import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { createFaults, type Fault } from './faults';
import { type Simulator, startSimulator } from './simulator';
import { errorOf, get, signedGet } from './test-client';

let simulator: Simulator;

beforeAll(async () => {
  simulator = await startSimulator({ seed: 5, fills: 120 });
});
afterEach(() => {
  simulator.faults.clear();
  simulator.clearRequests();
});
afterAll(() => simulator.close());

const account = () => signedGet(simulator, '/api/v3/account');
const time = () => get(simulator, '/api/v3/time');
const trades = (parameters: Record<string, string> = {}) =>
  signedGet(simulator, '/api/v3/myTrades', { symbol: 'BTCUSDT', ...parameters });
const idsOf = async (parameters: Record<string, string> = {}) =>
  (JSON.parse((await trades(parameters)).text) as { id: number }[]).map(({ id }) => id);

describe('refusals in the exchange’s own words', () => {
  test.each<[Fault, string]>([
    [{ kind: 'ipRefused' }, '401 -2015 Invalid API-key, IP, or permissions for action.'],
    [{ kind: 'missingRead' }, '401 -2015 Invalid API-key, IP, or permissions for action.'],
    [{ kind: 'keyUnknown' }, '401 -2008 Invalid Api-Key ID.'],
    [{ kind: 'badSignature' }, '400 -1022 Signature for this request is not valid.'],
  ])('%j meets signed requests only', async (fault, expected) => {
    simulator.faults.set(fault);
    const { status, code, msg } = errorOf(await account());
    expect(`${status} ${code} ${msg}`).toBe(expected);
    expect((await time()).status).toBe(200);
    simulator.faults.clear(fault.kind);
    expect((await account()).status).toBe(200);
  });

  test('a key without the right to read still learns of that from its restrictions', async () => {
    simulator.faults.set({ kind: 'missingRead' });
    const { status, text } = await signedGet(simulator, '/sapi/v1/account/apiRestrictions');
    expect({ status, reading: JSON.parse(text).enableReading }).toEqual({ status: 200, reading: false });
  });

  test('rateLimited and banned say for how long', async () => {
    simulator.faults.set({ kind: 'rateLimited', retryAfterSeconds: 7, times: 1 });
    const limited = await time();
    expect(limited).toMatchObject({ status: 429, headers: { 'retry-after': '7' } });
    expect(errorOf(limited).code).toBe(-1003);
    simulator.faults.set({ kind: 'banned', retryAfterSeconds: 600, times: 1 });
    const banned = await time();
    expect(banned).toMatchObject({ status: 418, headers: { 'retry-after': '600' } });
    const until = Number(/IP banned until (\d{13})\./.exec(errorOf(banned).msg)?.[1]);
    expect(Math.abs(until - Date.now() - 600_000)).toBeLessThan(5000);
    expect((await time()).status).toBe(200);
  });

  test('an overloaded exchange and one under maintenance', async () => {
    simulator.faults.set({ kind: 'serverBusy', times: 1 });
    expect(errorOf(await account())).toMatchObject({ status: 503, code: -1008 });
    simulator.faults.set({ kind: 'maintenance', times: 1 });
    expect(errorOf(await account())).toMatchObject({ status: 503, code: 1, msg: 'System is under maintenance.' });
  });
});

describe('pages in front of the exchange', () => {
  test.each<[Fault, number]>([
    [{ kind: 'serverError' }, 502],
    [{ kind: 'serverError', status: 503 }, 503],
    [{ kind: 'firewall403' }, 403],
    [{ kind: 'region451' }, 451],
  ])('%j answers %i with HTML', async (fault, status) => {
    simulator.faults.set(fault);
    const answer = await account();
    expect(answer).toMatchObject({ status, headers: { 'content-type': 'text/html' } });
    expect(answer.text).toContain('<html>');
    expect(answer.headers).not.toHaveProperty('x-mbx-used-weight-1m');
  });
});

describe('faults of the transport', () => {
  test('cutBody promises a length and breaks the connection midway', async () => {
    simulator.faults.set({ kind: 'cutBody', times: 1 });
    await expect(trades()).rejects.toMatchObject({ code: 'ECONNRESET' });
    expect(simulator.requests().at(-1)).toMatchObject({ path: '/api/v3/myTrades', status: 200, fault: 'cutBody' });
    expect((await trades()).status).toBe(200);
  });

  test('truncatedJson ends cleanly with half of the text', async () => {
    const whole = await trades();
    simulator.faults.set({ kind: 'truncatedJson', times: 1 });
    const half = await trades();
    expect(half.status).toBe(200);
    expect(half.text).toBe(whole.text.slice(0, Math.floor(whole.text.length / 2)));
    expect(() => JSON.parse(half.text)).toThrow(SyntaxError);
  });

  test('timeout never answers; the request is logged with status 0', async () => {
    simulator.faults.set({ kind: 'timeout', times: 1 });
    let answered = false;
    const waiting = time().then(
      () => {
        answered = true;
      },
      () => {},
    );
    // Requests sent after it are answered while it waits.
    while (simulator.requests().length === 0) await get(simulator, '/api/v3/ping');
    for (let call = 0; call < 5; call += 1) await get(simulator, '/api/v3/ping');
    expect(answered).toBe(false);
    expect(simulator.requestCounts()).toMatchObject({ 'GET /api/v3/ping 200': expect.any(Number) });
    const stuck = simulator.requests().filter(({ status }) => status === 0);
    expect(stuck).toMatchObject([{ fault: 'timeout' }]);
    void waiting;
  });

  test('slow waits before it answers', async () => {
    simulator.faults.set({ kind: 'slow', delayMs: 150, times: 1 });
    const started = performance.now();
    expect((await time()).status).toBe(200);
    expect(performance.now() - started).toBeGreaterThanOrEqual(149);
    expect(simulator.requests().at(-1)?.fault).toBe('slow');
  });
});

describe('a clock that is off', () => {
  test.each([
    [-3_000, "Timestamp for this request was 1000ms ahead of the server's time."],
    [60_000, 'Timestamp for this request is outside of the recvWindow.'],
  ])('by %i ms refuses signed requests and shows in the exchange’s own time', async (skewMs, msg) => {
    simulator.faults.set({ kind: 'clockSkew', skewMs });
    expect(errorOf(await account())).toMatchObject({ status: 400, code: -1021, msg });
    const { serverTime } = JSON.parse((await time()).text);
    expect(Math.abs(serverTime - Date.now() - skewMs)).toBeLessThan(2000);
  });
});

describe('pages of fills that lie', () => {
  test('repeatPage serves the page before once more, then goes on', async () => {
    const first = await idsOf({ fromId: '0', limit: '3' });
    simulator.faults.set({ kind: 'repeatPage', times: 1 });
    expect(await idsOf({ fromId: String(first[2]), limit: '3' })).toEqual(first);
    const next = await idsOf({ fromId: String(first[2]), limit: '3' });
    expect(next[0]).toBe(first[2]);
    expect(next[1]).toBeGreaterThan(first[2] ?? 0);
  });

  test('lateFills hides fills with lower ids than one that shows, until enough was asked', async () => {
    const all = await idsOf();
    simulator.faults.set({ kind: 'lateFills', count: 2, times: 3 });
    const shown = [...all.slice(0, -3), ...all.slice(-1)];
    expect(await idsOf()).toEqual(shown);
    expect(await idsOf()).toEqual(shown);
    expect(await idsOf()).toEqual(all); // the third request is the last it waits for
    simulator.faults.set({ kind: 'lateFills', count: 2 });
    expect(await idsOf()).toEqual(shown);
    simulator.faults.clear('lateFills');
    expect(await idsOf()).toEqual(all);
  });
});

describe('limits of a fault', () => {
  test('path and times confine it', async () => {
    simulator.faults.set({ kind: 'serverError', path: '^/api/v3/myTrades$', times: 2 });
    expect((await account()).status).toBe(200);
    expect([(await trades()).status, (await trades()).status, (await trades()).status]).toEqual([502, 502, 200]);
    expect(simulator.faults.active()).toEqual([]);
  });

  test('a public request does not use up a fault of signed ones', async () => {
    simulator.faults.set({ kind: 'ipRefused', times: 1 });
    await time();
    expect(simulator.faults.active()).toEqual([{ kind: 'ipRefused', times: 1 }]);
    expect((await account()).status).toBe(401);
    expect((await account()).status).toBe(200);
  });

  test('an unknown kind or a malformed path is refused', () => {
    const faults = createFaults();
    expect(() => faults.set({ kind: 'nothing' as 'slow' })).toThrow(RangeError); // a test of what types cannot hold back
    expect(() => faults.set({ kind: 'slow', path: '(' })).toThrow(SyntaxError);
    expect(faults.active()).toEqual([]);
  });
});
