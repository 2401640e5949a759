/**
 * POST /spot/v4/query/trades: the fills of all symbols, or of one, newest first.
 *
 * A JSON body: symbol, orderMode (spot or iso_margin), startTime and endTime in milliseconds, limit (200 by default and at most),
 * recvWindow; numbers must be numbers. Without times: the last 7 days. The order of rows, whether the bounds are inclusive, and
 * the widest range are not published: here newest first, the start inclusive and the end not, and 7 days.
 */
import type { ExchangeDeps, WireReply, WireRequest } from '../exchange';
import type { Fill } from '../history';
import { allListedFills, type ServePage } from '../listing';
import { markets } from '../market';
import { text8, times } from '../units';
import type { Account } from '../world';
import { wireSymbol } from './public';
import {
  badOrderMode,
  badRequest,
  endBeforeStart,
  limitTooLarge,
  limitTooSmall,
  noJson,
  noSymbol,
  outOfRange,
  success,
} from './replies';

const mostRows = 200;
const widestMs = 7 * 86_400_000;

/** Ids have 18 digits: those of a fill from its time and its symbol's own id, the same for both sides of a self-trade. */
const tradeId = ({ at, id }: Fill): string => `${at}${String(id % 100_000).padStart(5, '0')}`;
const orderId = (fill: Fill): string => `1${String(fill.orderId).padStart(17, '0')}`;

function row(fill: Fill): object {
  const [fee] = fill.fees;
  return {
    tradeId: tradeId(fill),
    orderId: orderId(fill),
    clientOrderId: orderId(fill),
    symbol: wireSymbol(fill.market),
    side: fill.side,
    orderMode: 'spot',
    type: fill.maker ? 'limit' : 'market',
    price: text8(fill.price),
    size: text8(fill.quantity),
    notional: text8(times(fill.price, fill.quantity)),
    fee: text8(fee?.amount ?? 0n),
    feeCoinName: fee?.asset ?? fill.market.quote,
    tradeRole: fill.maker ? 'maker' : 'taker',
    createTime: fill.at,
    updateTime: fill.at,
  };
}

interface Asked {
  readonly symbol: string | null;
  readonly orderMode: string;
  readonly startTime: number;
  readonly endTime: number;
  readonly limit: number;
}

/** The object of a JSON body; null where it is none. */
function bodyOf(text: string): Readonly<Record<string, unknown>> | null {
  try {
    const parsed: unknown = JSON.parse(text);
    return typeof parsed === 'object' && parsed !== null && !Array.isArray(parsed) ? { ...parsed } : null;
  } catch {
    return null;
  }
}

function asked({ body, nowMs }: WireRequest): Asked | WireReply {
  const told = bodyOf(body);
  if (told === null) return noJson;
  for (const name of ['startTime', 'endTime', 'limit'])
    if (told[name] !== undefined && !Number.isSafeInteger(told[name])) return badRequest(`${name} format error`);
  const { symbol, orderMode = 'spot', limit = mostRows } = told;
  const startTime = told.startTime ?? (told.endTime === undefined ? nowMs - widestMs : Number(told.endTime) - widestMs);
  const endTime = told.endTime ?? Number(startTime) + widestMs + 1;
  if (orderMode !== 'spot' && orderMode !== 'iso_margin') return badOrderMode;
  if (symbol !== undefined && !markets.some((market) => wireSymbol(market) === symbol)) return noSymbol;
  if (Number(limit) < 1) return limitTooSmall;
  if (Number(limit) > mostRows) return limitTooLarge;
  if (Number(endTime) <= Number(startTime)) return endBeforeStart;
  if (told.endTime !== undefined && Number(endTime) - Number(startTime) > widestMs) return outOfRange;
  return {
    symbol: symbol === undefined ? null : String(symbol),
    orderMode,
    startTime: Number(startTime),
    endTime: Number(endTime),
    limit: Number(limit),
  };
}

interface FillsState extends ExchangeDeps {
  readonly serve: ServePage;
}

export function trades(state: FillsState, account: Account, request: WireRequest): WireReply {
  const query = asked(request);
  if ('status' in query) return query;
  const { symbol, orderMode, startTime, endTime, limit } = query;
  const matching = allListedFills(state, account, request).filter(
    (fill) =>
      orderMode === 'spot' &&
      (symbol === null || wireSymbol(fill.market) === symbol) &&
      fill.at >= startTime &&
      fill.at < endTime,
  );
  const rows = matching.toReversed().slice(0, Math.min(limit, state.perPage ?? mostRows));
  return state.serve(`${account.label} ${symbol ?? ''}`, request, success(rows.map(row)));
}
