/**
 * The simulated world: markets with prices, and accounts with their histories.
 *
 * The whole of it follows from the options; the clock decides only what `advance` adds. Prices move until `endAt` and then
 * stand still, so that the value of an account can be checked; each `advance` moves them by one hour of their path.
 */
import { AccountBook } from './account';
import type { Fill, Order } from './history';
import { createPrices, type Market, marketOf, markets, type Prices, unpricedAsset } from './market';
import { createRandom, randomText } from './random';
import { type Scene, scenesFor } from './scenes';
import { Trader } from './trader';
import { floorTo, unit, units } from './units';

export interface AccountOptions {
  /** Names the account in the control API and seeds its history. */
  readonly label: string;
  /** How many fills it has; default 600. */
  readonly fills?: number;
  /** How many symbols it trades, the first of a fixed list; default 8. */
  readonly symbols?: number;
  /** Its history sells more than it bought. */
  readonly oversold?: boolean;
  /** It holds a coin that no market prices. */
  readonly unpriced?: boolean;
  /** Maker sells earn 0.01 % instead of paying. */
  readonly rebates?: boolean;
  /** False: no symbol that only a scan of all markets finds. */
  readonly soldOut?: boolean;
}

export interface WorldOptions {
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
  readonly createdAt: number;
  readonly reading: boolean;
  readonly trading: boolean;
  ipWhitelist: readonly string[] | null;
}

export interface Account {
  readonly label: string;
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

const opening: readonly (readonly [asset: string, amount: string])[] = [
  ['USDT', '50000'],
  ['USDC', '20000'],
  ['EUR', '20000'],
  ['BTC', '0.8'],
  ['BNB', '25'],
];

const hourMs = 3_600_000;

export class World {
  readonly accounts: readonly Account[];
  readonly endAt: number;
  readonly #prices: Prices;
  /** The instants of `advance`: from each on, prices are those of one more hour of the path. */
  readonly #steps: number[] = [];

  constructor(options: WorldOptions) {
    this.endAt = options.endAt;
    this.#prices = createPrices(options.seed);
    this.accounts = options.accounts.map((account) => createAccount(options, account, this.#prices));
  }

  /** The price of a trading market at an instant; after `endAt` it moves only with `advance`. */
  price(market: Market, atMs: number): bigint {
    return this.#prices.at(market, this.pathTime(atMs));
  }

  /** The instant of the price path that an instant of the clock shows. */
  pathTime(atMs: number): number {
    if (atMs <= this.endAt) return atMs;
    return this.endAt + this.#steps.filter((step) => step <= atMs).length * hourMs;
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
    const market = symbol === undefined ? undefined : marketOf(symbol);
    while (made.length < fills) made.push(...trader.trade(nowMs, fills - made.length, market));
    return made;
  }
}

function createAccount(options: WorldOptions, account: AccountOptions, prices: Prices): Account {
  const random = createRandom(options.seed, `account/${account.label}`);
  const key = (trading: boolean): ApiKey => ({
    apiKey: randomText(random, 64),
    secret: randomText(random, 64),
    createdAt: options.startAt,
    reading: true,
    trading,
    ipWhitelist: null,
  });
  const keys = { readOnly: key(false), trading: key(true) };
  const symbols = tradable.slice(0, account.symbols ?? 8).map(marketOf);
  const book = new AccountBook(random);
  const trader = new Trader(book, random, prices, symbols, account.rebates ?? false);
  const uid = 100_000_000 + random.below(800_000_000);
  fund(trader, symbols, account, options.startAt);
  live(trader, account, options, (symbol, at) => prices.at(marketOf(symbol), at));
  return { label: account.label, uid, book, keys, trader };
}

/** The first deposits: what is spent, and a little of every coin traded, so that a balance leads to each symbol. */
function fund(trader: Trader, symbols: readonly Market[], account: AccountOptions, startAt: number): void {
  opening.forEach(([asset, amount], index) => {
    trader.deposit(asset, units(amount), startAt + index * 60_000);
  });
  const funded = new Set(opening.map(([asset]) => asset));
  for (const { base } of symbols) {
    if (funded.has(base)) continue;
    funded.add(base);
    trader.deposit(base, units('3.5') + BigInt(trader.random.below(900_000)), startAt + funded.size * 60_000);
  }
  if (account.unpriced === true) trader.deposit(unpricedAsset, units('1500'), startAt + 20 * 60_000);
}

/** Lives through the history: the trader's own orders, the scenes, two withdrawals, and what rests open at the end. */
function live(
  trader: Trader,
  account: AccountOptions,
  options: WorldOptions,
  price: (symbol: string, at: number) => bigint,
): void {
  const total = account.fills ?? 600;
  const { book, random } = trader;
  const waiting = scenesFor(total, { soldOut: account.soldOut ?? true, oversold: account.oversold ?? false });
  let reserved = waiting.reduce((sum, scene) => sum + scene.fills, 0);
  const beginAt = options.startAt + hourMs;
  const spacing = Math.max(1, Math.floor((options.endAt - beginAt - hourMs) / Math.max(1, total)));
  while (book.fillCount < total) {
    const at = beginAt + spacing * book.fillCount + random.below(Math.max(1, Math.floor(spacing / 2)));
    const scene: Scene | undefined = waiting[0];
    if (scene !== undefined && book.fillCount * 100 >= scene.percent * total) {
      waiting.shift();
      reserved -= scene.fills;
      scene.play(trader, at, (symbol) => price(symbol, at));
    } else if (total - book.fillCount > reserved) {
      trader.trade(at, total - book.fillCount - reserved);
    } else {
      waiting.unshift({ ...(waiting.shift() ?? raise()), percent: 0 });
    }
  }
  if (total > 0) settle(trader, options.endAt, price);
}

function raise(): never {
  throw new Error('a history without scenes has nothing reserved');
}

/** Two withdrawals, and two orders that rest: one untouched, one cancelled before it filled. */
function settle(trader: Trader, endAt: number, price: (symbol: string, at: number) => bigint): void {
  const { book, random } = trader;
  const tx = () => randomText(random, 32);
  book.withdraw({
    asset: 'USDT',
    amount: book.balance('USDT').free / 20n,
    fee: units('1'),
    at: endAt - 1_500_000,
    txId: tx(),
  });
  book.withdraw({ asset: 'BTC', amount: units('0.05'), fee: units('0.0001'), at: endAt - 1_400_000, txId: tx() });
  for (const [symbol, side, percent, state, spent] of [
    ['BTC/USDT', 'buy', 88n, 'open', 6n],
    ['ETH/USDT', 'sell', 125n, 'open', 4n],
    ['BTC/USDT', 'buy', 75n, 'cancelled', 8n],
  ] as const) {
    const market = marketOf(symbol);
    const at = endAt - 1_200_000;
    const limit = floorTo((price(symbol, at) * percent) / 100n, market.tick);
    const free = book.balance(side === 'buy' ? market.quote : market.base).free / spent;
    const quantity = floorTo(side === 'buy' ? (free * unit) / limit : free, market.step);
    if (quantity === 0n) continue;
    const order: Omit<Order, 'id'> = {
      market,
      side,
      type: 'limit',
      price: limit,
      quantity,
      executed: 0n,
      executedQuote: 0n,
      state,
      at,
      updatedAt: at,
    };
    book.order({ ...order, id: book.nextOrderId(market) });
  }
}

/** Every coin that some market names. */
export const assets: readonly string[] = [...new Set(markets.flatMap((market) => [market.base, market.quote]))];
