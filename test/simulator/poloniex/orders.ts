/** GET /orders (open ones, ids as texts) and GET /orders/history (ended ones, ids as bare numbers above 2^53). */
import type { WireReply, WireRequest } from '../exchange';
import type { Order } from '../history';
import type { Market } from '../market';
import { hash32 } from '../random';
import { amountText } from '../units';
import type { Account } from '../world';
import { rangeParameters, symbolsParameter, wireSymbol } from './parameters';
import { json } from './replies';

const aboveSafe = 2n ** 53n + 1n;

/** Account-wide, and beyond what a binary float tells apart. */
export const orderIdOf = (market: Market, id: number): bigint =>
  aboveSafe + BigInt(hash32(market.symbol) % 1_000_000) * 10_000_000_000n + BigInt(id);

const states = { open: 'NEW', done: 'FILLED', cancelled: 'CANCELED' } as const;

function row(order: Order): object {
  const { market, quantity, executed, executedQuote } = order;
  return {
    clientOrderId: '',
    symbol: wireSymbol(market),
    state: order.state === 'open' && executed > 0n ? 'PARTIALLY_FILLED' : states[order.state],
    accountType: 'SPOT',
    side: order.side === 'buy' ? 'BUY' : 'SELL',
    type: order.type === 'limit' ? 'LIMIT' : 'MARKET',
    timeInForce: 'GTC',
    quantity: amountText(quantity),
    price: amountText(order.price),
    amount: '0',
    filledQuantity: amountText(executed),
    filledAmount: amountText(executedQuote),
    createTime: order.at,
    updateTime: order.updatedAt,
    orderSource: 'API',
    loan: false,
  };
}

export function openOrders({ book }: Account, request: WireRequest): WireReply {
  const asked = symbolsParameter(request, 'symbol');
  if ('refused' in asked) return asked.refused;
  const { value: symbols } = asked;
  const open = book.openOrders().filter(({ market }) => symbols === null || symbols.has(market));
  return json(open.map((order) => ({ id: String(orderIdOf(order.market, order.id)), ...row(order) })));
}

export function orderHistory({ book }: Account, request: WireRequest): WireReply {
  const range = rangeParameters(request);
  if ('refused' in range) return range.refused;
  const { startMs, endMs, limit } = range.value;
  const ended = [...book.orders.values()]
    .flat()
    .filter(({ state, updatedAt }) => state !== 'open' && updatedAt >= startMs && updatedAt <= endMs)
    .toSorted((a, b) => b.updatedAt - a.updatedAt);
  return json(ended.slice(0, limit).map((order) => ({ id: orderIdOf(order.market, order.id), ...row(order) })));
}
