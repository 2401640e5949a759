/**
 * A server is backed up, goes on, is lost, and is restored from that backup into a new PostgreSQL. Its three devices find a log that they
 * did not read, stop, and once each has sent again what it holds all hold the same: also what came after the backup.
 */
import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Sql } from 'postgres';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type ChainPoint, emptyChain, extendChain } from '../../shared/sync/chain';
import { parsePairingCode } from '../../shared/sync/pairing-code';
import type { Hex } from '../../shared/vault/bytes';
import { runCommand } from '../../sync-server/commands/commands';
import { type Cluster, startCluster } from '../../sync-server/db/cluster';
import { connect, type DatabaseTarget } from '../../sync-server/db/connection';
import { fillsOf } from '../unit/extension/engine/fake-exchange';
import {
  type EngineDevice,
  fillsHeld,
  must,
  newEngineDevice,
  pair,
  twoDevices,
  until,
  untilPairing,
} from './harness/engine-device';
import { runServer, type TestServer } from './harness/server';

let folder: string;
let server: TestServer;
let elsewhere: Cluster;
let restored: TestServer;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'fillbook-restore-'));
  chmodSync(folder, 0o755); // or root's user postgres could not enter it
  server = await runServer();
});
afterAll(async () => {
  await restored?.stop();
  await elsewhere?.stop();
  rmSync(folder, { recursive: true, force: true });
});

/** A database's owner runs an operator's command; gives what it says behind its colon: the counts of each table. */
async function counts(owner: Sql, target: DatabaseTarget, name: string, file: string): Promise<string | undefined> {
  return /: (.*?)\./.exec(must(await runCommand({ owner, target }, name, [file])))?.[1];
}

/** Of each vault h of its log behind every row, computed from the rows as they lie there. */
async function chains(owner: Sql): Promise<ReadonlyMap<string, readonly ChainPoint[]>> {
  const rows = await owner<{ vault: Hex; seq: string; rid: Hex; hash: Hex }[]>`
    select encode(vault_id, 'hex') as vault, seq, encode(rid, 'hex') as rid, encode(hash, 'hex') as hash
    from records order by vault_id, seq`;
  const points = new Map<string, ChainPoint[]>();
  for (const { vault, seq, rid, hash } of rows) {
    const chain = points.get(vault) ?? [];
    chain.push(extendChain(chain.at(-1) ?? emptyChain, { seq: Number(seq), rid, hash }));
    points.set(vault, chain);
  }
  return points;
}

/** Where a device stands in the log, as the code that it would show to another says. */
async function pointOf(device: EngineDevice) {
  must(await device.api.startPairing());
  const { code } = await untilPairing(device, 'waiting');
  await device.api.cancelPairing();
  const { vaultId, logId, point } = must(parsePairingCode(code));
  return { vaultId, logId, ...point };
}

/** Lets all sync until nobody has anything to send and all have read equally far: engines write by themselves meanwhile. */
async function untilQuiet(devices: readonly EngineDevice[]): Promise<void> {
  for (;;) {
    for (const { api } of devices) await api.syncNow(); // one whose session is just opened anew is asked again
    const views = await Promise.all(devices.map(({ api }) => api.syncView()));
    const isEven = new Set(views.map(({ connection }) => connection?.seq)).size === 1;
    if (isEven && views.every(({ waiting, activity }) => waiting.records === 0 && activity.state === 'idle')) return;
  }
}

async function buyOneMore({ api, exchange }: EngineDevice): Promise<void> {
  exchange.fillsBySymbol.set(
    'BTC/USDT',
    fillsOf('BTC/USDT', [
      { side: 'buy', quantity: '2', price: '100', fee: ['USDT', '0.2'] },
      { side: 'buy', quantity: '1', price: '104' },
      { side: 'sell', quantity: '1', price: '130', fee: ['USDT', '0.13'] },
      { side: 'buy', quantity: '3', price: '99' },
    ]),
  );
  const [account] = await api.accounts();
  must(await api.startImport(account?.id ?? '', 'import'));
  await until(
    () => fillsHeld({ api } as EngineDevice),
    ({ totalCount }) => totalCount === 4,
  );
}

test('a server restored from a backup has what was backed up, and its three devices come to hold the same', async () => {
  const { desk, laptop } = await twoDevices(server.url);
  const travel = await newEngineDevice();
  await desk.api.cancelPairing();
  await pair(desk, travel, 'Travel');
  await desk.api.cancelPairing();
  const devices = [desk, laptop, travel];
  for (const { api } of [...devices, ...devices]) must(await api.syncNow());

  const file = join(folder, 'vaults.backup');
  const written = await counts(server.owner, server.target, 'backup', file);
  const lost = await chains(server.owner); // a device may have pushed since

  // what is in no backup: a fill that two of them know, and a name that one has not sent
  travel.browser.granted = [];
  await buyOneMore(desk);
  must(await desk.api.syncNow());
  must(await laptop.api.syncNow());
  await until(
    () => fillsHeld(laptop),
    ({ totalCount }) => totalCount === 4,
  );
  const [account] = await travel.api.accounts();
  must(await travel.api.renameAccount(account?.id ?? '', 'named on the road'));
  expect((await fillsHeld(travel)).totalCount).toBe(3);
  const before = await fillsHeld(desk);
  const { logId } = await pointOf(desk);
  await server.stop();

  elsewhere = await startCluster(join(folder, 'elsewhere'));
  const owner = connect(elsewhere.target, 'owner', { max: 2 });
  expect(await counts(owner, elsewhere.target, 'restore', file)).toBe(written);
  const back = await chains(owner);
  expect([...back.keys()]).toEqual([...lost.keys()]);
  for (const [vault, chain] of back) expect(chain).toEqual(lost.get(vault)?.slice(0, chain.length));
  await owner.end();
  restored = await runServer({ PORT: new URL(server.url).port }, elsewhere.target);

  travel.browser.granted = ['<all_urls>'];
  for (const { api } of devices) {
    expect((await api.syncNow()).ok).toBe(false);
    expect((await api.syncView()).activity).toMatchObject({ state: 'stopped', alarm: { kind: 'new-log' } });
  }
  expect(await fillsHeld(laptop)).toEqual(before); // nothing of it was taken over

  for (const { api } of [travel, laptop, desk]) must(await api.reuploadSync());
  await untilQuiet(devices);
  for (const device of devices) {
    const [one, ...others] = await until(device.api.accounts, ([first]) => first?.label === 'named on the road');
    expect([one?.label, others]).toEqual(['named on the road', []]);
    expect(
      await until(
        () => fillsHeld(device),
        ({ totalCount }) => totalCount === 4,
      ),
    ).toEqual(before);
    expect((await device.api.syncView()).quarantined).toEqual([]);
  }

  const points = [];
  for (const device of devices) points.push(await pointOf(device));
  const [first] = points;
  expect(first?.logId).not.toBe(logId);
  for (const point of points) expect(point).toEqual(first);
  const { seq = 0, h = null } = first ?? {};
  expect((await chains(restored.owner)).get(first?.vaultId ?? '')?.at(-1)).toEqual({ seq, h });
}, 240_000);
