/** Sums per coin, for fees: never converted, never added across coins. */
import { add36, type E36, zero36 } from '../money/decimal';

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

/** As a list by coin in code-unit order; coins whose sum is 0 are left out. */
export const coinAmounts = (sums: CoinSums): readonly CoinAmount[] =>
  [...sums]
    .filter(([, amount]) => amount !== 0n)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([currency, amount]) => ({ currency, amount }));
