/**
 * What happened in one account of sample data: fills in the order of time, and what the account held after each of them.
 *
 * Made from a seed and the instant at which the sample was opened, to the digit the same each time. It goes on for some days
 * after that instant, so that whoever asks later finds new fills; nothing later than the asker's clock is ever told.
 */
import type { ExchangeFill } from '../../../shared/exchanges/readings';
import { e18, mul18, roundE18 } from '../../../shared/money/decimal';
import type { SampleAccount } from './accounts';
import type { Prices } from './coins';
import { executionsOf } from './executions';

/** Quantities by asset, scaled by 10^18. */
type Holdings = ReadonlyMap<string, bigint>;

export interface Story {
  /** By time, the oldest first. */
  readonly fills: readonly ExchangeFill[];
  /** What was held before the first of them. */
  readonly opening: Holdings;
  /** What was held at each of `instants`, which come in order. */
  heldAt(instants: readonly number[]): readonly Holdings[];
}

/** What a fill adds to each asset, scaled by 10^18. */
function effectsOf({ side, base, quote, quantity, price, fees }: ExchangeFill): readonly (readonly [string, bigint])[] {
  const sign = side === 'buy' ? 1n : -1n;
  const lots = e18(quantity);
  const notional = roundE18(mul18(lots, e18(price)));
  return [
    [base, sign * lots],
    [quote, -sign * notional],
    ...fees.map(({ currency, amount }) => [currency, -e18(amount)] as const),
  ];
}

function addTo(held: Map<string, bigint>, effects: readonly (readonly [string, bigint])[]): void {
  for (const [asset, amount] of effects) held.set(asset, (held.get(asset) ?? 0n) + amount);
}

/** What must have been there before the first fill, so that nothing is ever sold that was not held. */
function neededBefore(effects: readonly (readonly (readonly [string, bigint])[])[]): Map<string, bigint> {
  const running = new Map<string, bigint>();
  const needed = new Map<string, bigint>();
  for (const changes of effects) {
    addTo(running, changes);
    for (const [asset] of changes) {
      const held = running.get(asset) ?? 0n;
      if (-held > (needed.get(asset) ?? 0n)) needed.set(asset, -held);
    }
  }
  return needed;
}

/** The story of an account of the sample that was opened at `openedAt`. */
export function createStory(account: SampleAccount, openedAt: number, prices: Prices): Story {
  const fills = executionsOf(account, openedAt, prices);
  const effects = fills.map(effectsOf);
  const before = neededBefore(effects);
  addTo(
    before,
    account.deposits.map(([asset, quantity]) => [asset, e18(quantity)] as const),
  );
  return {
    fills,
    opening: before,
    heldAt(instants) {
      const held = new Map(before);
      let next = 0;
      return instants.map((at) => {
        for (; (fills[next]?.executedAtUs ?? Number.POSITIVE_INFINITY) <= at * 1000; next += 1)
          addTo(held, effects[next] ?? []);
        return new Map(held);
      });
    },
  };
}
