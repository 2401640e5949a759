/** The doctor as pages see it: each step with what it found, and the one diagnosis that a run comes to. */

import type { CallRecord } from '../../../shared/exchanges/call-record';
import type { ExchangeId } from '../../../shared/exchanges/ids';
import type { Wallet } from '../../../shared/exchanges/info';
import type { KeyRights } from '../../../shared/exchanges/readings';
import type { ActionId, Failure } from '../../../shared/reasons';
import type { Result, UnixMs } from '../../../shared/result';
import type { EgressName } from './egress';
import type { ImportProgress } from './imports';
import type { LookBack } from './look-back';

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
  readonly 'signed-call': { readonly paths: readonly SignedPath[] };
  readonly rights: KeyRights;
  /** Per wallet the currencies that it holds above 0, or why it could not be read. */
  readonly balances: { readonly wallets: readonly DoctorWallet[] };
  readonly symbols: DoctorSymbols;
}

/** A way that a signed call was sent; `failure` null: it was answered. The account's own way comes first. */
export interface SignedPath {
  readonly path: EgressName;
  readonly failure: Failure | null;
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
      /** Of a signed call: each way that it was sent, where there was another. */
      readonly paths?: readonly SignedPath[];
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
 * - `relay-answers`, `direct-answers`: the account's own way is refused, and the other one is answered with the same key.
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
  | 'relay-answers'
  | 'direct-answers'
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

export interface DoctorApi {
  /** Starts a run of the account's doctor, or joins the one that is going on; resolves when it has started. */
  startDoctor(accountId: string): Promise<Result<void, Failure>>;
  /** Ends the run, if one is going on; resolves when it has ended. */
  cancelDoctor(accountId: string): Promise<void>;
  /** The run that is going on, else the last one; null where there was none since the engine started. */
  doctorReport(accountId: string): Promise<DoctorReport | null>;
}
