/**
 * What pages see of the engine: one typed interface, called over Comlink from popup and dashboard.
 *
 * Queries return pages of rows and aggregates, never a whole history. Every call is safe to repeat, since the engine may
 * stop at any instant and the client then repeats what was pending: what a call creates carries an id that the page made.
 * Amounts are exact decimal strings; a value that is not known is an `Observed` with its failure, never "0".
 */
import type { ExchangeId } from '../../shared/exchanges/ids';
import type { CredentialField, Wallet } from '../../shared/exchanges/info';
import type { LotMethod } from '../../shared/ledger/lot-order';
import type { DecimalString } from '../../shared/money/decimal';
import type { ActionId, Failure } from '../../shared/reasons';
import type { Result, UnixMs } from '../../shared/result';
import type { CallRecord } from '../exchanges/call-record';
import type { KeyRights } from '../exchanges/client';
import type { AccountsApi } from './api/accounts';
import type { Allocation, AllocationPart } from './api/allocation';
import type { BackupApi, BackupProgress } from './api/backup';
import type { BalancesApi } from './api/balances';
import type { FillsApi } from './api/fills';
import type { MethodApi, MethodProgress } from './api/method';
import type { PerformanceApi } from './api/performance';
import type { RatesApi } from './api/rates';
import type { ReconciliationApi } from './api/reconciliation';
import type { BaseCurrency, SettingsApi } from './api/settings';
import type { TradesApi } from './api/trades';

export type { Wallet } from '../../shared/exchanges/info';
export type { CallRecord } from '../exchanges/call-record';
export type { KeyRights } from '../exchanges/client';
export type { AccountTest } from './api/accounts';

// ---- the observation model -------------------------------------------------------------------------------------------

/** The last value that was known, kept while a refresh runs or fails. */
interface LastKnown<T> {
  readonly value: T;
  readonly at: UnixMs;
}

/**
 * A value as it may be shown.
 *
 * - `known`: reached, at `at`; it goes stale by its age alone.
 * - `unknown`: not reached: `failure` says why, since `failedAt`; `last` is the last known value, null when there never was one.
 * - `pending`: never asked yet.
 */
export type Observed<T> =
  | { readonly state: 'known'; readonly value: T; readonly at: UnixMs }
  | {
      readonly state: 'unknown';
      readonly failure: Failure;
      readonly failedAt: UnixMs;
      readonly last: LastKnown<T> | null;
    }
  | { readonly state: 'pending' };

/**
 * A sum over parts of which some may be unknown.
 *
 * `amount` is the sum of what is known, null when nothing is. `missing` names every part that is not in it, by account
 * and, for a price, by asset. It is the whole truth only when `missing` is empty. `oldestAt` is the age of its oldest part.
 * A part that is unknown now but has a last known value counts as missing; its last value is in `lastKnown`, apart.
 */
export interface PartialAmount {
  readonly amount: DecimalString | null;
  readonly currency: string;
  readonly missing: readonly MissingPart[];
  /** How many of `partCount` parts are not wholly in it: accounts of a total; of an account its assets, and a wallet that is unknown as one. */
  readonly missingCount: number;
  readonly partCount: number;
  readonly oldestAt: UnixMs | null;
  /** Where something is missing: what the whole was when all of it was known last; null where it never was, or nothing is missing. */
  readonly lastKnown: LastKnown<DecimalString> | null;
}

export interface MissingPart {
  readonly accountId: string;
  /** Empty for an account whose record does not open: its name is not known, nor its exchange. */
  readonly accountLabel: string;
  readonly exchange: ExchangeId | null;
  /** The wallet that is missing, or that holds the asset without a price; null where it is not about one. */
  readonly wallet: Wallet | null;
  readonly asset: string | null;
  readonly failure: Failure;
}

// ---- vault -----------------------------------------------------------------------------------------------------------

/**
 * - `none`: no vault was ever made in this browser.
 * - `locked`: `notWiped` is there where the browser did not remove the key of its session, so that an engine that starts anew
 *   would open the vault; locking once more, or closing the browser, removes it.
 * - `unconfirmed`: open, but its recovery words were not confirmed yet.
 * - `damaged`: a vault was here, but neither copy of its header can be read; only the words open it. Never taken for a new user.
 */
export type VaultState =
  | { readonly state: 'none' }
  | { readonly state: 'locked'; readonly notWiped?: Failure }
  | { readonly state: 'unconfirmed' }
  | { readonly state: 'open' }
  | { readonly state: 'damaged'; readonly failure: Failure };

export type UnlockError =
  | { readonly reason: 'wrong-passphrase' }
  | { readonly reason: 'damaged' }
  | { readonly reason: 'no-vault' };

export type RecoverError =
  | { readonly reason: 'words-invalid'; readonly detail: string }
  | { readonly reason: 'words-of-another-vault' }
  | { readonly reason: 'no-vault' };

// ---- accounts --------------------------------------------------------------------------------------------------------

/** What was typed for a key: each field that the exchange's keys consist of. */
export type KeyDraft = Readonly<Partial<Record<CredentialField, string>>>;

export interface AccountDraft {
  readonly id: string;
  readonly exchange: ExchangeId;
  readonly label: string;
  readonly credentials: KeyDraft;
  readonly userSymbols: readonly string[];
}

/** The outcome of a key's test: the right to read was proven; warn when it can do more. */
export interface KeyTest {
  readonly rights: KeyRights;
  /** How many assets the wallets hold that could be read. */
  readonly assets: number;
  /** Wallets beside the spot wallet that the key could not read. */
  readonly walletFailures: readonly { readonly wallet: Wallet; readonly failure: Failure }[];
}

export type AddAccountError =
  | Failure
  | { readonly reason: 'label-taken' }
  /** `names`: the symbols that the exchange has no market for, where those are what is wrong. */
  | { readonly reason: 'field-invalid'; readonly field: string; readonly names?: readonly string[] };

/**
 * - `idle`: never imported. `running`, `paused` (by the user), `waiting` (retries at `retryAt`), `stopped` (a failure that
 *   needs a person), `complete`, `complete-with-warnings`.
 */
type ImportState = 'idle' | 'running' | 'waiting' | 'paused' | 'stopped' | 'complete' | 'complete-with-warnings';

export interface ImportProgress {
  readonly accountId: string;
  readonly kind: 'import' | 'deep-scan';
  /**
   * How the exchange lists fills: `symbol`, then progress is `symbolsDone` of `symbolsTotal`; `account`, all markets at once,
   * then it is how far `readTo` has come from `readFrom` to now, and the counts of symbols are of one stream.
   */
  readonly by: 'symbol' | 'account';
  readonly state: ImportState;
  readonly symbolsDone: number;
  readonly symbolsTotal: number;
  /** The symbol being read; null between two. */
  readonly symbol: string | null;
  /** `account`: where this reading began, and the instant before which all has been read; null before the first page, and by symbol. */
  readonly readFrom: UnixMs | null;
  readonly readTo: UnixMs | null;
  /** Fills stored for this account, all runs together. */
  readonly fillsStored: number;
  /** Fills a second in this run, over its last 30 s; null before there is a rate. */
  readonly fillsPerSecond: number | null;
  /** Milliseconds left at the rate of symbols in this run; null where unknown. */
  readonly timeLeftMs: number | null;
  /** The newest and oldest fill stored; null before the first. */
  readonly reachedFrom: UnixMs | null;
  readonly reachedTo: UnixMs | null;
  readonly retryAt: UnixMs | null;
  readonly failure: Failure | null;
  readonly warnings: readonly { readonly symbol: string | null; readonly failure: Failure }[];
  readonly startedAt: UnixMs | null;
  readonly finishedAt: UnixMs | null;
}

/**
 * How long an exchange keeps fills, and what that means for an account.
 *
 * - `days`: older fills are no longer served. `readableSince`: where the history starts: how far back the first reading could
 *   reach, or could reach now where nothing was read yet.
 * - `deadlineAt`: until when new fills must be read so that none is lost, a day's margin included; null where nothing was
 *   read yet, and for a frozen account.
 * - `gap`: the newest span inside the history that was never read in time; `fromMs` inclusive, `toMs` exclusive.
 */
export interface LookBack {
  readonly days: number;
  readonly readableSince: UnixMs;
  readonly deadlineAt: UnixMs | null;
  readonly gap: { readonly fromMs: UnixMs; readonly toMs: UnixMs } | null;
}

export interface AccountView {
  readonly id: string;
  readonly exchange: ExchangeId;
  readonly exchangeName: string;
  readonly label: string;
  readonly egress: 'direct' | 'relay';
  /** The key as `••••a1b2`; null where there is none or it cannot be opened. */
  readonly maskedKey: string | null;
  readonly rights: Observed<KeyRights>;
  /**
   * All wallets together: known but partial where some of them are unknown, unknown where all are. Its last value is then
   * the sum of what is known of the wallets.
   */
  readonly value: Observed<PartialAmount>;
  /** Each wallet apart, in the exchange's order. */
  readonly wallets: readonly { readonly wallet: Wallet; readonly value: Observed<PartialAmount> }[];
  readonly refreshing: boolean;
  readonly progress: ImportProgress;
  readonly userSymbols: readonly string[];
  /** Origins of this account that the browser has not granted. */
  readonly hostsMissing: readonly string[];
  /** Null where the exchange states no limit. */
  readonly lookBack: LookBack | null;
  /** The exchange will close, and has not yet; null otherwise. */
  readonly closing: { readonly closesAt: UnixMs } | null;
  /**
   * Kept for its history and PnL alone, asked for nothing, and in totals only where no account is live: because its exchange
   * has closed (its value is `exchange-closed` with the last known one), or because its key was removed (`no-credentials`).
   */
  readonly frozen: 'closed' | 'key-removed' | null;
  /**
   * Since when the trader has it paused; null while it is not. Its value is then `account-paused` with the last known one, its
   * import `paused`, and in totals it is a missing part.
   */
  readonly pausedAt: UnixMs | null;
  /** That of all its realized PnL and open lots as they are shown now. */
  readonly method: LotMethod;
}

// ---- balances and overview -------------------------------------------------------------------------------------------

/**
 * How an asset was priced: one step or two, each a market with its price, as it was read.
 * ETH in EUR through ETH/USDT and EUR/USDT: [{symbol:'ETH/USDT', price, inverted:false}, {symbol:'EUR/USDT', price, inverted:true}].
 * Empty for the base currency itself.
 */
export type PricePath = readonly {
  readonly symbol: string;
  readonly price: DecimalString;
  readonly inverted: boolean;
  readonly at: UnixMs;
  readonly exchange: ExchangeId;
}[];

/** PnL of one quote currency, exact; what is not in it is listed beside it. */
export interface QuotePnl {
  readonly quote: string;
  readonly gross: DecimalString;
  readonly fees: DecimalString;
  readonly net: DecimalString;
  /** Fees in a third coin without a rate, per coin: outside gross, fees and net. */
  readonly unconvertedFees: readonly { readonly currency: string; readonly amount: DecimalString }[];
  /** Books (account and symbol) in it whose history sold more than it bought. */
  readonly incompleteBooks: number;
}

export interface RealizedPnl {
  /** Those that made it, in the order of `lotMethods`: several where accounts have different ones. Never empty. */
  readonly methods: readonly LotMethod[];
  readonly perQuote: readonly QuotePnl[];
  /**
   * All quotes together in the base currency, at prices of now. Its parts are accounts: one is missing a part for each cause
   * that keeps its history from being whole (an import that has not ended or failed, units sold that were never bought, fills
   * that the exchange serves no more), and for each quote without a price. What is known of it counts; an account without
   * fills counts as a known 0 only where its history was read to the end.
   */
  readonly inBase: { readonly net: PartialAmount; readonly gross: PartialAmount; readonly fees: PartialAmount };
  /** Why it is not the whole truth yet: imports running or failed, incomplete history. Empty when it is. */
  readonly caveats: readonly { readonly accountId: string; readonly accountLabel: string; readonly failure: Failure }[];
}

export interface Issue {
  readonly id: string;
  readonly accountId: string | null;
  readonly accountLabel: string | null;
  readonly exchange: ExchangeId | null;
  readonly failure: Failure;
  readonly since: UnixMs;
  /** What it concerns: balances, history, prices, permissions of the key, a record. */
  readonly area: 'balances' | 'history' | 'prices' | 'key' | 'storage';
  /** The one wallet that could not be read while others could; null where it is not about one wallet. */
  readonly wallet: Wallet | null;
}

/**
 * What a trader should know in time and that is no failure.
 *
 * - `closing`: an exchange that will close, once for all of its accounts.
 * - `backup`: it is time for one. `madeAt`: the last one, null where none was saved; `newFills`: those that are in none. It
 *   concerns no single account.
 */
export type Notice =
  | {
      readonly id: string;
      readonly kind: 'closing';
      readonly exchange: ExchangeId;
      readonly accountIds: readonly string[];
      readonly closesAt: UnixMs;
    }
  | {
      readonly id: string;
      readonly kind: 'backup';
      readonly accountIds: readonly string[];
      readonly madeAt: UnixMs | null;
      readonly newFills: number;
    };

/** One day's observed equity in the base currency; `partial` when a part was unknown that day. */
export interface EquityPoint {
  readonly date: string;
  readonly amount: DecimalString | null;
  readonly partial: boolean;
}

export interface Overview {
  readonly baseCurrency: BaseCurrency;
  readonly total: PartialAmount;
  readonly free: PartialAmount;
  readonly locked: PartialAmount;
  readonly realized: RealizedPnl;
  /**
   * Realized net of closings since 00:00 UTC, in the base currency at prices of now. Its parts are accounts: one whose new
   * fills could not be read is missing, since nobody knows what it closed today; one that sold today what its history never
   * bought is partial.
   */
  readonly realizedToday: PartialAmount;
  readonly accounts: readonly AccountView[];
  readonly allocation: Allocation;
  readonly equity: readonly EquityPoint[];
  /**
   * The currencies in which days of the same span were kept that are not in `equity`, as they were before the base currency was
   * changed; empty where there are none.
   */
  readonly equityElsewhere: readonly string[];
  readonly issues: readonly Issue[];
  /** Not counted among the issues. */
  readonly notices: readonly Notice[];
  readonly at: UnixMs;
}

/** What the popup paints before the engine answers; written by the engine after each change. */
export interface PopupSummary {
  readonly version: 4;
  readonly baseCurrency: BaseCurrency;
  readonly total: PartialAmount;
  readonly free: PartialAmount;
  readonly locked: PartialAmount;
  readonly realizedToday: PartialAmount;
  /** All-time net in the base currency. */
  readonly realized: PartialAmount;
  readonly methods: RealizedPnl['methods'];
  /** By asset, of what is known. */
  readonly allocation: readonly AllocationPart[];
  readonly accounts: readonly PopupAccount[];
  readonly equity: readonly EquityPoint[];
  readonly equityElsewhere: Overview['equityElsewhere'];
  readonly issueCount: number;
  readonly refreshing: boolean;
  readonly writtenAt: UnixMs;
}

export interface PopupAccount {
  readonly id: string;
  readonly exchange: ExchangeId;
  readonly exchangeName: string;
  readonly label: string;
  readonly value: Observed<PartialAmount>;
  readonly importing: boolean;
  /** One whose key was removed is listed only where no account is live, since the total is over it then. */
  readonly frozen: AccountView['frozen'];
  readonly pausedAt: AccountView['pausedAt'];
}

// ---- doctor ----------------------------------------------------------------------------------------------------------

/** What each step of a doctor's run found, in the order in which the steps are taken. */
export interface DoctorFound {
  readonly vault: null;
  /**
   * The key and what was known of it before this run: `workedBefore` when the exchange ever answered to it, `ipRestricted`
   * whether its whitelist was set when its rights were read last, null where that is not known.
   */
  readonly credential: {
    readonly maskedKey: string | null;
    readonly workedBefore: boolean;
    readonly ipRestricted: boolean | null;
  };
  readonly hosts: { readonly hosts: readonly string[] };
  /**
   * This computer's clock minus the exchange's: the smallest difference that explains the reading, 0 where none is needed
   * (an answer is under way for a while). Null where the exchange's time could not be read.
   */
  readonly clock: { readonly skewMs: number | null };
  readonly 'public-call': { readonly markets: number };
  /** Each way that a signed call was sent, with what refused it; null where it was answered. */
  readonly 'signed-call': {
    readonly paths: readonly { readonly path: 'direct'; readonly failure: Failure | null }[];
  };
  readonly rights: KeyRights;
  /** Per wallet the currencies that it holds above 0, or why it could not be read. */
  readonly balances: { readonly wallets: readonly DoctorWallet[] };
  readonly symbols: DoctorSymbols;
}

export type DoctorWallet =
  | { readonly wallet: Wallet; readonly state: 'known'; readonly assets: readonly string[] }
  | { readonly wallet: Wallet; readonly state: 'unknown'; readonly failure: Failure };

/**
 * - `listedBy`: whether the exchange lists fills market by market or those of all at once.
 * - `withFills`: symbols that fills are stored of.
 * - `unmatched`: symbols that the trader named and the exchange does not have.
 * - `gaps`: what the import could not read, at most 50 of `gapCount`; a null symbol concerns the whole account.
 * - `lookBack`: how far back the exchange serves fills, and the span that was not read in time; null where it states no limit.
 */
interface DoctorSymbols {
  readonly listedBy: 'symbol' | 'account';
  readonly withFills: number;
  readonly fillsStored: number;
  readonly unmatched: readonly string[];
  readonly gaps: ImportProgress['warnings'];
  readonly gapCount: number;
  readonly importState: ImportProgress['state'];
  readonly lookBack: LookBack | null;
}

export type DoctorStepId = keyof DoctorFound;

/**
 * - `waiting`: its turn has not come.
 * - `passed`; `noted`: it cannot be told, and nothing is wrong for it; `warned`: it works, but something should change.
 * - `failed`: it ends the run.
 * - `not-run`: the step `after` failed, or the run was cancelled in it.
 */
export type DoctorOutcome<Found> =
  | { readonly state: 'waiting' }
  | { readonly state: 'running'; readonly startedAt: UnixMs }
  | {
      readonly state: 'passed' | 'noted' | 'warned';
      readonly startedAt: UnixMs;
      readonly durationMs: number;
      readonly found: Found;
      readonly failure: Failure | null;
    }
  | {
      readonly state: 'failed';
      readonly startedAt: UnixMs;
      readonly durationMs: number;
      readonly failure: Failure;
    }
  | { readonly state: 'not-run'; readonly because: 'failed' | 'cancelled'; readonly after: DoctorStepId };

export type DoctorStep = {
  [Id in DoctorStepId]: { readonly id: Id } & DoctorOutcome<DoctorFound[Id]>;
}[DoctorStepId];

/**
 * What a run comes to.
 *
 * - `fine`; `cancelled`; `reason`: the failure's own sentence says it all.
 * - `no-answer`: nothing answers; `answers-in-part`: one call was answered and another was not.
 * - `refused-without-key`: the exchange refuses public calls too; `account-calls-stopped`: only the signed ones.
 * - `clock`: the clock is off, and what was refused may be refused for it alone.
 * - `key-unclear`: public calls are answered and signed ones refused, by one code for several causes; `checks` has the order.
 * - `powers`: the key can do more than read; `wallet-refused`; `symbols-unmatched`; `history-gaps`: parts could not be read;
 *   `history-lost`: a span is no longer served; `import-stopped`.
 */
export type DoctorCause =
  | 'fine'
  | 'cancelled'
  | 'reason'
  | 'no-answer'
  | 'answers-in-part'
  | 'refused-without-key'
  | 'account-calls-stopped'
  | 'clock'
  | 'key-unclear'
  | 'powers'
  | 'wallet-refused'
  | 'symbols-unmatched'
  | 'history-gaps'
  | 'history-lost'
  | 'import-stopped';

/** What to look at where the exchange does not say which it is. */
export type DoctorCheck = 'address' | 'key' | 'reading';

/** What a reason asks for; where that is trying again or waiting, it is running the doctor again. */
export type DoctorActionId = Exclude<ActionId, 'retry' | 'wait'> | 'run-again' | 'refresh';

export interface DoctorDiagnosis {
  readonly kind: 'healthy' | 'warning' | 'failed' | 'cancelled';
  readonly cause: DoctorCause;
  /** The step that decided; null when all went well or the run was cancelled. */
  readonly step: DoctorStepId | null;
  readonly failure: Failure | null;
  /** In the order in which to look; empty unless `key-unclear`. */
  readonly checks: readonly DoctorCheck[];
  /** Other steps that warned or could not be told. */
  readonly also: readonly DoctorStepId[];
  readonly action: DoctorActionId;
}

/** A doctor's run of one account, as far as it has come, and what was asked of the exchange last. */
export interface DoctorReport {
  readonly accountId: string;
  readonly exchange: ExchangeId;
  readonly label: string;
  readonly startedAt: UnixMs;
  readonly endedAt: UnixMs | null;
  readonly steps: readonly DoctorStep[];
  /** Null while it runs. */
  readonly diagnosis: DoctorDiagnosis | null;
  /** Newest first, at most 50, by whomever they were made: refresh, import or doctor. */
  readonly calls: readonly CallRecord[];
}

// ---- events ----------------------------------------------------------------------------------------------------------

/** What changed; pages ask again for what they show of it. */
export type EngineEvent =
  | { readonly topic: 'vault'; readonly state: VaultState }
  | { readonly topic: 'accounts' | 'balances' | 'fills' | 'settings' }
  | { readonly topic: 'import'; readonly progress: ImportProgress }
  | { readonly topic: 'doctor'; readonly report: DoctorReport }
  /** How far PnL has been computed by another method; null when that has ended. */
  | { readonly topic: 'method'; readonly progress: MethodProgress | null }
  /** How far a backup or a restore has come; null when none is going on, or what is known of the last one has changed. */
  | { readonly topic: 'backup'; readonly progress: BackupProgress | null };

export type EngineListener = (event: EngineEvent) => void;

// ---- the interface ---------------------------------------------------------------------------------------------------

export interface EngineApi
  extends AccountsApi,
    BackupApi,
    BalancesApi,
    FillsApi,
    MethodApi,
    PerformanceApi,
    RatesApi,
    ReconciliationApi,
    SettingsApi,
    TradesApi {
  vaultState(): Promise<VaultState>;
  /** Makes a vault with fresh keys and opens it; gives its 24 words. Repeating it before the words are confirmed gives the same words. */
  createVault(
    passphrase: string,
  ): Promise<Result<{ readonly words: readonly string[] }, Failure | { readonly reason: 'vault-exists' }>>;
  /** The trader typed the asked words rightly; `words` maps position (1 to 24) to word. */
  confirmWords(words: Readonly<Record<number, string>>): Promise<Result<void, { readonly reason: 'words-differ' }>>;
  unlock(passphrase: string): Promise<Result<void, UnlockError | Failure>>;
  /** Locks every part that can be; where one could not be, the vault's state says so (`notWiped`). */
  lock(): Promise<void>;
  /** Opens the vault by its 24 words and sets a new passphrase. */
  recover(words: string, newPassphrase: string): Promise<Result<void, RecoverError | Failure>>;
  changePassphrase(current: string, next: string): Promise<Result<void, UnlockError | Failure>>;
  /** The words once more, after the passphrase was typed again. */
  revealWords(passphrase: string): Promise<Result<{ readonly words: readonly string[] }, UnlockError | Failure>>;
  /** Destroys the vault and everything stored. `typed` must be the word ERASE. */
  eraseVault(typed: string): Promise<Result<void, { readonly reason: 'not-confirmed' } | Failure>>;

  accounts(): Promise<readonly AccountView[]>;
  /** Tests a key without storing anything: rights, then balances. */
  testKey(draft: AccountDraft): Promise<Result<KeyTest, AddAccountError>>;
  /** Tests, stores the account and its sealed key, refreshes it and starts its import. */
  addAccount(draft: AccountDraft): Promise<Result<KeyTest, AddAccountError>>;
  renameAccount(accountId: string, label: string): Promise<Result<void, AddAccountError>>;
  replaceKey(accountId: string, credentials: KeyDraft): Promise<Result<KeyTest, AddAccountError>>;
  setUserSymbols(accountId: string, symbols: readonly string[]): Promise<Result<void, AddAccountError>>;
  /** Removes the account and its key; its history goes only with `history: 'erase'`. */
  removeAccount(accountId: string, history: 'keep' | 'erase'): Promise<Result<void, Failure>>;

  /** Refreshes balances, prices and new fills; resolves when every account ended, each as known or with its reason. Null: all. */
  refresh(accountId: string | null): Promise<void>;
  overview(): Promise<Overview>;

  importProgress(): Promise<readonly ImportProgress[]>;
  startImport(accountId: string, kind: 'import' | 'deep-scan'): Promise<Result<void, Failure>>;
  /** Stops after the page in flight; what was saved is kept and `startImport` goes on from it. */
  cancelImport(accountId: string): Promise<void>;

  /** Starts a run of the account's doctor, or joins the one that is going on; resolves when it has started. */
  startDoctor(accountId: string): Promise<Result<void, Failure>>;
  /** Ends the run, if one is going on; resolves when it has ended. */
  cancelDoctor(accountId: string): Promise<void>;
  /** The run that is going on, else the last one; null where there was none since the engine started. */
  doctorReport(accountId: string): Promise<DoctorReport | null>;

  /** Calls `listener` (a Comlink proxy) for every event until the client goes. */
  subscribe(listener: EngineListener): Promise<void>;
}
