/** What a sample account held at past instants and what that was worth in USDT, exactly: quantity × price with all decimals. */
import { type DecimalString, type E18, e18, formatE18 } from '../../../shared/money/decimal';
import type { SampleAccount } from './accounts';
import { coins, isCoin, type Prices } from './coins';
import type { SampleWorld } from './world';

/** Assets that no market prices now, and what one was worth in USDT until the day on which the sample was opened: ticks of 10^-4. */
const formerly: Readonly<Partial<Record<string, bigint>>> = { AURUM: 312n };
const formerScale = 10n ** 4n;

function worthOf(asset: string, quantity: bigint, at: number, prices: Prices): bigint {
  if (asset === 'USDT') return quantity;
  const former = formerly[asset];
  if (former !== undefined) return (quantity * former) / formerScale;
  if (!isCoin(asset)) throw new Error(`no price of ${asset}`);
  return (quantity * BigInt(prices.ticksAt(asset, at))) / 10n ** BigInt(coins[asset].priceDecimals);
}

const text = (amount: bigint): DecimalString => formatE18(amount as E18); // the sums here keep the scale of 10^18

/** One instant: the whole value, and of each asset its quantity and value. */
export interface PastHolding {
  readonly at: number;
  readonly value: DecimalString;
  readonly assets: readonly (readonly [asset: string, quantity: DecimalString, value: DecimalString])[];
}

/** For each of `instants`, which come in order; every wallet together. */
export function pastHoldings(
  account: SampleAccount,
  world: SampleWorld,
  instants: readonly number[],
): readonly PastHolding[] {
  const stories = world.storyOf(account).heldAt(instants);
  return instants.map((at, index) => {
    const held = new Map(stories[index]);
    for (const [asset, quantity] of account.futures ?? []) held.set(asset, (held.get(asset) ?? 0n) + e18(quantity));
    const parts = [...held]
      .filter(([, quantity]) => quantity > 0n)
      .map(([asset, quantity]) => [asset, quantity, worthOf(asset, quantity, at, world.prices)] as const);
    return {
      at,
      value: text(parts.reduce((sum, [, , worth]) => sum + worth, 0n)),
      assets: parts.map(([asset, quantity, worth]) => [asset, text(quantity), text(worth)] as const),
    };
  });
}
