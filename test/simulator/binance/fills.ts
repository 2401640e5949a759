/**
 * GET /api/v3/myTrades: the fills of one symbol, oldest first.
 *
 * Allowed: symbol alone (the latest rows), with orderId, startTime, endTime, both (at most 24 hours apart), fromId (inclusive),
 * or orderId and fromId. With startTime alone: the oldest rows from there. limit 500 by default, 1000 at most.
 */
import type { ExchangeDeps, WireReply, WireRequest } from '../exchange';
import type { Fill } from '../history';
import { listedFills, type ServePage } from '../listing';
import { text8, times } from '../units';
import type { Account } from '../world';
import { integer, symbolParameter, windowParameters, wireSymbol } from './parameters';
import { badCombination, json } from './replies';

const mostRows = 1000;
const usualRows = 500;

function row(fill: Fill): object {
  const [fee] = fill.fees;
  return {
    symbol: wireSymbol(fill.market),
    id: fill.id,
    orderId: fill.orderId,
    orderListId: -1,
    price: text8(fill.price),
    qty: text8(fill.quantity),
    quoteQty: text8(times(fill.price, fill.quantity)),
    commission: text8(fee?.amount ?? 0n),
    commissionAsset: fee?.asset ?? fill.market.quote,
    time: fill.at,
    isBuyer: fill.side === 'buy',
    isMaker: fill.maker,
    isBestMatch: true,
  };
}

/** The first index whose fill has an id of at least `id`; ids ascend. */
function indexFrom(fills: readonly Fill[], id: number): number {
  let [low, high] = [0, fills.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((fills[middle]?.id ?? Number.POSITIVE_INFINITY) < id) low = middle + 1;
    else high = middle;
  }
  return low;
}

interface Asked {
  readonly fromId: number | null;
  readonly orderId: number | null;
  readonly startTime: number | null;
  readonly endTime: number | null;
  readonly limit: number;
}

function select(fills: readonly Fill[], asked: Asked): readonly Fill[] {
  const { fromId, orderId, startTime, endTime, limit } = asked;
  if (fromId !== null && orderId === null) {
    const from = indexFrom(fills, fromId);
    return fills.slice(from, from + limit);
  }
  const matching = fills.filter(
    (fill) =>
      (fromId === null || fill.id >= fromId) &&
      (orderId === null || fill.orderId === orderId) &&
      (startTime === null || fill.at >= startTime) &&
      (endTime === null || fill.at <= endTime),
  );
  const fromOldest = fromId !== null || startTime !== null;
  return fromOldest ? matching.slice(0, limit) : matching.slice(-limit);
}

export interface FillsState extends ExchangeDeps {
  readonly serve: ServePage;
}

export function myTrades(state: FillsState, account: Account, request: WireRequest): WireReply {
  const market = symbolParameter(request);
  if ('refused' in market) return market.refused;
  const window = windowParameters(request, 24, usualRows, Math.min(mostRows, state.perPage ?? mostRows));
  if ('refused' in window) return window.refused;
  const fromId = integer(request, 'fromId');
  const orderId = integer(request, 'orderId');
  if ('refused' in fromId) return fromId.refused;
  if ('refused' in orderId) return orderId.refused;
  const timed = window.value.startTime !== null || window.value.endTime !== null;
  if (timed && (fromId.value !== null || orderId.value !== null)) return badCombination;
  const { symbol } = market.value;
  const listed = listedFills(state, account, request, symbol);
  const page = json(select(listed, { ...window.value, fromId: fromId.value, orderId: orderId.value }).map(row));
  return state.serve(`${account.label} ${symbol}`, request, page);
}
