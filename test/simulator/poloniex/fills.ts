/**
 * GET /trades: the fills of all markets, newest first, at most 100.
 *
 * `startTime` and `endTime` are inclusive and at most 7 days apart (21355). `symbols` narrows them. `from` is the `pageId` of a
 * row served before, or 0: with `direction` NEXT (the default) the rows after it in the list, older ones, follow, with PRE
 * those just before it. Nothing from before 30 July 2021 is served.
 */
import type { ExchangeDeps, WireReply, WireRequest } from '../exchange';
import type { Fill } from '../history';
import { allListedFills, type ServePage } from '../listing';
import { amountText, times } from '../units';
import type { Account } from '../world';
import { orderIdOf } from './orders';
import { integer, rangeParameters, symbolsParameter, wireSymbol } from './parameters';
import { badParameter, json } from './replies';

const historyBeginsAt = Date.UTC(2021, 6, 30);

/** 17 digits that grow with time; both sides of a self-trade share one. */
const idOf = (fill: Fill): bigint => BigInt(fill.at) * 20_000n + BigInt(fill.id % 20_000);
/** One place in the list for each row. */
const pageIdOf = (fill: Fill): bigint => BigInt(fill.at) * 20_000n + BigInt(fill.sequence % 20_000);

function row(fill: Fill): object {
  const [fee] = fill.fees;
  return {
    id: String(idOf(fill)),
    symbol: wireSymbol(fill.market),
    accountType: 'SPOT',
    orderId: String(orderIdOf(fill.market, fill.orderId)),
    side: fill.side === 'buy' ? 'BUY' : 'SELL',
    type: fill.maker ? 'LIMIT' : 'MARKET',
    matchRole: fill.maker ? 'MAKER' : 'TAKER',
    createTime: fill.at,
    price: amountText(fill.price),
    quantity: amountText(fill.quantity),
    amount: amountText(times(fill.price, fill.quantity)),
    feeCurrency: fee?.asset ?? fill.market.quote,
    feeAmount: amountText(fee?.amount ?? 0n),
    pageId: String(pageIdOf(fill)),
    clientOrderId: '',
  };
}

/** The rows of a page, newest first, among rows that are newest first. */
function pageFrom(rows: readonly Fill[], from: bigint, direction: string, limit: number): readonly Fill[] {
  if (from === 0n) return rows.slice(0, limit);
  if (direction === 'NEXT') return rows.filter((fill) => pageIdOf(fill) < from).slice(0, limit);
  return rows.filter((fill) => pageIdOf(fill) > from).slice(-limit);
}

export interface FillsState extends ExchangeDeps {
  readonly serve: ServePage;
}

export function trades(state: FillsState, account: Account, request: WireRequest): WireReply {
  const range = rangeParameters(request);
  if ('refused' in range) return range.refused;
  const symbols = symbolsParameter(request, 'symbols');
  if ('refused' in symbols) return symbols.refused;
  const from = integer(request, 'from');
  if ('refused' in from) return from.refused;
  const direction = request.query.get('direction') ?? 'NEXT';
  if (direction !== 'NEXT' && direction !== 'PRE') return badParameter('direction');
  const startMs = Math.max(range.value.startMs, historyBeginsAt);
  const { endMs, limit } = range.value;
  const { value: asked } = symbols;
  const rows = allListedFills(state, account, request)
    .filter(({ at, market }) => at >= startMs && at <= endMs && (asked === null || asked.has(market)))
    .toReversed();
  const page = pageFrom(rows, from.value ?? 0n, direction, Math.min(limit, state.perPage ?? limit));
  return state.serve(account.label, request, json(page.map(row)));
}
