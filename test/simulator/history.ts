/**
 * What happened on an account: the facts that every endpoint serves and that the truth is computed from.
 *
 * All amounts are units of 10^-18 (see units.ts); instants are UTC milliseconds.
 */
import type { Market } from './market';
import { times } from './units';

export type Side = 'buy' | 'sell';

/** One fee: above zero charged, below zero a rebate. */
export interface Fee {
  readonly asset: string;
  readonly amount: bigint;
}

/**
 * One execution. A self-trade is two of them with one id. `id` counts up per symbol, `sequence` over the whole account, both
 * with time.
 */
export interface Fill {
  readonly market: Market;
  readonly id: number;
  readonly sequence: number;
  readonly orderId: number;
  readonly at: number;
  readonly side: Side;
  readonly price: bigint;
  readonly quantity: bigint;
  readonly fees: readonly Fee[];
  readonly maker: boolean;
}

/** `done`: filled wholly; `open`: rests, its rest is locked; `cancelled`: ended with a part or nothing filled. */
export interface Order {
  readonly market: Market;
  readonly id: number;
  readonly side: Side;
  readonly type: 'limit' | 'market';
  readonly price: bigint;
  readonly quantity: bigint;
  readonly executed: bigint;
  /** Σ price × quantity of its fills. */
  readonly executedQuote: bigint;
  readonly state: 'done' | 'open' | 'cancelled';
  readonly at: number;
  readonly updatedAt: number;
}

export interface Deposit {
  readonly asset: string;
  readonly amount: bigint;
  readonly at: number;
  readonly txId: string;
}

/** `amount` reaches the address; `fee` is taken besides it. */
export interface Withdrawal {
  readonly asset: string;
  readonly amount: bigint;
  readonly fee: bigint;
  readonly at: number;
  readonly txId: string;
}

export interface Holding {
  readonly free: bigint;
  readonly locked: bigint;
}

export interface History {
  /** By symbol, in the order of their ids; a self-trade's buy stands before its sell. */
  readonly fills: ReadonlyMap<string, readonly Fill[]>;
  /** By symbol, in the order of their ids. */
  readonly orders: ReadonlyMap<string, readonly Order[]>;
  readonly deposits: readonly Deposit[];
  readonly withdrawals: readonly Withdrawal[];
  /** What the futures wallet holds, by asset; empty where there is none. */
  readonly futures: ReadonlyMap<string, Holding>;
  /** Fees in this are taken from no balance. */
  readonly pointCoin: string | null;
}

/** What an open order keeps locked. */
export function lockedBy(order: Order): { readonly asset: string; readonly amount: bigint } {
  const rest = order.quantity - order.executed;
  return order.side === 'buy'
    ? { asset: order.market.quote, amount: times(order.price, rest) }
    : { asset: order.market.base, amount: rest };
}

/** What a fill pays in one coin. */
export const feeIn = (coin: string, fees: readonly Fee[]): bigint =>
  fees.reduce((sum, { asset, amount }) => (asset === coin ? sum + amount : sum), 0n);
