/**
 * What exists while the vault is open: the store and everything that works on it. Gone when the vault is locked.
 *
 * Opened in the order in which one rests on another; the history itself is loaded last, behind what pages ask first.
 */
import type { Failure } from '../../shared/reasons';
import { ok, type Result, Secret } from '../../shared/result';
import type { OpenVault } from '../../shared/vault/open-vault';
import type { RootKey } from '../../shared/vault/root-key';
import { documentsMark } from '../store/document-mark';
import type { Database, Store } from '../store/store';
import { type Accounts, loadAccounts } from './accounts';
import { type BackupNote, loadBackupNote } from './backup-note';
import type { Books } from './books';
import { type CallJournal, createCallJournal } from './call-journal';
import { type CashFlows, createCashFlows } from './cash-flows';
import type { EngineDeps } from './context';
import { createDayEnd, type DayEnd } from './day-end';
import { createDoctor, type Doctor } from './doctor';
import { type Equity, loadEquity } from './equity';
import { coalesced, type Events } from './events';
import { createFeeRates, type FeeRates } from './fee-rates';
import { createFills, type Fills } from './fills';
import { type Imports, loadImports } from './imports';
import type { KeptAnswers } from './kept-answers';
import type { Ledger } from './ledger';
import type { Markets } from './markets';
import type { MethodChange } from './method-change';
import { loadObservations, type Observations } from './observations';
import { createPageCalls, type PageCalls } from './page-calls';
import { createPerformance, type Performance } from './performance';
import type { Pools } from './pools';
import type { Rates } from './rates';
import { createRepeat } from './retry';
import { openCounted } from './seal-count';
import { loadSessionAnswers } from './session-answers';
import { createSessionBooks } from './session-books';
import { openSessionStore } from './session-store';
import { sessionSync } from './sync/session-sync';
import { idleSync, type Sync } from './sync/sync';
import { createTrades, type Trades } from './trades';
import { loadUnexplained, type Unexplained } from './unexplained';
import { createUpkeepFailures, type UpkeepFailures } from './upkeep-failures';
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
  readonly noteFailure: UpkeepFailures['note'];
  /** What was noted holds no more. */
  readonly endFailure: UpkeepFailures['end'];
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
  const upkeep = createUpkeepFailures(() => events.emit({ topic: 'balances' })); // what lists issues asks again
  const { note: noteFailure, end: endFailure } = upkeep;
  let sync = idleSync();
  const opened = await openSessionStore(database, vault, {
    deps,
    onShared: () => sync.touch(),
    onMaintenanceFailure: noteFailure,
  });
  if (!opened.ok) return opened;
  const { store, refuseWrites } = opened.value;
  const journal = createCallJournal(store);
  const loaded = await loadAccounts(store, deps, journal.onCallOf);
  if (!loaded.ok) return loaded;
  const accounts = loaded.value;
  const loadedSettings = await loadSettings(store, noteFailure);
  if (!loadedSettings.ok) return loadedSettings;
  const settings = loadedSettings.value;
  const accountIds = accounts.list().map(({ id }) => id);
  await journal.load(accountIds);
  const repeat = createRepeat(deps.now);
  const closing = new AbortController();
  const fillsEvent = coalesced(() => events.emit({ topic: 'fills' }), fillsEventMs);
  const ratesEvent = coalesced(() => events.emit({ topic: 'fills' }), ratesEventMs);
  const { books, pools, ledger, markets, rates, methodChange, dustOf } = createSessionBooks({
    ...{ store, vault, deps, events, accounts, settings, repeat },
    onRecut: fillsEvent.say,
    onPools: () => void feeRates.run(), // of the quotes that the pools lack
    onFailure: noteFailure,
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
  const answers = await loadSessionAnswers({
    ...{ database, store, books, trades, events, now: deps.now },
    isWriting: () =>
      accounts.list().some(({ id }) => imports.value.progress(id).state === 'running') ||
      feeRates.progress() !== null ||
      methodChange.progress() !== null ||
      pools.progress() !== null,
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
    upkeepFailures: upkeep.list,
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
      refuseWrites();
      await store.idle();
    },
    signal: closing.signal,
  });
}
