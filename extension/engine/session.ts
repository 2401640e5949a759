/**
 * What exists while the vault is open: the store and everything that works on it. Gone when the vault is locked.
 */
import { version } from '../../package.json';
import type { ExchangeId } from '../../shared/exchanges/ids';
import type { Failure } from '../../shared/reasons';
import { err, ok, type Result, Secret } from '../../shared/result';
import type { OpenVault } from '../../shared/vault/open-vault';
import type { RootKey } from '../../shared/vault/root-key';
import { documentsMark } from '../store/document-mark';
import { historyMark, segmentCount } from '../store/history-mark';
import type { Database, Store, WriteBatch } from '../store/store';
import { createStore } from '../store/store';
import { type Accounts, loadAccounts } from './accounts';
import { type BackupNote, loadBackupNote } from './backup-note';
import { type Books, createBooks } from './books';
import { type CallJournal, createCallJournal } from './call-journal';
import { type CashFlows, createCashFlows } from './cash-flows';
import type { EngineDeps } from './context';
import { createDayEnd, type DayEnd } from './day-end';
import { createDoctor, type Doctor } from './doctor';
import { dustBy } from './dust';
import { type Equity, loadEquity } from './equity';
import { coalesced, type Events } from './events';
import { createFeeRates, type FeeRates } from './fee-rates';
import { createFills, type Fills } from './fills';
import { type Imports, loadImports } from './imports';
import { type KeptAnswers, loadKeptAnswers } from './kept-answers';
import { createLedger, type Ledger } from './ledger';
import { createMarkets, type Markets } from './markets';
import { createMethodChange, type MethodChange } from './method-change';
import { loadObservations, type Observations } from './observations';
import { createPageCalls, type PageCalls } from './page-calls';
import { createPerformance, type Performance } from './performance';
import { createPools, type Pools } from './pools';
import { createRates, type Rates } from './rates';
import { createRepeat } from './retry';
import { openCounted } from './seal-count';
import { sessionSync } from './sync/session-sync';
import { idleSync, type Sync } from './sync/sync';
import { createTrades, type Trades } from './trades';
import { loadUnexplained, type Unexplained } from './unexplained';
import { loadSettings, type VaultSettings } from './vault-settings';
import type { Work } from './work';

export interface Session {
  readonly rootKey: RootKey;
  readonly store: Store;
  readonly accounts: Accounts;
  readonly observations: Observations;
  readonly markets: Markets;
  readonly books: Books;
  readonly pools: Pools;
  /** The books that figures are made of. */
  readonly ledger: Ledger;
  readonly methodChange: MethodChange;
  readonly trades: Trades;
  /** What pages ask first, answered while the books are being loaded. */
  readonly answers: KeptAnswers;
  readonly fills: Fills;
  readonly performance: Performance;
  readonly imports: Imports;
  readonly cashFlows: CashFlows;
  readonly unexplained: Unexplained;
  readonly rates: Rates;
  readonly feeRates: FeeRates;
  readonly dayEnd: DayEnd;
  readonly equity: Equity;
  readonly doctor: Doctor;
  readonly journal: CallJournal;
  readonly pageCalls: PageCalls;
  readonly vault: OpenVault;
  readonly backupNote: BackupNote;
  readonly sync: Sync;
  readonly settings: VaultSettings['current'];
  readonly saveSettings: VaultSettings['save'];
  /** Failures of the store's own upkeep, and of what nobody waits for, newest last; shown as issues. */
  readonly upkeepFailures: readonly Failure[];
  /** Adds to them what failed while no page waited for its outcome; each cause is one issue. */
  noteFailure(failure: Failure): void;
  /** What was noted holds no more. */
  endFailure(failure: Failure): void;
  /** Ends every run; what was going on goes on at the next opening. */
  close(): Promise<void>;
  /** Aborted by `close`. */
  readonly signal: AbortSignal;
}

/** An import brings pages faster than a page of figures is worth drawing again. */
const fillsEventMs = 1_000;
/** Rates of fees come for minutes on end and change little: a page that asks again for each batch would do nothing else. */
const ratesEventMs = 5_000;

/** Longest an import waits for what other devices have read. */
const firstPullMs = 10_000;

/** Whether a batch holds anything that other devices are to have. */
const isShared = ({ putLocal: _, deleteLocal: __, ...shared }: WriteBatch): boolean => Object.keys(shared).length > 0;

/** Opens everything of a vault. `reopen` does so once more: other devices changed what it rests on. Fails only where the database does. */
export async function openSession(
  rootKey: RootKey,
  database: Database,
  deps: EngineDeps,
  events: Events,
  work: Work,
  reopen: () => void = () => undefined,
): Promise<Result<Session, Failure>> {
  const vault = await openCounted(rootKey, deps.hosts, deps.random);
  const upkeepFailures: Failure[] = [];
  const noteFailure = (failure: Failure): void => {
    if (upkeepFailures.some(({ reason, code }) => reason === failure.reason && code === failure.code)) return;
    upkeepFailures.push(failure);
    events.emit({ topic: 'balances' }); // what lists issues asks again
  };
  const endFailure = (failure: Failure): void => {
    const left = upkeepFailures.filter(({ reason, code }) => reason !== failure.reason || code !== failure.code);
    if (left.length === upkeepFailures.length) return;
    upkeepFailures.splice(0, upkeepFailures.length, ...left);
    events.emit({ topic: 'balances' });
  };
  const opened = await createStore(database, vault, {
    now: deps.now,
    newId: deps.newId,
    onMaintenanceFailure: noteFailure,
  });
  if (!opened.ok) return opened;
  let closed = false;
  let sync = idleSync();
  // What is still under way when the vault is locked or erased must not write into what comes after it.
  const store: Store = {
    ...opened.value,
    write: async (batch) => {
      if (closed) return err({ reason: 'vault-locked' });
      const written = await opened.value.write(batch);
      if (written.ok && isShared(batch)) sync.touch();
      return written;
    },
    eraseAccountHistory: (accountId) => store.write({ eraseHistory: [accountId] }),
  };
  const journal = createCallJournal(store);
  const loaded = await loadAccounts(store, deps, journal.onCallOf);
  if (!loaded.ok) return loaded;
  const accounts = loaded.value;
  const loadedSettings = await loadSettings(store, (failure) => upkeepFailures.push(failure));
  if (!loadedSettings.ok) return loadedSettings;
  const settings = loadedSettings.value;
  const accountIds = accounts.list().map(({ id }) => id);
  await journal.load(accountIds);
  const repeat = createRepeat(deps.now);
  const closing = new AbortController();
  const fillsEvent = coalesced(() => events.emit({ topic: 'fills' }), fillsEventMs);
  const ratesEvent = coalesced(() => events.emit({ topic: 'fills' }), ratesEventMs);
  /** Books are opened before an exchange's markets are known, and smallest orders change: round trips follow. */
  const recut = async (exchange: ExchangeId): Promise<void> => {
    for (const account of accounts.list())
      if (account.exchange === exchange && (await books.recut(account.id)) && !closing.signal.aborted) fillsEvent.say();
  };
  const markets = createMarkets(store, deps, repeat, (exchange) => void recut(exchange));
  const rates = createRates(store, deps.now);
  const wantedMethod = (accountId: string) => accounts.get(accountId)?.method ?? settings.current().method;
  const dustOf = dustBy(accounts, markets);
  const pools = createPools({
    books: () => books,
    wanted: () => {
      const { books: kind, baseCurrency, method } = settings.current();
      return kind === 'by-coin' ? { currency: baseCurrency, method } : null;
    },
    rateOf: rates.of,
    dustOf,
    vault,
    now: deps.now,
    onProgress: (progress) => events.emit({ topic: 'method', progress }),
    onTaken: () => {
      for (const topic of ['accounts', 'fills'] as const) events.emit({ topic });
      void feeRates.run(); // of the quotes that the pools lack
    },
    onRefused: noteFailure,
    signal: closing.signal,
  });
  const books = createBooks(store, vault, accountIds, deps.now, dustOf, wantedMethod, rates, {
    filed: pools.take,
    settled: pools.settle,
    recut: pools.recut,
    forgotten: pools.forget,
    loaded: pools.load,
  });
  const ledger = createLedger(books, pools, accounts.get);
  const methodChange = createMethodChange({
    books,
    accountIds: () => accounts.list().map(({ id }) => id),
    wantedMethod,
    now: deps.now,
    rest: () => new Promise((resolve) => setTimeout(resolve)),
    onProgress: (progress) => events.emit({ topic: 'method', progress }),
    onTaken: () => {
      for (const topic of ['accounts', 'fills'] as const) events.emit({ topic });
    },
    signal: closing.signal,
  });
  const observations = await loadObservations({
    store,
    deps,
    accounts,
    markets,
    repeat,
    onChange: () => events.emit({ topic: 'balances' }),
  });
  const equity = await loadEquity(store, accountIds, deps.now, noteFailure);
  const cashFlows = createCashFlows(accountIds, {
    ...{ store, deps, accounts, observations, books, repeat },
    // Pages that show what is held, or made, ask again; how far it is read is theirs too.
    onChange: (news) => (news ? fillsEvent.say() : events.emit({ topic: 'balances' })),
  });
  const imports = await loadImports({
    store,
    deps,
    accounts,
    books,
    markets,
    observations,
    repeat,
    work,
    onProgress: (progress) => {
      events.emit({ topic: 'import', progress });
      // What came and went is asked for behind the fills, whose figures do not wait for it.
      const ended = progress.state === 'complete' || progress.state === 'complete-with-warnings';
      if (ended && !closing.signal.aborted) void readFlows(progress.accountId);
    },
    onFills: fillsEvent.say,
    pullFirst: () => sync.pullFirst(firstPullMs),
  });
  if (!imports.ok) return imports;
  const unexplained = await loadUnexplained(accountIds, {
    ...{ store, dustOf, now: deps.now, onFailure: noteFailure },
    reconciled: { accounts, books, imports: imports.value, cashFlows, markets, observations },
    onChange: () => {
      fillsEvent.say();
      void answers.keep(); // what was kept knows nothing of it
    },
  });
  const readFlows = async (accountId: string): Promise<void> => {
    await cashFlows.read(accountId);
    if (!closing.signal.aborted) await unexplained.judge(accountId);
  };
  const pageCalls = createPageCalls(deps.now);
  const feeRates = createFeeRates({
    store,
    deps,
    accounts,
    books,
    markets,
    rates,
    pools,
    repeat,
    work,
    isOthersTurn: () => observations.isReading() || pageCalls.isAsking(),
    // when a run ends at once, since its note then goes
    onRates: () => (feeRates.progress() === null ? fillsEvent : ratesEvent).say(),
    onDefect: noteFailure,
  });
  const dayEnd = createDayEnd({
    ...{ deps, accounts, books, ledger, markets, observations, repeat },
    isOthersTurn: observations.isReading,
    onDefect: noteFailure,
    signal: closing.signal,
  });
  const backupNote = await loadBackupNote({
    store,
    books,
    accountIds: () => accounts.list().map(({ id }) => id),
    settings: settings.current,
    saveReminder: (backupReminder) => settings.save({ backupReminder }),
    mark: () => documentsMark(database, vault),
    onFailure: noteFailure,
  });
  const trades = createTrades(books, deps.now, ledger);
  const segments = await segmentCount(database);
  const answers = await loadKeptAnswers({
    sources: {
      trades: async (query) => {
        if (query.state === 'closed') await trades.prepare('trips', query);
        return trades.trips(query);
      },
      closings: async (query) => {
        await trades.prepare('closings', query);
        return trades.closings(query);
      },
      openLots: trades.openLots,
    },
    store,
    mark: () => historyMark(database),
    loaded: books.loaded,
    segmentCount: segments.ok ? segments.value : 0, // what cannot be counted says so where it is read
    now: deps.now,
    version,
    isWriting: () =>
      accounts.list().some(({ id }) => imports.value.progress(id).state === 'running') ||
      feeRates.progress() !== null ||
      methodChange.progress() !== null ||
      pools.progress() !== null,
    onLoaded: () => {
      for (const topic of ['fills', 'balances'] as const) events.emit({ topic });
    },
    onFailure: noteFailure,
  });
  const doctor = createDoctor({
    deps,
    store,
    accounts,
    observations,
    imports: imports.value,
    books,
    markets,
    journal,
    work,
    onReport: (report) => events.emit({ topic: 'doctor', report }),
  });
  sync = sessionSync({
    ...{ database, vault, store, deps, events, work, reopen },
    concerned: () => ({ accounts, books, cashFlows, equity, imports: imports.value, pools, rates }),
    onFills: fillsEvent.say,
    signal: closing.signal,
  });
  void answers.headStart.then(books.load);
  return ok({
    rootKey: new Secret(rootKey.reveal()),
    store,
    vault,
    backupNote,
    sync,
    accounts,
    observations,
    markets,
    books,
    pools,
    ledger,
    methodChange,
    answers,
    trades,
    fills: createFills(books, vault, deps.now, ledger),
    performance: createPerformance(books, vault, deps.now, ledger),
    imports: imports.value,
    cashFlows,
    unexplained,
    rates,
    feeRates,
    dayEnd,
    equity,
    doctor,
    journal,
    pageCalls,
    settings: settings.current,
    saveSettings: settings.save,
    upkeepFailures,
    noteFailure,
    endFailure,
    async close() {
      closing.abort();
      await sync.detach();
      answers.close();
      fillsEvent.cancel();
      ratesEvent.cancel();
      await Promise.all([imports.value.suspend(), doctor.close(), feeRates.close(), cashFlows.close()]);
      await journal.flush();
      closed = true;
      await store.idle();
    },
    signal: closing.signal,
  });
}
