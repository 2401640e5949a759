/**
 * One account at the exchange: it books what happens and holds the running balances that the balance endpoint serves.
 *
 * Booking refuses what an exchange refuses: spending more than is free. Besides balances it keeps, per symbol, the
 * position that the symbol's own fills built, so that a generator can keep from selling what its fills never bought.
 */
import type { Deposit, Fill, History, Holding, Order, Side, Withdrawal } from './history';
import { feeIn, lockedBy } from './history';
import type { Market } from './market';
import type { Random } from './random';
import { times } from './units';

/** A fill before it has an id. */
export type FillDraft = Omit<Fill, 'id' | 'sequence' | 'market' | 'orderId' | 'side'>;

export class AccountBook implements History {
  readonly fills = new Map<string, Fill[]>();
  readonly orders = new Map<string, Order[]>();
  readonly deposits: Deposit[] = [];
  readonly withdrawals: Withdrawal[] = [];
  readonly futures = new Map<string, Holding>();
  readonly pointCoin: string | null;
  fillCount = 0;
  readonly #balances = new Map<string, { free: bigint; locked: bigint }>();
  readonly #positions = new Map<string, bigint>();
  readonly #lastIds = new Map<string, { fill: number; order: number }>();
  readonly #random: Random;

  constructor(random: Random, pointCoin: string | null = null) {
    this.#random = random;
    this.pointCoin = pointCoin;
  }

  balance(asset: string): Holding {
    return this.#balances.get(asset) ?? { free: 0n, locked: 0n };
  }

  /** What the symbol's fills bought and have not sold, after fees in its base coin. */
  position(symbol: string): bigint {
    return this.#positions.get(symbol) ?? 0n;
  }

  deposit(deposit: Deposit): void {
    this.deposits.push(deposit);
    this.#credit(deposit.asset, deposit.amount);
  }

  withdraw(withdrawal: Withdrawal): void {
    this.#credit(withdrawal.asset, -(withdrawal.amount + withdrawal.fee));
    this.withdrawals.push(withdrawal);
  }

  /** Ids grow by irregular steps: other traders' fills and orders lie between. */
  nextFillId(market: Market): number {
    const last = this.#ids(market);
    last.fill += 1 + this.#random.below(400);
    return last.fill;
  }

  nextOrderId(market: Market): number {
    const last = this.#ids(market);
    last.order += 1 + this.#random.below(9000);
    return last.order;
  }

  /** Books one fill; `id` is given only for the second side of a self-trade. */
  fill(market: Market, side: Side, orderId: number, draft: FillDraft, id = this.nextFillId(market)): Fill {
    const fill: Fill = { market, id, sequence: this.fillCount + 1, orderId, side, ...draft };
    const sign = side === 'buy' ? 1n : -1n;
    this.#credit(market.base, sign * fill.quantity, market.quote, -sign * times(fill.price, fill.quantity));
    for (const { asset, amount } of fill.fees) if (asset !== this.pointCoin) this.#credit(asset, -amount);
    const baseFee = feeIn(market.base, fill.fees);
    this.#positions.set(market.symbol, this.position(market.symbol) + sign * fill.quantity - baseFee);
    listOf(this.fills, market.symbol).push(fill);
    this.fillCount += 1;
    return fill;
  }

  /** Books an order whose fills are booked; an open one locks its rest. */
  order(order: Order): void {
    listOf(this.orders, order.market.symbol).push(order);
    if (order.state !== 'open') return;
    const { asset, amount } = lockedBy(order);
    this.#credit(asset, -amount);
    this.#own(asset).locked += amount;
  }

  openOrders(): readonly Order[] {
    return [...this.orders.values()].flat().filter((order) => order.state === 'open');
  }

  assets(): readonly string[] {
    return [...this.#balances.keys()];
  }

  #credit(asset: string, amount: bigint, other?: string, otherAmount = 0n): void {
    if (other !== undefined) this.#credit(other, otherAmount);
    const balance = this.#own(asset);
    if (balance.free + amount < 0n) throw new Error(`${asset} overdrawn: the generator spent more than is free`);
    balance.free += amount;
  }

  #own(asset: string): { free: bigint; locked: bigint } {
    let balance = this.#balances.get(asset);
    if (balance === undefined) {
      balance = { free: 0n, locked: 0n };
      this.#balances.set(asset, balance);
    }
    return balance;
  }

  #ids(market: Market): { fill: number; order: number } {
    let ids = this.#lastIds.get(market.symbol);
    if (ids === undefined) {
      ids = {
        fill: 1_000_000 + this.#random.below(400_000_000),
        order: 10_000_000 + this.#random.below(3_000_000_000),
      };
      this.#lastIds.set(market.symbol, ids);
    }
    return ids;
  }
}

function listOf<T>(lists: Map<string, T[]>, key: string): T[] {
  let list = lists.get(key);
  if (list === undefined) {
    list = [];
    lists.set(key, list);
  }
  return list;
}
