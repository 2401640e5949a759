import { chmodSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { type FileHandle, open } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { emptyChain, extendChain } from '../../shared/sync/chain';
import { runCommand } from '../../sync-server/commands/commands';
import { startCluster } from '../../sync-server/db/cluster';
import { connect } from '../../sync-server/db/connection';
import { migrate } from '../../sync-server/db/migrate';
import { newDevice, record, TestDevice } from './harness/device';
import { newDatabase, runServer, type TestServer } from './harness/server';

let server: TestServer;
let folder: string;
beforeAll(async () => {
  server = await runServer();
  folder = mkdtempSync(join(tmpdir(), 'fillbook-backup-'));
});
afterAll(async () => {
  rmSync(folder, { recursive: true });
  await server.stop();
});

const on = ({ owner, target }: Pick<TestServer, 'owner' | 'target'>, name: string, ...args: string[]) =>
  runCommand({ owner, target }, name, args);

/** A fresh, empty database with the owner's connection. */
async function emptyTarget() {
  const target = await newDatabase();
  return { target, owner: connect(target, 'owner', { max: 2 }) };
}

const chainOf = async (device: TestDevice) => (await device.pullAll()).reduce(extendChain, emptyChain);

describe('a backup', () => {
  test('that is restored into a new database has the same counts, heads, chains and bodies, and other log ids', async () => {
    const device = await newDevice(server.url);
    const [first, second] = [record(3_000), record(10)];
    await device.push({ records: [first, second] });
    await device.push({ records: [record(20, first.rid, 1)], drops: [{ rid: second.rid, seq: 2 }] });
    const other = await newDevice(server.url);
    await other.push({ records: Array.from({ length: 200 }, () => record(1_000)) });
    const before = { rows: await device.pullAll(), chain: await chainOf(device), others: await chainOf(other) };
    const { logId } = await device.pull();

    const file = join(folder, 'one.backup');
    expect(await on(server, 'backup', file)).toEqual({
      ok: true,
      value: 'Written: 2 vaults, 2 devices, 2 heads, 203 records, 4 audit, 0 invites.',
    });
    const target = await emptyTarget();
    expect(await on(target, 'restore', file)).toEqual({
      ok: true,
      value: 'Restored: 2 vaults, 2 devices, 2 heads, 203 records, 4 audit, 0 invites. Every log has a new id.',
    });
    await target.owner.end();

    // at the same address, as an operator restores it: devices sign that
    const restored = await runServer({ PUBLIC_ORIGIN: server.url }, target.target);
    for (const [old, chain] of [
      [device, before.chain],
      [other, before.others],
    ] as const) {
      const again = new TestDevice(restored.url, old.vaultSeed, old.seed, server.url);
      expect((await again.logIn()).body).toMatchObject({ head: chain.seq });
      expect(await chainOf(again)).toEqual(chain);
    }
    const again = new TestDevice(restored.url, device.vaultSeed, device.seed, server.url);
    await again.logIn();
    expect(await again.pullAll()).toEqual(before.rows);
    expect((await again.pull()).logId).not.toBe(logId);
    expect((await again.push({ records: [record()] })).body).toMatchObject({ seqs: [before.chain.seq + 1] });
    await restored.stop();
  });

  test('is whole where the disk takes a part of a write at a time', async () => {
    await newDevice(server.url);
    const file = join(folder, 'short.backup');
    const probe = await open(join(folder, 'probe'), 'w');
    const handle = Object.getPrototypeOf(probe) as FileHandle;
    const write = handle.write;
    handle.write = function (this: FileHandle, bytes: Uint8Array) {
      return Reflect.apply(write, this, [bytes, 0, Math.ceil(bytes.length / 2)]);
    } as FileHandle['write'];
    try {
      expect((await on(server, 'backup', file)).ok).toBe(true);
    } finally {
      handle.write = write;
      await probe.close();
    }
    const target = await emptyTarget();
    expect((await on(target, 'restore', file)).ok).toBe(true);
    await target.owner.end();
  });

  test('is all that a new PostgreSQL needs, as on another machine: counts, heads and chains are equal, log ids are new', async () => {
    const device = await newDevice(server.url);
    const other = device.sibling();
    await other.admit();
    await other.logIn();
    await device.push({ records: Array.from({ length: 30 }, () => record(2_000)) });
    await other.push({ records: [record(), record()] });
    const before = { rows: await device.pullAll(), chain: await chainOf(device), logId: (await device.pull()).logId };
    const file = join(folder, 'moved.backup');
    const written = await on(server, 'backup', file);

    const elsewhere = mkdtempSync(join(tmpdir(), 'fillbook-elsewhere-'));
    chmodSync(elsewhere, 0o755); // or root's user postgres could not enter it
    const cluster = await startCluster(elsewhere);
    const owner = connect(cluster.target, 'owner', { max: 2 });
    try {
      const [role] = await owner`select count(*)::int as count from pg_roles where rolname = 'fillbook_app'`;
      expect(role?.count).toBe(0); // nothing of the first cluster is there
      const restored = await on({ owner, target: cluster.target }, 'restore', file);
      // "Written: 2 vaults, …" and "Restored: 2 vaults, …": the same counts of each table
      const counts = (said: typeof written) => (said.ok ? /: (.*?)\./.exec(said.value)?.[1] : said.error);
      expect(counts(restored)).toBe(counts(written));
      const heads = (sql: typeof owner) => sql`select vault_id, head, used_bytes from heads order by vault_id`;
      expect([...(await heads(owner))]).toEqual([...(await heads(server.owner))]);
      const logIds = async (sql: typeof owner) =>
        (await sql`select encode(log_id, 'hex') as id from heads`).map(({ id }) => String(id));
      const old = await logIds(server.owner);
      expect((await logIds(owner)).filter((id) => old.includes(id))).toEqual([]);

      const moved = await runServer({ PUBLIC_ORIGIN: server.url }, cluster.target);
      const again = new TestDevice(moved.url, device.vaultSeed, device.seed, server.url);
      expect((await again.logIn()).body).toMatchObject({ head: before.chain.seq });
      expect(await again.pullAll()).toEqual(before.rows);
      expect(await chainOf(again)).toEqual(before.chain);
      expect((await again.pull()).logId).not.toBe(before.logId);
      await moved.stop();
    } finally {
      await owner.end();
      await cluster.stop();
      expect(existsSync(dirname(cluster.target.socket?.path ?? ''))).toBe(false); // nothing is left of a run but its data
      rmSync(elsewhere, { recursive: true, force: true });
    }
  });

  test('is one snapshot, while devices push', async () => {
    const device = await newDevice(server.url);
    let going = true;
    const pushing = (async () => {
      while (going) await device.push({ records: [record(), record()] });
    })();
    const file = join(folder, 'live.backup');
    await on(server, 'backup', file);
    going = false;
    await pushing;
    const target = await emptyTarget();
    // it compares each head with its rows
    expect((await on(target, 'restore', file)).ok).toBe(true);
    await target.owner.end();
  });

  test('that was cut off or changed in any part is refused, and nothing is restored', async () => {
    const device = await newDevice(server.url);
    await device.push({ records: [record()] });
    const file = join(folder, 'whole.backup');
    await on(server, 'backup', file);
    const whole = readFileSync(file);
    const target = await emptyTarget();
    const spoilt = join(folder, 'spoilt.backup');
    const middle = Math.floor(whole.length / 2);
    const flipped = Buffer.from(whole);
    flipped.writeUInt8(flipped.readUInt8(middle) ^ 1, middle);
    for (const bytes of [flipped, whole.subarray(0, whole.length - 1), whole.subarray(0, middle), Buffer.alloc(0)]) {
      writeFileSync(spoilt, bytes);
      const refused = await on(target, 'restore', spoilt);
      expect(refused).toEqual({ ok: false, error: 'The file is cut off or was changed. Nothing was restored.' });
    }
    const tables = await target.owner`select 1 from information_schema.tables where table_schema = 'public'`;
    expect(tables).toHaveLength(0);
    await target.owner.end();
  });

  test('that the database does not take is not restored in part, and the restore ends with what it said', async () => {
    const device = await newDevice(server.url);
    await device.push({ records: Array.from({ length: 40 }, () => record(100_000)) });
    const file = join(folder, 'refused.backup');
    await on(server, 'backup', file);
    const target = await emptyTarget();
    await migrate(target.target);
    await target.owner`alter table records add constraint none check (false)`; // as a full disk would, in the midst of rows
    await expect(on(target, 'restore', file)).rejects.toThrow('violates check constraint');
    expect(await target.owner`select from vaults`).toHaveLength(0);
    await target.owner`alter table records drop constraint none`;
    expect((await on(target, 'restore', file)).ok).toBe(true);
    await target.owner.end();
  });

  test('is not restored over vaults', async () => {
    const file = join(folder, 'over.backup');
    await newDevice(server.url);
    await on(server, 'backup', file);
    expect(await on(server, 'restore', file)).toMatchObject({
      ok: false,
      error: expect.stringContaining('has vaults already'),
    });
  });
});

describe('an operator', () => {
  test('lists vaults by their sizes alone, and gives one a quota of its own', async () => {
    const device = await newDevice(server.url);
    await device.push({ records: [record(1_048_576 / 4)] });
    // 262,144 + 256 bytes are 0.25 MiB
    const listed = await on(server, 'vaults');
    expect(listed.ok && listed.value).toContain(
      `${device.vaultId}  1 devices (0 removed)  1 records  0.3 MiB of default`,
    );
    expect(await on(server, 'quota', device.vaultId, '300000')).toEqual({
      ok: true,
      value: 'The vault may hold 0.3 MiB.',
    });
    expect((await device.push({ records: [record(100_000)] })).status).toBe(507);
    await on(server, 'quota', device.vaultId, 'default');
    expect((await device.push({ records: [record(100_000)] })).status).toBe(200);
  });

  test('cuts a device off at once', async () => {
    const device = await newDevice(server.url);
    expect((await on(server, 'remove-device', device.vaultId, device.deviceId)).ok).toBe(true);
    expect((await device.get('/v1/head')).status).toBe(403);
    expect(await on(server, 'remove-device', device.vaultId, 'ab'.repeat(16))).toEqual({
      ok: false,
      error: 'There is no such device.',
    });
  });

  test('erases a vault only when that is said twice, and then wholly', async () => {
    const device = await newDevice(server.url);
    await device.push({ records: [record()] });
    expect(await on(server, 'erase', device.vaultId)).toMatchObject({ ok: false });
    expect((await device.get('/v1/head')).status).toBe(200);
    expect((await on(server, 'erase', device.vaultId, '--yes')).ok).toBe(true);
    expect((await device.get('/v1/head')).status).toBe(401);
    const vault = Buffer.from(device.vaultId, 'hex');
    for (const table of ['vaults', 'devices', 'heads', 'records', 'audit', 'tokens', 'challenges', 'pairings']) {
      expect(await server.owner`select 1 from ${server.owner(table)} where vault_id = ${vault}`).toHaveLength(0);
    }
    expect(await on(server, 'erase', device.vaultId, '--yes')).toEqual({ ok: false, error: 'There is no such vault.' });
  });

  test('is told what an argument should be', async () => {
    expect(await on(server, 'invite', '--days', '0')).toMatchObject({
      ok: false,
      error: expect.stringContaining('--days'),
    });
    expect(await on(server, 'invite', '--hours', '1')).toMatchObject({
      ok: false,
      error: expect.stringContaining('--hours'),
    });
    expect(await on(server, 'quota', 'x', '1')).toMatchObject({
      ok: false,
      error: expect.stringContaining('64 hex digits'),
    });
    for (const size of ['', '1e9', '-1', '0x10', '9'.repeat(20)])
      expect(await on(server, 'quota', 'ab'.repeat(32), size)).toEqual({
        ok: false,
        error: 'The quota is a number of bytes, or `default`.',
      });
    expect(await on(server, 'backup')).toEqual({ ok: false, error: 'Name the file to write.' });
    expect(await on(server, 'other')).toMatchObject({ ok: false });
  });
});
