/**
 * The markets of the simulated world and their prices.
 *
 * Prices follow from one path per coin, in USDT: a base price moved by smooth noise of several periods. The price of a
 * market is the ratio of its two coins' paths, rounded to the tick, so that markets agree with each other. Integer
 * arithmetic throughout: the same seed gives the same prices everywhere.
 */
import { mix32 } from './random';
import { unit, units } from './units';

export interface Market {
  /** BTC/USDT */
  readonly symbol: string;
  readonly base: string;
  readonly quote: string;
  /** Smallest step of the price and of the quantity, in units. */
  readonly tick: bigint;
  readonly step: bigint;
  /** False: delisted; it stays in the list of markets, has no ticker and no price. */
  readonly trading: boolean;
}

/** Coin, price in USDT, how far it swings (percent of the common noise). */
const coins: readonly (readonly [asset: string, usdt: string, swing: number])[] = [
  ['USDT', '1', 0],
  ['USDC', '0.9998', 0],
  ['EUR', '1.09', 8],
  ['BTC', '61000', 80],
  ['ETH', '2900', 90],
  ['BNB', '540', 80],
  ['SOL', '145', 100],
  ['XRP', '0.62', 100],
  ['ADA', '0.47', 100],
  ['DOGE', '0.12', 100],
  ['TRX', '0.13', 70],
  ['LTC', '78', 80],
  ['LINK', '14.5', 90],
  ['DOT', '6.4', 90],
  ['AVAX', '29', 100],
  ['ATOM', '7.1', 90],
  ['NEAR', '5.2', 100],
  ['UNI', '8.3', 90],
  ['AAVE', '110', 90],
  ['FIL', '4.9', 90],
  ['ETC', '22', 80],
  ['XLM', '0.11', 90],
  ['ALGO', '0.18', 90],
  ['ICP', '9.2', 90],
  ['APT', '8.1', 100],
  ['ARB', '0.85', 100],
  ['OP', '1.7', 100],
  ['SUI', '1.25', 100],
  ['INJ', '21', 100],
  ['HBAR', '0.08', 90],
  ['SHIB', '0.00002', 90],
  ['BGB', '4.4', 70],
  ['GT', '17', 70],
  ['MX', '2.4', 70],
  ['BMX', '0.31', 70],
];

/** Market, decimals of its price, decimals of its quantity: at most 8 together. */
const listed: readonly (readonly [base: string, quote: string, price: number, quantity: number])[] = [
  ['BTC', 'USDT', 2, 5],
  ['ETH', 'USDT', 2, 4],
  ['BNB', 'USDT', 2, 3],
  ['EUR', 'USDT', 4, 1],
  ['USDC', 'USDT', 4, 0],
  ['SOL', 'USDT', 2, 3],
  ['XRP', 'USDT', 4, 1],
  ['ADA', 'USDT', 4, 1],
  ['DOGE', 'USDT', 5, 0],
  ['TRX', 'USDT', 4, 1],
  ['LTC', 'USDT', 2, 3],
  ['LINK', 'USDT', 2, 2],
  ['DOT', 'USDT', 3, 2],
  ['AVAX', 'USDT', 2, 2],
  ['ATOM', 'USDT', 3, 2],
  ['NEAR', 'USDT', 3, 1],
  ['UNI', 'USDT', 3, 2],
  ['AAVE', 'USDT', 2, 3],
  ['FIL', 'USDT', 3, 2],
  ['ETC', 'USDT', 2, 2],
  ['XLM', 'USDT', 4, 0],
  ['ALGO', 'USDT', 4, 0],
  ['ICP', 'USDT', 3, 2],
  ['APT', 'USDT', 3, 2],
  ['ARB', 'USDT', 4, 1],
  ['OP', 'USDT', 3, 2],
  ['SUI', 'USDT', 4, 1],
  ['INJ', 'USDT', 3, 1],
  ['HBAR', 'USDT', 5, 0],
  ['SHIB', 'USDT', 8, 0],
  ['ETH', 'BTC', 5, 3],
  ['BNB', 'BTC', 5, 3],
  ['SOL', 'BTC', 6, 2],
  ['LTC', 'BTC', 6, 2],
  ['BTC', 'EUR', 2, 5],
  ['ETH', 'EUR', 2, 4],
  ['SOL', 'BNB', 4, 2],
  ['BTC', 'USDC', 2, 5],
  ['ETH', 'USDC', 2, 4],
  ['BGB', 'USDT', 4, 2],
  ['GT', 'USDT', 3, 3],
  ['MX', 'USDT', 4, 2],
  ['BMX', 'USDT', 4, 1],
];

/** The coin without a price: its one market is delisted, and no other leads to it. */
export const unpricedAsset = 'XYZ';

export const markets: readonly Market[] = [
  ...listed.map(([base, quote, price, quantity]) => ({
    symbol: `${base}/${quote}`,
    base,
    quote,
    tick: unit / 10n ** BigInt(price),
    step: unit / 10n ** BigInt(quantity),
    trading: true,
  })),
  { symbol: 'XYZ/ABC', base: unpricedAsset, quote: 'ABC', tick: units('0.0001'), step: units('1'), trading: false },
];

export function marketOf(symbol: string): Market {
  const market = markets.find((candidate) => candidate.symbol === symbol);
  if (market === undefined) throw new Error(`no market ${symbol}`);
  return market;
}

export interface Prices {
  /** The price of a market at an instant, in units of quote per base, ≥ one tick. Throws for one that is not trading. */
  at(market: Market, atMs: number): bigint;
  /** One coin in USDT, unrounded. */
  usdt(asset: string, atMs: number): bigint;
}

const dayMs = 86_400_000;

/** Period of a noise in ms, and how far it moves a price at most, in millionths. */
const noises: readonly (readonly [periodMs: number, reach: number])[] = [
  [60 * dayMs, 420_000],
  [12 * dayMs, 120_000],
  [2 * dayMs, 45_000],
  [4 * 3_600_000, 12_000],
  [600_000, 2_500],
];

/** Noise between lattice points, in millionths from −1,000,000 to 1,000,000; integers below 2^53 throughout. */
function noise(seed: number, periodMs: number, atMs: number): number {
  const cell = Math.floor(atMs / periodMs);
  const rest = atMs - cell * periodMs;
  const left = (mix32(seed ^ Math.imul(cell, 0x9e3779b1)) % 2_000_001) - 1_000_000;
  const right = (mix32(seed ^ Math.imul(cell + 1, 0x9e3779b1)) % 2_000_001) - 1_000_000;
  return Math.floor((left * (periodMs - rest) + right * rest) / periodMs);
}

export function createPrices(seed: number): Prices {
  const paths = new Map(
    coins.map(([asset, usdt, swing], index) => [asset, { base: units(usdt), swing, seed: mix32(seed * 64 + index) }]),
  );
  const usdt = (asset: string, atMs: number): bigint => {
    const path = paths.get(asset);
    if (path === undefined) throw new Error(`no price for ${asset}`);
    if (path.swing === 0) return path.base;
    let millionths = 0;
    noises.forEach(([periodMs, reach], index) => {
      millionths += Math.floor((noise(path.seed + index, periodMs, atMs) * reach) / 1_000_000);
    });
    return (path.base * BigInt(1_000_000 + Math.floor((millionths * path.swing) / 100))) / 1_000_000n;
  };
  return {
    usdt,
    at: (market, atMs) => {
      const ratio = (usdt(market.base, atMs) * unit) / usdt(market.quote, atMs);
      const ticks = ratio / market.tick;
      return (ticks === 0n ? 1n : ticks) * market.tick;
    },
  };
}

/** Every coin that some market names. */
export const assets: readonly string[] = [...new Set(markets.flatMap((market) => [market.base, market.quote]))];
