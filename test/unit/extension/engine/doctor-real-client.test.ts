/** A run over the real Binance client, whose replies alone are invented: what it asks, what it makes of −2015, what it keeps. */
import { expect, test } from 'vitest';
import { createClients } from '../../../../extension/exchanges/create-clients';
import { createDirectEgress } from '../../../../extension/exchanges/direct-egress';
import { storedPayload } from '../../../fixtures/exchange-payload';
import { must } from '../store/open-store';
import { accountDraft, createWorld, openWorld } from './engine-world';
import { fakeExchange } from './fake-exchange';

const id = accountDraft.id;
const credentials = {
  apiKey: 'vmPUZE6mv9SD5VNHk4HlWFsOr6aKE2zvsw0MuIgwCIPy6utIco14y7Ju91duEh8A',
  secret: 'NhqPtmdSJYdKjVHjA7PZj4Mge3R5YNiP1e3UZjInClVN65XAbvqqM6A7H5fATj0j',
};

const stored = (name: string): string => storedPayload(`test/fixtures/binance/${name}.json`).text;
const refusal = '{"code":-2015,"msg":"Invalid API-key, IP, or permissions for action, request ip: 203.0.113.7"}';

/** The report of a run at an exchange that answers signed calls with `signed`, and the requests that were sent. */
async function reportOf(signed: { readonly status: number; readonly body: (path: string) => string }) {
  const world = createWorld(fakeExchange([]).client);
  const sent: string[] = [];
  const reply = (path: string): Response => {
    if (path.endsWith('/time')) return new Response(`{"serverTime":${world.clock.now}}`);
    if (path.endsWith('/exchangeInfo')) return new Response(stored('exchange-info'));
    return new Response(signed.body(path), { status: signed.status });
  };
  const fetched: typeof fetch = async (input) => {
    sent.push(String(input));
    return reply(new URL(String(input)).pathname);
  };
  const { now } = world.deps;
  const createClient = createClients({ egress: createDirectEgress({ fetch: fetched, now }), now });
  const { session } = await openWorld({ ...world, deps: { ...world.deps, createClient } });
  must(await session.accounts.add({ ...accountDraft, credentials }));
  session.doctor.start(id);
  for (;;) {
    const report = session.doctor.report(id);
    if (report && report.endedAt !== null) return { report, sent };
    await new Promise((resolve) => setTimeout(resolve));
  }
}

test('a −2015 ends in the address to add, after the calls that rule the other causes out', async () => {
  const { report, sent } = await reportOf({ status: 401, body: () => refusal });
  expect(report.diagnosis).toMatchObject({
    cause: 'key-unclear',
    failure: { code: '-2015', address: '203.0.113.7' },
    action: 'copy-address',
  });
  expect(report.calls.map(({ path, status, code }) => [path, status, code])).toEqual([
    ['/sapi/v1/account/apiRestrictions', 401, '-2015'],
    ['/api/v3/exchangeInfo', 200, null],
    ['/api/v3/time', 200, null],
  ]);
  expect(sent.at(-1)).toContain('signature='); // it was signed, and nothing of that is kept:
  const told = JSON.stringify(report);
  for (const secret of ['signature', 'recvWindow', credentials.apiKey, credentials.secret])
    expect(told).not.toContain(secret);
});

test('a key that trades is read to the end and warned of', async () => {
  const body = (path: string): string => stored(path.includes('apiRestrictions') ? 'key-rights-trading' : 'account');
  const { report } = await reportOf({ status: 200, body });
  expect(report.steps.every(({ state }) => state === 'passed' || state === 'warned')).toBe(true);
  expect(report.diagnosis).toMatchObject({ kind: 'warning', cause: 'powers' });
  expect(report.calls.map(({ path }) => path)).toEqual([
    '/api/v3/account',
    '/sapi/v1/account/apiRestrictions',
    '/api/v3/exchangeInfo',
    '/api/v3/time',
  ]);
});
