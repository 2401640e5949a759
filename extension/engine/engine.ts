/**
 * The engine: the vault's life, and behind it the one session that reads and writes everything.
 *
 * Every call is safe to repeat, since a client repeats what was pending when an engine ended. What needs an open vault and
 * finds it locked gives `vault-locked`; queries throw it, as a page that is about to fall back to its lock screen may ask.
 */
import type { Failure } from '../../shared/reasons';
import { err, ok, type Result } from '../../shared/result';
import { type RootKey, rootKeyToSession } from '../../shared/vault/root-key';
import type { StoredSettings } from '../store/documents';
import { createSerial } from '../store/serial';
import type { Database } from '../store/store';
import type { EngineApi } from './api';
import type { VaultState } from './api/vault';
import { createBackups } from './backup';
import type { EngineDeps } from './context';
import { forgetSlot, openCurrent } from './database-slot';
import { createDeadlineNote } from './deadline-note';
import { earlyOverview } from './early-overview';
import { createEvents } from './events';
import { createHealth } from './health';
import { lockedBadge, lookBackSilentKey } from './host';
import { createKeyring, type Keyring } from './keyring';
import { missingHosts } from './observations';
import { earliestDeadline, type Moment, wholeOverview } from './overview';
import { followOwnEvents } from './own-events';
import { createRefresher } from './refresher';
import { createSchedule } from './schedule';
import { forgetSealCount } from './seal-count';
import { openSession, type Session } from './session';
import { sessionCalls } from './session-calls';
import { startSession } from './session-start';
import { createShares } from './shares';
import { createSummaryWriter } from './summary-writer';
import type { Replacement } from './sync/second-vault';
import { createSyncAccess } from './sync-access';
import { vaultCalls } from './vault-calls';
import { createWork } from './work';

export interface Engine {
  readonly api: EngineApi;
  /**
   * Opens the database and, with the session's key, the vault. Idempotent; every client's arrival calls it. With nothing to do
   * then, the engine is let go: the client may be what the background's alarm started it with.
   */
  start(): Promise<void>;
}

const locked: Failure = { reason: 'vault-locked' };
/** The browser still has the key of its session: the next engine would open the vault with it. */
const keyLeft: Failure = { reason: 'storage-failed', code: 'session-key-left' };
/** The reply to `lock` must leave before the worker ends. */
const endDelayMs = 100;
/** Longest wait for what still runs when the vault is locked: a call that hangs must not keep the key in memory. */
const closeWaitMs = 2_000;

/** Creates the engine over its dependencies; nothing happens before `start`. */
export function createEngine(deps: EngineDeps): Engine {
  const events = createEvents();
  const work = createWork(deps.hosts);
  const noteDeadline = createDeadlineNote(deps.hosts);
  const hostsMissing = new Map<string, readonly string[]>();
  let database: Result<Database, Failure> | null = null;
  let keyring: Keyring | null = null;
  let session: Session | null = null;
  let starting: Promise<void> | null = null;
  /** Counts lockings, so that an opening that was under way meanwhile is undone. */
  let lockings = 0;
  /** Why the last locking did not wholly succeed; null where it did, and while the vault is open. */
  let notWiped: Failure | null = null;
  /** The vault was open in this worker since it started: what it held goes only with the worker. */
  let wasEntered = false;

  const open = (): Session => {
    if (!session) throw new Error(locked.reason);
    return session;
  };
  const withSession = async <T, E>(
    use: (session: Session) => Promise<Result<T, E>>,
  ): Promise<Result<T, E | Failure>> => (session ? use(session) : err(locked));
  const withKeyring = async <T, E>(use: (ring: Keyring) => Promise<Result<T, E>>): Promise<Result<T, E | Failure>> => {
    await start();
    if (keyring) return use(keyring);
    return database && !database.ok ? database : err({ reason: 'storage-failed' });
  };
  /** Steps of the vault's life run one after another: two vaults made at once would leave records of a key without a header. */
  const vaultSteps = createSerial();
  const inTurn = <T, E>(use: (ring: Keyring) => Promise<Result<T, E>>): Promise<Result<T, E | Failure>> =>
    vaultSteps.run(() => withKeyring(use));

  const overview = async (at: Session, over = at) =>
    wholeOverview(over, await moment(), (said) => shares.issues(at, said));
  const summary = createSummaryWriter({ ...deps, session: () => session, overview });
  const health = createHealth(deps);
  const onRefreshed = async (at: Session, accountIds: readonly string[]): Promise<void> => {
    await health.refreshed(at, accountIds);
    await shares.follow(at);
  };
  const refresher = createRefresher({ deps, events, work, session: () => session, onRefreshed });
  const schedule = createSchedule({
    now: deps.now,
    setTimer: (ms, fire) => {
      const timer = setTimeout(fire, ms);
      return () => clearTimeout(timer);
    },
    session: () => session,
    refresher,
    work,
    show: async () => {
      await summary.write();
      await session?.answers.keep();
    },
  });

  async function start(): Promise<void> {
    starting ??= openAll().catch((error: unknown) => {
      starting = null; // the page that was asked has gone, say: the next client tries again
      throw error;
    });
    await starting;
  }

  async function openAll(): Promise<void> {
    if (!database?.ok) database = await openCurrent(deps);
    if (!database.ok) {
      starting = null; // the next client tries again
      return;
    }
    keyring ??= (deps.createKeyring ?? createKeyring)(database.value, deps);
    const before = lockings;
    const rootKey = await keyring.restore();
    if (rootKey && lockings === before) await enter(rootKey);
  }

  /** Opens the session and goes on with what was running; `replaced` is the one that it stands in for. */
  async function enter(rootKey: RootKey, replaced: Session | null = null): Promise<Result<void, Failure>> {
    if (session !== replaced) return ok(undefined);
    if (!database?.ok) return database ?? err({ reason: 'storage-failed' });
    const before = lockings;
    const opened = await openSession(rootKey, database.value, { ...deps, relay: sync.relay }, events, work, reopen);
    if (!opened.ok) return opened;
    if (lockings === before) await deps.hosts.writeSessionKey(rootKeyToSession(rootKey));
    if (lockings !== before) {
      await wipe();
      await opened.value.close();
      return err(locked);
    }
    session = opened.value;
    notWiped = null;
    wasEntered = true;
    const at = opened.value;
    void sync.resume(at);
    const isCurrent = (): boolean => session === at;
    const onOpen = (): void => {
      events.emit({ topic: 'vault', state: openState(at) });
      at.answers.define({
        whole: () => overview(at),
        early: replaced ? null : (kept) => earlyOverview(at, kept, (quiet) => overview(at, quiet)),
      });
      void at.books.loaded.then(summary.schedule);
    };
    if (!(await startSession(at, { deps, isCurrent, onOpen, syncReady: sync.ready }))) return err(locked);
    await schedule.open(at);
    void noteDeadline(earliestDeadline(at, deps.now()));
    return ok(undefined);
  }

  /** Ends what the session does, runs `change`, and opens the session anew; meanwhile the former one answers queries. */
  const reopenAround = <T, E>(change: () => Promise<Result<T, E>>): Promise<Result<T, E | Failure>> =>
    vaultSteps.run(async (): Promise<Result<T, E | Failure>> => {
      const at = session;
      if (!at) return err(locked);
      schedule.stop();
      await at.close();
      const changed = session === at ? await change() : err(locked);
      const entered = session === at ? await enter(at.rootKey, at) : err(locked);
      return entered.ok ? changed : entered;
    });

  /** Other devices changed accounts, keys or settings: everything is opened anew over what is stored, and pages ask again. */
  function reopen(): void {
    void reopenAround<void, Failure>(async () => ok(undefined)).then((opened) => {
      // the former session goes on answering, over what was before; one that was locked meanwhile has nothing to say
      if (!opened.ok && opened.error.reason !== 'vault-locked') session?.noteFailure(opened.error);
      for (const topic of ['settings', 'accounts', 'balances', 'fills'] as const) events.emit({ topic });
    });
  }

  /** As `reopenAround`, for a change that puts another database and vault in the place of these; where it fails they stay. */
  const replaceVault = (change: () => Promise<Result<Replacement, Failure>>): Promise<Result<void, Failure>> =>
    vaultSteps.run(async (): Promise<Result<void, Failure>> => {
      const [at, before] = [session, database];
      if (!at || !before?.ok) return err(locked);
      schedule.stop();
      await at.close();
      const changed = session === at ? await change() : err(locked);
      if (changed.ok) {
        database = ok(changed.value.database);
        keyring = (deps.createKeyring ?? createKeyring)(changed.value.database, deps);
      }
      const entered = session === at ? await enter(changed.ok ? changed.value.rootKey : at.rootKey, at) : err(locked);
      if (changed.ok) await before.value.close();
      return changed.ok ? entered : changed;
    });

  const openState = (at: Session): VaultState => ({ state: at.settings().wordsConfirmed ? 'open' : 'unconfirmed' });

  async function vaultState(): Promise<VaultState> {
    if (session) return openState(session);
    const state = await withKeyring((ring) => ring.state());
    if (!state.ok) return { state: 'damaged', failure: state.error };
    return state.value === 'locked' ? lockedState() : { state: state.value };
  }

  async function moment(): Promise<Moment> {
    for (const { id, exchange } of open().accounts.list()) hostsMissing.set(id, await missingHosts(deps, exchange));
    return { now: deps.now(), refreshing: refresher.refreshing, hostsMissing };
  }

  followOwnEvents({
    ...{ deps, events, work, health, noteDeadline },
    session: () => session,
    scheduleSummary: summary.schedule,
  });

  const lockedState = (): VaultState => ({ state: 'locked', ...(notWiped && { notWiped }) });

  async function wipe(): Promise<void> {
    notWiped = await deps.hosts.wipeSession().then(
      () => null,
      () => keyLeft,
    );
  }

  /** Ends the open session, if there is one: what it holds is gone, and nothing of it is written once the session is wiped. */
  async function shut(): Promise<void> {
    const at = session;
    session = null;
    lockings += 1;
    schedule.stop();
    const summaryEnded = summary.stop();
    await wipe();
    if (!at) return;
    // What could not be brought to an end has nobody left to be told: it begins anew from what is stored when the vault opens.
    const ended = Promise.all([at.close(), summaryEnded]).catch(() => undefined);
    await Promise.race([ended, new Promise((resolve) => setTimeout(resolve, closeWaitMs))]);
    // A summary that was on its way to another page may have come after the first wipe.
    await wipe();
    await work.release();
  }

  /**
   * Wipes the key everywhere, tells the pages, and ends the worker: what was in memory goes with it. Where the browser kept the
   * key the worker stays, since the one that follows it would open the vault again: pages are told, and may lock once more.
   */
  async function lock(): Promise<void> {
    await shut();
    events.emit({ topic: 'vault', state: lockedState() });
    // The background shows the lock by itself as soon as the key is gone.
    await deps.hosts.setBadge(lockedBadge).catch(() => undefined);
    if (wasEntered && !notWiped) setTimeout(deps.end, endDelayMs);
  }

  async function erase(ring: Keyring): Promise<Result<void, Failure>> {
    await shut();
    if (notWiped) {
      events.emit({ topic: 'vault', state: lockedState() });
      return err(notWiped);
    }
    const erased = database?.ok ? await database.value.erase() : err(locked);
    if (!erased.ok) return erased;
    await ring.erase();
    await forgetSealCount(deps.hosts);
    await forgetSlot(deps.hosts);
    await deps.hosts.removeLocal(lookBackSilentKey);
    await noteDeadline(null);
    events.emit({ topic: 'vault', state: { state: 'none' } });
    setTimeout(deps.end, endDelayMs);
    return ok(undefined);
  }

  function refresh(accountId: string | null): Promise<void> {
    if (accountId === null) schedule.note();
    return refresher.refresh(accountId);
  }

  const openUnseen = async (rootKey: RootKey): Promise<Result<Session, Failure>> =>
    database?.ok
      ? openSession(rootKey, database.value, deps, createEvents(), work)
      : (database ?? err({ reason: 'storage-failed' }));

  const sync = createSyncAccess({
    ...{ deps, events, work, open, withSession, withKeyring, inTurn, openUnseen, enter, replaceVault },
    session: () => session,
    database: () => database,
  });

  const shares = createShares({ deps, events, open, session: withSession, server: sync.shareServer });

  const onSettingsSaved = (at: Session, before: StoredSettings): void => {
    schedule.check();
    const { books, method, baseCurrency } = at.settings();
    if (before.method !== method) void at.methodChange.follow();
    if (before.baseCurrency !== baseCurrency) void refresher.refresh(null);
    if (before.books !== books || before.method !== method || before.baseCurrency !== baseCurrency)
      void at.pools.follow();
  };

  const parts = { events, open, withKeyring, inTurn, enter, session: () => session };
  const api: EngineApi = {
    ...vaultCalls({ ...parts, vaultState, lock, erase }),
    ...createBackups({ ...parts, deps, work, database: () => database, reopenAround }),
    ...sessionCalls({
      ...{ deps: { ...deps, relay: sync.relay }, events, open, session: withSession, refresher },
      ...{ moment, refresh, onSettingsSaved },
    }),
    ...sync.calls,
    ...shares.calls,
    subscribe: async (listener) => events.subscribe(listener),
  };
  return {
    api,
    async start() {
      await start();
      schedule.check();
      summary.renew();
      if (!work.busy()) void work.release();
    },
  };
}
