/** Realized PnL as pages see it: exact for each quote currency, and together in the base currency. */

import type { LotMethod } from '../../../shared/ledger/lot-order';
import type { DecimalString } from '../../../shared/money/decimal';
import type { Failure } from '../../../shared/reasons';
import type { PartialAmount } from './observed';
import type { Pooling } from './pools';

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
  /** Null while books are by account and symbol. Where they are by coin each pool is one part of the sums, beside the accounts. */
  readonly pooling: Pooling | null;
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
