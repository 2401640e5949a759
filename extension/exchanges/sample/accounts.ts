/**
 * The seven accounts of sample data: what each of them trades, and what is the matter with it.
 *
 * Between them they show every state that an account can be in, so that a trader knows them before an own account meets one.
 */
import type { ExchangeId } from '../../../shared/exchanges/ids';
import type { Wallet } from '../../../shared/exchanges/info';
import type { KeyRights } from '../../../shared/exchanges/readings';
import type { Failure } from '../../../shared/reasons';
import { type Habit, habits } from './habits';

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
    habits: habits.binance,
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
    habits: habits.bitget,
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
    habits: habits.gate,
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
    habits: habits.mexc,
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
    habits: habits.poloniex,
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
    habits: habits.bitmart,
    deposits: [['USDT', '268.4']],
    rights: { readable: false },
    readUntilHours: 5.5,
    pausedHours: 5,
  },
  {
    ...usual,
    exchange: 'coinstore',
    label: 'Small caps',
    habits: habits.coinstore,
    // AURUM is a coin that no market prices any more
    deposits: [
      ['USDT', '390'],
      ['ETH', '0.31'],
      ['AURUM', '1250'],
    ],
    rights: { readable: false },
  },
];
