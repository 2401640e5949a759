/**
 * The store of the product in a SharedWorker of the extension, for the benches: writes and reads made-up fills, and the same fills
 * as the rows of its rival: Dexie with one row per fill and the indexes [account+symbol+time], [account+time] and time. It also sends
 * a store to a sync server and restores it from there, by the product's own run.
 *
 * A page sends `{name, args}` and gets `{result}` or `{error}`.
 */
import { Dexie } from 'dexie';
import { z } from 'zod';
import { createRepeat } from '../../extension/engine/retry';
import { createOrJoin } from '../../extension/engine/sync/admission';
import { createDeviceKey, deviceIdOf } from '../../extension/engine/sync/device-key';
import { createLogServer } from '../../extension/engine/sync/http-log-server';
import type { LogServer } from '../../extension/engine/sync/log-server';
import { runSync } from '../../extension/engine/sync/run';
import { createServerAccess } from '../../extension/engine/sync/server-access';
import { createServerCalls } from '../../extension/engine/sync/server-calls';
import { recordNames } from '../../extension/store/backup-names';
import { type Database, openDatabase } from '../../extension/store/database';
import { beginningState, beginWith } from '../../extension/store/outbox';
import { createStore, type Store } from '../../extension/store/store';
import type { ExchangeId } from '../../shared/exchanges/ids';
import type { Fill } from '../../shared/ledger/fill';
import { ok, unixMs } from '../../shared/result';
import { permissionOf } from '../../shared/sync/server-origin';
import type { OpenVault } from '../../shared/vault/open-vault';
import { createRootKey, type RootKey, rootKeyFromSession } from '../../shared/vault/root-key';
import { vaultIdOf } from '../../shared/vault/subkeys';
import { openVault } from '../../shared/vault/vault';
import { fillsMade, ratesMade } from './made-fills';

declare const self: SharedWorkerGlobalScope;

z.config({ jitless: true });

/** Fills written at once: what a file or a restore brings; an exchange's page is smaller. */
const batchRows = 20_000;
const random = (bytes: number) => crypto.getRandomValues(new Uint8Array(bytes));

interface Account {
  readonly id: string;
  readonly exchange: ExchangeId;
  readonly count: number;
  /** With what the exchange's own coin was worth, where a fee is in it. */
  readonly rated?: boolean;
}

const now = () => unixMs(Date.now());

interface Opened {
  readonly rootKey: RootKey;
  readonly vault: OpenVault;
  readonly database: Database;
  readonly store: Store;
}

const stores = new Map<string, Promise<Opened>>();

/** The store in the database of this name; `rootKey` as the session holds it, or a new one for a database of the bench's own. */
function opened(name: string, rootKey: string | null): Promise<Opened> {
  const known = stores.get(name);
  if (known) return known;
  const opening = (async () => {
    const held = rootKey === null ? ok(createRootKey(random)) : rootKeyFromSession(rootKey);
    if (!held.ok) throw new Error(held.error.reason);
    const vault = await openVault(held.value, { random, sealCount: 0 });
    const connected = await openDatabase(name, { indexedDB, IDBKeyRange });
    if (!connected.ok) throw new Error(connected.error.reason);
    const store = await createStore(connected.value, vault, {
      now,
      newId: () => crypto.randomUUID(),
      onMaintenanceFailure: ({ reason }) => {
        throw new Error(reason);
      },
    });
    if (!store.ok) throw new Error(store.error.reason);
    return { rootKey: held.value, vault, database: connected.value, store: store.value };
  })();
  stores.set(name, opening);
  return opening;
}

const storeOf = async (name: string, rootKey: string | null): Promise<Store> => (await opened(name, rootKey)).store;

/** Batches of the fills of some accounts, made before anything is measured. */
function* batchesOf(accounts: readonly Account[]): Generator<Fill[]> {
  for (const { id, exchange, count } of accounts) {
    let batch: Fill[] = [];
    for (const fill of fillsMade(exchange, id, count)) {
      if (batch.push(fill) < batchRows) continue;
      yield batch;
      batch = [];
    }
    if (batch.length > 0) yield batch;
  }
}

/** Writes through the product; milliseconds of writing and merging, without making the fills. */
async function write(database: string, rootKey: string | null, accounts: readonly Account[]): Promise<number> {
  const store = await storeOf(database, rootKey);
  let ms = 0;
  const rated = new Set(accounts.flatMap((account) => (account.rated === true ? [account.id] : [])));
  for (const appendFills of batchesOf(accounts)) {
    const appendRates = ratesMade(appendFills.filter(({ account }) => rated.has(account)));
    const from = performance.now();
    const written = await store.write(appendRates.length === 0 ? { appendFills } : { appendFills, appendRates });
    if (!written.ok) throw new Error(written.error.reason);
    await store.idle();
    ms += performance.now() - from;
  }
  return ms;
}

/** Reads, opens and decodes everything; milliseconds and how many fills. */
async function read(database: string, accounts: readonly Account[]): Promise<{ ms: number; count: number }> {
  const store = await storeOf(database, null);
  let count = 0;
  const from = performance.now();
  for (const { id } of accounts) {
    const failed = await store.readFills(id, async ({ fills }) => {
      count += fills.length;
    });
    if (!failed.ok || failed.value.length > 0) throw new Error('some fills could not be read');
  }
  return { ms: performance.now() - from, count };
}

/** Bytes of everything that lies in the database's segments and tails. */
async function sealedBytes(database: string): Promise<number> {
  const dexie = await new Dexie(database).open();
  let bytes = 0;
  for (const table of ['segments', 'tails'])
    await dexie.table(table).each(({ sealed }: { sealed: Uint8Array }) => {
      bytes += sealed.byteLength;
    });
  dexie.close();
  return bytes;
}

function rivalOf(database: string): Dexie {
  const dexie = new Dexie(database, { chromeTransactionDurability: 'strict' });
  dexie.version(1).stores({ fills: '++, [account+symbol+executedAtUs], [account+executedAtUs], executedAtUs' });
  return dexie;
}

async function writeRival(database: string, accounts: readonly Account[]): Promise<number> {
  const dexie = rivalOf(database);
  await dexie.open();
  let ms = 0;
  for (const batch of batchesOf(accounts)) {
    const from = performance.now();
    await dexie.table('fills').bulkAdd(batch);
    ms += performance.now() - from;
  }
  dexie.close();
  return ms;
}

async function readRival(database: string): Promise<{ ms: number; count: number }> {
  const dexie = rivalOf(database);
  await dexie.open();
  const from = performance.now();
  const rows = await dexie.table('fills').toArray();
  const ms = performance.now() - from;
  dexie.close();
  return { ms, count: rows.length };
}

/** Makes the database's device known to a server, in the vault of its root key. */
async function connected({ rootKey, vault, database }: Opened, origin: string): Promise<LogServer> {
  const deps = {
    fetch: (...asked: Parameters<typeof fetch>) => fetch(...asked),
    now,
    grantedHosts: async () => [permissionOf(origin)],
  };
  const calls = createServerCalls(deps, createRepeat(now), origin);
  const deviceKey = createDeviceKey(random);
  const { signal } = new AbortController();
  const admitted = await createOrJoin({ calls, rootKey, vault, deviceKey, label: 'Bench' }, null, signal);
  if (!admitted.ok) throw new Error(JSON.stringify(admitted.error));
  await beginWith(database, beginningState(deviceIdOf(deviceKey), null), now());
  return createLogServer(createServerAccess({ calls, vaultId: await vaultIdOf(rootKey), deviceKey, now }));
}

/** Accounts without a key: rows of an account that no device knows of are taken by none. */
async function addAccounts(name: string, rootKey: string, accounts: readonly Account[]): Promise<void> {
  const store = await storeOf(name, rootKey);
  const written = await store.write({
    putDocuments: accounts.map(({ id, exchange }) => ({
      kind: 'account',
      id,
      value: {
        ...{ kind: 'exchange', id, label: id, createdAt: 0, exchange, egress: 'direct' },
        ...{ credentialId: null, userSymbols: [], pausedAt: null },
      },
    })),
  });
  if (!written.ok) throw new Error(written.error.reason);
}

/** Connects and syncs to the end: what the store holds goes, what the server has comes. Milliseconds, and fills that came. */
async function sync(name: string, rootKey: string, origin: string, accountIds: readonly string[]) {
  const device = await opened(name, rootKey);
  const { kindOf } = await recordNames(device.vault, []);
  const server = await connected(device, origin);
  let count = 0;
  const from = performance.now();
  const run = await runSync({
    context: {
      ...device,
      now,
      newId: () => crypto.randomUUID(),
      onNews: async ({ fills }) => {
        count += fills.length;
      },
    },
    server,
    signal: new AbortController().signal,
    wholly: true,
    say: () => undefined,
    accountIds: () => accountIds,
    kindOf,
  });
  if (!run.ok) throw new Error(JSON.stringify(run.error));
  return { ms: performance.now() - from, count };
}

/** Removes what the engine kept of its answers: the next one computes them anew. */
async function forgetAnswers(database: string, rootKey: string): Promise<void> {
  const store = await storeOf(database, rootKey);
  const written = await store.write({ deleteLocal: ['kept-answers'] });
  if (!written.ok) throw new Error(written.error.reason);
}

const commands = { write, read, forgetAnswers, sealedBytes, writeRival, readRival, addAccounts, sync } as const;
/** What a page may ask for. */
export type StoreCommands = typeof commands;

self.onconnect = ({ ports: [port] }) => {
  if (!port) return;
  port.onmessage = async ({ data: { name, args } }: MessageEvent<{ name: keyof StoreCommands; args: never[] }>) => {
    try {
      const command: (...given: never[]) => unknown = commands[name];
      port.postMessage({ result: await command(...args) });
    } catch (thrown) {
      port.postMessage({ error: String(thrown) });
    }
  };
};
