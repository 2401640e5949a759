/**
 * What every account holds and what it is worth: assets, their values with the path of each price, and partial totals.
 *
 * A value rests on a balance and on prices; its age is that of the oldest of them. An account whose balances are unknown is
 * a missing part of the total, whatever it held before: its last known value stands beside it, with its age.
 */
import type { ExchangeAccount } from '../../shared/exchanges/account';
import type { Wallet } from '../../shared/exchanges/info';
import { type DecimalString, type E36, e18, e36, formatE36, toE36 } from '../../shared/money/decimal';
import type { Failure } from '../../shared/reasons';
import type { UnixMs } from '../../shared/result';
import type { Balance } from '../exchanges/client';
import type { RecordFailure } from '../store/failure';
import type { Holding } from './allocation';
import type { AssetRow } from './api/balances';
import type { MissingPart, Observed, PartialAmount } from './api/observed';
import { toObserved } from './observed';
import { type Part, type Share, shareOf, sumParts, sumShares } from './sums';
import { along, oldestOf, type Price, pathTo } from './valuation';
import { isKnown, type ObservedWallet, type WalletBalances } from './wallets';

export type Prices = ReadonlyMap<string, Price>;

/** Which quantity of a balance a sum is over. */
export type BalanceField = 'total' | 'free' | 'locked';

/** What is asked when an account is added, so that nothing observed of it means that its record was lost. */
const unobserved: Failure = { reason: 'damaged' };

/** A part that is not known, as it is named to the reader. */
export const missingPart = (
  account: ExchangeAccount,
  asset: string | null,
  failure: Failure,
  wallet: Wallet | null = null,
): MissingPart => ({
  accountId: account.id,
  accountLabel: account.label,
  exchange: account.exchange,
  wallet,
  asset,
  failure,
});

/** How balances are valued: which quantity of them, in which currency, at which prices. */
export interface Pricing {
  readonly field: BalanceField;
  readonly base: string;
  readonly prices: Prices;
}

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

/** The value of each asset of a wallet; `at` is when its balances were read. */
function partsOf(
  account: ExchangeAccount,
  wallet: Wallet,
  { value: balances, at }: NonNullable<WalletBalances['last']>,
  { field, base, prices }: Pricing,
): readonly Part[] {
  return balances.map((balance): Part => {
    const value = valueIn(balance.asset, toE36(e18(balance[field])), base, prices);
    if ('reason' in value) return { missing: missingPart(account, balance.asset, value, wallet) };
    return { amount: value.amount, at: older(at, value.at) };
  });
}

/** The value of one wallet as it may be shown. */
export const observedWallet = (
  account: ExchangeAccount,
  { wallet, balances }: ObservedWallet,
  pricing: Pricing,
): Observed<PartialAmount> => {
  const { last } = balances;
  return toObserved(balances, () => {
    const sum = sumParts(last ? partsOf(account, wallet, last, pricing) : [], pricing.base);
    return { ...sum, oldestAt: sum.oldestAt ?? last?.at ?? null };
  });
};

/** One wallet in the sum of its account: what it is worth now, or the part that is missing with what it was last. */
function walletShare(account: ExchangeAccount, observed: ObservedWallet, pricing: Pricing): Share {
  const value = observedWallet(account, observed, pricing);
  return value.state === 'known'
    ? shareOf(value.value)
    : unknownShare(value, (failure) => missingPart(account, null, failure, observed.wallet));
}

/** A part that is unknown now: what it was last counts where it was whole. */
function unknownShare(
  value: Exclude<Observed<PartialAmount>, { state: 'known' }>,
  missing: (failure: Failure) => MissingPart,
): Share {
  const whole = value.state === 'unknown' && value.last?.value.missingCount === 0 ? value.last : null;
  const last = whole && whole.value.amount !== null ? { amount: e36(whole.value.amount), at: whole.at } : null;
  return { amount: null, missing: [missing(value.state === 'unknown' ? value.failure : unobserved)], at: null, last };
}

/** The sum over wallets whose parts are assets; a wallet without balances to count is one missing part. */
function sumOf(account: ExchangeAccount, wallets: readonly ObservedWallet[], pricing: Pricing): PartialAmount {
  const parts = wallets.flatMap(({ wallet, balances: { last, failure } }): readonly Part[] =>
    last && !failure
      ? partsOf(account, wallet, last, pricing)
      : [{ missing: missingPart(account, null, failure?.failure ?? unobserved, wallet) }],
  );
  const ages = wallets.flatMap(({ balances: { last, failure } }) => (last && !failure ? [last.at] : []));
  const sum = sumParts(parts, pricing.base);
  const { lastKnown } = sumShares(
    wallets.map((wallet) => walletShare(account, wallet, pricing)),
    pricing.base,
  );
  return { ...sum, oldestAt: ages.reduce<UnixMs | null>((oldest, at) => older(at, oldest), sum.oldestAt), lastKnown };
}

/** An account's value as it may be shown: known (perhaps partial), or unknown with the last known one. */
export function observedValue(
  account: ExchangeAccount,
  wallets: readonly ObservedWallet[],
  pricing: Pricing,
): Observed<PartialAmount> {
  const failed = wallets.flatMap(({ balances }) => balances.failure ?? []);
  const lastOf = (counted: readonly ObservedWallet[]) => {
    const readAt = counted.flatMap(({ balances: { last, failure } }) => (last && !failure ? [last.at] : []));
    const at = readAt.reduce<UnixMs | null>((oldest, each) => older(each, oldest), null);
    return at === null ? null : { value: sumOf(account, counted, pricing), at };
  };
  const now = lastOf(wallets);
  if (now) return { state: 'known', ...now };
  const [first] = failed;
  if (!first) return { state: 'pending' };
  const last = lastOf(wallets.map((each) => ({ ...each, balances: asOfLast(each.balances) })));
  return { state: 'unknown', ...first, last };
}

/** As it was before it failed; what never was known keeps its failure. */
const asOfLast = (balances: WalletBalances): WalletBalances =>
  balances.last ? { ...balances, failure: null } : balances;

/** An account whose record does not open is a part of every sum: what it holds and made is not known, nor its name. */
export const unopenedShare = ({ id, failure }: RecordFailure): Share => ({
  amount: null,
  missing: [{ accountId: id, accountLabel: '', exchange: null, wallet: null, asset: null, failure }],
  at: null,
});

/** The total over accounts, and those that do not open; one that was never asked is missing. */
export function totalOf(
  accounts: readonly (readonly [ExchangeAccount, Observed<PartialAmount>])[],
  unopened: readonly RecordFailure[],
  base: string,
): PartialAmount {
  const shares = accounts.map(([account, value]) =>
    value.state === 'known'
      ? shareOf(value.value)
      : unknownShare(value, (failure) => missingPart(account, null, failure)),
  );
  return sumShares([...shares, ...unopened.map(unopenedShare)], base);
}

/** What the assets of an account's known wallets are worth, one by one; what has no price is left out. */
export const knownValues = (
  accountId: string,
  wallets: readonly ObservedWallet[],
  { field, base, prices }: Pricing,
): readonly Holding[] =>
  wallets
    .filter(({ balances }) => isKnown(balances))
    .flatMap(({ balances }) => balances.last?.value ?? [])
    .flatMap((balance) => {
      const value = valueIn(balance.asset, toE36(e18(balance[field])), base, prices);
      return 'reason' in value ? [] : [{ accountId, asset: balance.asset, amount: value.amount }];
    });

/** The rows of the assets in one account's wallets, as read last, valued one by one. */
export const assetRows = (
  account: ExchangeAccount,
  wallets: readonly ObservedWallet[],
  base: string,
  prices: Prices,
): readonly AssetRow[] =>
  wallets.flatMap(({ wallet, balances }) => walletRows(account, wallet, balances.last?.value ?? [], base, prices));

function walletRows(
  account: ExchangeAccount,
  wallet: Wallet,
  balances: readonly Balance[],
  base: string,
  prices: Prices,
): readonly AssetRow[] {
  return balances.map(({ asset, free, locked, total }) => {
    const path = pathTo(asset, base, prices);
    return {
      accountId: account.id,
      wallet,
      asset,
      free,
      locked,
      total,
      value: path
        ? {
            state: 'known' as const,
            amount: format(along(path, toE36(e18(total)))),
            price: format(along(path, one)),
            path,
          }
        : { state: 'unknown' as const, failure: { reason: 'price-missing' as const, subject: asset } },
    };
  });
}

/** One unit of an asset. */
const one = e36('1');

const format = (value: E36): DecimalString => formatE36(value);
