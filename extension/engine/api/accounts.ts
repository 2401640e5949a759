/** What a trader does with an account beside adding and removing it: pause and resume it, and test the key that is stored. */
import type { Wallet } from '../../../shared/exchanges/info';
import type { Failure } from '../../../shared/reasons';
import type { Result, UnixMs } from '../../../shared/result';
import type { KeyRights } from '../../exchanges/client';

export interface AccountsApi {
  /**
   * From now on nothing is asked of the exchange for the account by a refresh, an import or the engine by itself; what is being
   * read ends after the call in flight. Its import goes on when it is resumed. Pausing a paused account changes nothing.
   */
  pauseAccount(accountId: string): Promise<Result<void, Failure>>;
  /** Asks for the account again: refreshes it and goes on with its import, which reads what happened meanwhile. */
  resumeAccount(accountId: string): Promise<Result<void, Failure>>;
  /**
   * Asks with the stored key for the balances of each wallet and for the key's rights, and stores nothing of it; also for a
   * paused account. A test that is going on is joined. `cancelled` where `cancelAccountTest` ended it, `no-credentials` for
   * an account without a key or that was removed.
   */
  testAccount(accountId: string): Promise<Result<AccountTest, Failure>>;
  /** Ends the account's test, if one is going on. */
  cancelAccountTest(accountId: string): Promise<void>;
  /** How far the account's history is read, from what is stored alone. Empty before the first import, and for an unknown id. */
  coverage(accountId: string): Promise<AccountCoverage>;
}

/**
 * A span of time of one stream. `fromMs` inclusive, null or 0: from the exchange's beginning; `toMs` exclusive, null: up to now.
 *
 * `covered`: read through; `empty`: read, and nothing was there, which proves nothing; `beyond-look-back`: no longer served;
 * `failed`: could not be read; `unread`: to be read.
 */
export interface CoverageSpan {
  readonly fromMs: UnixMs | null;
  readonly toMs: UnixMs | null;
  readonly state: 'covered' | 'empty' | 'beyond-look-back' | 'failed' | 'unread';
}

/** What is proven to be imported of one stream, and what is not. */
export interface StreamCoverage {
  /** Where what was read begins; 0: at the exchange's beginning; null where nothing was read. */
  readonly coveredFrom: UnixMs | null;
  /** Before this instant nothing is left to read; null where nothing was read. */
  readonly coveredTo: UnixMs | null;
  readonly lastReadAt: UnixMs | null;
  readonly state: 'pending' | 'partial' | 'covered' | 'empty' | 'failed';
  /** Why its last reading failed. */
  readonly failure: Failure | null;
  /** Oldest first, without overlap. */
  readonly spans: readonly CoverageSpan[];
}

export interface SymbolCoverage extends StreamCoverage {
  readonly symbol: string;
  /** Fills of it that are stored. */
  readonly fills: number;
}

export interface AccountCoverage {
  /** The one stream of an exchange that lists the fills of all markets at once; null where it lists them by symbol, or nothing was read. */
  readonly whole: StreamCoverage | null;
  /** Each symbol that was read or is to be read, most fills first; with one stream for all the symbols that have fills. */
  readonly symbols: readonly SymbolCoverage[];
  /** Markets that a deep scan would still ask for; null where there is none, or the exchange's markets were never read. */
  readonly marketsToScan: number | null;
}

/** What a stored key was found to be good for. The spot wallet was read, else the test has failed. */
export interface AccountTest {
  readonly testedAt: UnixMs;
  readonly rights: KeyRights;
  /** Different assets in all wallets that could be read. */
  readonly assets: number;
  /** Every wallet of the exchange, in its order: how many assets it holds, or why it could not be read. */
  readonly wallets: readonly { readonly wallet: Wallet; readonly outcome: Result<number, Failure> }[];
}
