/** The real engine over a fake browser: hosts in memory, fake-indexeddb, a clock that only the test moves. */
import { IDBFactory, IDBKeyRange } from 'fake-indexeddb';
import type { EngineDeps } from '../../../../extension/engine/context';
import { createEvents } from '../../../../extension/engine/events';
import type { HealthNotice, Host } from '../../../../extension/engine/host';
import { createHosts } from '../../../../extension/engine/hosts';
import { openSession, type Session } from '../../../../extension/engine/session';
import { createWork } from '../../../../extension/engine/work';
import type { ExchangeClient } from '../../../../extension/exchanges/client';
import { type Database, openDatabase } from '../../../../extension/store/store';
import { exchangeIds, exchangeInfos } from '../../../../shared/exchanges/ids';
import { Secret, unixMs } from '../../../../shared/result';
import { lightKdf } from '../../shared/vault/a-vault';
import { must } from '../store/open-store';

export interface FakeBrowser {
  readonly host: Host;
  readonly session: Map<string, string>;
  readonly local: Map<string, string>;
  readonly badges: string[];
  readonly notices: HealthNotice[];
  /** What the background was told, oldest first. */
  readonly refreshAlarms: (number | null)[];
  granted: readonly string[];
  /** Runs before every call of the host; may throw. */
  beforeCall: () => void;
}

export function fakeBrowser(): FakeBrowser {
  const session = new Map<string, string>();
  const local = new Map<string, string>();
  const badges: string[] = [];
  const step = async <T>(value: () => T): Promise<T> => {
    browser.beforeCall();
    return value();
  };
  const browser: FakeBrowser = {
    session,
    local,
    badges,
    notices: [],
    refreshAlarms: [],
    granted: exchangeIds.flatMap((id) => exchangeInfos[id].hosts).map((host) => `https://${host}/*`),
    beforeCall: () => undefined,
    host: {
      readSessionKey: () => step(() => session.get('rootKey') ?? null),
      writeSessionKey: (key) => step(() => void session.set('rootKey', key)),
      wipeSession: () => step(() => session.clear()),
      grantedHosts: () => step(() => browser.granted),
      readLocal: (key) => step(() => local.get(key) ?? null),
      writeLocal: (key, value) => step(() => void local.set(key, value)),
      removeLocal: (key) => step(() => void local.delete(key)),
      writeSummary: (summary) => step(() => void session.set('summary', JSON.stringify(summary))),
      setBadge: ({ text }) => step(() => void badges.push(text)),
      notify: (notice) => step(() => void browser.notices.push(notice)),
      hold: () => step(() => undefined),
      setAutoLock: () => step(() => undefined),
      setRefreshAlarm: (minutes) => step(() => void browser.refreshAlarms.push(minutes)),
    },
  };
  return browser;
}

interface Clock {
  now: number;
}

export interface World {
  readonly deps: EngineDeps;
  readonly browser: FakeBrowser;
  readonly clock: Clock;
  readonly indexedDB: IDBFactory;
}

/** Sleeping moves the clock: nothing waits for real time. */
export function createWorld(client: ExchangeClient, indexedDB = new IDBFactory(), browser = fakeBrowser()): World {
  const clock: Clock = { now: Date.UTC(2026, 1, 1, 12) };
  const hosts = createHosts();
  hosts.add({ host: browser.host, gone: new Promise(() => undefined) });
  const deps: EngineDeps = {
    now: () => unixMs(clock.now),
    random: (bytes) => crypto.getRandomValues(new Uint8Array(bytes)),
    newId: () => crypto.randomUUID(),
    chooseKdf: async (floor) => floor ?? lightKdf,
    sleep: async (ms) => {
      clock.now += Math.max(0, ms);
    },
    hosts,
    openDatabase: (slot = 'first') =>
      openDatabase(slot === 'first' ? 'fillbook' : 'fillbook-second', { indexedDB, IDBKeyRange }),
    createClient: () => client,
    syncFetch: null,
    end: () => undefined,
  };
  return { deps, browser, clock, indexedDB };
}

export interface OpenWorld extends World {
  readonly session: Session;
  readonly database: Database;
}

/** The root key of every test's vault: reopening gives the same one. */
const testRootKey = new Secret(new Uint8Array(32).fill(1));

/** Opens the vault in the world's database, as the engine does at each start. */
export async function openWorld(world: World): Promise<OpenWorld> {
  const database = must(await world.deps.openDatabase());
  const session = must(
    await openSession(testRootKey, database, world.deps, createEvents(), createWork(world.deps.hosts)),
  );
  await session.books.loaded;
  return { ...world, session, database };
}

export const accountDraft = {
  id: 'account-1',
  exchange: 'binance' as const,
  label: 'main',
  credentials: { apiKey: 'test-key-of-sixteen', secret: 'test-secret-of-twenty' },
  userSymbols: [],
};

/** Resolves when the account's import has ended, however. */
export async function importEnded(session: Session, accountId = accountDraft.id): Promise<void> {
  for (;;) {
    const { state } = session.imports.progress(accountId);
    if (state !== 'running' && state !== 'waiting') return;
    await new Promise((resolve) => setTimeout(resolve));
  }
}
