/** The method that PnL is computed by: chosen for the vault, and for an account where it shall have one of its own. */
import type { LotMethod } from '../../../shared/ledger/lot-order';
import type { Failure } from '../../../shared/reasons';
import type { Result } from '../../../shared/result';

/** How many fills of the books that a changed choice concerns have been computed by it: 0 ≤ `done` ≤ `total`. */
export interface MethodProgress {
  readonly done: number;
  readonly total: number;
}

/**
 * What is chosen, and what the figures are made by.
 *
 * - `vault`: the method of accounts without one of their own.
 * - `own`: an account's own, null where it follows the vault; `inUse`: the one that made all its figures as they are. They
 *   differ only while `progress` is not null, and for accounts that are in `failed`.
 * - `failed`: accounts whose choice could not be computed, for a defect of that name (`code`): they keep the former method.
 */
export interface MethodsView {
  readonly vault: LotMethod;
  readonly accounts: readonly {
    readonly accountId: string;
    readonly own: LotMethod | null;
    readonly inUse: LotMethod;
  }[];
  readonly progress: MethodProgress | null;
  readonly failed: readonly { readonly accountId: string; readonly code: string }[];
  /** Whether spot is by coin, by the vault's method whatever the account's own is. */
  readonly poolsInUse: boolean;
  /** The name of the defect for which pools could not be computed: figures keep the former books. Null where there is none. */
  readonly poolsFailed: string | null;
}

/** The vault's method is a setting (`SettingsApi`). */
export interface MethodApi {
  methods(): Promise<MethodsView>;
  /** Begins anew with the accounts, and the pools, that failed; does not wait for that. */
  retryMethods(): Promise<Result<void, Failure>>;
  /**
   * Stores an account's own method, null for the vault's, and begins to compute its figures by it; does not wait for that. An
   * account that is gone is left alone.
   */
  setAccountMethod(accountId: string, method: LotMethod | null): Promise<Result<void, Failure>>;
}
