/**
 * A value as it may be shown, and a sum over parts of which some may be unknown: never "0" for what is not known.
 */
import type { ExchangeId } from '../../../shared/exchanges/ids';
import type { Wallet } from '../../../shared/exchanges/info';
import type { DecimalString } from '../../../shared/money/decimal';
import type { Failure } from '../../../shared/reasons';
import type { UnixMs } from '../../../shared/result';

/** The last value that was known, kept while a refresh runs or fails. */
interface LastKnown<T> {
  readonly value: T;
  readonly at: UnixMs;
}

/**
 * A value as it may be shown.
 *
 * - `known`: reached, at `at`; it goes stale by its age alone.
 * - `unknown`: not reached: `failure` says why, since `failedAt`; `last` is the last known value, null when there never was one.
 * - `pending`: never asked yet.
 */
export type Observed<T> =
  | { readonly state: 'known'; readonly value: T; readonly at: UnixMs }
  | {
      readonly state: 'unknown';
      readonly failure: Failure;
      readonly failedAt: UnixMs;
      readonly last: LastKnown<T> | null;
    }
  | { readonly state: 'pending' };

/**
 * A sum over parts of which some may be unknown.
 *
 * `amount` is the sum of what is known, null when nothing is. `missing` names every part that is not in it, by account
 * and, for a price, by asset. It is the whole truth only when `missing` is empty. `oldestAt` is the age of its oldest part.
 * A part that is unknown now but has a last known value counts as missing; its last value is in `lastKnown`, apart.
 */
export interface PartialAmount {
  readonly amount: DecimalString | null;
  readonly currency: string;
  readonly missing: readonly MissingPart[];
  /** How many of `partCount` parts are not wholly in it: accounts of a total; of an account its assets, and a wallet that is unknown as one. */
  readonly missingCount: number;
  readonly partCount: number;
  readonly oldestAt: UnixMs | null;
  /** Where something is missing: what the whole was when all of it was known last; null where it never was, or nothing is missing. */
  readonly lastKnown: LastKnown<DecimalString> | null;
}

export interface MissingPart {
  readonly accountId: string;
  /** Empty for an account whose record does not open: its name is not known, nor its exchange. */
  readonly accountLabel: string;
  readonly exchange: ExchangeId | null;
  /** The wallet that is missing, or that holds the asset without a price; null where it is not about one. */
  readonly wallet: Wallet | null;
  readonly asset: string | null;
  readonly failure: Failure;
}
