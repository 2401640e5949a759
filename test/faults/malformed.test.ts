import { randomBytes } from 'node:crypto';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { Pool } from 'undici';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { newDevice, type TestDevice } from '../integration/harness/device';
import { runServer, type TestServer } from '../integration/harness/server';
import { played, rounds } from './rounds';

setFlagsFromString('--expose-gc');
const collect: () => void = runInNewContext('gc');

let server: TestServer;
let device: TestDevice;
let pool: Pool;
beforeAll(async () => {
  server = await runServer({
    RATE_DEVICE_PER_MINUTE: '10000000',
    RATE_ADDRESS_PER_MINUTE: '10000000',
    LOG_LEVEL: 'info',
  });
  device = await newDevice(server.url);
  pool = new Pool(server.url, { connections: 8 });
});
afterAll(async () => {
  await pool.close();
  await server.stop();
});

type Route = readonly [method: string, path: string];

async function routes(): Promise<readonly Route[]> {
  const document = (await (await fetch(`${server.url}/openapi.json`)).json()) as {
    paths: Record<string, Record<string, unknown>>;
  };
  const all = Object.entries(document.paths).flatMap(([path, methods]) =>
    Object.keys(methods).map((method): Route => [method.toUpperCase(), path]),
  );
  expect(all).toContainEqual(['GET', '/s']);
  // a server that was started without its page answers 503 to whoever asks for it, malformed or not
  const hasPage = (await fetch(`${server.url}/s`)).status !== 503;
  return all.filter(([, path]) => path !== '/s' || hasPage);
}

const pick = <T>(from: readonly T[]): T => {
  const found = from[randomBytes(2).readUInt16BE() % from.length];
  if (found === undefined) throw new Error('nothing to pick from');
  return found;
};

const wrongIds = [
  'x',
  '%00',
  '..%2f..',
  'AB'.repeat(32),
  'ab'.repeat(31),
  '%F0%9F%92%A3',
  '-1',
  'a'.repeat(3_000),
  '%27%20or%201%3D1',
];
const bodies: readonly (() => Buffer)[] = [
  () => Buffer.alloc(0),
  () => randomBytes(1 + (randomBytes(1)[0] ?? 0)),
  () => Buffer.from('{'),
  () => Buffer.from('null'),
  () => Buffer.from('[]'),
  () => Buffer.from('{"vaultId":1,"publicKey":{},"exchange":"nasdaq","message":[]}'),
  () => Buffer.from(`{"${'a'.repeat(2_000)}":1}`),
  () => Buffer.from(`${'['.repeat(5_000)}${']'.repeat(5_000)}`),
  () => Buffer.from('{"__proto__":{"admin":true},"notice":"====","label":"%%%"}'),
  () => Buffer.from('{"vaultId":"\\ud800","deviceId":"\\u0000","challenge":"zz"}'),
  () => Buffer.concat([Buffer.from([1, 0xff, 0xff, 0xff, 0xff]), randomBytes(64)]), // a push of more records than may be
  () => Buffer.concat([Buffer.from([1, 0, 1, 0, 0]), randomBytes(40), Buffer.from([0xff, 0xff, 0xff, 0xff])]),
  () => Buffer.alloc(20_000, 'x'),
];
const queries = [
  '',
  '?after=x',
  '?after=-1&limit=0',
  '?limit=99999999999999999999',
  '?after[]=1',
  '?%FF=%00',
  '?after=1e3',
];
const bearers = () => [
  '',
  'Bearer',
  `Bearer ${'A'.repeat(86)}`,
  `Bearer ${randomBytes(64).toString('base64url')}`,
  'Basic eDp5',
];

/** One request that breaks a rule of this route, and maybe its token; the routes that take nothing are called with a wrong token. */
async function oneMalformed([method, template]: Route): Promise<number> {
  const path = template.replaceAll(/\{\w+\}/g, () => pick(wrongIds));
  const takesNothing = path === template && (method === 'GET' || method === 'DELETE');
  const authorization = takesNothing || Math.random() < 0.3 ? pick(bearers()) : `Bearer ${device.token}`;
  const answer = await pool.request({
    method: method as 'GET', // any of the document's
    path: `${path}${pick(queries)}`,
    headers: {
      authorization,
      'content-type': pick(['application/json', 'application/octet-stream', 'text/plain', 'x']),
    },
    body: method === 'GET' || method === 'DELETE' ? null : pick(bodies)(),
  });
  await answer.body.dump();
  return answer.statusCode;
}

/** Rows of every table, but the counters: of those there is one for this address and one for this device. */
async function rowCounts(): Promise<Readonly<Record<string, number>>> {
  const tables = ['vaults', 'devices', 'heads', 'records', 'audit', 'challenges', 'tokens', 'pairings', 'invites'];
  const counts = await Promise.all(
    tables.map(async (table): Promise<[string, number]> => {
      const [row] = await server.owner`select count(*)::int as count from ${server.owner(table)}`;
      return [table, Number(row?.count)];
    }),
  );
  return Object.fromEntries(counts);
}

test('malformed requests to every route are refused with a reason, and nothing grows by them', async () => {
  const each = rounds(10_000, 40);
  const all = await routes();
  expect(all.length).toBeGreaterThan(15);
  const before = await rowCounts();
  const statuses = new Map<number, number>();
  const play = async (count: number): Promise<void> => {
    for (const route of all) {
      const worker = async (): Promise<void> => {
        for (let index = 0; index < count / 8; index++) {
          const status = await oneMalformed(route);
          statuses.set(status, (statuses.get(status) ?? 0) + 1);
        }
      };
      await Promise.all(Array.from({ length: 8 }, worker));
      server.log.length = 0; // the test's own copy of the lines
    }
  };
  await play(Math.min(each / 5, 1_000)); // what is made once is made now
  collect();
  const heap = process.memoryUsage().heapUsed;
  await play(each);
  collect();
  const grown = process.memoryUsage().heapUsed - heap;
  expect([...statuses.keys()].filter((status) => status >= 500)).toEqual([]);
  expect(await rowCounts()).toEqual(before);
  expect(grown).toBeLessThan(16 * 1_048_576);
  const total = [...statuses.values()].reduce((sum, count) => sum + count, 0);
  played(`${total} malformed requests to ${all.length} routes: no 5xx, no row, ${(grown / 1_048_576).toFixed(1)} MiB`);
});
