import { createHash, randomBytes } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { EngineDeps } from '../../extension/engine/context';
import { unixMs } from '../../shared/result';
import { dayMs } from '../../shared/utc-day';
import {
  connectedVault,
  type EngineDevice,
  fillsHeld,
  must,
  newEngineDevice,
  pair,
  passphrase,
  twoDevices,
  until,
  untilView,
  withHistory,
} from './harness/engine-device';
import { runServer, type TestServer } from './harness/server';

let server: TestServer;
beforeAll(async () => {
  server = await runServer();
});
afterAll(() => server.stop());

const idOf = async (device: EngineDevice, label: string): Promise<string> => {
  const { devices } = await untilView(device, (view) => view.devices.some((one) => one.label === label));
  return devices.find((one) => one.label === label)?.deviceId ?? '';
};

/** Three devices of one vault with an account. */
async function threeDevices() {
  const { desk, laptop } = await twoDevices(server.url);
  const lost = await newEngineDevice();
  await desk.api.cancelPairing();
  await pair(desk, lost, 'Lost');
  return { desk, laptop, lost };
}

test('a device is removed by moving: it gets nothing more, and the others pair again and lose nothing', async () => {
  const { desk, laptop, lost } = await threeDevices();
  // what the laptop did not send before
  const [account] = await laptop.api.accounts();
  laptop.browser.granted = [];
  must(await laptop.api.renameAccount(account?.id ?? '', 'renamed offline'));
  const before = await fillsHeld(desk);
  const vaultId = (await desk.api.syncView()).connection?.vaultId;

  must(await desk.api.moveVault({ removeDeviceId: await idOf(desk, 'Lost'), passphrase }));
  const moved = await until(desk.api.movingState, ({ state }) => state !== 'running');
  expect(moved).toMatchObject({ state: 'done', renew: [{ label: 'main' }] });
  if (moved.state !== 'done') return;
  expect(moved.words).toHaveLength(24);
  expect(await fillsHeld(desk)).toEqual(before);
  const view = await untilView(desk, ({ devices }) => devices.length === 1);
  expect(view.connection?.vaultId).not.toBe(vaultId);
  expect(view.devices.map(({ label }) => label)).toEqual(['Desk']);
  await desk.api.endMoving();
  expect(await desk.api.movingState()).toEqual({ state: 'none' });

  await lost.api.syncNow();
  expect((await lost.api.syncView()).activity).toEqual({ state: 'removed' });

  laptop.browser.granted = ['<all_urls>'];
  await laptop.api.syncNow();
  expect((await laptop.api.syncView()).activity).toEqual({ state: 'moved' });
  await pair(desk, laptop, 'Laptop');
  expect(await fillsHeld(laptop)).toEqual(before);
  must(await laptop.api.syncNow());
  must(await desk.api.syncNow());
  for (const { api } of [desk, laptop]) {
    const accounts = await until(api.accounts, ([one]) => one?.label === 'renamed offline');
    expect(accounts).toHaveLength(1);
  }
}, 240_000);

test('a change of a device whose clock runs days ahead waits on in the vault that follows', async () => {
  const desk = await connectedVault(server.url, 'Desk');
  const ahead = await newEngineDevice({ now: () => unixMs(Date.now() + 2 * dayMs) });
  await pair(desk, ahead, 'Ahead');
  must(await ahead.api.saveSettings({ baseCurrency: 'EUR' }));
  must(await ahead.api.syncNow());
  must(await desk.api.syncNow());
  const { future } = await desk.api.syncView();
  expect(future).toMatchObject([{ what: 'Settings' }]);

  must(await desk.api.moveVault({ removeDeviceId: await idOf(desk, 'Ahead'), passphrase }));
  expect(await until(desk.api.movingState, ({ state }) => state !== 'running')).toMatchObject({ state: 'done' });
  const [{ dueAt, deviceId } = {}] = future;
  expect((await desk.api.syncView()).future).toMatchObject([{ what: 'Settings', dueAt, deviceId }]);
}, 240_000);

/** Where an engine is ended: from then on nothing that it asks for is answered, as if it were not there any more. */
type End =
  | { readonly request: RegExp; readonly behind?: RegExp }
  | { readonly database: 'second' }
  | { readonly slot: 'before' | 'after' };

const never = <T>(): Promise<T> => new Promise<T>(() => undefined);

/** What the engine is started with, so that it ends at that point of a move; `ended` resolves then. */
function endingAt(device: EngineDevice, end: End): { deps: Partial<EngineDeps>; ended: Promise<void> } {
  let say = (): void => undefined;
  const ended = new Promise<void>((resolve) => {
    say = resolve;
  });
  let isOver = false;
  // A run of the vault that moves asks for the same as the move does: it is told apart by what was asked for before.
  let isBehind = !('request' in end) || end.behind === undefined;
  const over = <T>(): Promise<T> => {
    isOver = true;
    say();
    return never<T>();
  };
  const { hosts, openDatabase } = device.deps;
  return {
    ended,
    deps: {
      syncFetch: (input, init) => {
        const named = `${init?.method} ${new URL(String(input)).pathname}`;
        if (isOver || ('request' in end && isBehind && end.request.test(named))) return over();
        isBehind ||= 'request' in end && end.behind?.test(named) === true;
        return fetch(input, init);
      },
      openDatabase: (slot) => (isOver || ('database' in end && slot === end.database) ? over() : openDatabase(slot)),
      hosts: {
        ...hosts,
        async writeLocal(key, value) {
          if (isOver || (key === 'databaseSlot' && 'slot' in end && end.slot === 'before')) return over();
          await hosts.writeLocal(key, value);
          if (key === 'databaseSlot' && 'slot' in end) return over();
        },
      },
    },
  };
}

test.each<[string, End]>([
  ['before all is pulled', { request: /^GET \/v1\/log$/ }],
  ['before anything is sealed anew', { database: 'second' }],
  ['before the new vault is on the server', { request: /^POST \/v1\/vaults\/successor$/ }],
  ['while the new vault is sent', { request: /^POST \/v1\/log$/, behind: /successor$/ }],
  ['before the second database takes the place of the first', { slot: 'before' }],
  ['right after it has', { slot: 'after' }],
  ['before the old vault is retired', { request: /^POST \/v1\/vaults\/retire$/ }],
])(
  'an engine that ends %s leaves one vault that opens, and the move goes on',
  async (_, end) => {
    const device = await connectedVault(server.url, 'Desk');
    await withHistory(device);
    must(await device.api.syncNow());
    const before = await fillsHeld(device);
    const oldVaultId = (await device.api.syncView()).connection?.vaultId ?? '';

    const { deps, ended } = endingAt(device, end);
    const first = await device.restart(deps);
    void first.api.moveVault({ removeDeviceId: null, passphrase });
    await ended;
    // the run that an engine begins with asks for the log too: only what was noted of a move goes on
    await until(first.api.movingState, ({ state }) => state === 'running');

    device.browser.session.clear(); // the browser was closed: only what is on disk is there
    const again = await device.restart({});
    expect((await again.api.vaultState()).state).toBe('locked');
    must(await again.api.unlock(passphrase));
    expect(await fillsHeld(again)).toEqual(before);
    const state = await until(again.api.movingState, (now) => now.state === 'failed' || now.state === 'done');
    if (state.state === 'failed') {
      expect(state.canResume).toBe(true);
      must(await again.api.resumeMoving([]));
    }
    expect(await again.api.movingState()).toMatchObject({ state: 'done', renew: [] });
    expect(await fillsHeld(again)).toEqual(before);
    expect((await again.api.syncView()).connection?.vaultId).not.toBe(oldVaultId);
    const [old] = await server.owner`
    select retired_at from vaults where vault_id = ${Buffer.from(oldVaultId, 'hex')}`;
    expect(old?.retired_at).not.toBeNull();
    expect((await device.indexedDB.databases()).map(({ name }) => name)).toEqual(['fillbook-second']);
    // and the new vault is what opens from now on
    const later = await again.restart({});
    await later.api.endMoving();
    expect(await later.api.movingState()).toEqual({ state: 'none' });
  },
  240_000,
);

/**
 * 300 bytes in the log that are no record, as a device that knows what is coming leaves them, or the row of such alone; gives where
 * they lie.
 */
async function leaveGarbage(vaultId: string, deviceId: string, isGone = false): Promise<number> {
  const [vault, body] = [Buffer.from(vaultId, 'hex'), randomBytes(300)];
  const [row] = await server.owner`
    with grown as (update heads set head = head + 1 where vault_id = ${vault} returning head)
    insert into records (vault_id, seq, rid, device_id, hash, body)
    select ${vault}, head, ${randomBytes(32)}::bytea, ${Buffer.from(deviceId, 'hex')}::bytea,
           ${createHash('sha256').update(body).digest()}::bytea, ${isGone ? null : body}::bytea from grown
    returning seq`;
  return Number(row?.seq);
}

test('a device does not block its removal by records that do not open: the move goes on without those that were shown', async () => {
  const { desk, lost } = await threeDevices();
  const before = await fillsHeld(desk);
  const vaultId = (await desk.api.syncView()).connection?.vaultId ?? '';
  const removeDeviceId = await idOf(desk, 'Lost');
  const first = await leaveGarbage(vaultId, removeDeviceId);

  must(await desk.api.moveVault({ removeDeviceId, passphrase }));
  const stopped = await until(desk.api.movingState, ({ state }) => state !== 'running');
  expect(stopped).toMatchObject({
    state: 'failed',
    canResume: true,
    unopened: [{ seq: first, deviceId: removeDeviceId }],
  });
  expect(await desk.api.resumeMoving([])).toMatchObject({ ok: false }); // never without being asked
  if (stopped.state !== 'failed') return;

  // given up; and the engine is ended further on
  const { deps, ended } = endingAt(desk, { request: /^POST \/v1\/vaults\/successor$/ });
  const second = await desk.restart(deps);
  await until(second.api.movingState, ({ state }) => state === 'failed');
  void second.api.resumeMoving(stopped.unopened.map(({ rid, seq }) => ({ rid, seq })));
  await ended;

  // what was given up stays so, and nothing else is: another record stops the move again
  const later = await leaveGarbage(vaultId, removeDeviceId);
  const again = await desk.restart();
  await until(again.api.movingState, ({ state }) => state === 'failed');
  expect(await again.api.resumeMoving([])).toMatchObject({ ok: false });
  const asked = await again.api.movingState();
  expect(asked).toMatchObject({ state: 'failed', unopened: [{ seq: later }] });
  if (asked.state !== 'failed') return;
  must(await again.api.resumeMoving(asked.unopened.map(({ rid, seq }) => ({ rid, seq }))));
  expect(await again.api.movingState()).toMatchObject({
    state: 'done',
    leftBehind: [
      { seq: first, device: 'Lost' },
      { seq: later, device: 'Lost' },
    ],
  });
  expect(await fillsHeld(again)).toEqual(before);
  expect((await again.api.syncView()).quarantined).toEqual([]);
  await lost.api.syncNow();
  expect((await lost.api.syncView()).activity).toEqual({ state: 'removed' });
}, 240_000);

test('an alarm that a removed device set off stops its removal until it is answered, and no longer', async () => {
  const { desk } = await threeDevices();
  const before = await fillsHeld(desk);
  const vaultId = (await desk.api.syncView()).connection?.vaultId ?? '';
  const removeDeviceId = await idOf(desk, 'Lost');
  await leaveGarbage(vaultId, removeDeviceId, true);

  must(await desk.api.moveVault({ removeDeviceId, passphrase }));
  expect(await until(desk.api.movingState, ({ state }) => state !== 'running')).toMatchObject({
    state: 'failed',
    canResume: true,
    unopened: [],
  });
  expect((await desk.api.syncView()).activity).toMatchObject({
    state: 'stopped',
    alarm: { kind: 'withheld', count: 1 },
  });
  expect(await desk.api.resumeMoving([])).toMatchObject({ ok: false });
  must(await desk.api.reuploadSync());
  must(await desk.api.resumeMoving([]));
  expect(await desk.api.movingState()).toMatchObject({ state: 'done', leftBehind: [] });
  expect(await fillsHeld(desk)).toEqual(before);
}, 240_000);

test('a move whose device is lost is finished by another one, and the lost one is told and comes back', async () => {
  const { desk, laptop } = await twoDevices(server.url);
  const before = await fillsHeld(desk);
  const { deps, ended } = endingAt(desk, { request: /^POST \/v1\/log$/, behind: /successor$/ });
  void (await desk.restart(deps)).api.moveVault({ removeDeviceId: null, passphrase });
  await ended;
  const [unfinished] = await server.owner`select vault_id from vaults order by created_at desc limit 1`;

  must(await laptop.api.moveVault({ removeDeviceId: await idOf(laptop, 'Desk'), passphrase }));
  const moved = await until(laptop.api.movingState, ({ state }) => state !== 'running');
  expect(moved).toMatchObject({ state: 'done', renew: [{ label: 'main' }] });
  const [left] = await server.owner`
    select v.retired_at, h.head, (select count(*) from records r where r.vault_id = v.vault_id) as records
      from vaults v join heads h using (vault_id) where vault_id = ${unfinished?.vault_id}`;
  expect(left).toMatchObject({ head: '0', records: '0' });
  expect(left?.retired_at).not.toBeNull();

  const back = await desk.restart();
  await until(back.api.movingState, ({ state }) => state === 'failed');
  expect(await back.api.resumeMoving([])).toMatchObject({ error: { reason: 'sync-refused', code: 'device-removed' } });
  expect(await back.api.movingState()).toMatchObject({ state: 'failed', canResume: false });
  await back.api.endMoving();
  expect(await back.api.movingState()).toEqual({ state: 'none' });
  const later = await back.restart();
  await later.api.syncNow();
  expect(await later.api.movingState()).toEqual({ state: 'none' });
  expect((await later.api.syncView()).activity).toEqual({ state: 'removed' });
  await laptop.api.endMoving();
  await pair(laptop, later, 'Desk');
  expect(await fillsHeld(later)).toEqual(before);
}, 240_000);

test('a device pairs again though a record does not open, on the server or here: both are said, and all else is there', async () => {
  const { desk, laptop } = await twoDevices(server.url);
  const before = await fillsHeld(desk);
  must(await desk.api.moveVault({ removeDeviceId: null, passphrase }));
  await until(desk.api.movingState, ({ state }) => state === 'done');
  const { connection } = await desk.api.syncView();
  const seq = await leaveGarbage(connection?.vaultId ?? '', connection?.deviceId ?? '');
  // and one of what the laptop holds, which lies under another's id
  const { tables, close } = must(await laptop.deps.openDatabase('first'));
  const [row] = await tables.documents.toArray();
  if (row) await tables.documents.put({ ...row, id: 'f'.repeat(64) });
  await close();

  await laptop.api.syncNow();
  expect((await laptop.api.syncView()).activity).toEqual({ state: 'moved' });
  await pair(desk, laptop, 'Laptop');
  expect(await fillsHeld(laptop)).toEqual(before);
  const { quarantined } = await untilView(laptop, ({ devices }) => devices.length === 2);
  expect(quarantined).toMatchObject([{ seq, deviceId: connection?.deviceId }]);
  const { issues } = await laptop.api.overview();
  expect(issues.map(({ failure }) => failure)).toEqual(
    expect.arrayContaining([
      { reason: 'sync-left-out', subject: '1' },
      { reason: 'damaged', code: 'left-out' },
    ]),
  );
}, 240_000);

/** What the engine is started with, so that a request waits until `release`; `held` resolves when one does. */
function holding(request: RegExp, behind?: RegExp) {
  let [say, release] = [(): void => undefined, (): void => undefined];
  const held = new Promise<void>((resolve) => {
    say = resolve;
  });
  const released = new Promise<void>((resolve) => {
    release = resolve;
  });
  let isBehind = behind === undefined;
  const deps: Partial<EngineDeps> = {
    async syncFetch(input, init) {
      const named = `${init?.method} ${new URL(String(input)).pathname}`;
      if (isBehind && request.test(named)) {
        say();
        await released;
      }
      isBehind ||= behind?.test(named) === true;
      return fetch(input, init);
    },
  };
  return { deps, held, release: () => release() };
}

test.each<[string, () => ReturnType<typeof holding>, string]>([
  ['before its new vault is on the server', () => holding(/^POST \/v1\/vaults\/successor$/), 'vault-retired'],
  ['while it sends its new vault', () => holding(/^POST \/v1\/log$/, /successor$/), 'move-overtaken'],
  ['before it retires the old vault', () => holding(/^POST \/v1\/vaults\/retire$/), 'move-overtaken'],
])(
  'of two devices that move at once one wins, and one that is overtaken %s is told and loses nothing',
  async (_, hold, code) => {
    const { deps, held, release } = hold();
    const first = await connectedVault(server.url, 'Desk');
    await withHistory(first);
    must(await first.api.syncNow());
    const laptop = await newEngineDevice();
    await pair(first, laptop, 'Laptop');
    const before = await fillsHeld(first);
    const oldVaultId = (await first.api.syncView()).connection?.vaultId ?? '';
    const desk = await first.restart(deps);
    must(await desk.api.moveVault({ removeDeviceId: null, passphrase }));
    await held;

    must(await laptop.api.moveVault({ removeDeviceId: null, passphrase }));
    expect(await until(laptop.api.movingState, ({ state }) => state !== 'running')).toMatchObject({ state: 'done' });
    release();
    expect(await until(desk.api.movingState, ({ state }) => state !== 'running')).toMatchObject({
      state: 'failed',
      failure: { reason: 'sync-refused', code },
      canResume: false,
    });

    const won = (await laptop.api.syncView()).connection?.vaultId ?? '';
    const open = await server.owner`
    select vault_id from vaults where retired_at is null
       and (vault_id = ${Buffer.from(oldVaultId, 'hex')} or follows = ${Buffer.from(oldVaultId, 'hex')})`;
    expect(open.map((row) => row.vault_id.toString('hex'))).toEqual([won]);
    await desk.api.endMoving();
    await laptop.api.endMoving();
    await desk.api.syncNow();
    expect((await desk.api.syncView()).activity).toEqual({ state: 'moved' });
    const [account] = await desk.api.accounts();
    must(await desk.api.renameAccount(account?.id ?? '', 'renamed meanwhile'));
    await pair(laptop, desk, 'Desk');
    expect((await desk.api.syncView()).connection?.vaultId).toBe(won);
    expect((await fillsHeld(desk)).rows.map(({ quantity }) => quantity)).toEqual(
      before.rows.map(({ quantity }) => quantity),
    );
    must(await desk.api.syncNow());
    must(await laptop.api.syncNow());
    await until(laptop.api.accounts, ([one]) => one?.label === 'renamed meanwhile');
  },
  240_000,
);

test('a move comes to its end where another device erases the old vault on the server meanwhile', async () => {
  const { deps, held, release } = holding(/^POST \/v1\/vaults\/retire$/);
  const first = await connectedVault(server.url, 'Desk');
  const laptop = await newEngineDevice();
  await pair(first, laptop, 'Laptop');
  const desk = await first.restart(deps);
  must(await desk.api.moveVault({ removeDeviceId: null, passphrase }));
  await held;
  must(await laptop.api.disconnectSync(true));
  release();
  expect(await until(desk.api.movingState, ({ state }) => state !== 'running')).toMatchObject({ state: 'done' });
  must(await desk.api.syncNow());
}, 240_000);

const shared = { title: 'For K.', accountIds: null, detail: 'amounts', days: 7, live: true } as const;

async function share({ api }: EngineDevice): Promise<string> {
  const prepared = must(await api.prepareShare({ ...shared, passphrase: null }));
  must(await api.createShare(shared, prepared));
  return prepared.shareId;
}

/** All that somebody sees who opens a link: status, headers that differ by what is there, body. */
async function opened(shareId: string): Promise<readonly [number, string | null, string]> {
  const answer = await fetch(`${server.url}/v1/shares/${shareId}`);
  return [answer.status, answer.headers.get('content-type'), await answer.text()];
}

test('links end with the move: they open as little as unknown ones, are listed to be made anew, and new ones work', async () => {
  const desk = await connectedVault(server.url, 'Desk');
  await withHistory(desk);
  const shareId = await share(desk);
  expect((await opened(shareId))[0]).toBe(200);
  must(await desk.api.syncNow());

  must(await desk.api.moveVault({ removeDeviceId: null, passphrase }));
  const moved = await until(desk.api.movingState, ({ state }) => state !== 'running');
  expect(moved).toMatchObject({ state: 'done', links: [{ shareId, title: 'For K.', live: true }] });
  const unknown = await opened('0'.repeat(32));
  expect(unknown[0]).toBe(404);
  expect(await opened(shareId)).toEqual(unknown);
  expect((await desk.api.shares()).shares).toMatchObject([{ id: shareId, state: 'ended', problem: null }]);
  expect(await desk.api.shareLink(shareId)).toMatchObject({ ok: false });

  const anew = await share(desk);
  expect((await opened(anew))[0]).toBe(200);
  await desk.api.refresh(null); // live ones are sent anew, and the one that ended is not
  expect((await opened(anew))[0]).toBe(200);
  expect(await opened(shareId)).toEqual(unknown);
  must(await desk.api.revokeShare(shareId));
  expect((await desk.api.shares()).shares).toMatchObject([{ id: anew, state: 'open', problem: null }]);
}, 240_000);
