/** What a device is told, and what is left on the server, after its vault was erased, made anew, or left in the midst of a move. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { eraseVault } from '../../sync-server/commands/vaults';
import { type Answer, call, newDevice, randomHex, record, TestDevice } from './harness/device';
import { connectedVault, must, newEngineDevice, pair, untilView } from './harness/engine-device';
import { runServer, type TestServer } from './harness/server';

let server: TestServer;
beforeAll(async () => {
  server = await runServer();
});
afterAll(() => server.stop());

const notice = Buffer.from('sealed: closed').toString('base64');
const reason = ({ status, body }: Answer) => [
  status,
  (body.error as { readonly reason?: string } | undefined)?.reason, // as every refusal is
];
const askFor = ({ url, vaultId, deviceId }: TestDevice): Promise<Answer> =>
  call(url, 'POST', '/v1/challenges', { vaultId, deviceId });

/** Two devices of one vault, logged in. */
async function twoDevices(): Promise<readonly [TestDevice, TestDevice]> {
  const device = await newDevice(server.url);
  const other = device.sibling();
  await other.admit();
  await other.logIn();
  return [device, other];
}

/** Every table that has rows of vaults, whatever is added later, but for the one of the vaults themselves. */
async function tablesOfVaults(): Promise<readonly string[]> {
  const rows = await server.owner`
    select table_name from information_schema.columns
     where table_schema = 'public' and column_name = 'vault_id' and table_name <> 'vaults' order by table_name`;
  return rows.map((row) => String(row.table_name));
}

/** Rows of a vault in each of those tables. */
async function rowsOf({ vaultId }: TestDevice): Promise<Readonly<Record<string, number>>> {
  const counts: Record<string, number> = {};
  for (const table of await tablesOfVaults()) {
    const rows = await server.owner`select from ${server.owner(table)} where vault_id = ${Buffer.from(vaultId, 'hex')}`;
    counts[table] = rows.length;
  }
  const asked = await server.owner`select from rate_limits where key like ${`device:${vaultId}%`}`;
  return { ...counts, 'when devices asked': asked.length };
}

/** Leaves at least one row of the device's vault in every table. */
async function fillTables(device: TestDevice): Promise<void> {
  await device.push({ records: [record(), record()] });
  await share(device);
  await device.send('PUT', `/v1/pairings/${randomHex(32)}`);
  await device.challenge();
  await server.owner`
    insert into relay_turns (vault_id, expires_at) values (${Buffer.from(device.vaultId, 'hex')}, now() + interval '1 minute')`;
  const rows = await rowsOf(device);
  expect(Object.entries(rows).filter(([, count]) => count === 0)).toEqual([]);
}

async function share({ url, token }: TestDevice): Promise<void> {
  const put = await fetch(`${url}/v1/shares/${randomHex(16)}?expiresAt=${Date.now() + 60_000}`, {
    method: 'PUT',
    headers: { authorization: `Bearer ${token}`, 'x-share-token': randomHex(32) },
    body: 'sealed',
  });
  expect(put.status).toBe(200);
}

describe('of a vault that is erased', () => {
  test.each<[string, (device: TestDevice) => Promise<unknown>]>([
    ['a device', (device) => device.send('POST', '/v1/vaults/erase', { notice })],
    ['the operator', ({ vaultId }) => eraseVault(server.owner, vaultId)],
  ])('by %s no table has a row left, and of another vault nothing goes', async (_, erase) => {
    const [device, stranger] = [await newDevice(server.url), await newDevice(server.url)];
    for (const one of [device, stranger]) await fillTables(one);
    const before = await rowsOf(stranger);
    await erase(device);
    expect(Object.entries(await rowsOf(device)).filter(([, count]) => count > 0)).toEqual([]);
    expect(await rowsOf(stranger)).toEqual(before);
  });

  test('by a device its id, key and notice are all that its own row says', async () => {
    const device = await newDevice(server.url);
    await device.send('POST', '/v1/vaults/erase', { notice });
    const [row] = await server.owner`select * from vaults where vault_id = ${Buffer.from(device.vaultId, 'hex')}`;
    const { created_at, closed_at, ...rest } = row ?? {};
    expect(closed_at.getTime()).toBeGreaterThanOrEqual(created_at.getTime());
    expect(rest).toEqual({
      vault_id: Buffer.from(device.vaultId, 'hex'),
      public_key: Buffer.from(device.vaultPublicKey, 'hex'),
      notice: Buffer.from(notice, 'base64'),
      closing: Buffer.from(notice, 'base64'),
      ...{ quota_bytes: null, frozen_at: null, retired_at: null, successor: null, follows: null },
    });
  });
});

describe('a vault that was begun by a move, and that another device replaced', () => {
  const replace = async (by: TestDevice): Promise<TestDevice> => {
    const next = new TestDevice(server.url);
    expect((await by.send('POST', '/v1/vaults/successor', next.newVault())).status).toBe(200);
    expect((await next.logIn()).status).toBe(200);
    return next;
  };

  test('holds nothing any more but who was in it, and takes nothing', async () => {
    const [desk, laptop] = await twoDevices();
    const begun = await replace(desk);
    await fillTables(begun);
    expect(await rowsOf(begun)).toMatchObject({ records: 2, shares: 1, pairings: 1, devices: 1 });
    const next = await replace(laptop);

    expect(await rowsOf(begun)).toMatchObject({ records: 0, shares: 0, pairings: 0, devices: 1, heads: 1 });
    const [left] = await server.owner`
      select h.head, h.used_bytes, v.retired_at from heads h join vaults v using (vault_id)
       where vault_id = ${Buffer.from(begun.vaultId, 'hex')}`;
    expect(left).toMatchObject({ head: '0', used_bytes: '0' });
    expect(left?.retired_at).not.toBeNull();
    expect((await begun.logIn()).status).toBe(200); // else it could not be told
    expect(reason(await begun.push({ records: [record()] }))).toEqual([410, 'vault-retired']);
    expect(reason(await begun.get('/v1/log?after=2'))).toEqual([410, 'vault-retired']);
    expect(reason(await begun.sibling().admit())).toEqual([410, 'vault-retired']);
    expect((await next.push({ records: [record()] })).status).toBe(200);
  });

  test('is let go only where it was made to follow this one, and only while neither has been left', async () => {
    const [desk, laptop] = await twoDevices();
    const stranger = await newDevice(server.url);
    await fillTables(stranger);
    const before = await rowsOf(stranger);
    const of = Buffer.from(desk.vaultId, 'hex');
    await server.owner`update vaults set successor = ${Buffer.from(stranger.vaultId, 'hex')} where vault_id = ${of}`;
    const next = await replace(desk);
    expect(await rowsOf(stranger)).toEqual(before);
    expect((await stranger.push({ records: [record()] })).status).toBe(200);

    await next.push({ records: [record()] });
    await desk.send('POST', '/v1/vaults/retire', { notice, successor: next.vaultId });
    const late = await laptop.send('POST', '/v1/vaults/successor', new TestDevice(server.url).newVault());
    expect(reason(late)).toEqual([410, 'vault-retired']);
    expect(await next.pullAll()).toHaveLength(1);
  });
});

describe('a vault that was erased and made anew before another device asked', () => {
  test('is closed for that one, with the notice, until the vault admits it again', async () => {
    const [device, other] = await twoDevices();
    await device.send('POST', '/v1/vaults/erase', { notice });
    expect((await device.createVault()).status).toBe(200);
    expect((await device.logIn()).status).toBe(200);

    expect(reason(await other.get('/v1/head'))).toEqual([401, 'token-expired']);
    for (const asking of [other, device.sibling()])
      expect(await askFor(asking)).toMatchObject({ status: 410, body: { error: { reason: 'vault-closed', notice } } });
    expect((await other.admit()).status).toBe(200);
    expect((await other.logIn()).status).toBe(200);
    expect((await other.get('/v1/head')).body).toMatchObject({ head: 0 });
  });

  test('says what the last erasing device sealed', async () => {
    const [device, other] = await twoDevices();
    const second = Buffer.from('sealed: closed again').toString('base64');
    for (const sealed of [notice, second]) {
      await device.send('POST', '/v1/vaults/erase', { notice: sealed });
      await device.createVault();
      await device.logIn();
    }
    expect((await askFor(other)).body.error).toEqual({ reason: 'vault-closed', notice: second });
  });

  test('is shown as closed by the device that was away, which keeps what it has and connects again', async () => {
    const desk = await connectedVault(server.url, 'Desk');
    const laptop = await newEngineDevice();
    await pair(desk, laptop, 'Laptop');
    must(await laptop.api.syncNow());
    laptop.browser.granted = []; // it is away
    const away = await laptop.restart();
    const draft = { origin: server.url, invite: null };
    must(await desk.api.disconnectSync(true));
    must(await desk.api.connectSync({ ...draft, deviceLabel: 'Desk' }));

    away.browser.granted = ['<all_urls>'];
    await away.api.syncNow();
    expect((await untilView(away, ({ activity }) => activity.state === 'closed')).activity).toEqual({
      state: 'closed',
    });
    must(await away.api.disconnectSync(false));
    must(await away.api.connectSync({ ...draft, deviceLabel: 'Laptop' }));
    must(await away.api.syncNow());
  }, 120_000);
});

test('a vault that the operator erased is unknown to its devices, and not an endless login', async () => {
  const [device, other] = await twoDevices();
  expect(await eraseVault(server.owner, device.vaultId)).toBe(true);
  expect(reason(await other.get('/v1/head'))).toEqual([401, 'token-expired']);
  expect(reason(await askFor(other))).toEqual([404, 'vault-unknown']);
});
