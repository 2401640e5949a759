/** How what is known is spread over assets and over accounts. */
import type { DecimalString } from '../../../shared/money/decimal';

/** One asset or account, or all smaller ones together. */
export interface AllocationPart {
  /** The asset's name, or the account's id; null for the smaller ones together, which come last. */
  readonly id: string | null;
  /** How many it stands for: 1, or at least 2 of the smaller ones. */
  readonly count: number;
  /** In the base currency, exact, above 0. */
  readonly amount: DecimalString;
  /** `amount` ÷ `known`, a fraction of 1, rounded half to even at 6 decimals: rates may miss 1 by what is rounded. */
  readonly rate: DecimalString;
}

/**
 * Shares of what is known alone: what is missing of the total has an unknown size and is in no rate.
 *
 * Each list has at most 8 parts, largest first, and is empty where nothing is known or held; each sums to `known` exactly.
 */
export interface Allocation {
  /** The sum of what is known, as the total of Overview has it; 0 where nothing is. */
  readonly known: DecimalString;
  readonly byAsset: readonly AllocationPart[];
  readonly byAccount: readonly AllocationPart[];
}
