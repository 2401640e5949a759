/**
 * GET /trade/match/accountMatches: an account's fills of one market, page by page, without a filter by time.
 *
 * symbol is required; pageNum counts from 1; pageSize is 20 by default and 100 at most: more is served as 100. The order of rows
 * is not documented, so both can be had here; newest first is what is served unless a test asks otherwise.
 */
import type { ExchangeDeps, WireReply, WireRequest } from '../exchange';
import type { Fill } from '../history';
import { listedFills, type ServePage } from '../listing';
import { times } from '../units';
import type { Account } from '../world';
import { coinNumber, marketOfCode, symbolNumber } from './listings';
import { badRequest, bare, bare18, noSuchSymbol, success } from './replies';
import { orderNumber } from './wallet';

const usualRows = 20;
const mostRows = 100;

export type RowOrder = 'newest-first' | 'oldest-first';

export interface FillsState extends ExchangeDeps {
  readonly serve: ServePage;
  readonly order: RowOrder;
}

function row(fill: Fill, { uid }: Account): object {
  const { market, id, sequence, side, price, quantity, maker, at } = fill;
  const fee = fill.fees[0] ?? { asset: market.quote, amount: 0n };
  return {
    id: 3_000_000 + sequence,
    remainingQty: bare18(0n),
    matchRole: maker ? -1 : 1,
    feeCurrencyId: coinNumber(fee.asset),
    acturalFeeRate: bare('0.001000000000000000'),
    role: maker ? -1 : 1,
    accountId: uid + 1,
    instrumentId: symbolNumber(market),
    baseCurrencyId: coinNumber(market.base),
    quoteCurrencyId: coinNumber(market.quote),
    execQty: bare18(quantity),
    orderState: 50,
    matchId: 258_000_000 + id,
    orderId: bare(orderNumber(fill)),
    side: side === 'buy' ? 1 : -1,
    execAmt: bare18(times(price, quantity)),
    selfDealingQty: bare18(0n),
    tradeId: id,
    fee: bare18(fee.amount),
    matchTime: Math.floor(at / 1000),
    seq: null,
  };
}

/** A number from 1 in the query; the default where it is absent, null where it is none. */
function count(request: WireRequest, name: string, usual: number): number | null {
  const text = request.query.get(name);
  if (text === null) return usual;
  return /^[1-9]\d{0,8}$/.test(text) ? Number(text) : null;
}

export function accountMatches(state: FillsState, account: Account, request: WireRequest): WireReply {
  const code = request.query.get('symbol');
  const pageNum = count(request, 'pageNum', 1);
  const asked = count(request, 'pageSize', usualRows);
  if (code === null || pageNum === null || asked === null) return badRequest;
  const market = marketOfCode(code);
  if (market === null) return noSuchSymbol;
  const side = { '1': 'buy', '-1': 'sell' }[request.query.get('side') ?? ''];
  const orderId = request.query.get('ordId');
  const matching = listedFills(state, account, request, market.symbol).filter(
    (fill) => (side === undefined || fill.side === side) && (orderId === null || orderNumber(fill) === orderId),
  );
  const listed = state.order === 'newest-first' ? matching.toReversed() : matching;
  const size = Math.min(asked, mostRows, state.perPage ?? mostRows);
  const page = listed.slice((pageNum - 1) * size, pageNum * size);
  const reply = success(page.map((fill) => row(fill, account)));
  return state.serve(`${account.label} ${market.symbol}`, request, reply);
}
