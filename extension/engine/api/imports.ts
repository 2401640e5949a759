/** How far an account's history is read, and the calls that begin and end its reading. */
import type { Failure } from '../../../shared/reasons';
import type { Result, UnixMs } from '../../../shared/result';

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

export interface ImportsApi {
  importProgress(): Promise<readonly ImportProgress[]>;
  startImport(accountId: string, kind: 'import' | 'deep-scan'): Promise<Result<void, Failure>>;
  /** Stops after the page in flight; what was saved is kept and `startImport` goes on from it. */
  cancelImport(accountId: string): Promise<void>;
}
