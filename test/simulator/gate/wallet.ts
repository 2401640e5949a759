/** Gate's lists beside fills and balances: open orders, deposits, withdrawals. */
import type { WireReply, WireRequest } from '../exchange';
import type { Order } from '../history';
import { hash32 } from '../random';
import type { Signer } from '../signer';
import { amountText } from '../units';
import { integer, pairOf, spanParameters } from './parameters';
import { json } from './replies';

const orderRow = (order: Order): object => ({
  id: String(order.id),
  text: 'web',
  amend_text: '-',
  create_time: String(Math.floor(order.at / 1000)),
  update_time: String(Math.floor(order.updatedAt / 1000)),
  create_time_ms: order.at,
  update_time_ms: order.updatedAt,
  status: 'open',
  currency_pair: pairOf(order.market),
  type: order.type,
  account: 'spot',
  side: order.side,
  amount: amountText(order.quantity),
  price: amountText(order.price),
  time_in_force: 'gtc',
  iceberg: '0',
  left: amountText(order.quantity - order.executed),
  filled_amount: amountText(order.executed),
  fill_price: amountText(order.executedQuote),
  filled_total: amountText(order.executedQuote),
  fee: '0',
  fee_currency: order.side === 'buy' ? order.market.base : order.market.quote,
  point_fee: '0',
  gt_fee: '0',
  finish_as: 'open',
});

/** Grouped by market. */
export function openOrders({ account }: Signer): WireReply {
  const groups = new Map<string, Order[]>();
  for (const order of account.book.openOrders()) {
    const pair = pairOf(order.market);
    groups.set(pair, [...(groups.get(pair) ?? []), order]);
  }
  return json(
    [...groups].map(([pair, orders]) => ({ currency_pair: pair, total: orders.length, orders: orders.map(orderRow) })),
  );
}

/** The rows of a span, newest first: 30 days at most, the last 7 where no time is given; 100 rows, 500 at most. */
function listed<T extends { readonly at: number; readonly asset: string }>(
  rows: readonly T[],
  request: WireRequest,
  rowOf: (row: T, index: number) => object,
): WireReply {
  const span = spanParameters(request);
  const limit = integer(request, 'limit', 100, 500);
  const offset = integer(request, 'offset', 0, 1_000_000);
  if ('refused' in span) return span.refused;
  if ('refused' in limit) return limit.refused;
  if ('refused' in offset) return offset.refused;
  const { fromMs, toMs } = span.value;
  const currency = request.query.get('currency');
  const matching = rows.filter(
    ({ at, asset }) => at >= fromMs && at <= toMs && (currency === null || asset === currency),
  );
  const newest = matching.toSorted((a, b) => b.at - a.at);
  return json(newest.slice(offset.value, offset.value + limit.value).map(rowOf));
}

const transfer = (asset: string, txId: string, at: number): object => ({
  currency: asset,
  address: `addr${hash32(asset).toString(16)}`,
  txid: txId,
  chain: asset === 'USDT' || asset === 'USDC' ? 'ETH' : asset,
  timestamp: String(Math.floor(at / 1000)),
  status: 'DONE',
  memo: '',
});

export const deposits = ({ account }: Signer, request: WireRequest): WireReply =>
  listed(account.book.deposits, request, ({ asset, amount, at, txId }) => ({
    id: `d${hash32(txId)}`,
    amount: amountText(amount),
    ...transfer(asset, txId, at),
  }));

export const withdrawals = ({ account }: Signer, request: WireRequest): WireReply =>
  listed(account.book.withdrawals, request, ({ asset, amount, fee, at, txId }) => ({
    id: `w${hash32(txId)}`,
    amount: amountText(amount + fee), // with the fee inside
    fee: amountText(fee),
    ...transfer(asset, txId, at),
  }));
