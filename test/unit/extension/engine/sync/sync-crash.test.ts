/**
 * The browser may stop the engine between any two statements. Here database and server fail from the n-th call on, for every n of a
 * run that reads and sends; then the device starts again and goes on, and nothing is lost nor there twice.
 */
import { IDBFactory } from 'fake-indexeddb';
import { expect, test } from 'vitest';
import type { LogServer } from '../../../../../extension/engine/sync/log-server';
import { err } from '../../../../../shared/result';
import { must } from '../../store/open-store';
import { fillsNumbered } from '../../store/sample-fills';
import { Countdown, stopAtRequest } from '../../store/stop-at-request';
import { storedFills } from '../../store/stored-rows';
import { testVault } from '../../store/test-vault';
import { MemoryLog, serverOf } from './memory-log';
import { connect, openDevice, type SyncDevice } from './sync-device';
import { account, settingsOf } from './sync-documents';

const vault = await testVault();
const unreached = err({ kind: 'unreached', failure: { reason: 'network-failed' } } as const);

/** A call of the server fails before it is heard, and the next one after it was: the answer is lost. */
function counted(server: LogServer, countdown: Countdown): LogServer {
  const stepped = async <T>(call: () => Promise<T>) => {
    if (countdown.over) return unreached;
    countdown.used += 1;
    const answer = await call();
    if (countdown.over) return unreached;
    countdown.used += 1;
    return answer;
  };
  return {
    pull: (after, signal) => stepped(() => server.pull(after, signal)),
    push: (push, signal) => stepped(() => server.push(push, signal)),
  };
}

const fillIds = async (device: SyncDevice) =>
  must(await storedFills(device.store, 'account-1')).rows.map(({ id }) => id);

/** Another device has sent an account and 64 fills; this one has 64 of its own to send, and settings. */
async function prepared(indexedDB: IDBFactory) {
  const log = new MemoryLog();
  const other = await openDevice({ vault, n: 2 });
  await connect(other);
  must(await other.store.write({ putDocuments: [account('account-1', 'Main')], appendFills: fillsNumbered(0, 64) }));
  must(await other.run(serverOf(log, other.id)));
  const device = await openDevice({ vault, n: 1, indexedDB });
  await connect(device);
  must(await device.store.write({ putDocuments: [settingsOf('EUR')], appendFills: fillsNumbered(32, 96) }));
  await device.store.idle();
  return { log, other, device };
}

/** Runs until the n-th call; true where the run ended before it. */
async function runUntil(limit: number, device: SyncDevice, log: MemoryLog): Promise<boolean> {
  const countdown = new Countdown(limit);
  const restore = stopAtRequest(countdown);
  try {
    await device.run(counted(serverOf(log, device.id), countdown));
  } catch {
    // an engine that is stopped hears nothing of it either
  } finally {
    restore();
  }
  await device.database.close();
  return !countdown.over;
}

test('a run that is stopped at any call of database or server goes on without loss and sends nothing twice', async () => {
  let stops = 0;
  for (let limit = 0; ; limit += 1) {
    const indexedDB = new IDBFactory();
    const { log, other, device } = await prepared(indexedDB);
    const ended = await runUntil(limit, device, log);
    const again = await openDevice({ vault, n: 1, indexedDB });
    must(await again.run(serverOf(log, again.id)));
    must(await other.run(serverOf(log, other.id)));
    must(await again.run(serverOf(log, again.id)));
    for (const each of [again, other]) {
      expect(await fillIds(each)).toEqual(fillsNumbered(0, 96).map(({ id }) => id));
      expect(must(await each.store.readDocument('settings', 'settings'))?.value.baseCurrency).toBe('EUR');
      const { tables } = each.database;
      expect([await tables.segments.count(), await tables.outbox.count(), await tables.gone.count()]).toEqual([
        2, 0, 0,
      ]);
    }
    // account, settings and two segments lie there once each; what was replaced are checkpoints
    const checkpoints = new Set(
      await Promise.all([again, other].map(({ id }) => vault.recordId('checkpoint', id))),
    ) as ReadonlySet<string>;
    expect(log.rows.filter(({ rid }) => !checkpoints.has(rid)).length).toBe(4);
    for (const each of [again, other]) await each.close();
    if (ended) break;
    stops += 1;
  }
  // a page and two batches, each a call of the server and a transaction of many requests
  expect(stops).toBeGreaterThan(60);
}, 120_000);
