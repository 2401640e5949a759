/**
 * What was observed of an account's wallets, one by one: each is asked apart, so that one that is refused hides no other.
 */
import type { ExchangeAccount } from '../../shared/exchanges/account';
import { exchangeInfos } from '../../shared/exchanges/ids';
import type { Wallet } from '../../shared/exchanges/info';
import type { Failure } from '../../shared/reasons';
import type { Balance } from '../exchanges/client';
import { type Observation, pending } from './observed';

export type WalletBalances = Observation<readonly Balance[]>;

/** What was observed of each wallet that was ever asked. */
export type BalancesByWallet = Readonly<Partial<Record<Wallet, WalletBalances>>>;

export interface ObservedWallet {
  readonly wallet: Wallet;
  readonly balances: WalletBalances;
}

/** Every wallet of the account's exchange, in the exchange's order; one that was never asked is pending. */
export const walletsOf = ({ exchange }: ExchangeAccount, observed: BalancesByWallet): readonly ObservedWallet[] =>
  exchangeInfos[exchange].wallets.map((wallet) => ({ wallet, balances: observed[wallet] ?? pending }));

/** Balances that were read and have not failed since. */
export const isKnown = ({ last, failure }: WalletBalances): boolean => last !== null && failure === null;

/** Why nothing is known of the account now: null while a wallet is known, or none was asked. */
export function balancesFailure(wallets: readonly ObservedWallet[]): Failure | null {
  if (wallets.some(({ balances }) => isKnown(balances))) return null;
  return wallets.flatMap(({ balances }) => balances.failure?.failure ?? [])[0] ?? null;
}

/** Every asset that a wallet held when it was read last. */
export const heldAssets = (wallets: readonly ObservedWallet[]): readonly string[] => [
  ...new Set(wallets.flatMap(({ balances }) => balances.last?.value ?? []).map(({ asset }) => asset)),
];
