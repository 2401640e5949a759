/**
 * Sums over parts of which some may be unknown: what is known is added, what is not is named.
 */
import { add36, type E36, e36, formatE36, zero36 } from '../../shared/money/decimal';
import type { UnixMs } from '../../shared/result';
import type { MissingPart, PartialAmount } from './api/observed';

/** One part: its amount at scale 36, or the part that is missing. `at`: the age of the oldest thing it rests on. */
export type Part = { readonly amount: E36; readonly at: UnixMs | null } | { readonly missing: MissingPart };

const older = (a: UnixMs | null, b: UnixMs | null): UnixMs | null => (a === null ? b : b === null ? a : a < b ? a : b);

/**
 * The sum of the known parts in `currency`; `amount` is null when no part is known, unless there is no part at all: the sum
 * of nothing is a known 0.
 */
export function sumParts(parts: readonly Part[], currency: string): PartialAmount {
  let sum = zero36;
  let oldestAt: UnixMs | null = null;
  const missing: MissingPart[] = [];
  for (const part of parts) {
    if ('missing' in part) missing.push(part.missing);
    else {
      sum = add36(sum, part.amount);
      oldestAt = older(oldestAt, part.at);
    }
  }
  const nothingKnown = parts.length > 0 && missing.length === parts.length;
  return {
    amount: nothingKnown ? null : formatE36(sum),
    currency,
    missing,
    missingCount: missing.length,
    partCount: parts.length,
    oldestAt,
    lastKnown: null,
  };
}

/** One sum as a part of a larger one: a partial sum adds what it knows and misses what it misses. */
export interface Share {
  readonly amount: E36 | null;
  readonly missing: readonly MissingPart[];
  readonly at: UnixMs | null;
  /** What all of it was when it was known last, where something of it is not known now. */
  readonly last?: { readonly amount: E36; readonly at: UnixMs } | null;
}

/** What the whole was when each missing share was known last; null where one never was, or nothing is missing. */
function lastKnownOf(shares: readonly Share[]): PartialAmount['lastKnown'] {
  if (shares.every(({ missing }) => missing.length === 0)) return null;
  let sum = zero36;
  let oldestAt: UnixMs | null = null;
  for (const { amount, at, last, missing } of shares) {
    const whole = amount !== null && missing.length === 0 ? { amount, at } : last;
    if (!whole) return null;
    sum = add36(sum, whole.amount);
    oldestAt = older(oldestAt, whole.at);
  }
  return oldestAt === null ? null : { value: formatE36(sum), at: oldestAt };
}

/** The sum of shares, of which each may be whole, partial or unknown; `missingCount` counts those that are not whole. */
export function sumShares(shares: readonly Share[], currency: string): PartialAmount {
  const known = shares.filter(({ amount }) => amount !== null);
  const total = known.reduce<E36>((sum, { amount }) => (amount === null ? sum : add36(sum, amount)), zero36);
  return {
    amount: shares.length > 0 && known.length === 0 ? null : formatE36(total),
    currency,
    missing: shares.flatMap(({ missing }) => missing),
    missingCount: shares.filter(({ missing }) => missing.length > 0).length,
    partCount: shares.length,
    oldestAt: known.reduce<UnixMs | null>((oldest, { at }) => older(oldest, at), null),
    lastKnown: lastKnownOf(shares),
  };
}

/** A sum as a share of a larger one. */
export const shareOf = (sum: PartialAmount): Share => ({
  amount: sum.amount === null ? null : e36(sum.amount),
  missing: sum.missing,
  at: sum.oldestAt,
  last: sum.lastKnown && { amount: e36(sum.lastKnown.value), at: sum.lastKnown.at },
});
