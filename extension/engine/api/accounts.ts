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
