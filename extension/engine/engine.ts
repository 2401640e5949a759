/**
 * The engine: the vault's life, and behind it the one session that reads and writes everything.
 *
 * Every call is safe to repeat, since a client repeats what was pending when an engine ended. What needs an open vault and
 * finds it locked gives `vault-locked`; queries throw it, as a page that is about to fall back to its lock screen may ask.
 */
import type { ExchangeAccount } from '../../shared/exchanges/account';
import { exchangeInfos } from '../../shared/exchanges/ids';
import type { Failure } from '../../shared/reasons';
import { err, ok, type Result } from '../../shared/result';
import { rootKeyToWords } from '../../shared/vault/recovery-words';
import { type RootKey, rootKeyToSession } from '../../shared/vault/root-key';
import { createSerial } from '../store/serial';
import type { Database } from '../store/store';
import { accountCommands } from './account-commands';
import type { EngineApi } from './api';
import type { EngineEvent } from './api/events';
import { summaryOf } from './api/popup-summary';
import type { VaultState } from './api/vault';
import { createBackups } from './backup';
import { badgeOf } from './badge';
import { createBalances } from './balances';
import { freezeClosed, isAsked } from './closing';
import type { EngineDeps } from './context';
import { coverageCalls } from './coverage-view';
import { createDeadlineNote } from './deadline-note';
import { createEvents } from './events';
import { fillsCalls } from './fills';
import { createHealth } from './health';
import { lockedBadge, lookBackSilentKey } from './host';
import { keyTestCommands } from './key-test';
import { createKeyring, type Keyring } from './keyring';
import { isOverdue } from './look-back';
import { methodCalls } from './method-calls';
import { missingHosts } from './observations';
import { accountView, earliestDeadline, type Moment, overviewOf } from './overview';
import { pausingCommands } from './pausing';
import { performanceCalls } from './performance-calls';
import { rateCalls } from './rate-calls';
import { reconciliationCalls } from './reconciliation';
import { createRefresher } from './refresher';
import { createSchedule } from './schedule';
import { forgetSealCount } from './seal-count';
import { openSession, type Session } from './session';
import { settingsCalls, tellBackground } from './settings-calls';
import { tradeCalls } from './trade-calls';
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
/** How long changes are gathered before the popup's summary is written anew. */
const summaryDelayMs = 150;
/** The reply to `lock` must leave before the worker ends. */
const endDelayMs = 100;
/** Longest wait for what still runs when the vault is locked: a call that hangs must not keep the key in memory. */
const closeWaitMs = 2_000;
const eraseWord = 'ERASE';

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
  let summaryTimer: ReturnType<typeof setTimeout> | undefined;
  let lastSummary: Promise<void> = Promise.resolve();
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

  const refresher = createRefresher({ deps, events, work, session: () => session, onRefreshed: createHealth(deps) });
  const schedule = createSchedule({
    now: deps.now,
    setTimer: (ms, fire) => {
      const timer = setTimeout(fire, ms);
      return () => clearTimeout(timer);
    },
    session: () => session,
    refresher,
    work,
    show: () => summarise(),
  });

  async function start(): Promise<void> {
    starting ??= openAll().catch((error: unknown) => {
      starting = null; // the page that was asked has gone, say: the next client tries again
      throw error;
    });
    await starting;
  }

  async function openAll(): Promise<void> {
    if (!database?.ok) database = await deps.openDatabase();
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
    const opened = await openSession(rootKey, database.value, deps, events, work);
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
    const told = await tellBackground(deps.hosts, at.settings());
    if (!told.ok) at.noteFailure(told.error);
    if (session !== at) return err(locked);
    events.emit({ topic: 'vault', state: openState(at) });
    void at.books.loaded.then(scheduleSummary);
    await freezeClosed(at, deps.now());
    if (session !== at) return err(locked);
    at.imports.resumeAll();
    importOverdue(at);
    void at.feeRates.run();
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

  /** Starts what would lose fills if it waited for a refresh. */
  function importOverdue({ accounts, imports }: Session): void {
    for (const account of accounts.list()) {
      const overdue = isOverdue(imports.coverage(account.id), exchangeInfos[account.exchange].lookBackMs, deps.now());
      if (overdue && isAsked(account, deps.now())) void imports.start(account.id, 'import');
    }
  }

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

  function scheduleSummary(): void {
    clearTimeout(summaryTimer);
    summaryTimer = setTimeout(() => void summarise(), summaryDelayMs);
  }

  function summarise(): Promise<void> {
    clearTimeout(summaryTimer);
    lastSummary = lastSummary.then(writeSummary).catch(() => undefined);
    return lastSummary;
  }

  /** Best effort: the popup asks the engine anyway, and the next change writes the summary again. */
  async function writeSummary(): Promise<void> {
    const at = session;
    if (!at) return;
    await at.books.loaded;
    const overview = overviewOf(at, await moment());
    if (session !== at) return; // locked meanwhile: nothing may be written after the wipe
    await deps.hosts.writeSummary(summaryOf(overview));
    if (session !== at) return;
    await deps.hosts.setBadge(badgeOf(overview, at.settings().badge));
  }

  events.onAny((event: EngineEvent) => {
    const moved = event.topic === 'accounts' || (event.topic === 'import' && event.progress.state !== 'running');
    if (moved && session) void noteDeadline(earliestDeadline(session, deps.now()));
    const ended = event.topic === 'import' && event.progress.state !== 'running' && event.progress.state !== 'waiting';
    if (ended && session) void session.feeRates.run();
    if (event.topic !== 'vault' && event.topic !== 'doctor' && event.topic !== 'method') scheduleSummary();
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
    clearTimeout(summaryTimer);
    await wipe();
    if (!at) return;
    const ended = Promise.all([at.close(), lastSummary]).catch(() => undefined);
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

  const commandParts = { deps, events, session: withSession, refresher };

  const api: EngineApi = {
    vaultState,
    createVault: (passphrase) =>
      inTurn(async (ring) => {
        if (session && !session.settings().wordsConfirmed) return ok({ words: rootKeyToWords(session.rootKey) });
        const created = await ring.create(passphrase);
        if (!created.ok) return created;
        const entered = await enter(created.value);
        return entered.ok ? ok({ words: rootKeyToWords(created.value) }) : entered;
      }),
    async confirmWords(words) {
      const at = open();
      const real = rootKeyToWords(at.rootKey);
      const right = Object.entries(words).every(
        ([place, word]) => real[Number(place) - 1] === word.trim().toLowerCase(),
      );
      if (!right || Object.keys(words).length < 3) return err({ reason: 'words-differ' });
      const saved = await at.saveSettings({ ...at.settings(), wordsConfirmed: true });
      if (!saved.ok) throw new Error(saved.error.reason);
      events.emit({ topic: 'vault', state: { state: 'open' } });
      return ok(undefined);
    },
    unlock: (passphrase) =>
      inTurn(async (ring) => {
        if (session) return ok(undefined);
        const rootKey = await ring.unlock(passphrase);
        return rootKey.ok ? enter(rootKey.value) : rootKey;
      }),
    lock,
    recover: (words, next) =>
      inTurn(async (ring) => {
        const rootKey = await ring.recover(words, next);
        if (!rootKey.ok) return rootKey;
        const entered = await enter(rootKey.value);
        // Whoever typed the words has them.
        return entered.ok && session ? session.saveSettings({ ...session.settings(), wordsConfirmed: true }) : entered;
      }),
    changePassphrase: (current, next) => inTurn((ring) => ring.changePassphrase(current, next)),
    revealWords: (passphrase) =>
      withKeyring(async (ring) => {
        const rootKey = await ring.unlock(passphrase);
        return rootKey.ok ? ok({ words: rootKeyToWords(rootKey.value) }) : rootKey;
      }),
    eraseVault: (typed) =>
      inTurn(async (ring): Promise<Result<void, Failure | { readonly reason: 'not-confirmed' }>> => {
        if (typed !== eraseWord) return err({ reason: 'not-confirmed' });
        await shut();
        if (notWiped) {
          events.emit({ topic: 'vault', state: lockedState() });
          return err(notWiped);
        }
        const erased = database?.ok ? await database.value.erase() : err(locked);
        if (!erased.ok) return erased;
        await ring.erase();
        await forgetSealCount(deps.hosts);
        await deps.hosts.removeLocal(lookBackSilentKey);
        await noteDeadline(null);
        events.emit({ topic: 'vault', state: { state: 'none' } });
        setTimeout(deps.end, endDelayMs);
        return ok(undefined);
      }),

    ...settingsCalls({
      hosts: deps.hosts,
      events,
      open,
      session: withSession,
      onSaved: (at, before) => {
        schedule.check();
        if (before.method !== at.settings().method) void at.methodChange.follow();
        if (before.baseCurrency !== at.settings().baseCurrency) void refresher.refresh(null);
      },
    }),
    ...accountCommands(commandParts),
    ...pausingCommands(commandParts),
    ...keyTestCommands(commandParts),
    accounts: async () => {
      const at = open();
      const now = await moment();
      return at.accounts.list().map((account: ExchangeAccount) => accountView(at, account, now));
    },
    ...createBalances({ session: open, moment }),
    ...createBackups({
      deps,
      events,
      work,
      session: () => session,
      database: () => database,
      withKeyring,
      inTurn,
      enter,
      reopenAround,
    }),
    ...fillsCalls(open),
    ...rateCalls(open, withSession),
    ...performanceCalls(open, deps.now),
    ...methodCalls({ events, open, session: withSession }),
    refresh: (accountId) => {
      if (accountId === null) schedule.note();
      return refresher.refresh(accountId);
    },
    overview: async () => {
      const at = open();
      await at.books.loaded;
      return overviewOf(at, await moment());
    },
    importProgress: async () => {
      const { accounts, imports } = open();
      return accounts.list().map(({ id }) => imports.progress(id));
    },
    ...coverageCalls(open),
    ...reconciliationCalls(open, deps.now),
    startImport: (accountId, kind) => withSession((at) => at.imports.start(accountId, kind)),
    cancelImport: async (accountId) => open().imports.cancel(accountId),
    startDoctor: (accountId) => withSession(async (at) => ok(at.doctor.start(accountId))),
    cancelDoctor: async (accountId) => open().doctor.cancel(accountId),
    doctorReport: async (accountId) => open().doctor.report(accountId),
    ...tradeCalls({ events, open, session: withSession }),
    subscribe: async (listener) => events.subscribe(listener),
  };
  return {
    api,
    async start() {
      await start();
      schedule.check();
      if (!work.busy()) void work.release();
    },
  };
}
