/**
 * The coins of sample data, each with a price that wanders in small integer steps through the past and ends near a plausible
 * one. Prices are in USDT, in ticks: integers of 10^-`priceDecimals`.
 */
import { createDraw, seedOf } from './draw';

interface Coin {
  /** USDT per coin when the sample was opened, in ticks. */
  readonly ticks: number;
  readonly priceDecimals: number;
  /** A quantity is a whole number of lots of 10^-`lotDecimals`. */
  readonly lotDecimals: number;
  /** The largest step of a price in six hours, in hundredths of a per cent. */
  readonly swing: number;
}

const coin = (ticks: number, priceDecimals: number, lotDecimals: number, swing: number): Coin => ({
  ticks,
  priceDecimals,
  lotDecimals,
  swing,
});

export const coins = {
  BTC: coin(9_641_250, 2, 6, 150),
  ETH: coin(341_820, 2, 5, 210),
  SOL: coin(18_874, 2, 4, 300),
  BNB: coin(64_930, 2, 4, 180),
  XRP: coin(23_415, 4, 2, 260),
  ADA: coin(8_127, 4, 2, 280),
  DOGE: coin(24_610, 5, 2, 320),
  LINK: coin(1_873, 2, 3, 270),
  AVAX: coin(3_542, 2, 3, 290),
  LTC: coin(10_468, 2, 4, 220),
  DOT: coin(6_934, 3, 3, 260),
  TRX: coin(27_381, 5, 2, 170),
  BGB: coin(4_816, 3, 3, 240),
  GT: coin(1_694, 2, 3, 220),
  MX: coin(24_270, 4, 3, 200),
  USDC: coin(9_998, 4, 2, 1),
  EUR: coin(10_842, 4, 2, 20),
} as const satisfies Readonly<Record<string, Coin>>;

export type CoinName = keyof typeof coins;

export const isCoin = (name: string): name is CoinName => Object.hasOwn(coins, name);

const stepMs = 6 * 3_600_000;
/** How far the prices reach from the opening of the sample: a browser session seldom lasts longer than the days ahead. */
const stepsBack = 440 * 4;
const stepsAhead = 30 * 4;

export interface Prices {
  /** USDT for one coin, in its ticks, > 0. */
  ticksAt(name: CoinName, atMs: number): number;
}

/** The wandering of one coin: a price for each six hours, in ticks, the present one at `stepsBack`. */
function wander(name: CoinName): readonly number[] {
  const { ticks, swing } = coins[name];
  const draw = createDraw(seedOf(name));
  const past: number[] = [];
  for (let price: number = ticks, step = 0; step < stepsBack; step += 1) {
    price = Math.max(1, Math.floor((price * 10_000) / (10_000 + draw.between(-swing, swing))));
    past.push(price);
  }
  const ahead: number[] = [];
  for (let price: number = ticks, step = 0; step < stepsAhead; step += 1) {
    price = Math.max(1, Math.floor((price * (10_000 + draw.between(-swing, swing))) / 10_000));
    ahead.push(price);
  }
  return [...past.reverse(), ticks, ...ahead];
}

/** The prices of a sample that was opened at `openedAt`. Before and after what is known the price stands still. */
export function createPrices(openedAt: number): Prices {
  const paths = new Map<CoinName, readonly number[]>();
  return {
    ticksAt(name, atMs) {
      const path = paths.get(name) ?? wander(name);
      paths.set(name, path);
      const since = atMs - openedAt + stepsBack * stepMs;
      const step = Math.min(Math.max(0, Math.floor(since / stepMs)), path.length - 2);
      const from = path[step] ?? coins[name].ticks;
      const to = path[step + 1] ?? from;
      const within = Math.min(Math.max(0, since - step * stepMs), stepMs);
      const even = from + Math.floor(((to - from) * within) / stepMs);
      // a little restless from minute to minute, by at most 0.05 %
      const restless = (seedOf(`${name}${Math.floor((atMs - openedAt) / 60_000)}`) % 11) - 5;
      return Math.max(1, even + Math.floor((even * restless) / 10_000));
    },
  };
}
