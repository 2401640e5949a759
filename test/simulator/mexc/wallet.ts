/** What a MEXC account holds, has ordered, was sent and sent: account, openOrders, capital/deposit/hisrec, capital/withdraw/history. */
import type { WireReply, WireRequest } from '../exchange';
import type { Order } from '../history';
import { hash32 } from '../random';
import type { Signer } from '../signer';
import { amountText } from '../units';
import { wireOrderId } from './fills';
import { range, symbols, wireSymbol } from './parameters';
import { json, spanTooLong, tooFarBack } from './replies';

/** The flags tell what the account may do; a key's rights are told nowhere. */
export function account({ account: { book } }: Signer): WireReply {
  const held = book.assets().map((asset) => ({ asset, ...book.balance(asset) }));
  return json({
    makerCommission: null,
    takerCommission: null,
    buyerCommission: null,
    sellerCommission: null,
    canTrade: true,
    canWithdraw: true,
    canDeposit: true,
    updateTime: null,
    accountType: 'SPOT',
    balances: held.map(({ asset, free, locked }) => ({ asset, free: amountText(free), locked: amountText(locked) })),
    permissions: ['SPOT'],
  });
}

const orderRow = (order: Order): object => ({
  symbol: wireSymbol(order.market),
  orderId: wireOrderId(order.id),
  orderListId: -1,
  clientOrderId: '',
  price: amountText(order.price),
  origQty: amountText(order.quantity),
  executedQty: amountText(order.executed),
  cummulativeQuoteQty: amountText(order.executedQuote),
  status: order.executed > 0n ? 'PARTIALLY_FILLED' : 'NEW',
  timeInForce: null,
  type: 'LIMIT',
  side: order.side === 'buy' ? 'BUY' : 'SELL',
  stopPrice: null,
  icebergQty: null,
  time: order.at,
  updateTime: order.updatedAt,
  isWorking: true,
  origQuoteOrderQty: '0',
});

/** Of up to five symbols; of all where none is named, which the documentation warns of but does not refuse. */
export function openOrders({ account: { book } }: Signer, request: WireRequest): WireReply {
  const asked = symbols(request, 5);
  if ('refused' in asked) return asked.refused;
  const markets = asked.value;
  return json(
    book
      .openOrders()
      .filter(({ market }) => markets === null || markets.includes(market))
      .map(orderRow),
  );
}

const dayMs = 86_400_000;
const mostRows = 1000;

/** Tokens that live on several chains carry theirs in the name: USDT-TRX. */
const chainOf = (asset: string): string => (asset === 'USDT' || asset === 'USDC' ? 'TRX' : asset);

/** Newest first: 7 days at most, the latest 7 where no time is given, no further back than 90. */
function listed<T extends { readonly at: number; readonly asset: string }>(
  rows: readonly T[],
  request: WireRequest,
  rowOf: (row: T) => object,
): WireReply {
  const asked = range(request, mostRows);
  if ('refused' in asked) return asked.refused;
  const end = asked.value.endTime ?? request.nowMs;
  const start = asked.value.startTime ?? end - 7 * dayMs;
  if (start < request.nowMs - 90 * dayMs) return tooFarBack;
  if (end - start > 7 * dayMs) return spanTooLong;
  const coin = request.query.get('coin');
  const found = rows.filter(
    ({ at, asset }) => at >= start && at <= end && (coin === null || asset === coin.split('-')[0]),
  );
  const newest = found.toSorted((a, b) => b.at - a.at).slice(0, asked.value.limit);
  return json(newest.map(rowOf));
}

const moved = (asset: string, at: number, txId: string): object => ({
  coin: chainOf(asset) === asset ? asset : `${asset}-${chainOf(asset)}`,
  network: chainOf(asset),
  address: `addr${hash32(asset).toString(16)}`,
  txId: `${txId}:0`,
  memo: null,
  transHash: txId,
  updateTime: at + 600_000,
  netWork: chainOf(asset),
});

export const deposits = ({ account: { book } }: Signer, request: WireRequest): WireReply =>
  listed(book.deposits, request, ({ asset, amount, at, txId }) => ({
    amount: amountText(amount),
    ...moved(asset, at, txId),
    status: 5,
    insertTime: at,
    unlockConfirm: '200',
    confirmTimes: '203',
  }));

/** The amount has the fee inside. */
export const withdrawals = ({ account: { book } }: Signer, request: WireRequest): WireReply =>
  listed(book.withdrawals, request, ({ asset, amount, fee, at, txId }) => ({
    id: hash32(txId).toString(16).padStart(32, '0'),
    amount: amountText(amount + fee),
    ...moved(asset, at, txId),
    transferType: 0,
    status: 7,
    transactionFee: amountText(fee),
    confirmNo: null,
    applyTime: at,
    remark: '',
  }));
