/** How an account of sample data trades: orders that fill in parts, in round trips that some days win and some days lose. */
import type { ExchangeFill } from '../../../shared/exchanges/readings';
import type { Fee, Side } from '../../../shared/ledger/fill';
import { type E18, formatE18 } from '../../../shared/money/decimal';
import { dayMs } from '../../../shared/utc-day';
import type { SampleAccount } from './accounts';
import { type CoinName, coins, type Prices } from './coins';
import { createDraw, type Draw, seedOf } from './draw';
import type { Habit } from './habits';
import { pairPrice } from './pair-price';

const hourMs = 3_600_000;

/** One execution before it has its ids: `order` tells which of the trip's orders it belongs to. */
interface Execution {
  readonly atMs: number;
  readonly habit: Habit;
  readonly order: string;
  readonly side: Side;
  readonly lots: number;
  readonly maker: boolean;
}

/** Where the fee is taken from what was bought it is exactly a thousandth, so that a trip ends flat to the last digit. */
const baseFeeShare = 1_000;
/** Of the notional, in millionths. */
const feePpm = { maker: 800n, taker: 1_000n, inThirdCoin: 750n } as const;

/** A brand for an integer of 10^-`decimals`. */
const scaled = (integer: bigint, decimals: number): E18 => (integer * 10n ** BigInt(18 - decimals)) as E18; // the brand is made here
/** Fees are written with eight decimals, the rest is let off. */
const eightDecimals = (value: bigint): E18 => (value - (value % 10n ** 10n)) as E18; // the brand is made here

/** `lots` in one to three parts, each a multiple of `unit`. */
function partsOf(lots: number, unit: number, draw: Draw): readonly number[] {
  const units = Math.max(1, Math.floor(lots / unit));
  const count = Math.min(units, 1 + draw.below(3));
  const parts: number[] = [];
  let left = units;
  for (let part = count; part > 1; part -= 1) {
    const take = Math.max(1, Math.floor((left * draw.between(30, 70)) / (50 * part)));
    if (take >= left) break;
    parts.push(take * unit);
    left -= take;
  }
  return [...parts, left * unit];
}

/** One side of a trip: one or two orders, each filled in parts some seconds apart. */
function leg(habit: Habit, side: Side, trip: number, startMs: number, lots: number, draw: Draw): readonly Execution[] {
  const unit = habit.fee === 'base' && side === 'buy' ? baseFeeShare : 1;
  let atMs = startMs;
  return partsOf(lots, unit, draw)
    .slice()
    .flatMap((ordered, number) => {
      const maker = draw.below(100) < 60;
      atMs += draw.between(20_000, 900_000);
      return partsOf(ordered, unit, draw).map((part): Execution => {
        atMs += draw.between(40, 9_000);
        return { atMs, habit, order: `${trip}${side}${number}`, side, lots: part, maker };
      });
    });
}

function* tripsOf(habit: Habit, openedAt: number, prices: Prices, draw: Draw): Generator<readonly Execution[]> {
  const { usd, holdHours, restHours, fee } = habit;
  const hours = ([from, to]: readonly [number, number]): number => draw.between(from, to) * hourMs + draw.below(hourMs);
  const untilMs = openedAt - habit.toDay * dayMs;
  const unit = fee === 'base' ? baseFeeShare : 1;
  let atMs = openedAt - habit.fromDay * dayMs + draw.below(dayMs);
  for (let trip = 0; atMs < untilMs; trip += 1) {
    const { priceDecimals, lotDecimals } = coins[habit.base];
    const worth = draw.between(...usd) * 10 ** (priceDecimals + lotDecimals);
    const lots = Math.max(1, Math.floor(worth / prices.ticksAt(habit.base, atMs) / unit)) * unit;
    const closesAt = atMs + hours(holdHours) + 2 * hourMs;
    const kept = fee === 'base' ? lots / baseFeeShare : 0;
    const entry = habit.sellsOnly ? [] : leg(habit, 'buy', trip, atMs, lots, draw);
    yield [...entry, ...leg(habit, 'sell', trip, closesAt, lots - kept, draw)];
    atMs = closesAt + hours(restHours) + 2 * hourMs;
  }
}

/** What an execution is charged: in the quote, in the base that was bought, or in a third coin at its price of then. */
function feesOf(execution: Execution, notional: bigint, prices: Prices): readonly Fee[] {
  const { habit, side, lots, maker, atMs } = execution;
  const inQuote = (notional * (maker ? feePpm.maker : feePpm.taker)) / 1_000_000n;
  if (habit.fee === 'base' && side === 'buy') {
    const amount = scaled(BigInt(lots / baseFeeShare), coins[habit.base].lotDecimals);
    return [{ currency: habit.base, amount: formatE18(amount) }];
  }
  if (habit.fee === 'quote' || habit.fee === 'base')
    return [{ currency: habit.quote, amount: formatE18(eightDecimals(inQuote)) }];
  return [{ currency: habit.fee, amount: formatE18(thirdCoin(habit.fee, notional, atMs, prices)) }];
}

function thirdCoin(name: CoinName, notional: bigint, atMs: number, prices: Prices): E18 {
  const worth = (notional * feePpm.inThirdCoin) / 1_000_000n;
  const scale = 10n ** BigInt(coins[name].priceDecimals);
  return eightDecimals((worth * scale) / BigInt(prices.ticksAt(name, atMs)));
}

/** Every execution of an account as a fill, the oldest first, with ids that count up in that order. */
export function executionsOf(account: SampleAccount, openedAt: number, prices: Prices): readonly ExchangeFill[] {
  const executions = account.habits
    .flatMap((habit, index) => {
      const draw = createDraw(seedOf(`${account.exchange} ${habit.base}/${habit.quote} ${index}`));
      return [...tripsOf(habit, openedAt, prices, draw)].flat();
    })
    .sort((a, b) => a.atMs - b.atMs);
  const firstId = 1_000_000 + (seedOf(account.exchange) % 9_000_000);
  const orders = new Map<string, number>();
  return executions.map((execution, index): ExchangeFill => {
    const { habit, order, side, lots, maker, atMs } = execution;
    const price = pairPrice(habit.base, habit.quote, atMs, prices);
    const quantity = scaled(BigInt(lots), coins[habit.base].lotDecimals);
    const notional = (quantity * BigInt(price.ticks)) / 10n ** BigInt(price.decimals);
    const symbol = `${habit.base}/${habit.quote}`;
    const orderKey = `${symbol}${order}`;
    const orderId = orders.get(orderKey) ?? firstId * 3 + orders.size * 5;
    orders.set(orderKey, orderId);
    return {
      id: String(firstId + index),
      orderId: String(orderId),
      executedAtUs: atMs * 1000,
      exchange: account.exchange,
      symbol,
      base: habit.base,
      quote: habit.quote,
      market: 'spot',
      side,
      quantity: formatE18(quantity),
      price: formatE18(scaled(BigInt(price.ticks), price.decimals)),
      fees: feesOf(execution, notional, prices),
      liquidity: maker ? 'maker' : 'taker',
      revision: 0,
    };
  });
}
