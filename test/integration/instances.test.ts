import { readdirSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { DatabaseProxy } from './harness/database-proxy';
import { call, newDevice, record, TestDevice } from './harness/device';
import { EventStream } from './harness/event-stream';
import { newDatabase, runServer, type TestServer } from './harness/server';

let server: TestServer;
let other: string;
beforeAll(async () => {
  server = await runServer();
  other = (await server.another()).url;
});
afterAll(() => server.stop());

describe('two instances on one database', () => {
  test('a device that pushes to one is heard by a device that listens to the other', async () => {
    const device = await newDevice(server.url);
    const stream = new EventStream(other, device.token);
    expect(await stream.next()).toMatchObject({ event: 'head', data: { head: 0 } });
    const pushedAt = performance.now();
    await device.push({ records: [record()] });
    await stream.untilHead(1);
    expect(performance.now() - pushedAt).toBeLessThan(5_000); // not the poll of 25 s
    stream.close();
  });

  test('a token of one is good at the other, and a challenge is spent at both', async () => {
    const device = await newDevice(server.url);
    const elsewhere = new TestDevice(other, device.vaultSeed, device.seed, server.url);
    elsewhere.token = device.token;
    expect((await elsewhere.get('/v1/head')).status).toBe(200);
    const challenge = await device.challenge();
    expect((await elsewhere.logIn(challenge)).status).toBe(200);
    expect((await device.logIn(challenge)).status).toBe(401);
  });

  test('a device that is removed at one is cut off at the other within a second, its stream too', async () => {
    const cutOff = async (): Promise<number> => {
      const device = await newDevice(server.url); // a removal freezes admissions: each time a vault of its own
      const lost = new TestDevice(other, device.vaultSeed, undefined, server.url);
      await lost.admit();
      await lost.logIn();
      const stream = new EventStream(other, lost.token);
      await stream.next();
      const removedAt = performance.now();
      await device.send('DELETE', `/v1/devices/${lost.deviceId}`);
      expect(await lost.get('/v1/head')).toMatchObject({ status: 403, body: { error: { reason: 'device-removed' } } });
      expect(await stream.last()).toMatchObject({ event: 'end', data: { error: { reason: 'device-removed' } } });
      return performance.now() - removedAt;
    };
    // a machine that stalls slows one of three; waiting for a poll would slow them all
    const took = [await cutOff(), await cutOff(), await cutOff()];
    expect(Math.min(...took)).toBeLessThan(1_000);
  });

  test('count the requests of a device together', async () => {
    const limited = await runServer({ RATE_DEVICE_PER_MINUTE: '6' });
    try {
      const second = await limited.another();
      const device = await newDevice(limited.url);
      const elsewhere = new TestDevice(second.url, device.vaultSeed, device.seed);
      elsewhere.token = device.token;
      const answers = [];
      for (let index = 0; index < 4; index++)
        answers.push(await device.get('/v1/head'), await elsewhere.get('/v1/head'));
      expect(answers.map(({ status }) => status)).toEqual([200, 200, 200, 200, 200, 200, 429, 429]);
      const refused = answers.at(-1);
      expect(refused?.body.error).toMatchObject({ reason: 'rate-limited' });
      expect(Number(refused?.headers.get('retry-after'))).toBeGreaterThan(0);
      expect(Number(refused?.headers.get('retry-after'))).toBeLessThanOrEqual(60);
    } finally {
      await limited.stop();
    }
  });

  test('count requests without a device by address, behind a proxy by the address that it names', async () => {
    const limited = await runServer({ RATE_ADDRESS_PER_MINUTE: '2', TRUSTED_PROXIES: '127.0.0.1' });
    try {
      const from = async (address: string) =>
        (await fetch(`${limited.url}/v1/server`, { headers: { 'x-forwarded-for': `9.9.9.9, ${address}` } })).status;
      expect([await from('192.0.2.1'), await from('192.0.2.1'), await from('192.0.2.1')]).toEqual([200, 200, 429]);
      expect(await from('192.0.2.2')).toBe(200);
    } finally {
      await limited.stop();
    }
  });

  test('let as many requests of an address through as the limit says, all at once on both', async () => {
    const limited = await runServer({ RATE_ADDRESS_PER_MINUTE: '50' });
    try {
      const urls = [limited.url, (await limited.another()).url];
      const asked = urls.flatMap((url) => Array.from({ length: 40 }, () => call(url, 'GET', '/v1/server')));
      const answers = await Promise.all(asked);
      const refused = answers.filter(({ status }) => status === 429);
      expect(answers.filter(({ status }) => status === 200)).toHaveLength(50);
      expect(refused).toHaveLength(30); // 2 × 40 − 50
      // the end of one window, on both
      expect(new Set(refused.map(({ body }) => JSON.stringify(body.error))).size).toBe(1);
      const [{ points } = {}] = await limited.owner`select points from rate_limits where key like 'address:%'`;
      // a request that comes when its instance knows of the refusal is not counted
      expect(Number(points)).toBeGreaterThan(50);
      expect(Number(points)).toBeLessThanOrEqual(80);
    } finally {
      await limited.stop();
    }
  });

  test('count several requests at once as one after another would be counted', async () => {
    const several = async (requests: number) => {
      const [row] = await server.owner`select * from count_requests('address:192.0.2.9', ${requests}, 10)`;
      return { passed: row?.may_pass, isTold: row?.until_at !== null };
    };
    expect(await several(3)).toEqual({ passed: 3, isTold: false });
    expect(await several(5)).toEqual({ passed: 5, isTold: false });
    expect(await several(4)).toEqual({ passed: 2, isTold: true }); // 10 − 3 − 5
    expect(await several(2)).toEqual({ passed: 0, isTold: true });
    await server.owner`update rate_limits set expire = 1 where key = 'address:192.0.2.9'`; // the window is over
    expect(await several(10)).toEqual({ passed: 10, isTold: false });
    expect(await several(1)).toEqual({ passed: 0, isTold: true });
  });

  test('keep a log the same where statements are not prepared, as behind a pooler', async () => {
    const behindPooler = { DATABASE_URL: 'postgres://owner:password@db.example/fillbook' }; // this setting follows from it
    const pooled = await runServer(behindPooler);
    try {
      const device = await newDevice(pooled.url);
      for (let seq = 1; seq <= 8; seq++) {
        expect((await device.push({ records: [record()] })).body).toMatchObject({ seqs: [seq] });
      }
      expect(await device.pullAll(3)).toHaveLength(8);
    } finally {
      await pooled.stop();
    }
  });

  test('may start at once on an empty database: it is migrated once', async () => {
    const target = await newDatabase();
    const [one, two] = await Promise.all([runServer({}, target), runServer({}, target)]);
    const applied = await one.owner`select number from migrations`;
    const files = readdirSync(new URL('../../sync-server/db/migrations/', import.meta.url));
    expect(applied).toHaveLength(files.length);
    await Promise.all([one.stop(), two.stop()]);
  });
});

describe('a server that stops', () => {
  test('says that it is not ready, tells its streams, ends what is under way, and takes no new connection', async () => {
    const stopping = await runServer();
    const device = await newDevice(stopping.url);
    const stream = new EventStream(stopping.url, device.token);
    await stream.next();
    const pushes = Array.from({ length: 8 }, () => device.push({ records: [record(100_000)] }));
    const answered = Promise.all(pushes);
    await Promise.race(pushes);
    await stopping.stop();
    expect((await answered).every(({ status }) => status === 200)).toBe(true);
    expect(await stream.last()).toMatchObject({ event: 'end', data: { error: { reason: 'unavailable' } } });
    await expect(call(stopping.url, 'GET', '/healthz')).rejects.toThrow('fetch failed');
  });
});

describe('a database that is gone', () => {
  test('is a 503 with Retry-After and never a 500; the server goes on when it is back', async () => {
    const proxy = new DatabaseProxy(await newDatabase());
    await proxy.up();
    const behind = await runServer({}, proxy.target);
    const device = await newDevice(behind.url);
    await proxy.down();
    const refused = [
      await device.push({ records: [record()] }),
      await device.get('/v1/head'),
      await call(behind.url, 'GET', '/readyz'),
      await call(behind.url, 'POST', '/v1/challenges', { vaultId: device.vaultId, deviceId: device.deviceId }),
    ];
    expect(refused.map(({ status }) => status)).toEqual([503, 503, 503, 503]);
    expect(refused.map(({ headers }) => headers.get('retry-after'))).toEqual(['1', '1', '1', '1']);
    expect((await call(behind.url, 'GET', '/healthz')).status).toBe(200);
    await proxy.up();
    await expect.poll(async () => (await device.push({ records: [record()] })).status, { timeout: 10_000 }).toBe(200);
    const stream = new EventStream(behind.url, device.token);
    await stream.next();
    stream.close();
    await behind.stop();
    await proxy.remove();
  });

  test('is heard of again by its notices when it is back, however long it was gone', async () => {
    const target = await newDatabase();
    const [proxy, direct] = [new DatabaseProxy(target), await runServer({}, target)];
    await proxy.up();
    const behind = await runServer({ PUBLIC_ORIGIN: direct.url }, proxy.target);
    const device = await newDevice(direct.url);
    await proxy.down();
    // gone for several attempts to reach it
    const failures = () => behind.log.filter((line) => line.includes('database refused')).length;
    await expect.poll(async () => (await call(behind.url, 'GET', '/readyz')).status && failures()).toBeGreaterThan(20);
    await proxy.up();
    await expect.poll(async () => (await call(behind.url, 'GET', '/readyz')).status).toBe(200);
    const listens = () => direct.owner`
      select from pg_stat_activity where datname = current_database() and query ilike 'listen%'`;
    await expect.poll(async () => (await listens()).length).toBe(2);
    const stream = new EventStream(behind.url, device.token);
    await stream.next();
    const pushedAt = performance.now();
    await device.push({ records: [record()] });
    await stream.untilHead(1);
    expect(performance.now() - pushedAt).toBeLessThan(5_000); // not the poll of 25 s
    stream.close();
    await behind.stop();
    await direct.stop();
    await proxy.remove();
  });

  test('sessions that are ended in the middle of pushes lose nothing that was acknowledged', async () => {
    const device = await newDevice(server.url);
    const acknowledged: string[] = [];
    let going = true;
    const ending = (async () => {
      while (going) {
        await server.owner`
          select pg_terminate_backend(pid) from pg_stat_activity
           where datname = current_database() and usename = 'fillbook_app' order by random() limit 2`;
      }
    })();
    const writers = Array.from({ length: 4 }, async () => {
      for (let index = 0; index < 15; index++) {
        const pushed = record();
        const { status } = await device.push({ records: [pushed] });
        expect([200, 503]).toContain(status);
        if (status === 200) acknowledged.push(pushed.rid);
      }
    });
    await Promise.all(writers);
    going = false;
    await ending;
    await expect.poll(async () => (await device.get('/v1/head')).status, { timeout: 15_000 }).toBe(200);
    const rows = await device.pullAll();
    const stored = rows.map(({ rid }) => rid);
    expect(acknowledged.filter((rid) => !stored.includes(rid as (typeof stored)[number]))).toEqual([]);
    expect(new Set(stored).size).toBe(stored.length);
  });
});
