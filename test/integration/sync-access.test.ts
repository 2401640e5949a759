import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { unixMs } from '../../shared/result';
import { makeInvite } from '../../sync-server/commands/vaults';
import {
  connectedVault,
  fillsHeld,
  must,
  newEngineDevice,
  pair,
  passphrase,
  twoDevices,
  until,
  untilView,
  withVault,
} from './harness/engine-device';
import { runServer, type TestServer } from './harness/server';

let server: TestServer;
beforeAll(async () => {
  server = await runServer();
});
afterAll(() => server.stop());

describe('a vault', () => {
  test('is connected by the address of its server, and its devices bear their names there, sealed', async () => {
    const device = await newEngineDevice();
    await withVault(device);
    expect((await device.api.syncView()).connection).toBeNull();
    must(await device.api.connectSync({ origin: `${server.url}/`, invite: null, deviceLabel: ' Desk computer ' }));
    const view = await untilView(device, ({ devices }) => devices.length === 1);
    expect(view.connection).toMatchObject({ origin: server.url, deviceId: view.devices[0]?.deviceId });
    expect(view.devices[0]).toMatchObject({ label: 'Desk computer', isThis: true, removedAt: null });
    const [kept] =
      await server.owner`select label from devices where device_id = ${Buffer.from(view.devices[0]?.deviceId ?? '', 'hex')}`;
    expect(Buffer.from(kept?.label).includes('Desk')).toBe(false);
    must(await device.api.renameDevice(view.devices[0]?.deviceId ?? '', 'Desk'));
    expect((await device.api.syncView()).devices[0]?.label).toBe('Desk');
  });

  test('stays connected over a restart, and is the same device', async () => {
    const device = await newEngineDevice();
    await withVault(device);
    must(await device.api.connectSync({ origin: server.url, invite: null, deviceLabel: 'Desk' }));
    const { connection } = await device.api.syncView();
    const again = await device.restart();
    const after = await untilView(again, ({ devices }) => devices.length === 1);
    const { origin, vaultId, deviceId, connectedAt } = after.connection ?? {};
    expect(connection).toMatchObject({ origin, vaultId, deviceId, connectedAt });
    expect(after.devices).toHaveLength(1);
  });

  test('is asked for by no engine that has ended', async () => {
    let asked = 0;
    const device = await newEngineDevice({
      syncFetch(input, init) {
        asked += 1;
        return fetch(input, init);
      },
    });
    await withVault(device);
    must(await device.api.connectSync({ origin: server.url, invite: null, deviceLabel: 'Desk' }));
    const again = await device.restart();
    const before = asked;
    void device.api.syncNow();
    must(await again.api.syncNow());
    expect(asked).toBe(before);
  });

  test('recovered by its words elsewhere is joined by the address alone, where a new vault would need an invite', async () => {
    const closed = await runServer({ REGISTRATION: 'invite' });
    try {
      const device = await newEngineDevice();
      await withVault(device);
      const draft = { origin: closed.url, invite: null, deviceLabel: 'Desk' };
      expect(await device.api.connectSync(draft)).toEqual({ ok: false, error: { reason: 'invite-required' } });
      must(await device.api.connectSync({ ...draft, invite: await makeInvite(closed.owner, 1) }));
      // the same vault in another browser: its database and header, and no key of the device
      const copy = await newEngineDevice();
      for (const [key, value] of device.browser.local) copy.browser.local.set(key, value);
      const other = await copy.restart();
      must(await other.api.unlock(passphrase));
      must(await other.api.connectSync({ ...draft, deviceLabel: 'Laptop' }));
      const { devices } = await untilView(other, ({ devices }) => devices.length === 2);
      expect(devices.map(({ label, isThis }) => [label, isThis])).toEqual([
        ['Desk', false],
        ['Laptop', true],
      ]);
    } finally {
      await closed.stop();
    }
  });

  test.each([
    ['ahead of', 20 * 60_000],
    ['behind', -20 * 60_000],
  ])('is logged in once for all that it asks, where the clock here is %s that of the server', async (_, skewMs) => {
    const device = await newEngineDevice({ now: () => unixMs(Date.now() + skewMs) });
    await withVault(device);
    must(await device.api.connectSync({ origin: server.url, invite: null, deviceLabel: 'Desk' }));
    for (const _round of [1, 2]) must(await device.api.syncNow());
    const { connection } = await device.api.syncView();
    const vault = Buffer.from(connection?.vaultId ?? '', 'hex');
    // one by the access that connects, one by the connection's own
    const logins = await server.owner`select from audit where vault_id = ${vault} and event = 'login'`;
    expect(logins).toHaveLength(2);
  });

  test('is not connected where the address is none, the browser does not allow it, or another server answers', async () => {
    const device = await newEngineDevice();
    await withVault(device);
    const draft = { origin: 'http://sync.example', invite: null, deviceLabel: 'Desk' };
    expect(await device.api.connectSync(draft)).toEqual({ ok: false, error: { reason: 'origin-invalid' } });
    device.browser.granted = [];
    expect(await device.api.connectSync({ ...draft, origin: server.url })).toMatchObject({
      error: { reason: 'host-access-missing' },
    });
    device.browser.granted = ['<all_urls>'];
    const port = new URL(server.url).port;
    // the same server under a name that is not its own
    expect(await device.api.connectSync({ ...draft, origin: `http://localhost:${port}` })).toEqual({
      ok: false,
      error: { reason: 'other-origin', origin: server.url },
    });
  });

  test('that is disconnected keeps all it has here, and is connected again', async () => {
    const device = await newEngineDevice();
    await withVault(device);
    const draft = { origin: server.url, invite: null, deviceLabel: 'Desk' };
    must(await device.api.connectSync(draft));
    must(await device.api.disconnectSync(false));
    expect((await device.api.syncView()).connection).toBeNull();
    must(await device.api.connectSync(draft));
    expect((await device.api.vaultState()).state).toBe('open');
  });
});

test('a device that had sent everything learns that the vault moved', async () => {
  const desk = await connectedVault(server.url, 'Desk');
  const laptop = await newEngineDevice();
  await pair(desk, laptop, 'Laptop');
  must(await laptop.api.syncNow());
  must(await desk.api.moveVault({ removeDeviceId: null, passphrase }));
  await until(desk.api.movingState, ({ state }) => state === 'done');
  expect((await untilView(laptop, ({ activity }) => activity.state === 'moved')).waiting.records).toBe(0);
}, 120_000);

describe('a vault that is erased on the server', () => {
  test('leaves nothing there, the other device says closed and keeps what it has, and either connects it again', async () => {
    const { desk, laptop } = await twoDevices(server.url);
    const held = await fillsHeld(desk);
    const { connection } = await desk.api.syncView();
    const vault = Buffer.from(connection?.vaultId ?? '', 'hex');
    const rowsOf = async (table: string): Promise<number> => {
      const [row] =
        await server.owner`select count(*)::int as rows from ${server.owner(table)} where vault_id = ${vault}`;
      return row?.rows;
    };
    expect(await rowsOf('records')).toBeGreaterThan(0);

    must(await desk.api.disconnectSync(true));
    for (const table of ['records', 'heads', 'devices', 'tokens', 'audit', 'pairings']) {
      expect([table, await rowsOf(table)]).toEqual([table, 0]);
    }
    expect(await fillsHeld(desk)).toEqual(held);

    // by the stream of hints, without being asked
    expect((await untilView(laptop, ({ activity }) => activity.state === 'closed')).activity).toEqual({
      state: 'closed',
    });
    expect(await fillsHeld(laptop)).toEqual(held);
    // and after a restart too
    const later = await laptop.restart();
    await untilView(later, ({ activity }) => activity.state === 'closed');

    const draft = { origin: server.url, invite: null };
    must(await desk.api.connectSync({ ...draft, deviceLabel: 'Desk' }));
    must(await desk.api.syncNow());
    must(await later.api.disconnectSync(false));
    must(await later.api.connectSync({ ...draft, deviceLabel: 'Laptop' }));
    must(await later.api.syncNow());
    expect(await fillsHeld(later)).toEqual(held);
    const { devices } = await untilView(desk, (view) => view.devices.length === 2);
    expect(devices.map(({ label }) => label)).toEqual(['Desk', 'Laptop']);
  }, 120_000);

  test('is connected again without another invite', async () => {
    const closed = await runServer({ REGISTRATION: 'invite' });
    try {
      const device = await newEngineDevice();
      await withVault(device);
      const draft = { origin: closed.url, invite: null, deviceLabel: 'Desk' };
      must(await device.api.connectSync({ ...draft, invite: await makeInvite(closed.owner, 1) }));
      must(await device.api.disconnectSync(true));
      must(await device.api.connectSync(draft));
      must(await device.api.syncNow());
    } finally {
      await closed.stop();
    }
  });
});
