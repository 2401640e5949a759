/** What fails and since when, and what a trader should know in time though nothing fails. */
import type { ExchangeId } from '../../../shared/exchanges/ids';
import type { Wallet } from '../../../shared/exchanges/info';
import type { Failure } from '../../../shared/reasons';
import type { UnixMs } from '../../../shared/result';

export interface Issue {
  readonly id: string;
  readonly accountId: string | null;
  readonly accountLabel: string | null;
  /** Of several accounts that of all of them; null where they are at several. */
  readonly exchange: ExchangeId | null;
  readonly failure: Failure;
  readonly since: UnixMs;
  /**
   * What it concerns: balances, history, deposits and what else moved coins, prices, permissions of the key, a record, the sync server, a
   * shared snapshot.
   */
  readonly area: 'balances' | 'history' | 'flows' | 'prices' | 'key' | 'storage' | 'sync' | 'shares';
  /** The one wallet that could not be read while others could; null where it is not about one wallet. */
  readonly wallet: Wallet | null;
  /** Where a cause that lies on this side shows at several accounts, all of them; it is about no one account then. */
  readonly accounts?: readonly IssueAccount[];
  /** The device that was added to the vault, where it is about one: its name is in the list of devices. */
  readonly deviceId?: string;
}

interface IssueAccount {
  readonly id: string;
  readonly label: string;
  readonly exchange: ExchangeId;
}

/** The accounts that an issue is about. */
export function accountsOf({ accounts, accountId: id, accountLabel: label, exchange }: Issue): readonly IssueAccount[] {
  if (accounts) return accounts;
  return id === null || label === null || exchange === null ? [] : [{ id, label, exchange }];
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
