/** Shares of what is known, by asset and by account; sums and their order are exact, and the tail is one part. */
import { add36, divHalfEven, type E36, formatE36, zero36 } from '../../shared/money/decimal';
import type { Allocation, AllocationPart } from './api/allocation';

/** What one asset in one known wallet is worth, in the base currency. */
export interface Holding {
  readonly accountId: string;
  readonly asset: string;
  readonly amount: E36;
}

/** Parts of a list before its tail is one. */
const longestList = 8;
const millionth = 10n ** 30n;

/** A fraction of 1 at 6 decimals. 1 of 3: 0.333333. */
const rateOf = (amount: E36, known: E36) => formatE36((divHalfEven(amount * 1_000_000n, known) * millionth) as E36); // a brand is made of its kind

function partsOf(sums: ReadonlyMap<string, E36>, known: E36): readonly AllocationPart[] {
  const held = [...sums].filter(([, amount]) => amount > 0n);
  held.sort(([nameA, a], [nameB, b]) => (a === b ? (nameA < nameB ? -1 : 1) : a > b ? -1 : 1));
  const own = held.length > longestList ? held.slice(0, longestList - 1) : held;
  const tail = held.slice(own.length);
  const part = (id: string | null, count: number, amount: E36): AllocationPart => ({
    id,
    count,
    amount: formatE36(amount),
    rate: rateOf(amount, known),
  });
  const parts = own.map(([id, amount]) => part(id, 1, amount));
  const rest = tail.reduce<E36>((sum, [, amount]) => add36(sum, amount), zero36);
  return tail.length === 0 ? parts : [...parts, part(null, tail.length, rest)];
}

/** The shares of holdings that are known. */
export function allocationOf(holdings: readonly Holding[]): Allocation {
  const byAsset = new Map<string, E36>();
  const byAccount = new Map<string, E36>();
  let known = zero36;
  for (const { accountId, asset, amount } of holdings) {
    known = add36(known, amount);
    byAsset.set(asset, add36(byAsset.get(asset) ?? zero36, amount));
    byAccount.set(accountId, add36(byAccount.get(accountId) ?? zero36, amount));
  }
  return { known: formatE36(known), byAsset: partsOf(byAsset, known), byAccount: partsOf(byAccount, known) };
}
