/** An account as lists and its own page show it. */

import type { ExchangeId } from '../../../shared/exchanges/ids';
import type { Wallet } from '../../../shared/exchanges/info';
import type { KeyRights } from '../../../shared/exchanges/readings';
import type { LotMethod } from '../../../shared/ledger/lot-order';
import type { UnixMs } from '../../../shared/result';
import type { ImportProgress } from './imports';
import type { LookBack } from './look-back';
import type { Observed, PartialAmount } from './observed';

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

/**
 * Whether something of an account that is asked could not be read, or its import needs a person. One definition for the list and
 * the toolbar button, so that both count alike.
 */
export const isInTrouble = ({
  value,
  frozen,
  pausedAt,
  progress,
}: Pick<AccountView, 'value' | 'frozen' | 'pausedAt' | 'progress'>): boolean =>
  frozen === null &&
  pausedAt === null &&
  (value.state === 'unknown' ||
    (value.state === 'known' && value.value.missing.some(({ asset }) => asset === null)) ||
    progress.state === 'stopped');

export interface AccountViewApi {
  accounts(): Promise<readonly AccountView[]>;
  /** Refreshes balances, prices and new fills; resolves when every account ended, each as known or with its reason. Null: all. */
  refresh(accountId: string | null): Promise<void>;
}
