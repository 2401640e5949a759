/** Whether what was read of an account makes up what its exchange reports, as pages see it. */
import type { FlowKind } from '../../../shared/ledger/flow';
import type { MovementPart } from '../../../shared/ledger/movements';
import type { DifferenceCause, Verdict } from '../../../shared/ledger/reconciliation';
import type { DecimalString } from '../../../shared/money/decimal';
import type { Failure } from '../../../shared/reasons';
import type { UnixMs } from '../../../shared/result';
import type { FlowSource } from '../../exchanges/client';

/** How far one list of cash flows is read. `readTo`: before it nothing is left; null where nothing was read. */
export interface FlowSourceView {
  readonly source: FlowSource;
  readonly state: 'unread' | 'partial' | 'read' | 'failed';
  readonly readTo: UnixMs | null;
  readonly failure: Failure | null;
}

/**
 * One asset of the account's spot wallet, exact, in its own units; what each field means stands with the ledger's own type.
 *
 * - `difference`: what the history makes up, from nothing, less what the exchange reports; null where that is not known. With an
 *   opening balance of 0 it is what is unexplained, else it is that and what was there before.
 * - `parts`: what moved it, signed, those of 0 left out; their sum is `moved`. `pending`: what is under way, in none of them.
 * - `count`: fills and flows that moved it; `from`: the first of them, null where there is none.
 */
export interface ReconciledAsset {
  readonly asset: string;
  readonly verdict: Verdict;
  readonly opening: DecimalString | null;
  readonly moved: DecimalString;
  readonly expected: DecimalString | null;
  readonly reported: DecimalString | null;
  readonly difference: DecimalString | null;
  readonly parts: readonly { readonly part: MovementPart; readonly amount: DecimalString }[];
  readonly pending: DecimalString;
  readonly causes: readonly DifferenceCause[];
  readonly count: number;
  readonly from: UnixMs | null;
}

/**
 * - `assets`: those that do not agree first, then by name.
 * - `balancesAt`: the instant of the balances that the history is held against, and up to which it is counted; null where none is
 *   known. `balancesFailure`: why they could not be read since.
 * - `sources`: in the order in which they are read; empty before the first reading. `reading`: one is going on.
 * - `unreadKinds`: flows that exist at the exchange and are not read. `flows`: how many are stored.
 */
export interface AccountReconciliation {
  readonly assets: readonly ReconciledAsset[];
  readonly balancesAt: UnixMs | null;
  readonly balancesFailure: Failure | null;
  readonly sources: readonly FlowSourceView[];
  readonly reading: boolean;
  readonly unreadKinds: readonly FlowKind[];
  readonly flows: number;
}

export interface ReconciliationApi {
  /** Every asset that the account's spot wallet holds or that moved. Waits for the books; asks nobody. */
  reconciliation(accountId: string): Promise<AccountReconciliation>;
  /** Reads deposits, withdrawals and what else moved coins anew; resolves when that has ended. Repeating joins it. */
  readFlows(accountId: string): Promise<void>;
}
