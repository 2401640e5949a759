import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { admissionBytes, signStatement } from '../../shared/sync/statements';
import { listVaults, makeInvite } from '../../sync-server/commands/vaults';
import { connect } from '../../sync-server/db/connection';
import { sweepLeftLogs } from '../../sync-server/db/vaults';
import { call, label, newDevice, randomHex, record, TestDevice } from './harness/device';
import { runServer, type TestServer } from './harness/server';

let server: TestServer;
beforeAll(async () => {
  server = await runServer();
});
afterAll(() => server.stop());

const reason = ({ status, body }: { readonly status: number; readonly body: Readonly<Record<string, unknown>> }) => [
  status,
  (body.error as { readonly reason?: string } | undefined)?.reason, // as every refusal is
];

describe('a vault', () => {
  test('is created with its first device by the signature of its own key, once or repeated', async () => {
    const device = new TestDevice(server.url);
    const created = await device.createVault();
    expect(created).toMatchObject({ status: 200, body: { vaultId: device.vaultId, deviceId: device.deviceId } });
    expect((await device.createVault()).body).toEqual(created.body);
    expect(reason(await device.sibling().createVault())).toEqual([409, 'exists-already']);
  });

  test('is not created by a signature for another server, another device or with another key', async () => {
    const device = new TestDevice(server.url);
    const { vaultId, publicKey } = device;
    const other = new TestDevice(server.url);
    const signatures = [
      signStatement(
        device.vaultSeed,
        admissionBytes({ origin: 'https://other.example', vaultId, devicePublicKey: publicKey }),
      ),
      signStatement(
        device.vaultSeed,
        admissionBytes({ origin: server.url, vaultId, devicePublicKey: other.publicKey }),
      ),
      signStatement(other.vaultSeed, admissionBytes({ origin: server.url, vaultId, devicePublicKey: publicKey })),
      randomHex(64),
    ];
    for (const signature of signatures) {
      const body = { publicKey: device.vaultPublicKey, device: { publicKey, label }, signature };
      expect(reason(await call(server.url, 'POST', '/v1/vaults', body))).toEqual([401, 'signature-rejected']);
    }
    const { vaultId: none, deviceId } = device;
    expect(reason(await call(server.url, 'POST', '/v1/challenges', { vaultId: none, deviceId }))).toEqual([
      404,
      'vault-unknown',
    ]);
  });

  test("needs the operator's invite where registration is not open, and one invite makes one vault", async () => {
    const closed = await runServer({ REGISTRATION: 'invite' });
    try {
      const invite = await makeInvite(closed.owner, 1);
      const [first, second] = [new TestDevice(closed.url), new TestDevice(closed.url)];
      expect(reason(await first.createVault())).toEqual([403, 'invite-required']);
      expect(reason(await first.createVault('guessed'))).toEqual([403, 'invite-required']);
      expect((await first.createVault(invite)).status).toBe(200);
      expect(reason(await second.createVault(invite))).toEqual([403, 'invite-required']);
      await closed.owner`update invites set spent_at = null, expires_at = now()`;
      expect(reason(await second.createVault(invite))).toEqual([403, 'invite-required']);
    } finally {
      await closed.stop();
    }
  });
});

describe('a vault that moves', () => {
  const admissionOf = (device: TestDevice) => {
    const { origin, vaultId, publicKey } = device;
    const signature = signStatement(device.vaultSeed, admissionBytes({ origin, vaultId, devicePublicKey: publicKey }));
    return { publicKey: device.vaultPublicKey, device: { publicKey, label }, signature };
  };

  test('makes the one that follows it without an invite, once or repeated; another in its place lets that one go', async () => {
    const closed = await runServer({ REGISTRATION: 'invite' });
    try {
      const old = new TestDevice(closed.url);
      expect((await old.createVault(await makeInvite(closed.owner, 1))).status).toBe(200);
      await old.logIn();
      const [next, other] = [new TestDevice(closed.url), new TestDevice(closed.url)];
      const made = await old.send('POST', '/v1/vaults/successor', admissionOf(next));
      expect(made).toMatchObject({ status: 200, body: { vaultId: next.vaultId, deviceId: next.deviceId } });
      expect((await old.send('POST', '/v1/vaults/successor', admissionOf(next))).body).toEqual(made.body);
      expect((await next.logIn()).status).toBe(200);
      await next.push({ records: [record(), record()] });
      // the first one is lost, and another device of the vault moves it
      const second = old.sibling();
      await second.admit();
      await second.logIn();
      expect((await second.send('POST', '/v1/vaults/successor', admissionOf(other))).status).toBe(200);
      expect(reason(await next.push({ records: [record()] }))).toEqual([410, 'vault-retired']);
      const kept = await closed.owner`select 1 from records where vault_id = ${Buffer.from(next.vaultId, 'hex')}`;
      expect(kept).toHaveLength(0);
      expect((await other.logIn()).status).toBe(200);
      expect((await other.push({ records: [record()] })).status).toBe(200);
      // what was let go does not come back, and does not end the old vault
      expect(reason(await old.send('POST', '/v1/vaults/successor', admissionOf(next)))).toEqual([
        409,
        'exists-already',
      ]);
      const retire = (successor: string) => old.send('POST', '/v1/vaults/retire', { notice: '', successor });
      expect(reason(await retire(next.vaultId))).toEqual([409, 'exists-already']);
      const { body } = await old.get('/v1/audit');
      const entries = body.entries as readonly { readonly event: string; readonly deviceId: string }[];
      expect(entries.filter(({ event }) => event.startsWith('successor'))).toMatchObject([
        { event: 'successor-replaced', deviceId: second.deviceId },
        { event: 'successor-named', deviceId: old.deviceId },
      ]);
      expect((await retire(other.vaultId)).status).toBe(200);
      expect((await retire(other.vaultId)).status).toBe(200);
      expect(reason(await old.send('POST', '/v1/vaults/successor', admissionOf(new TestDevice(closed.url))))).toEqual([
        410,
        'vault-retired',
      ]);
    } finally {
      await closed.stop();
    }
  });

  test('does no harm by naming one that is there already', async () => {
    const [old, other] = [await newDevice(server.url), await newDevice(server.url)];
    await other.push({ records: [record()] });
    expect(reason(await old.send('POST', '/v1/vaults/successor', admissionOf(other)))).toEqual([409, 'exists-already']);
    const next = new TestDevice(server.url);
    expect((await old.send('POST', '/v1/vaults/successor', admissionOf(next))).status).toBe(200);
    expect(await other.pullAll()).toHaveLength(1);
  });

  test('that two devices move at the same time is followed by one', async () => {
    const old = await newDevice(server.url);
    const nexts = Array.from({ length: 8 }, () => new TestDevice(server.url));
    await Promise.all(nexts.map((next) => old.send('POST', '/v1/vaults/successor', admissionOf(next))));
    const ends = await Promise.all(
      nexts.map(({ vaultId }) => old.send('POST', '/v1/vaults/retire', { notice: '', successor: vaultId })),
    );
    const won = nexts.filter((_, n) => ends[n]?.status === 200).map(({ vaultId }) => vaultId);
    expect(won).toHaveLength(1);
    const open = await server.owner`
      select vault_id from vaults where follows = ${Buffer.from(old.vaultId, 'hex')} and retired_at is null`;
    expect(open.map((row) => row.vault_id.toString('hex'))).toEqual(won);
  });

  test('is followed only by a vault whose own key says so, and only at the word of one of its devices', async () => {
    const [old, next] = [await newDevice(server.url), new TestDevice(server.url)];
    const forged = { ...admissionOf(next), signature: randomHex(64) };
    expect(reason(await old.send('POST', '/v1/vaults/successor', forged))).toEqual([401, 'signature-rejected']);
    const nobody = await call(server.url, 'POST', '/v1/vaults/successor', admissionOf(next));
    expect(reason(nobody)).toEqual([401, 'token-expired']);
    const removed = old.sibling();
    await removed.admit();
    await removed.logIn();
    await old.send('DELETE', `/v1/devices/${removed.deviceId}`);
    expect(reason(await removed.send('POST', '/v1/vaults/successor', admissionOf(next)))).toEqual([
      403,
      'device-removed',
    ]);
  });
});

describe('a login', () => {
  test('spends its challenge: the same one again is refused', async () => {
    const device = await newDevice(server.url);
    const challenge = await device.challenge();
    expect((await device.logIn(challenge)).status).toBe(200);
    expect(reason(await device.logIn(challenge))).toEqual([401, 'challenge-expired']);
    expect(reason(await device.logIn(randomHex(32)))).toEqual([401, 'challenge-expired']);
  });

  test('with a challenge of a minute ago or of another device is refused', async () => {
    const device = await newDevice(server.url);
    const old = await device.challenge();
    await server.owner`update challenges set expires_at = now() where challenge = ${Buffer.from(old, 'hex')}`;
    expect(reason(await device.logIn(old))).toEqual([401, 'challenge-expired']);
    const stranger = await newDevice(server.url);
    expect(reason(await device.logIn(await stranger.challenge()))).toEqual([401, 'challenge-expired']);
  });

  test('with a signature for another server is refused: what one server was told proves nothing to another', async () => {
    const device = await newDevice(server.url);
    const fooled = new TestDevice(server.url, device.vaultSeed, device.seed, 'https://other.example');
    expect(reason(await fooled.logIn())).toEqual([401, 'signature-rejected']);
  });

  test('of an unknown device looks like one of a known device, and leaves nothing behind', async () => {
    const stranger = (await newDevice(server.url)).sibling();
    expect(await stranger.challenge()).toMatch(/^[0-9a-f]{64}$/);
    const kept = await server.owner`select 1 from challenges where vault_id = ${Buffer.from(stranger.vaultId, 'hex')}`;
    expect(kept).toHaveLength(0);
  });

  test('gives a token for one device and 15 minutes, of which the database keeps the hash alone', async () => {
    const device = await newDevice(server.url);
    const vault = Buffer.from(device.vaultId, 'hex');
    const [kept] = await server.owner`
      select token_hash, extract(epoch from expires_at - now()) as seconds from tokens where vault_id = ${vault}`;
    expect(Number(kept?.seconds)).toBeGreaterThan(14 * 60);
    expect(Number(kept?.seconds)).toBeLessThanOrEqual(15 * 60);
    expect(Buffer.from(device.token, 'base64url').equals(kept?.token_hash)).toBe(false);
    expect((await device.get('/v1/head')).status).toBe(200);
    await server.owner`update tokens set expires_at = now() where vault_id = ${vault}`;
    expect(reason(await device.get('/v1/head'))).toEqual([401, 'token-expired']);
  });

  test.each([
    ['no token', ''],
    ['half a token', 'abc'],
    ['a made-up token', 'A'.repeat(86)],
  ])('%s opens nothing', async (_, token) => {
    expect(reason(await call(server.url, 'GET', '/v1/head', undefined, token))).toEqual([401, 'token-expired']);
  });

  test('stands in the record of the vault, as do its refusals', async () => {
    const device = await newDevice(server.url);
    await device.logIn(randomHex(32));
    const { body } = await device.get('/v1/audit');
    const entries = body.entries as readonly { readonly event: string; readonly deviceId: string }[];
    expect(entries.map(({ event }) => event)).toEqual(['login-refused', 'login', 'vault-created']);
    expect(new Set(entries.map(({ deviceId }) => deviceId))).toEqual(new Set([device.deviceId]));
  });
});

test('an admission that the vault did not sign stands in its record, once a minute of one address', async () => {
  const device = await newDevice(server.url);
  const { vaultId } = device;
  const forged = { vaultId, publicKey: randomHex(32), label, signature: randomHex(64) };
  for (const body of [forged, forged, { ...forged, publicKey: randomHex(32) }])
    expect(reason(await call(server.url, 'POST', '/v1/devices', body))).toEqual([401, 'signature-rejected']);
  const events = async () =>
    ((await device.get('/v1/audit')).body.entries as readonly { readonly event: string }[]).map(({ event }) => event);
  expect(await events()).toEqual(['admission-refused', 'login', 'vault-created']);
  await server.owner`
    update audit set at = at - interval '61 seconds' where vault_id = ${Buffer.from(vaultId, 'hex')}`;
  await call(server.url, 'POST', '/v1/devices', forged);
  expect(await events()).toEqual(['admission-refused', 'admission-refused', 'login', 'vault-created']);
});

test('a removed device does not bury its removal: its refusals stand in the record once a minute', async () => {
  const device = await newDevice(server.url);
  const lost = device.sibling();
  await lost.admit();
  await device.send('DELETE', `/v1/devices/${lost.deviceId}`);
  for (const _ of [1, 2, 3]) {
    expect(reason(await lost.logIn())).toEqual([403, 'device-removed']);
    expect(reason(await lost.logIn(randomHex(32)))).toEqual([401, 'challenge-expired']);
    expect(reason(await lost.sibling().admit())).toEqual([403, 'vault-frozen']);
  }
  const events = async () =>
    ((await device.get('/v1/audit')).body.entries as readonly { readonly event: string }[]).map(({ event }) => event);
  const before = ['device-removed', 'device-admitted', 'login', 'vault-created'];
  expect(await events()).toEqual(['admission-refused', 'login-refused', ...before]);
  await server.owner`
    update audit set at = at - interval '61 seconds' where vault_id = ${Buffer.from(device.vaultId, 'hex')}`;
  await lost.logIn();
  expect(await events()).toEqual(['login-refused', 'admission-refused', 'login-refused', ...before]);
});

describe('devices', () => {
  test('are admitted by the signature of the vault, listed, and named by what only they can read', async () => {
    const device = await newDevice(server.url);
    const other = device.sibling();
    expect((await other.admit()).body).toEqual({ deviceId: other.deviceId });
    expect((await other.admit()).status).toBe(200);
    const sealed = Buffer.from('another label').toString('base64');
    await device.send('PUT', `/v1/devices/${other.deviceId}/label`, { label: sealed });
    const { body } = await device.get('/v1/devices');
    expect(body.devices).toMatchObject([
      { deviceId: device.deviceId, publicKey: device.publicKey, label, removedAt: null },
      { deviceId: other.deviceId, label: sealed, removedAt: null },
    ]);
  });

  test('are listed with the minute in which each asked last, for as long as the audit is kept', async () => {
    const device = await newDevice(server.url);
    const [other, silent] = [device.sibling(), device.sibling()];
    for (const one of [other, silent]) await one.admit();
    await other.logIn();
    const from = Date.now();
    await other.get('/v1/head');
    const asked = async () => {
      const { devices } = (await device.get('/v1/devices')).body as {
        readonly devices: readonly { readonly deviceId: string; readonly lastAskedAt: number | null }[];
      };
      return new Map(devices.map(({ deviceId, lastAskedAt }) => [deviceId, lastAskedAt]));
    };
    const first = (await asked()).get(other.deviceId) ?? Number.NaN;
    expect(first).toBeGreaterThanOrEqual(from - 60_000); // a minute begins with a request
    expect(first).toBeLessThanOrEqual(Date.now());
    expect((await asked()).get(silent.deviceId)).toBeNull(); // it has no token yet
    const key = `device:${other.vaultId}${other.deviceId}`;
    const sweptAfter = async (days: number): Promise<number | null | undefined> => {
      const at = Date.now() - days * 86_400_000;
      await server.owner`update rate_limits set expire = ${at + 60_000} where key = ${key}`;
      await server.owner`select sweep_expired()`;
      const told = (await asked()).get(other.deviceId);
      return typeof told === 'number' ? told - at : told;
    };
    expect([await sweptAfter(399), await sweptAfter(401)]).toEqual([0, null]);
  });

  test('a device of another vault is neither named nor removed', async () => {
    const [device, stranger] = [await newDevice(server.url), await newDevice(server.url)];
    expect(reason(await device.send('DELETE', `/v1/devices/${stranger.deviceId}`))).toEqual([404, 'vault-unknown']);
    expect(reason(await device.send('PUT', `/v1/devices/${stranger.deviceId}/label`, { label }))).toEqual([
      404,
      'vault-unknown',
    ]);
    expect((await stranger.get('/v1/head')).status).toBe(200);
  });

  test('one that is removed is cut off at once, for good, and no further one is admitted', async () => {
    const device = await newDevice(server.url);
    const lost = device.sibling();
    await lost.admit();
    await lost.logIn();
    const waiting = await lost.challenge();
    expect((await device.send('DELETE', `/v1/devices/${lost.deviceId}`)).status).toBe(200);
    expect(reason(await lost.get('/v1/head'))).toEqual([403, 'device-removed']);
    expect(reason(await lost.push({ records: [record()] }))).toEqual([403, 'device-removed']);
    expect(reason(await lost.logIn(waiting))).toEqual([401, 'challenge-expired']);
    expect(reason(await lost.logIn())).toEqual([403, 'device-removed']);
    expect(reason(await lost.admit())).toEqual([403, 'vault-frozen']);
    expect(reason(await lost.sibling().admit())).toEqual([403, 'vault-frozen']);
    expect((await device.logIn()).body).toMatchObject({ frozen: true });
    expect((await device.push({ records: [record()] })).status).toBe(200);
  });
});

describe('a retired vault', () => {
  test('hands its notice to every device, can be read, and takes nothing more', async () => {
    const device = await newDevice(server.url);
    await device.push({ records: [record()] });
    const notice = Buffer.from('sealed: moved').toString('base64');
    expect((await device.send('POST', '/v1/vaults/retire', { notice })).status).toBe(200);
    expect((await device.send('POST', '/v1/vaults/retire', { notice: '' })).status).toBe(200);
    const refused = await device.push({ records: [record()] });
    expect(refused).toMatchObject({ status: 410, body: { error: { reason: 'vault-retired', notice } } });
    // what is there can be read; a device that has read it all is told, and not that it is up to date
    expect((await device.pull()).rows).toHaveLength(1);
    expect(await device.get('/v1/log?after=1')).toMatchObject({ status: 410, body: { error: { notice } } });
    expect(reason(await device.sibling().admit())).toEqual([410, 'vault-retired']);
    expect(reason(await device.send('POST', '/v1/vaults/erase', { notice }))).toEqual([410, 'vault-retired']);
  });

  test('holds no log any more after 30 days, and hands its notice out as before', async () => {
    const [left, lately] = [await newDevice(server.url), await newDevice(server.url)];
    const notice = Buffer.from('sealed: moved').toString('base64');
    const rowsOf = (device: TestDevice) =>
      server.owner`select from records where vault_id = ${Buffer.from(device.vaultId, 'hex')}`;
    for (const [device, days] of [
      [left, 31],
      [lately, 29],
    ] as const) {
      await device.push({ records: [record(), record()] });
      await device.send('POST', '/v1/vaults/retire', { notice });
      await server.owner`
        update vaults set retired_at = now() - make_interval(days => ${days}::int)
         where vault_id = ${Buffer.from(device.vaultId, 'hex')}`;
    }
    const app = connect(server.target, 'app', { max: 1 });
    await sweepLeftLogs({ sql: app });
    await sweepLeftLogs({ sql: app });
    await app.end();
    expect(await rowsOf(left)).toHaveLength(0);
    expect(await rowsOf(lately)).toHaveLength(2);
    expect((await left.logIn()).status).toBe(200);
    expect(await left.get('/v1/log?after=2')).toMatchObject({ status: 410, body: { error: { notice } } });
  });
});

describe('a vault that a device erases', () => {
  const notice = Buffer.from('sealed: closed').toString('base64');

  test('leaves its id, its key and the sealed notice, which every device is refused with', async () => {
    const device = await newDevice(server.url);
    const other = device.sibling();
    await other.admit();
    await other.logIn();
    await device.push({ records: [record(), record()] });
    const share = randomHex(16);
    const put = await fetch(`${server.url}/v1/shares/${share}?expiresAt=${Date.now() + 60_000}`, {
      method: 'PUT',
      headers: { authorization: `Bearer ${device.token}`, 'x-share-token': randomHex(32) },
      body: 'sealed',
    });
    expect(put.status).toBe(200);
    await device.send('PUT', `/v1/pairings/${randomHex(32)}`);
    const vault = Buffer.from(device.vaultId, 'hex');

    expect((await other.send('POST', '/v1/vaults/erase', { notice })).status).toBe(200);
    const tables = ['records', 'heads', 'devices', 'shares', 'audit', 'challenges', 'tokens', 'pairings'];
    for (const table of tables) {
      const rows = await server.owner`select from ${server.owner(table)} where vault_id = ${vault}`;
      expect([table, rows.length]).toEqual([table, 0]);
    }
    expect(await listVaults(server.owner)).toContainEqual(
      expect.objectContaining({ vaultId: device.vaultId, devices: 0, head: 0, usedBytes: 0, state: 'closed' }),
    );
    expect((await fetch(`${server.url}/v1/shares/${share}`)).status).toBe(404);
    expect(reason(await device.get('/v1/head'))).toEqual([401, 'token-expired']);
    const { vaultId, deviceId } = device;
    const told = await call(server.url, 'POST', '/v1/challenges', { vaultId, deviceId });
    expect(told).toMatchObject({ status: 410, body: { error: { reason: 'vault-closed', notice } } });
    expect(reason(await device.sibling().admit())).toEqual([410, 'vault-closed']);
    expect(await server.owner`select from audit where vault_id = ${vault}`).toHaveLength(0);
  });

  test('is created anew by its key alone, with an empty log; one that was frozen admits no second device', async () => {
    const device = await newDevice(server.url);
    const lost = device.sibling();
    await lost.admit();
    const { logId } = await device.pull();
    await device.push({ records: [record()] });
    await device.send('DELETE', `/v1/devices/${lost.deviceId}`);
    await device.send('POST', '/v1/vaults/erase', { notice });
    expect((await device.createVault()).status).toBe(200);
    expect((await device.createVault()).status).toBe(200);
    expect((await device.logIn()).body).toMatchObject({ head: 0, frozen: true });
    expect((await device.pull()).logId).not.toBe(logId);
    expect((await device.push({ records: [record()] })).status).toBe(200);
    expect(reason(await lost.createVault())).toEqual([409, 'exists-already']);
    expect(reason(await lost.admit())).toEqual([403, 'vault-frozen']);
  });

  test('of another vault takes nothing along', async () => {
    const [device, stranger] = [await newDevice(server.url), await newDevice(server.url)];
    await stranger.push({ records: [record()] });
    await device.send('POST', '/v1/vaults/erase', { notice });
    expect(await stranger.pullAll()).toHaveLength(1);
  });
});

describe('a pairing', () => {
  const open = async () => {
    const device = await newDevice(server.url);
    const pairingId = randomHex(32);
    await device.send('PUT', `/v1/pairings/${pairingId}`);
    const stranger = (method: string, step: string, message?: string) =>
      call(
        server.url,
        method,
        `/v1/vaults/${device.vaultId}/pairings/${pairingId}/${step}`,
        message === undefined ? undefined : { message },
      );
    const own = (method: string, step: string, message?: string) =>
      device.send(method, `/v1/pairings/${pairingId}/${step}`, message === undefined ? undefined : { message });
    return { device, pairingId, stranger, own };
  };
  const [offer, parcel] = ['b2ZmZXI=', 'cGFyY2Vs'];

  test('carries an offer one way and a parcel the other, which is read once', async () => {
    const { stranger, own } = await open();
    expect(reason(await own('GET', 'offer'))).toEqual([404, 'pairing-pending']);
    expect(reason(await own('PUT', 'parcel', parcel))).toEqual([404, 'pairing-pending']);
    expect((await stranger('PUT', 'offer', offer)).status).toBe(200);
    expect((await own('GET', 'offer')).body).toEqual({ message: offer });
    expect(reason(await stranger('POST', 'take'))).toEqual([404, 'pairing-pending']);
    expect((await own('PUT', 'parcel', parcel)).status).toBe(200);
    const taken = await Promise.all([stranger('POST', 'take'), stranger('POST', 'take'), stranger('POST', 'take')]);
    expect(taken.map(({ status }) => status).toSorted()).toEqual([200, 404, 404]);
    expect(taken.find(({ status }) => status === 200)?.body).toEqual({ message: parcel });
  });

  test('is one of eight at most, and the ninth is told until when', async () => {
    const device = await newDevice(server.url);
    const opened = Array.from({ length: 8 }, () => `/v1/pairings/${randomHex(32)}`);
    for (const path of opened) expect((await device.send('PUT', path)).status).toBe(200);
    const ninth = await device.send('PUT', `/v1/pairings/${randomHex(32)}`);
    expect(reason(ninth)).toEqual([429, 'rate-limited']);
    // the first one's ten minutes
    const { untilAt } = ninth.body.error as { readonly untilAt: number };
    expect(Math.abs(untilAt - Date.now() - 600_000)).toBeLessThan(30_000);
    expect(Number(ninth.headers.get('retry-after'))).toBeGreaterThan(9 * 60);
    expect((await device.send('PUT', opened[0] ?? '')).status).toBe(200); // it is open: nothing is added
  });

  test('takes each message once: another in its place is refused, the same again is not', async () => {
    const { stranger } = await open();
    await stranger('PUT', 'offer', offer);
    expect((await stranger('PUT', 'offer', offer)).status).toBe(200);
    expect(reason(await stranger('PUT', 'offer', parcel))).toEqual([409, 'pairing-taken']);
  });

  test('ends after ten minutes, and with the removal of a device', async () => {
    const { device, pairingId, stranger } = await open();
    await stranger('PUT', 'offer', offer);
    const [row] = await server.owner`
      update pairings set expires_at = now() where pairing_id = ${Buffer.from(pairingId, 'hex')}
      returning extract(epoch from expires_at) as at`;
    expect(row).toBeDefined();
    expect(reason(await stranger('POST', 'take'))).toEqual([404, 'pairing-unknown']);
    const other = device.sibling();
    await other.admit();
    const again = randomHex(32);
    await device.send('PUT', `/v1/pairings/${again}`);
    await device.send('DELETE', `/v1/devices/${other.deviceId}`);
    expect(await server.owner`select from pairings where pairing_id = ${Buffer.from(again, 'hex')}`).toHaveLength(0);
  });

  test('of a vault that admits no device is refused at every step', async () => {
    const { device, stranger, own } = await open();
    await stranger('PUT', 'offer', offer);
    const other = device.sibling();
    await other.admit();
    await device.send('DELETE', `/v1/devices/${other.deviceId}`);
    const steps = [
      device.send('PUT', `/v1/pairings/${randomHex(32)}`),
      own('GET', 'offer'),
      own('PUT', 'parcel', parcel),
      stranger('PUT', 'offer', offer),
      stranger('POST', 'take'),
    ];
    for (const step of steps) expect(reason(await step)).toEqual([403, 'vault-frozen']);
  });
});

describe('a request', () => {
  const body = (more: object) => ({ vaultId: randomHex(32), deviceId: randomHex(16), ...more });

  test.each([
    ['an unknown key', body({ admin: true }), 'admin'],
    ['an id in capitals', body({ deviceId: 'A'.repeat(32) }), 'deviceId'],
    ['a missing key', { vaultId: randomHex(32) }, 'deviceId'],
  ])('with %s is malformed, by the name of the field', async (_, sent, field) => {
    const answer = await call(server.url, 'POST', '/v1/challenges', sent);
    expect(answer).toMatchObject({ status: 400, body: { error: { reason: 'malformed', field } } });
  });

  test.each(['{', '', '[]', 'null', '{"vaultId":{"toString":1}}'])('whose body is %s is malformed', async (text) => {
    const headers = { 'content-type': 'application/json' };
    const response = await fetch(`${server.url}/v1/challenges`, { method: 'POST', headers, body: text });
    expect(response.status).toBe(400);
    expect(await response.json()).toMatchObject({ error: { reason: 'malformed' } });
  });

  test('of another type than JSON is malformed, and one that is too large is not read', async () => {
    const plain = await fetch(`${server.url}/v1/challenges`, {
      method: 'POST',
      headers: { 'content-type': 'text/plain' },
      body: '{}',
    });
    expect(plain.status).toBe(400);
    const large = await call(server.url, 'POST', '/v1/challenges', body({ more: 'x'.repeat(20_000) }));
    expect(reason(large)).toEqual([413, 'too-large']);
  });

  test('for a route that is not there is refused, and each has an id of its own', async () => {
    const [one, other] = [await call(server.url, 'GET', '/v2'), await call(server.url, 'GET', '/v2')];
    expect(reason(one)).toEqual([404, 'route-unknown']);
    expect(one.headers.get('x-request-id')).not.toBe(other.headers.get('x-request-id'));
    expect(one.headers.get('cache-control')).toBe('no-store');
  });
});
