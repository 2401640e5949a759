/** How the accounts of sample data trade: market by market, one round trip after another. */
import type { ExchangeId } from '../../../shared/exchanges/ids';
import type { CoinName } from './coins';

/**
 * How a market is traded, one round trip after another.
 *
 * - `fee`: what it is charged in: the `quote`, the `base` on buys (quote on sells), or a third coin.
 * - `usd`, `holdHours`, `restHours`: from and to, drawn anew for each trip: its size, how long it is held, the pause after it.
 * - `fromDay`, `toDay`: days before the sample was opened; `toDay` below 0 goes on into the days after.
 * - `sellsOnly`: sells what was deposited from elsewhere, so that the history lacks how it was bought.
 */
export interface Habit {
  readonly base: CoinName;
  readonly quote: 'USDT' | 'USDC' | 'BTC';
  readonly fee: 'quote' | 'base' | CoinName;
  readonly usd: readonly [number, number];
  readonly holdHours: readonly [number, number];
  readonly restHours: readonly [number, number];
  readonly fromDay: number;
  readonly toDay: number;
  readonly sellsOnly?: true;
}

export const habits: Readonly<Record<ExchangeId, readonly Habit[]>> = {
  binance: [
    {
      base: 'BTC',
      quote: 'USDT',
      fee: 'BNB',
      usd: [400, 2600],
      holdHours: [2, 60],
      restHours: [4, 30],
      fromDay: 400,
      toDay: -20,
    },
    {
      base: 'ETH',
      quote: 'USDT',
      fee: 'BNB',
      usd: [300, 1800],
      holdHours: [2, 40],
      restHours: [3, 26],
      fromDay: 310,
      toDay: -20,
    },
    {
      base: 'SOL',
      quote: 'USDC',
      fee: 'quote',
      usd: [150, 900],
      holdHours: [1, 20],
      restHours: [4, 40],
      fromDay: 150,
      toDay: -20,
    },
    {
      base: 'ETH',
      quote: 'BTC',
      fee: 'base',
      usd: [200, 700],
      holdHours: [20, 120],
      restHours: [60, 300],
      fromDay: 260,
      toDay: -20,
    },
  ],
  bitget: [
    {
      base: 'XRP',
      quote: 'USDT',
      fee: 'BGB',
      usd: [60, 240],
      holdHours: [1, 8],
      restHours: [0, 3],
      fromDay: 118,
      toDay: -20,
    },
    {
      base: 'DOGE',
      quote: 'USDT',
      fee: 'quote',
      usd: [50, 200],
      holdHours: [1, 7],
      restHours: [0, 4],
      fromDay: 70,
      toDay: -20,
    },
  ],
  gate: [
    {
      base: 'LINK',
      quote: 'USDT',
      fee: 'GT',
      usd: [200, 900],
      holdHours: [20, 160],
      restHours: [10, 80],
      fromDay: 220,
      toDay: -20,
    },
    {
      base: 'AVAX',
      quote: 'USDT',
      fee: 'base',
      usd: [150, 700],
      holdHours: [12, 120],
      restHours: [10, 90],
      fromDay: 180,
      toDay: -20,
    },
  ],
  mexc: [
    {
      base: 'ADA',
      quote: 'USDT',
      fee: 'quote',
      usd: [40, 300],
      holdHours: [2, 30],
      restHours: [4, 40],
      fromDay: 130,
      toDay: -20,
    },
    {
      base: 'DOT',
      quote: 'USDT',
      fee: 'quote',
      usd: [40, 260],
      holdHours: [2, 30],
      restHours: [4, 50],
      fromDay: 130,
      toDay: -20,
    },
    {
      base: 'SOL',
      quote: 'USDT',
      fee: 'quote',
      usd: [60, 300],
      holdHours: [3, 40],
      restHours: [6, 50],
      fromDay: 26,
      toDay: -20,
    },
  ],
  poloniex: [
    {
      base: 'TRX',
      quote: 'USDT',
      fee: 'quote',
      usd: [80, 500],
      holdHours: [6, 80],
      restHours: [10, 70],
      fromDay: 240,
      toDay: -20,
    },
    {
      base: 'LTC',
      quote: 'USDT',
      fee: 'quote',
      usd: [100, 600],
      holdHours: [6, 90],
      restHours: [10, 90],
      fromDay: 200,
      toDay: -20,
    },
  ],
  bitmart: [
    {
      base: 'ETH',
      quote: 'USDT',
      fee: 'quote',
      usd: [80, 400],
      holdHours: [6, 60],
      restHours: [12, 90],
      fromDay: 300,
      toDay: 20,
    },
    {
      base: 'BTC',
      quote: 'USDT',
      fee: 'quote',
      usd: [80, 400],
      holdHours: [6, 60],
      restHours: [12, 90],
      fromDay: 280,
      toDay: 20,
    },
  ],
  coinstore: [
    {
      base: 'LTC',
      quote: 'USDT',
      fee: 'quote',
      usd: [60, 300],
      holdHours: [3, 50],
      restHours: [8, 60],
      fromDay: 160,
      toDay: -20,
    },
    {
      base: 'ETH',
      quote: 'USDT',
      fee: 'quote',
      usd: [30, 120],
      holdHours: [0, 1],
      restHours: [60, 200],
      fromDay: 120,
      toDay: -20,
      sellsOnly: true,
    },
  ],
};
