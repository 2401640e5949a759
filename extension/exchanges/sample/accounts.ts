/**
 * The seven accounts of sample data: what each of them trades, and what is the matter with it.
 *
 * Between them they show every state that an account can be in, so that a trader knows them before an own account meets one.
 */
import type { ExchangeId } from '../../../shared/exchanges/ids';
import type { Wallet } from '../../../shared/exchanges/info';
import type { KeyRights } from '../../../shared/exchanges/readings';
import type { Failure } from '../../../shared/reasons';
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

export interface SampleAccount {
  readonly exchange: ExchangeId;
  readonly label: string;
  readonly habits: readonly Habit[];
  /** What it held before its first fill beside what its trades needed: [asset, quantity]. */
  readonly deposits: readonly (readonly [string, string])[];
  /** Shares of a holding that open orders lock, in per cent. */
  readonly locked: Readonly<Partial<Record<string, number>>>;
  readonly futures?: readonly (readonly [string, string])[];
  readonly rights: KeyRights;
  /** What every signed call is refused with. */
  readonly refused?: Failure;
  readonly refusedWallet?: { readonly wallet: Wallet; readonly failure: Failure };
  /** Markets whose fills cannot be read. */
  readonly unreadable: readonly string[];
  readonly pageSize: number;
  /** How long a page of fills takes, so that an import can be watched. */
  readonly pageMs: number;
  /** What an earlier use of Fillbook is taken to have stored: fills up to so many hours before the opening. */
  readonly readUntilHours: number | null;
  readonly pausedHours: number | null;
}

const onlyReads: KeyRights = {
  readable: true,
  read: true,
  trade: false,
  withdraw: false,
  transfer: false,
  ipRestricted: true,
};

const usual = {
  deposits: [],
  locked: {},
  rights: onlyReads,
  unreadable: [],
  pageSize: 50,
  pageMs: 160,
  readUntilHours: null,
  pausedHours: null,
} as const;

/** 203.0.113.0/24 is kept for documentation (RFC 5737): nobody's address. */
const exampleAddress = '203.0.113.7';

export const sampleAccounts: readonly SampleAccount[] = [
  {
    ...usual,
    exchange: 'binance',
    label: 'Main',
    habits: [
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
    deposits: [
      ['USDT', '6200'],
      ['BTC', '0.0412'],
      ['BNB', '1.5'],
      ['EUR', '840.55'],
    ],
    locked: { USDT: 12 },
  },
  {
    ...usual,
    exchange: 'bitget',
    label: 'Grid bot',
    habits: [
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
    deposits: [
      ['USDT', '1850'],
      ['XRP', '410'],
    ],
    locked: { USDT: 55, XRP: 40 },
    rights: { ...onlyReads, trade: true, ipRestricted: false },
    pageSize: 25,
    pageMs: 1_800,
  },
  {
    ...usual,
    exchange: 'gate',
    label: 'Swing',
    habits: [
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
    deposits: [
      ['USDT', '1310'],
      ['GT', '4'],
      ['LINK', '22'],
    ],
    refused: {
      reason: 'ip-not-whitelisted',
      address: exampleAddress,
      code: 'FORBIDDEN',
      detail: `Request IP not in whitelist: ${exampleAddress}`,
    },
    readUntilHours: 7,
  },
  {
    ...usual,
    exchange: 'mexc',
    label: 'Listings',
    habits: [
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
    deposits: [
      ['USDT', '520'],
      ['MX', '35'],
    ],
    unreadable: ['SOL/USDT'],
    readUntilHours: 43 * 24,
  },
  {
    ...usual,
    exchange: 'poloniex',
    label: 'Spot and futures',
    habits: [
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
    deposits: [
      ['USDT', '700'],
      ['TRX', '1200'],
    ],
    futures: [['USDT', '415.2']],
    rights: { readable: false },
    refusedWallet: { wallet: 'futures', failure: { reason: 'permission-missing', code: '21301' } },
  },
  {
    ...usual,
    exchange: 'bitmart',
    label: 'Old desk',
    habits: [
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
    deposits: [['USDT', '268.4']],
    rights: { readable: false },
    readUntilHours: 5.5,
    pausedHours: 5,
  },
  {
    ...usual,
    exchange: 'coinstore',
    label: 'Small caps',
    habits: [
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
    // AURUM is a coin that no market prices any more
    deposits: [
      ['USDT', '390'],
      ['ETH', '0.31'],
      ['AURUM', '1250'],
    ],
    rights: { readable: false },
  },
];
