/**
 * How an account lives through its history: the first deposits, the trader's own orders, the scenes, two withdrawals, and what
 * rests open at the end.
 */
import type { ExchangeId } from '../../shared/exchanges/ids';
import type { Habits } from './habits';
import type { Order, Side } from './history';
import { type Market, marketOf, type Prices, unpricedAsset } from './market';
import { randomText } from './random';
import { type Scene, scenesFor } from './scenes';
import type { Trader } from './trader';
import { cut, floorTo, minimum, unit, units } from './units';

export interface AccountOptions {
  /** The exchange that it is at; default Binance. */
  readonly exchange?: ExchangeId;
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
  /** Maker sells earn 0.01 % instead of paying, whatever the exchange's habit. */
  readonly rebates?: boolean;
  /** Of its exchange's two kinds of account; default classic. */
  readonly mode?: 'classic' | 'unified';
  /** First and last instant of its history, where they are not those of the world. */
  readonly startAt?: number;
  readonly endAt?: number;
  /** False: no symbol that only a scan of all markets finds. */
  readonly soldOut?: boolean;
}

export interface Life {
  readonly trader: Trader;
  readonly account: AccountOptions;
  readonly symbols: readonly Market[];
  readonly prices: Prices;
  readonly habits: Habits;
  readonly startAt: number;
  readonly endAt: number;
}

const minuteMs = 60_000;
const hourMs = 60 * minuteMs;
const usualFills = 600;

export function live(life: Life): void {
  const { trader, account } = life;
  const total = account.fills ?? usualFills;
  fund(life);
  if (life.habits.futures)
    trader.book.futures.set('USDT', { free: units('1250.5'), locked: units('310.250000000000000007') });
  if (total === 0) return;
  const scenes = scenesFor(total, { soldOut: account.soldOut ?? true, oversold: account.oversold ?? false });
  play(life, total, scenes);
  withdraw(trader, life.endAt);
  rest(life, { symbol: 'BTC/USDT', side: 'buy', percent: 88n, part: 6n, state: 'open' });
  rest(life, { symbol: 'ETH/USDT', side: 'sell', percent: 125n, part: 4n, state: 'open' });
  rest(life, { symbol: 'BTC/USDT', side: 'buy', percent: 75n, part: 8n, state: 'cancelled' });
}

const opening: readonly (readonly [asset: string, amount: string])[] = [
  ['USDT', '50000'],
  ['USDC', '20000'],
  ['EUR', '20000'],
  ['BTC', '0.8'],
];

/** What is spent, and a little of every coin traded, so that a balance leads to each symbol. */
function fund({ trader, account, symbols, startAt, habits }: Life): void {
  const funded = new Set<string>();
  const deposit = (asset: string, amount: bigint) => {
    if (funded.has(asset)) return;
    trader.deposit(asset, amount, startAt + funded.size * minuteMs);
    funded.add(asset);
  };
  for (const [asset, amount] of opening) deposit(asset, units(amount));
  if (habits.feeCoin !== null) deposit(habits.feeCoin, units('25'));
  for (const { base } of symbols) deposit(base, units('3.5') + BigInt(trader.random.below(900_000)) * 10n ** 10n);
  if (account.unpriced === true) deposit(unpricedAsset, units('1500'));
}

/** Orders and scenes, evenly over the years, until there are `total` fills; each scene when its share is reached. */
function play({ trader, prices, startAt, endAt }: Life, total: number, scenes: readonly Scene[]): void {
  const { book, random } = trader;
  const waiting = [...scenes];
  let reserved = waiting.reduce((sum, scene) => sum + scene.fills, 0);
  const beginAt = startAt + hourMs;
  const spacing = Math.max(1, Math.floor((endAt - beginAt - hourMs) / total));
  while (book.fillCount < total) {
    const at = beginAt + spacing * book.fillCount + random.below(Math.max(1, Math.floor(spacing / 2)));
    const own = total - book.fillCount - reserved;
    const [scene] = waiting;
    if (scene !== undefined && (own === 0 || book.fillCount * 100 >= scene.percent * total)) {
      waiting.shift();
      reserved -= scene.fills;
      scene.play(trader, at, (symbol) => prices.at(marketOf(symbol), at));
    } else {
      trader.trade(at, own);
    }
  }
}

function withdraw({ book, random }: Trader, endAt: number): void {
  const out = (asset: string, amount: bigint, fee: string, beforeEndMs: number) =>
    book.withdraw({
      asset,
      amount: cut(amount, 8),
      fee: units(fee),
      at: endAt - beforeEndMs,
      txId: randomText(random, 32),
    });
  out('USDT', book.balance('USDT').free / 20n, '1', 1_500_000);
  out('BTC', minimum(book.balance('BTC').free / 4n, units('0.05')), '0.0001', 1_400_000);
}

/** A limit order at `percent` of the price for a `part`th of what is free, unfilled. */
interface Resting {
  readonly symbol: string;
  readonly side: Side;
  readonly percent: bigint;
  readonly part: bigint;
  readonly state: Order['state'];
}

function rest({ trader, prices, endAt }: Life, { symbol, side, percent, part, state }: Resting): void {
  const { book } = trader;
  const market = marketOf(symbol);
  const at = endAt - 1_200_000;
  const price = floorTo((prices.at(market, at) * percent) / 100n, market.tick);
  const free = book.balance(side === 'buy' ? market.quote : market.base).free / part;
  const quantity = floorTo(side === 'buy' ? (free * unit) / price : free, market.step);
  if (quantity === 0n) return;
  const unfilled = { executed: 0n, executedQuote: 0n, state, at, updatedAt: at };
  book.order({ market, id: book.nextOrderId(market), side, type: 'limit', price, quantity, ...unfilled });
}
