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
import { integer, pairOf, pairParameter, spanParameters } from './parameters';
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

/** When each order ended, by symbol and id: with its last fill. */
function orderEnds(fills: readonly Fill[]): ReadonlyMap<string, number> {
  const ends = new Map<string, number>();
  for (const { market, orderId, at } of fills) {
    const key = `${market.symbol} ${orderId}`;
    ends.set(key, Math.max(at, ends.get(key) ?? 0));
  }
  return ends;
}

export interface FillsState extends ExchangeDeps {
  readonly serve: ServePage;
}

/** The rows asked for, newest first, before they are cut into pages. */
function select(
  fills: readonly Fill[],
  request: WireRequest,
  symbol: string | null,
  span: { fromMs: number; toMs: number },
) {
  const ends = orderEnds(fills);
  const orderId = request.query.get('order_id');
  return fills
    .filter((fill) => {
      const endedAt = ends.get(`${fill.market.symbol} ${fill.orderId}`) ?? fill.at;
      const isAsked = orderId === null || String(fill.orderId) === orderId;
      const isInSpan = orderId !== null || (endedAt >= span.fromMs && endedAt <= span.toMs);
      return isAsked && isInSpan && (symbol === null || fill.market.symbol === symbol);
    })
    .toReversed();
}

export function myTrades(state: FillsState, account: Account, request: WireRequest): WireReply {
  const pair = pairParameter(request);
  const span = spanParameters(request);
  const limit = integer(request, 'limit', usualRows, mostRows);
  const page = integer(request, 'page', 1, deepest + 1);
  for (const parsed of [pair, span, limit, page]) if ('refused' in parsed) return parsed.refused;
  if ('refused' in pair || 'refused' in span || 'refused' in limit || 'refused' in page) return badParameter('query');
  const wallet = request.query.get('account');
  if (wallet !== null && !accounts.has(wallet)) return badParameter('account');
  if (limit.value < 1) return badParameter('limit');
  if (page.value < 1) return badParameter('page');
  if (limit.value * (page.value - 1) > deepest) return pageTooDeep;
  const fills = allListedFills(state, account, request);
  const rows = Math.min(limit.value, state.perPage ?? mostRows);
  const first = (page.value - 1) * rows;
  const sameMs = idsOfMilliseconds(fills);
  const shown = select(fills, request, pair.value?.symbol ?? null, span.value).slice(first, first + rows);
  return state.serve(account.label, request, json(shown.map((fill) => row(fill, microsecondsOf(fill, sameMs)))));
}
