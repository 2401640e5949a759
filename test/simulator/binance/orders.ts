/** Binance's order endpoints: openOrders, allOrders, order. */
import type { WireReply, WireRequest } from '../exchange';
import type { Order } from '../history';
import { hash32 } from '../random';
import { text8 } from '../units';
import type { Account } from '../world';
import { integer, symbolParameter, windowParameters, wireSymbol } from './parameters';
import { badCombination, json, noSuchOrder, refusal } from './replies';

const states = { done: 'FILLED', open: 'NEW', cancelled: 'CANCELED' } as const;

const clientOrderId = (order: Order): string => `web_${hash32(`${order.market.symbol}/${order.id}`).toString(16)}`;

function row(order: Order): object {
  const market = order.type === 'market';
  return {
    symbol: wireSymbol(order.market),
    orderId: order.id,
    orderListId: -1,
    clientOrderId: clientOrderId(order),
    price: market ? '0.00000000' : text8(order.price),
    origQty: text8(order.quantity),
    executedQty: text8(order.executed),
    cummulativeQuoteQty: text8(order.executedQuote),
    status: order.state === 'open' && order.executed > 0n ? 'PARTIALLY_FILLED' : states[order.state],
    timeInForce: 'GTC',
    type: market ? 'MARKET' : 'LIMIT',
    side: order.side === 'buy' ? 'BUY' : 'SELL',
    stopPrice: '0.00000000',
    icebergQty: '0.00000000',
    time: order.at,
    updateTime: order.updatedAt,
    isWorking: true,
    workingTime: order.at,
    origQuoteOrderQty: '0.00000000',
    selfTradePreventionMode: 'NONE',
  };
}

export function openOrders(account: Account, request: WireRequest): WireReply {
  const open = account.book.openOrders();
  if (!request.query.has('symbol')) return json(open.map(row));
  const market = symbolParameter(request);
  if ('refused' in market) return market.refused;
  return json(open.filter((order) => order.market === market.value).map(row));
}

/** With orderId: that order and later ones; with times: at most 24 hours; with neither: the latest. */
export function allOrders(account: Account, request: WireRequest): WireReply {
  const market = symbolParameter(request);
  if ('refused' in market) return market.refused;
  const window = windowParameters(request, 24, 500, 1000);
  if ('refused' in window) return window.refused;
  const orderId = integer(request, 'orderId');
  if ('refused' in orderId) return orderId.refused;
  const { startTime, endTime, limit } = window.value;
  const from = orderId.value;
  if (from !== null && (startTime !== null || endTime !== null)) return badCombination;
  const matching = (account.book.orders.get(market.value.symbol) ?? []).filter(
    (order) =>
      (from === null || order.id >= from) &&
      (startTime === null || order.at >= startTime) &&
      (endTime === null || order.at <= endTime),
  );
  return json((from !== null || startTime !== null ? matching.slice(0, limit) : matching.slice(-limit)).map(row));
}

export function order(account: Account, request: WireRequest): WireReply {
  const market = symbolParameter(request);
  if ('refused' in market) return market.refused;
  const orderId = integer(request, 'orderId');
  if ('refused' in orderId) return orderId.refused;
  const client = request.query.get('origClientOrderId');
  if (orderId.value === null && client === null) {
    return refusal(400, -1102, "Param 'origClientOrderId' or 'orderId' must be sent, but both were empty/null!");
  }
  const orders = account.book.orders.get(market.value.symbol) ?? [];
  const found =
    orders.find(({ id }) => id === orderId.value) ?? orders.find((known) => clientOrderId(known) === client);
  return found === undefined ? noSuchOrder : json(row(found));
}
