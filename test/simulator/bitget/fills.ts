/**
 * GET /api/v2/spot/trade/fills and GET /api/v3/trade/fills: the fills of all markets of the last 90 days, newest first.
 *
 * Ids have 19 digits and grow over the whole account; the two rows of a self-trade share one. At most 100 rows a page. The ends
 * of a range do not belong to it; a classic range spans 90 days at most, a unified one 30, and is the last so many days without
 * times. Pages go on by `idLessThan` (classic) or by the `cursor` of the page before (unified).
 *
 * Fees: a classic row writes a charge negative and a rebate positive, but a fee deducted in BGB now with one sign, now with the
 * other (both have been seen); a unified row writes a charge positive. Where no category is asked for, a unified account
 * lists futures fills too, under the symbol of the spot market.
 */
import type { ExchangeDeps, WireReply, WireRequest } from '../exchange';
import type { Fill } from '../history';
import { allListedFills, type ServePage } from '../listing';
import { amountText, times } from '../units';
import type { Account } from '../world';
import { wireSymbol } from './public';
import { badParameter, type Refusal, rangeTooWide, success } from './replies';

const dayMs = 86_400_000;
const lookBackMs = 90 * dayMs;
const mostRows = 100;
const feeCoin = 'BGB';

type Category = 'SPOT' | 'USDT-FUTURES';

/** A fill with the id that Bitget gives it. */
interface Numbered {
  readonly fill: Fill;
  readonly id: bigint;
  readonly category: Category;
}

const keyOf = ({ market, id }: Fill): string => `${market.symbol} ${id}`;

/** Newest first. The two rows of a self-trade have the id of the one that was booked first. */
function numbered(account: Account, listed: readonly Fill[]): readonly Numbered[] {
  const firsts = new Map<string, number>();
  for (const fill of [...account.book.fills.values()].flat())
    firsts.set(keyOf(fill), Math.min(firsts.get(keyOf(fill)) ?? fill.sequence, fill.sequence));
  return listed
    .map((fill): Numbered => {
      const number = BigInt(firsts.get(keyOf(fill)) ?? 0);
      return { fill, id: 1_300_000_000_000_000_000n + number * 1_000_003n, category: 'SPOT' };
    })
    .toSorted((a, b) => (a.id === b.id ? b.fill.sequence - a.fill.sequence : a.id < b.id ? 1 : -1));
}

/** Every seventh fill of a unified account has a neighbour on the futures market of the same name. */
const withFutures = (rows: readonly Numbered[]): readonly Numbered[] =>
  rows.flatMap((row): readonly Numbered[] =>
    row.fill.sequence % 7 === 0 ? [row, { ...row, id: row.id - 1n, category: 'USDT-FUTURES' }] : [row],
  );

const orderIdOf = ({ orderId }: Fill): string => String(1_200_000_000_000_000_000n + BigInt(orderId));

function classicFee({ fees: [fee], market, sequence }: Fill): object {
  if (fee === undefined) return { deduction: 'no', feeCoin: market.quote, totalDeductionFee: '', totalFee: '0' };
  const { asset, amount } = fee;
  if (asset !== feeCoin)
    return { deduction: 'no', feeCoin: asset, totalDeductionFee: '', totalFee: amountText(-amount) };
  return sequence % 2 === 0
    ? { deduction: 'yes', feeCoin: asset, totalDeductionFee: '0', totalFee: amountText(amount) }
    : { deduction: 'yes', feeCoin: asset, totalDeductionFee: amountText(-amount), totalFee: amountText(-amount) };
}

const classicRow = (account: Account, { fill, id }: Numbered): object => ({
  userId: String(account.uid),
  symbol: wireSymbol(fill.market),
  orderId: orderIdOf(fill),
  tradeId: String(id),
  orderType: fill.maker ? 'limit' : 'market',
  side: fill.side,
  priceAvg: amountText(fill.price),
  size: amountText(fill.quantity),
  amount: amountText(times(fill.price, fill.quantity)),
  feeDetail: classicFee(fill),
  tradeScope: fill.maker ? 'maker' : 'taker',
  cTime: String(fill.at),
  uTime: String(fill.at + 18),
});

function unifiedRow({ fill, id, category }: Numbered): object {
  const fees = fill.fees.length === 0 ? [{ asset: fill.market.quote, amount: 0n }] : fill.fees;
  return {
    execId: String(id),
    execLinkId: String(id),
    orderId: orderIdOf(fill),
    category,
    symbol: wireSymbol(fill.market),
    orderType: fill.maker ? 'limit' : 'market',
    side: fill.side,
    execPrice: amountText(fill.price),
    execQty: amountText(fill.quantity),
    execValue: amountText(times(fill.price, fill.quantity)),
    tradeScope: fill.maker ? 'maker' : 'taker',
    feeDetail: fees.map(({ asset, amount }) => ({ feeCoin: asset, fee: amountText(amount) })),
    createdTime: String(fill.at),
    updatedTime: String(fill.at + 18),
    execPnl: '0',
  };
}

interface Range {
  readonly startAt: number;
  readonly endAt: number;
  readonly limit: number;
}

/** A parameter of digits; null where it was not sent. */
export function digits({ query }: WireRequest, name: string, longest: number): string | null | Refusal {
  const text = query.get(name);
  return text === null || (/^\d+$/.test(text) && text.length <= longest) ? text : badParameter(name);
}

/** The range asked for, or the refusal of one that is too wide. */
export function rangeOf(request: WireRequest, widestDays: number): Range | Refusal {
  const [start, end, limit] = [
    digits(request, 'startTime', 13),
    digits(request, 'endTime', 13),
    digits(request, 'limit', 3),
  ];
  for (const refused of [start, end, limit]) if (typeof refused === 'function') return refused;
  const endAt = end === null ? request.nowMs + 1 : Number(end);
  const startAt = start === null ? endAt - widestDays * dayMs : Number(start);
  if (endAt - startAt > widestDays * dayMs) return rangeTooWide(widestDays);
  const rows = limit === null ? mostRows : Number(limit);
  return rows < 1 || rows > mostRows ? badParameter('limit') : { startAt, endAt, limit: rows };
}

export interface FillsState extends ExchangeDeps {
  readonly serve: ServePage;
}

/** The rows of a range that are still served, newest first. */
function rowsOf(state: FillsState, account: Account, request: WireRequest, range: Range): readonly Numbered[] {
  const oldest = Math.max(range.startAt, request.nowMs - lookBackMs);
  return numbered(account, allListedFills(state, account, request)).filter(
    ({ fill }) => fill.at > oldest && fill.at < range.endAt,
  );
}

const longestPage = ({ perPage }: FillsState, { limit }: Range): number => Math.min(limit, perPage ?? mostRows);

export function classicFills(state: FillsState, account: Account, request: WireRequest): WireReply {
  const range = rangeOf(request, 90);
  if (typeof range === 'function') return range(request.nowMs);
  const before = digits(request, 'idLessThan', 19);
  if (typeof before === 'function') return before(request.nowMs);
  const symbol = request.query.get('symbol');
  const page = rowsOf(state, account, request, range)
    .filter(
      ({ fill, id }) =>
        (symbol === null || wireSymbol(fill.market) === symbol) && (before === null || id < BigInt(before)),
    )
    .slice(0, longestPage(state, range));
  const rows = page.map((row) => classicRow(account, row));
  return state.serve(account.label, request, success(request.nowMs, rows));
}

/** Names one row: the rows behind it are the next page. */
const cursorOf = ({ id, fill }: Numbered): string => `${id}_${fill.sequence}`;

export function unifiedFills(state: FillsState, account: Account, request: WireRequest): WireReply {
  const range = rangeOf(request, 30);
  if (typeof range === 'function') return range(request.nowMs);
  const [category, cursor] = [request.query.get('category'), request.query.get('cursor')];
  const rows = withFutures(rowsOf(state, account, request, range)).filter(
    (row) => category === null || row.category === category,
  );
  const from = cursor === null ? 0 : rows.findIndex((row) => cursorOf(row) === cursor) + 1;
  if (cursor !== null && from === 0) return badParameter('cursor')(request.nowMs);
  const page = rows.slice(from, from + longestPage(state, range));
  const last = page.at(-1);
  const more = last !== undefined && from + page.length < rows.length;
  const list = page.length === 0 ? null : page.map(unifiedRow);
  const reply = success(request.nowMs, { list, cursor: more ? cursorOf(last) : null });
  return state.serve(account.label, request, reply);
}
