import { spawnSync } from 'node:child_process';
import { chmodSync, chownSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, inject, onTestFinished, test } from 'vitest';
import { connect } from '../../sync-server/db/connection';
import { runAs } from '../../sync-server/db/postgres-program';
import { newDevice, record } from '../integration/harness/device';
import { runServer } from '../integration/harness/server';
import { played } from './rounds';

/** Only root may put a small file system somewhere; without one there is no disk here that a test may fill. */
const mayMount = process.getuid?.() === 0 && process.platform === 'linux';

test.runIf(mayMount)(
  'a disk that is full is told as such, what was stored is intact, and pushes go on when there is room',
  async () => {
    const folder = mkdtempSync(join(tmpdir(), 'fillbook-full-'));
    chmodSync(folder, 0o755);
    const disk = join(folder, 'disk');
    mkdirSync(disk);
    const mounted = spawnSync('mount', ['-t', 'tmpfs', '-o', 'size=48m', 'tmpfs', disk]);
    expect(mounted.status).toBe(0);
    onTestFinished(() => {
      spawnSync('umount', [disk]);
      rmSync(folder, { recursive: true, force: true });
    });
    const place = join(disk, 'tables');
    mkdirSync(place, { mode: 0o700 });
    const { uid = 0, gid = 0 } = runAs();
    chownSync(place, uid, gid);
    const cluster = inject('database');
    const owner = connect(cluster, 'owner', { max: 1 });
    await owner.unsafe(`create tablespace small_disk location '${place}'`);
    await owner.unsafe('create database on_small_disk tablespace small_disk');
    const target = {
      ...cluster,
      socket: cluster.socket === null ? null : { ...cluster.socket, database: 'on_small_disk' },
    };
    const server = await runServer({}, target);
    try {
      const device = await newDevice(server.url);
      const stored: string[] = [];
      let refused = await device.push({ records: [record(10)] });
      while (refused.status === 200 && stored.length < 500) {
        const pushed = record(500_000);
        refused = await device.push({ records: [pushed] });
        if (refused.status === 200) stored.push(pushed.rid);
      }
      expect(refused).toMatchObject({ status: 507, body: { error: { reason: 'storage-full' } } });
      const rows = await device.pullAll();
      expect(rows.slice(1).map(({ rid }) => rid)).toEqual(stored);
      expect(spawnSync('mount', ['-o', 'remount,size=96m', disk]).status).toBe(0);
      expect((await device.push({ records: [record(500_000)] })).body).toMatchObject({ seqs: [rows.length + 1] });
      played(`disk full after ${stored.length} records of 500 kB: 507, all of them intact, and on when there is room`);
    } finally {
      await server.stop();
      await owner.unsafe('drop database on_small_disk with (force)');
      await owner.unsafe('drop tablespace small_disk');
      await owner.end();
    }
  },
);
