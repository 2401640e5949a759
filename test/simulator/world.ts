/**
 * The simulated world: markets with prices, and accounts with their histories.
 *
 * The whole of it follows from the options; the clock decides only what `advance` adds. Prices move until `endAt` and then
 * stand still, so that the value of an account can be checked; each `advance` moves them by one hour of their path.
 */
import type { ExchangeId } from '../../shared/exchanges/ids';
import { AccountBook } from './account';
import { simulated } from './exchanges';
import type { Fill } from './history';
import { type AccountOptions, live } from './life';
import { createPrices, type Market, marketOf, type Prices } from './market';
import { createRandom, randomText } from './random';
import { Trader } from './trader';

interface WorldOptions {
  readonly seed: number;
  /** First and last instant of the histories, UTC milliseconds. */
  readonly startAt: number;
  readonly endAt: number;
  readonly accounts: readonly AccountOptions[];
}

/** Rights and whitelist of one API key; `ipWhitelist` null: any address. */
export interface ApiKey {
  readonly apiKey: string;
  readonly secret: string;
  /** "" where the exchange's keys have none. */
  readonly passphrase: string;
  readonly memo: string;
  readonly createdAt: number;
  readonly reading: boolean;
  readonly trading: boolean;
  ipWhitelist: readonly string[] | null;
}

export interface Account {
  readonly label: string;
  readonly exchange: ExchangeId;
  readonly mode: 'classic' | 'unified';
  readonly uid: number;
  readonly book: AccountBook;
  readonly keys: { readonly readOnly: ApiKey; readonly trading: ApiKey };
  readonly trader: Trader;
}

/** What an account may trade, in the order in which `symbols` takes them. */
const tradable = [
  ...['BTC/USDT', 'ETH/USDT', 'BNB/USDT', 'ETH/BTC', 'BTC/EUR', 'SOL/USDT', 'XRP/USDT', 'DOGE/USDT', 'ADA/USDT'],
  ...['LINK/USDT', 'AVAX/USDT', 'EUR/USDT', 'BTC/USDC', 'SOL/BNB', 'LTC/USDT', 'DOT/USDT', 'NEAR/USDT', 'TRX/USDT'],
  ...['ATOM/USDT', 'UNI/USDT', 'AAVE/USDT', 'SUI/USDT', 'ARB/USDT', 'OP/USDT', 'SHIB/USDT', 'XLM/USDT', 'HBAR/USDT'],
];

/** How many symbols an account can trade at most. */
export const mostSymbols = tradable.length;

const hourMs = 3_600_000;

export class World {
  readonly accounts: readonly Account[];
  readonly #endAt: number;
  readonly #prices: Prices;
  /** The instants of `advance`: from each on, prices are those of one more hour of the path. */
  readonly #steps: number[] = [];

  constructor(options: WorldOptions) {
    this.#endAt = Math.max(options.endAt, ...options.accounts.map(({ endAt }) => endAt ?? 0));
    const path = createPrices(options.seed);
    this.#prices = {
      at: (market, atMs) => path.at(market, this.#pathTime(atMs)),
      usdt: (asset, atMs) => path.usdt(asset, this.#pathTime(atMs)),
    };
    this.accounts = options.accounts.map((account) => createAccount(options, account, this.#prices));
  }

  /** The price of a trading market at an instant; after `endAt` it moves only with `advance`. */
  price(market: Market, atMs: number): bigint {
    return this.#prices.at(market, atMs);
  }

  /** The instant of the price path that an instant of the clock shows. */
  #pathTime(atMs: number): number {
    if (atMs <= this.#endAt) return atMs;
    return this.#endAt + this.#steps.filter((step) => step <= atMs).length * hourMs;
  }

  account(label: string): Account {
    const account = this.accounts.find((candidate) => candidate.label === label);
    if (account === undefined) throw new Error(`no account ${label}`);
    return account;
  }

  /** `fills` new fills happen on an account at `nowMs`, of one symbol or of the trader's own choice. */
  advance(label: string, fills: number, nowMs: number, symbol?: string): readonly Fill[] {
    const { trader } = this.account(label);
    this.#steps.push(nowMs);
    const made: Fill[] = [];
    const market = symbol === undefined ? null : marketOf(symbol);
    while (made.length < fills)
      made.push(...trader.trade(nowMs, fills - made.length, { market, sameMillisecond: true }));
    return made;
  }
}

function createAccount(options: WorldOptions, account: AccountOptions, prices: Prices): Account {
  const { exchange = 'binance', mode = 'classic', startAt = options.startAt, endAt = options.endAt } = account;
  const random = createRandom(options.seed, `account/${account.label}`);
  const own = simulated[exchange].habits;
  const habits = account.rebates === undefined ? own : { ...own, rebates: account.rebates };
  const lengths = habits.keyLengths;
  const key = (trading: boolean): ApiKey => ({
    apiKey: randomText(random, lengths.apiKey),
    secret: randomText(random, lengths.secret),
    passphrase: randomText(random, lengths.passphrase ?? 0),
    memo: randomText(random, lengths.memo ?? 0),
    createdAt: startAt,
    reading: true,
    trading,
    ipWhitelist: null,
  });
  const keys = { readOnly: key(false), trading: key(true) };
  const symbols = tradable.slice(0, account.symbols ?? 8).map(marketOf);
  const book = new AccountBook(random, habits.pointCoin);
  const trader = new Trader(book, random, prices, symbols, habits);
  const uid = 100_000_000 + random.below(800_000_000);
  live({ trader, symbols, account, habits, startAt, endAt, prices });
  return { label: account.label, exchange, mode, uid, book, keys, trader };
}
