/** Coinstore's signed calls but the fills: balances by kind, open orders, single orders, deposits, withdrawals. */
import type { WireReply, WireRequest } from '../exchange';
import type { Order } from '../history';
import { hash32 } from '../random';
import type { Signer } from '../signer';
import { amountText } from '../units';
import { marketOfCode, symbolCode } from './listings';
import { badRequest, bare, noSuchOrder, noSuchSymbol, success, textSuccess } from './replies';

/** Order ids of the wire: 16 digits, unlike across markets. */
export const orderNumber = (order: {
  readonly market: { readonly symbol: string };
  readonly orderId: number;
}): string => String(1_700_000_000_000_000 + (hash32(order.market.symbol) % 10_000) * 10_000_000_000 + order.orderId);

/** One row per coin and kind; what is not frozen, or not free, has a row with 0. */
export function accountList({ account }: Signer): WireReply {
  const { book, uid } = account;
  const row = (currency: string, balance: bigint, type: number, typeName: string) => ({
    ...{ uid, accountId: uid + 1, currency, balance: amountText(balance), type, typeName },
  });
  return success(
    book.assets().flatMap((asset) => {
      const { free, locked } = book.balance(asset);
      return [row(asset, locked, 4, 'FROZEN'), row(asset, free, 1, 'AVAILABLE')];
    }),
  );
}

const states = { done: 'FILLED', open: 'SUBMITTED', cancelled: 'CANCELED' } as const;

function orderRow(signer: Signer, order: Order): object {
  const { market, quantity, executed, executedQuote, side, price, state, at, updatedAt } = order;
  return {
    baseCurrency: market.base,
    quoteCurrency: market.quote,
    side: side.toUpperCase(),
    cumQty: amountText(executed),
    ordId: bare(orderNumber({ market, orderId: order.id })),
    clOrdId: hash32(`${market.symbol}/${order.id}`).toString(16),
    ordType: order.type.toUpperCase(),
    ordQty: amountText(quantity),
    cumAmt: amountText(executedQuote),
    accountId: signer.account.uid + 1,
    timeInForce: 'GTC',
    ordPrice: amountText(price),
    leavesQty: amountText(quantity - executed),
    avgPrice: '0',
    ordStatus: states[state],
    symbol: symbolCode(market),
    orderUpdateTime: updatedAt,
    timestamp: at,
  };
}

export function activeOrders(signer: Signer, { query }: WireRequest): WireReply {
  const code = query.get('symbol');
  const market = code === null ? null : marketOfCode(code);
  if (code !== null && market === null) return noSuchSymbol;
  const open = signer.account.book.openOrders().filter((order) => market === null || order.market === market);
  return success(open.map((order) => orderRow(signer, order)));
}

export function orderInfo(signer: Signer, { query }: WireRequest): WireReply {
  const wanted = query.get('ordId');
  if (wanted === null) return badRequest;
  const orders = [...signer.account.book.orders.values()].flat();
  const found = orders.find(({ market, id }) => orderNumber({ market, orderId: id }) === wanted);
  return found === undefined ? noSuchOrder : success([orderRow(signer, found)]);
}

const dateText = (at: number): string => new Date(at).toISOString().slice(0, 19).replace('T', ' ');

/** The parameters in a body; null where it is no object. */
function parametersOf({ body }: WireRequest): Readonly<Record<string, unknown>> | null {
  try {
    const parsed: unknown = JSON.parse(body);
    return typeof parsed === 'object' && parsed !== null ? { ...parsed } : null;
  } catch {
    return null;
  }
}

/** The rows asked for, newest first: of one coin or of all, 500 where no limit is given, 1000 at most. */
function selected<T extends { readonly asset: string; readonly at: number }>(
  rows: readonly T[],
  { currencyCode, limit = '500' }: Readonly<Record<string, unknown>>,
): readonly T[] | null {
  const most = Number(limit);
  if (!Number.isInteger(most) || most < 1 || most > 1000) return null;
  const coin = typeof currencyCode === 'string' && currencyCode !== '' ? currencyCode.toUpperCase() : null;
  return rows
    .filter(({ asset }) => coin === null || asset === coin)
    .toSorted((a, b) => b.at - a.at)
    .slice(0, most);
}

/** Deposits are listed for one coin, which must be named. */
export function deposits({ account }: Signer, request: WireRequest): WireReply {
  const parameters = parametersOf(request);
  const rows = parameters?.currencyCode ? selected(account.book.deposits, parameters) : null;
  if (rows === null) return badRequest;
  const depositList = rows.map(({ asset, amount, at, txId }) => ({
    ...{ id: hash32(txId), symbol: asset.toLowerCase(), chainName: asset.toLowerCase(), amount: amountText(amount) },
    ...{ createdAt: dateText(at), status: 1, txId, internalType: 0, lockAccount: false, noDepositMsg: null },
  }));
  return textSuccess({ depositList, externalId: null, label: null });
}

export function withdrawals({ account }: Signer, request: WireRequest): WireReply {
  const parameters = parametersOf(request);
  const rows = parameters === null ? null : selected(account.book.withdrawals, parameters);
  if (rows === null) return badRequest;
  const withdrawList = rows.map(({ asset, amount, fee, at, txId }) => ({
    ...{ id: hash32(txId), symbol: asset, amount: amountText(amount), fee: amountText(fee), createdAt: dateText(at) },
    ...{ status: 5, showStatus: 2, txId, tag: null, chainName: asset, internalType: 0 },
  }));
  return textSuccess({ withdrawList, externalId: null, label: null });
}
