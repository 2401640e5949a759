import { expect, test } from 'vitest';
import { createDeviceKey, deviceIdOf, devicePublicKeyOf } from '../../../../../extension/engine/sync/device-key';
import { createLogServer } from '../../../../../extension/engine/sync/http-log-server';
import { createServerAccess } from '../../../../../extension/engine/sync/server-access';
import { createServerCalls } from '../../../../../extension/engine/sync/server-calls';
import { unixMs } from '../../../../../shared/result';
import { encodePage } from '../../../../../shared/sync/pull-frame';
import { loginBytes } from '../../../../../shared/sync/statements';
import { toHex } from '../../../../../shared/vault/bytes';
import { isSignedBy } from '../../../../../sync-server/auth/signature';

const origin = 'https://sync.example';
const vaultId = toHex(new Uint8Array(32).fill(1));
const deviceKey = createDeviceKey((bytes) => new Uint8Array(bytes).fill(2));
const challenge = toHex(new Uint8Array(32).fill(3));
const signal = new AbortController().signal;
const json = (body: unknown, status = 200, headers: Record<string, string> = {}): Response =>
  new Response(JSON.stringify(body), { status, headers });
const refusal = (reason: string, status: number, data: object = {}, headers: Record<string, string> = {}) =>
  json({ error: { reason, ...data } }, status, headers);

/** A server that logs this device in, and answers all else with `answers`, one after another, the last one again and again. */
function fakeServer(answers: readonly (() => Response | Promise<Response>)[], granted = ['https://sync.example/*']) {
  const clock = { now: Date.UTC(2026, 0, 1) };
  const asked: { readonly path: string; readonly init: RequestInit }[] = [];
  let [logins, next] = [0, 0];
  const answer = async (input: Parameters<typeof fetch>[0], init: RequestInit = {}): Promise<Response> => {
    const path = String(input).slice(origin.length);
    asked.push({ path, init });
    if (path === '/v1/challenges') return json({ challenge });
    if (path === '/v1/login') {
      logins += 1;
      return json({ token: `token-${logins}`, lifeMs: 15 * 60_000, logId: '', head: 0, frozen: false });
    }
    const given = answers[Math.min(next, answers.length - 1)];
    next += 1;
    return (given ?? (() => json({})))();
  };
  const now = () => unixMs(clock.now);
  const http = { fetch: answer, now, grantedHosts: async () => granted };
  const calls = createServerCalls(http, (_, call) => call(), origin);
  const access = createServerAccess({ calls, vaultId, deviceKey, now });
  return {
    asked,
    clock,
    access,
    log: createLogServer(access, async (notice) => notice === 'ours'),
    logins: () => logins,
  };
}

const headerOf = (init: RequestInit | undefined, name: string): string | null => new Headers(init?.headers).get(name);

test('when a device asked last is taken as the server tells it; one that does not tell leaves it open', async () => {
  const device = { deviceId: '0'.repeat(32), publicKey: '', label: '', admittedAt: 1, removedAt: null };
  const { access } = fakeServer([() => json({ devices: [{ ...device, lastAskedAt: 2 }, device] })]);
  const devices = await access.devices(signal);
  expect(devices.ok && devices.value.map(({ lastAskedAt }) => lastAskedAt)).toEqual([2, null]);
});

test('a request keeps nothing in the cache, sends no cookie and no referrer, and follows no redirect', async () => {
  const { asked, access } = fakeServer([() => json({ devices: [] })]);
  expect(await access.devices(signal)).toEqual({ ok: true, value: [] });
  for (const { init } of asked)
    expect(init).toMatchObject({
      cache: 'no-store',
      credentials: 'omit',
      redirect: 'error',
      referrerPolicy: 'no-referrer',
    });
});

test('a device logs in by its signature over the challenge, and its token goes with each request', async () => {
  const { asked, access } = fakeServer([() => json({ devices: [] })]);
  await access.devices(signal);
  const login = JSON.parse(String(asked.find(({ path }) => path === '/v1/login')?.init.body));
  const statement = loginBytes({ origin, vaultId, deviceId: deviceIdOf(deviceKey), action: 'login', challenge });
  expect(isSignedBy(devicePublicKeyOf(deviceKey), statement, login.signature)).toBe(true);
  expect(headerOf(asked.at(-1)?.init, 'authorization')).toBe('Bearer token-1');
});

test('one login serves requests that are made at once, and is made anew a minute before its token ends', async () => {
  const { access, clock, logins } = fakeServer([() => json({ devices: [] })]);
  await Promise.all([access.devices(signal), access.devices(signal)]);
  expect(logins()).toBe(1);
  clock.now += 14 * 60_000 - 1; // the token of 15 minutes has a minute and 1 ms left
  await access.devices(signal);
  expect(logins()).toBe(1);
  clock.now += 1;
  await access.devices(signal);
  expect(logins()).toBe(2);
});

test('a token that the server knows no more is replaced once, and a second refusal is the answer', async () => {
  const expired = () => refusal('token-expired', 401);
  const once = fakeServer([expired, () => json({ devices: [] })]);
  expect((await once.access.devices(signal)).ok).toBe(true);
  expect(once.logins()).toBe(2);
  const always = fakeServer([expired]);
  expect(await always.access.devices(signal)).toMatchObject({ error: { failure: { code: 'token-expired' } } });
  expect(always.logins()).toBe(2);
});

test('nothing is asked of a host that the browser does not let Fillbook reach', async () => {
  const { asked, log } = fakeServer([], ['https://api.binance.com/*']);
  const failure = { reason: 'host-access-missing', host: 'sync.example' };
  expect(await log.pull(0, signal)).toEqual({ ok: false, error: { kind: 'refused', failure } });
  expect(asked).toEqual([]);
});

test.each([
  ['device-removed', 403, { kind: 'removed' }],
  ['vault-retired', 410, { kind: 'moved' }],
  // by the server's word alone
  ['vault-closed', 410, { kind: 'refused', failure: { reason: 'sync-refused', code: 'vault-closed' } }],
  ['quota-exceeded', 507, { kind: 'refused', failure: { reason: 'sync-refused', code: 'quota-exceeded' } }],
  ['storage-full', 507, { kind: 'refused', failure: { reason: 'sync-refused', code: 'storage-full' } }],
  ['unavailable', 503, { kind: 'unreached', failure: { reason: 'exchange-unavailable', code: 'sync' } }],
  ['internal', 500, { kind: 'unreached', failure: { reason: 'exchange-unavailable', code: 'sync' } }],
  ['rate-limited', 429, { kind: 'unreached', failure: { reason: 'rate-limited', code: 'sync' } }],
  ['a-reason-of-tomorrow', 418, { kind: 'dishonest', failure: { reason: 'unexpected-payload' } }],
])('the refusal %s ends a pull as what a run decides by', async (reason, status, error) => {
  const { log } = fakeServer([() => refusal(reason, status)]);
  expect(await log.pull(0, signal)).toMatchObject({ ok: false, error });
});

test('a vault is taken for closed by the word of one of its devices', async () => {
  const { log } = fakeServer([() => refusal('vault-closed', 410, { notice: 'ours' })]);
  expect(await log.pull(0, signal)).toEqual({ ok: false, error: { kind: 'closed' } });
  const records = [{ rid: vaultId, supersedes: 0, body: new Uint8Array(1) }];
  expect(await log.push({ records, drops: [] }, signal)).toEqual({ ok: false, error: { kind: 'closed' } });
});

test('an erasure whose answer was lost is found done when it is repeated', async () => {
  const { access } = fakeServer([() => refusal('vault-closed', 410, { notice: 'ours' })]);
  expect(await access.erase(new Uint8Array(1), signal)).toEqual({ ok: true, value: undefined });
});

test('versions that another device was faster with are named', async () => {
  const rid = toHex(new Uint8Array(32).fill(9));
  const { log } = fakeServer([() => refusal('superseded', 409, { conflicts: [{ rid, seq: 7 }] })]);
  const push = { records: [{ rid, supersedes: 0, body: new Uint8Array(1) }], drops: [] };
  expect(await log.push(push, signal)).toEqual({ ok: false, error: { kind: 'superseded', rids: [rid] } });
});

test('a server that asks to wait says until when', async () => {
  const { log, clock } = fakeServer([() => refusal('unavailable', 503, {}, { 'retry-after': '20' })]);
  expect(await log.pull(0, signal)).toMatchObject({ error: { failure: { untilAt: clock.now + 20_000 } } });
});

test.each<[string, () => Response | Promise<Response>, string]>([
  ['a page that does not follow the cursor', () => new Response(page(5)), 'dishonest'],
  ['a page cut short', () => new Response(page(1).slice(0, 40)), 'dishonest'],
  ['a page of the web instead of one of the log', () => new Response('<html></html>'), 'dishonest'],
  ['an endless answer', () => new Response(new Uint8Array(5 * 1024 * 1024 + 1)), 'dishonest'],
  ['no answer', () => Promise.reject(new TypeError('Failed to fetch https://sync.example/v1/log')), 'unreached'],
])('%s is %3$s', async (_, answer, kind) => {
  const { log } = fakeServer([answer]);
  const pulled = await log.pull(0, signal);
  expect(pulled).toMatchObject({ ok: false, error: { kind } });
  // nothing of the request or of what was thrown is in it
  expect(JSON.stringify(pulled)).not.toMatch(/token-|v1\/log|Failed to fetch/);
});

/** One row with this sequence number. */
function page(seq: number): Uint8Array<ArrayBuffer> {
  const row = { seq, rid: vaultId, deviceId: deviceIdOf(deviceKey), hash: vaultId, body: new Uint8Array([1]) };
  return encodePage({ logId: deviceIdOf(deviceKey), head: seq, rows: [row] });
}

test('a push whose answer names another count of records is not taken for stored', async () => {
  const push = { records: [{ rid: vaultId, supersedes: 0, body: new Uint8Array(1) }], drops: [] };
  const logId = deviceIdOf(deviceKey);
  const short = fakeServer([() => json({ logId, head: 3, seqs: [] })]);
  expect(await short.log.push(push, signal)).toMatchObject({ error: { kind: 'dishonest' } });
  const beyond = fakeServer([() => json({ logId, head: 3, seqs: [4] })]);
  expect(await beyond.log.push(push, signal)).toMatchObject({ error: { kind: 'dishonest' } });
  const stored = fakeServer([() => json({ logId, head: 3, seqs: [3] })]);
  expect(await stored.log.push(push, signal)).toEqual({ ok: true, value: { logId, head: 3, seqs: [3] } });
});
