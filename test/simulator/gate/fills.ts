/**
 * GET /spot/my_trades: the fills of all markets, newest first.
 *
 * `currency_pair`, `order_id`, `account` optional; `from` and `to` in seconds, both inclusive, mean the instant at which the
 * order ended; `limit` 100 by default, 1000 at most; `page` from 1, limit × (page − 1) at most 100,000. Times are texts of
 * milliseconds with six decimals: fills of one millisecond differ in these, both sides of a self-trade do not.
 */
import type { ExchangeDeps, WireReply, WireRequest } from '../exchange';
import { type Fill, feeIn } from '../history';
import { allListedFills, type ServePage } from '../listing';
import { amountText } from '../units';
import type { Account } from '../world';
import { integer, type Parsed, pairOf, pairParameter, type Span, spanParameters } from './parameters';
import { badParameter, json, pageTooDeep } from './replies';

const mostRows = 1000;
const usualRows = 100;
const deepest = 100_000;

export const feeCoin = 'GT';
export const pointCoin = 'GATEPOINT';

const accounts = new Set(['spot', 'margin', 'unified', 'cross_margin']);

/** Of the rows of one symbol and millisecond, each id is 7 µs after the one before. */
function microsecondsOf(fill: Fill, sameMs: ReadonlyMap<string, readonly number[]>): number {
  const ids = sameMs.get(`${fill.market.symbol} ${fill.at}`) ?? [];
  return 11 + 7 * ids.indexOf(fill.id);
}

function idsOfMilliseconds(fills: readonly Fill[]): ReadonlyMap<string, readonly number[]> {
  const ids = new Map<string, number[]>();
  for (const { market, at, id } of fills) {
    const key = `${market.symbol} ${at}`;
    const known = ids.get(key) ?? [];
    if (!known.includes(id)) known.push(id);
    ids.set(
      key,
      known.toSorted((a, b) => a - b),
    );
  }
  return ids;
}

/** What was paid in GT and in points stands in fields of its own; `fee` is the rest, below 0 for a rebate. */
function row(fill: Fill, microseconds: number): object {
  const { market, side, fees } = fill;
  const own = fees.find(({ asset }) => asset !== feeCoin && asset !== pointCoin);
  return {
    id: String(fill.id),
    create_time: String(Math.floor(fill.at / 1000)),
    create_time_ms: `${fill.at}.${String(microseconds).padStart(3, '0')}000`,
    currency_pair: pairOf(market),
    side,
    role: fill.maker ? 'maker' : 'taker',
    amount: amountText(fill.quantity),
    price: amountText(fill.price),
    order_id: String(fill.orderId),
    fee: own === undefined ? '0' : amountText(own.amount),
    fee_currency: own?.asset ?? (side === 'buy' ? market.base : market.quote),
    point_fee: amountText(feeIn(pointCoin, fees)),
    gt_fee: amountText(feeIn(feeCoin, fees)),
    amend_text: '-',
    sequence_id: String(fill.sequence),
    text: 'web',
  };
}

const orderKey = ({ market, orderId }: Fill): string => `${market.symbol} ${orderId}`;

/** When each order ended: with its last fill. */
function orderEnds(fills: readonly Fill[]): ReadonlyMap<string, number> {
  const ends = new Map<string, number>();
  for (const fill of fills) ends.set(orderKey(fill), Math.max(fill.at, ends.get(orderKey(fill)) ?? 0));
  return ends;
}

export interface FillsState extends ExchangeDeps {
  readonly serve: ServePage;
}

interface Asked {
  readonly symbol: string | null;
  readonly orderId: string | null;
  readonly span: Span;
  /** Rows of a page, before the exchange shortens it. */
  readonly limit: number;
  readonly page: number;
}

function parametersOf(request: WireRequest): Parsed<Asked> {
  const pair = pairParameter(request);
  if ('refused' in pair) return pair;
  const span = spanParameters(request);
  if ('refused' in span) return span;
  const limit = integer(request, 'limit', usualRows, mostRows);
  if ('refused' in limit) return limit;
  const page = integer(request, 'page', 1, deepest + 1);
  if ('refused' in page) return page;
  const wallet = request.query.get('account') ?? 'spot';
  if (!accounts.has(wallet)) return { refused: badParameter('account') };
  if (limit.value < 1) return { refused: badParameter('limit') };
  if (page.value < 1) return { refused: badParameter('page') };
  if (limit.value * (page.value - 1) > deepest) return { refused: pageTooDeep };
  const symbol = pair.value?.symbol ?? null;
  const orderId = request.query.get('order_id');
  return { value: { symbol, orderId, span: span.value, limit: limit.value, page: page.value } };
}

/** The rows asked for, newest first, before they are cut into pages. An order asked for by its id has no window. */
function select(fills: readonly Fill[], { symbol, orderId, span }: Asked): readonly Fill[] {
  const ends = orderEnds(fills);
  const isInSpan = (fill: Fill): boolean => {
    const endedAt = ends.get(orderKey(fill)) ?? fill.at;
    return endedAt >= span.fromMs && endedAt <= span.toMs;
  };
  const isAsked = (fill: Fill): boolean => (orderId === null ? isInSpan(fill) : String(fill.orderId) === orderId);
  return fills.filter((fill) => isAsked(fill) && (symbol === null || fill.market.symbol === symbol)).toReversed();
}

export function myTrades(state: FillsState, account: Account, request: WireRequest): WireReply {
  const asked = parametersOf(request);
  if ('refused' in asked) return asked.refused;
  const fills = allListedFills(state, account, request);
  const rows = Math.min(asked.value.limit, state.perPage ?? mostRows);
  const first = (asked.value.page - 1) * rows;
  const sameMs = idsOfMilliseconds(fills);
  const shown = select(fills, asked.value).slice(first, first + rows);
  return state.serve(account.label, request, json(shown.map((fill) => row(fill, microsecondsOf(fill, sameMs)))));
}
