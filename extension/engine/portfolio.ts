/**
 * What every account holds and what it is worth: assets, their values with the path of each price, and partial totals.
 *
 * A value rests on a balance and on prices; its age is that of the oldest of them. An account whose balances are unknown is
 * a missing part of the total, whatever it held before: its last known value stands beside it, with its age.
 */
import type { ExchangeAccount } from '../../shared/exchanges/account';
import { type DecimalString, type E36, e18, e36, formatE36, toE36 } from '../../shared/money/decimal';
import type { Failure } from '../../shared/reasons';
import type { UnixMs } from '../../shared/result';
import type { Balance } from '../exchanges/client';
import type { AssetRow, MissingPart, Observed, PartialAmount } from './api';
import type { Observation } from './observed';
import { type Part, type Share, shareOf, sumParts, sumShares } from './sums';
import { along, oldestOf, type Price, pathTo } from './valuation';

export type Prices = ReadonlyMap<string, Price>;

/** Which quantity of a balance a sum is over. */
export type BalanceField = 'total' | 'free' | 'locked';

/** A part that is not known, as it is named to the reader. */
export const missingPart = (account: ExchangeAccount, asset: string | null, failure: Failure): MissingPart => ({
  accountId: account.id,
  accountLabel: account.label,
  exchange: account.exchange,
  asset,
  failure,
});

const older = (a: UnixMs, b: UnixMs | null): UnixMs => (b !== null && b < a ? b : a);

/** A quantity of an asset in `base`, or why it cannot be valued. A quantity of 0 is worth a known 0 even without a price. */
export function valueIn(
  asset: string,
  quantity: E36,
  base: string,
  prices: Prices,
): { readonly amount: E36; readonly at: UnixMs | null } | Failure {
  if (quantity === 0n) return { amount: quantity, at: null };
  const path = pathTo(asset, base, prices);
  return path ? { amount: along(path, quantity), at: oldestOf(path) } : { reason: 'price-missing', subject: asset };
}

/** The value of balances in `base`, by asset; `at` is when the balances were read. */
export function balancesValue(
  account: ExchangeAccount,
  balances: readonly Balance[],
  at: UnixMs,
  field: BalanceField,
  base: string,
  prices: Prices,
): PartialAmount {
  const parts = balances.map((balance): Part => {
    const value = valueIn(balance.asset, toE36(e18(balance[field])), base, prices);
    if ('reason' in value) return { missing: missingPart(account, balance.asset, value) };
    return { amount: value.amount, at: older(at, value.at) };
  });
  const sum = sumParts(parts, base);
  return { ...sum, oldestAt: sum.oldestAt ?? at };
}

/** An account's value as it may be shown: known (perhaps partial), or unknown with the last known one. */
export function observedValue(
  account: ExchangeAccount,
  observation: Observation<readonly Balance[]>,
  field: BalanceField,
  base: string,
  prices: Prices,
): Observed<PartialAmount> {
  const { last, failure } = observation;
  const value = last && { value: balancesValue(account, last.value, last.at, field, base, prices), at: last.at };
  if (failure) return { state: 'unknown', ...failure, last: value };
  return value ? { state: 'known', ...value } : { state: 'pending' };
}

/** The total over accounts; one that was never asked is missing with `waiting`. */
export function totalOf(
  accounts: readonly (readonly [ExchangeAccount, Observed<PartialAmount>])[],
  base: string,
  waiting: Failure,
): PartialAmount {
  const shares = accounts.map(([account, value]): Share => {
    if (value.state === 'known') return shareOf(value.value);
    const failure = value.state === 'unknown' ? value.failure : waiting;
    const whole = value.state === 'unknown' && value.last?.value.missingCount === 0 ? value.last : null;
    const last = whole && whole.value.amount !== null ? { amount: e36(whole.value.amount), at: whole.at } : null;
    return { amount: null, missing: [missingPart(account, null, failure)], at: null, last };
  });
  return sumShares(shares, base);
}

/** The rows of one account's assets, valued one by one. */
export function assetRows(
  account: ExchangeAccount,
  balances: readonly Balance[],
  base: string,
  prices: Prices,
): readonly AssetRow[] {
  return balances.map(({ asset, free, locked, total }) => {
    const path = pathTo(asset, base, prices);
    return {
      accountId: account.id,
      asset,
      free,
      locked,
      total,
      value: path
        ? { state: 'known' as const, amount: format(along(path, toE36(e18(total)))), path }
        : { state: 'unknown' as const, failure: { reason: 'price-missing' as const, subject: asset } },
    };
  });
}

const format = (value: E36): DecimalString => formatE36(value);
