/** A device of the tests: a real store and vault over a database of its own, and sync's run driven by hand. */
import { IDBFactory, IDBKeyRange } from 'fake-indexeddb';
import type { SyncActivity } from '../../../../../extension/engine/api/sync';
import type { LogServer } from '../../../../../extension/engine/sync/log-server';
import { type RunEnd, runSync } from '../../../../../extension/engine/sync/run';
import type { SyncContext, SyncNews } from '../../../../../extension/engine/sync/sync-context';
import { recordNames } from '../../../../../extension/store/backup-names';
import { beginningState, beginWith } from '../../../../../extension/store/outbox';
import { createStore, type Database, openDatabase, type Store } from '../../../../../extension/store/store';
import type { SyncStateRow } from '../../../../../extension/store/sync-tables';
import type { Failure } from '../../../../../shared/reasons';
import { type Result, unixMs } from '../../../../../shared/result';
import type { Hex } from '../../../../../shared/vault/bytes';
import type { OpenVault } from '../../../../../shared/vault/open-vault';
import { must } from '../../store/open-store';
import { deviceIdOf } from './memory-log';

export const beganAt = Date.UTC(2026, 0, 1);

export interface SyncDevice {
  readonly id: Hex;
  readonly indexedDB: IDBFactory;
  readonly database: Database;
  readonly store: Store;
  readonly context: SyncContext;
  readonly news: SyncNews[];
  readonly upkeep: Failure[];
  readonly clock: { now: number };
  run(server: LogServer, wholly?: boolean): Promise<Result<void, RunEnd>>;
  state(): Promise<SyncStateRow>;
  close(): Promise<void>;
}

export interface DeviceParts {
  readonly vault: OpenVault;
  readonly n: number;
  readonly indexedDB?: IDBFactory;
  readonly clock?: { now: number };
  readonly accounts?: readonly string[];
}

/** Opens a device's store, as the engine does at each start; `connect` makes it known to a server. */
export async function openDevice({
  vault,
  n,
  indexedDB = new IDBFactory(),
  clock = { now: beganAt },
  accounts = ['account-1', 'account-2'],
}: DeviceParts): Promise<SyncDevice> {
  const database = must(await openDatabase('fillbook', { indexedDB, IDBKeyRange }));
  const upkeep: Failure[] = [];
  const now = () => unixMs(clock.now);
  let ids = 0;
  // Ids need not be random here, and the store's own device id is one of them.
  const newId = (): string => `${n}-${clock.now}-${++ids}-${Math.random()}`;
  const store = must(await createStore(database, vault, { now, newId, onMaintenanceFailure: (f) => upkeep.push(f) }));
  const news: SyncNews[] = [];
  const context: SyncContext = { database, vault, store, now, newId, onNews: async (each) => void news.push(each) };
  const { kindOf } = await recordNames(vault, []);
  const say = (_: SyncActivity): void => undefined;
  const signal = new AbortController().signal;
  return {
    ...{ id: deviceIdOf(n), indexedDB, database, store, context, news, upkeep, clock },
    run: (server, wholly = true) =>
      runSync({ context, server, signal, wholly, say, accountIds: () => accounts, kindOf }),
    async state() {
      const state = await database.tables.sync.get('state');
      if (!state) throw new Error('not connected');
      return state;
    },
    async close() {
      await store.idle();
      await database.close();
    },
  };
}

export const connect = (device: SyncDevice, vouched: SyncStateRow['vouched'] = null): Promise<void> =>
  beginWith(device.database, beginningState(device.id, vouched), unixMs(device.clock.now));
