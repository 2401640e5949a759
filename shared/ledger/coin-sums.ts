/** Sums per coin, for fees: never converted, never added across coins. */
import { add36, type E36, sub36, zero36 } from '../money/decimal';

/** An amount of one coin, negative for a rebate. */
export interface CoinAmount {
  readonly currency: string;
  readonly amount: E36;
}

/** Sum by coin, at scale 36. Replaced, not changed, so that marks may keep one. */
export type CoinSums = ReadonlyMap<string, E36>;

/** `sums` with `amount` more of `currency`. */
export const plusCoin = (sums: CoinSums, currency: string, amount: E36): CoinSums =>
  new Map(sums).set(currency, add36(sums.get(currency) ?? zero36, amount));

/** `sums` with more of several coins. */
export const plusCoins = (sums: CoinSums, amounts: readonly CoinAmount[]): CoinSums =>
  amounts.reduce((all, { currency, amount }) => plusCoin(all, currency, amount), sums);

/** What `sums` has more than `before`, by coin. */
export const minusCoins = (sums: CoinSums, before: CoinSums): CoinSums =>
  new Map([...sums].map(([currency, amount]) => [currency, sub36(amount, before.get(currency) ?? zero36)]));

/** As a list by coin in code-unit order; coins whose sum is 0 are left out. */
export const coinAmounts = (sums: CoinSums): readonly CoinAmount[] =>
  [...sums]
    .filter(([, amount]) => amount !== 0n)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([currency, amount]) => ({ currency, amount }));
