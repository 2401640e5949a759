/**
 * GET /api/v3/myTrades: the fills of one symbol, newest first, 100 at most, those of the last 30 days alone.
 *
 * Takes `startTime` and `endTime`, both inclusive. What is older than the look-back is in no reply, whatever is asked.
 */
import type { ExchangeDeps, WireReply, WireRequest } from '../exchange';
import type { Fill } from '../history';
import { listedFills, type ServePage } from '../listing';
import { hash32 } from '../random';
import { amountText, times } from '../units';
import type { Account } from '../world';
import { range, symbol, wireSymbol } from './parameters';
import { json } from './replies';

const mostRows = 100;
const lookBackMs = 30 * 86_400_000;

const hex = (value: number, digits: number): string => value.toString(16).padStart(digits, '0');

/** 32 characters that look like hex; they begin with a letter and count up with time, so that their order is that of the fills. */
const tradeId = ({ market, id }: Fill): string =>
  `fa${hex(id, 14)}${hex(hash32(`${market.symbol}/${id}`), 8)}${hex(hash32(`${id}/${market.symbol}`), 8)}`;

export const wireOrderId = (orderId: number): string => `C02__${orderId}`;

/** A fill that costs nothing has a commission of "0" in no coin. */
function row(fill: Fill): object {
  const [fee] = fill.fees;
  return {
    symbol: wireSymbol(fill.market),
    id: tradeId(fill),
    orderId: wireOrderId(fill.orderId),
    orderListId: -1,
    price: amountText(fill.price),
    qty: amountText(fill.quantity),
    quoteQty: amountText(times(fill.price, fill.quantity)),
    commission: amountText(fee?.amount ?? 0n),
    commissionAsset: fee?.asset ?? null,
    time: fill.at,
    isBuyer: fill.side === 'buy',
    isMaker: fill.maker,
    isBestMatch: true,
    isSelfTrade: false,
    clientOrderId: null,
  };
}

interface FillsState extends ExchangeDeps {
  readonly serve: ServePage;
}

export function myTrades(state: FillsState, account: Account, request: WireRequest): WireReply {
  const market = symbol(request);
  if ('refused' in market) return market.refused;
  const asked = range(request, Math.min(mostRows, state.perPage ?? mostRows));
  if ('refused' in asked) return asked.refused;
  const { startTime, endTime, limit } = asked.value;
  const from = Math.max(startTime ?? 0, request.nowMs - lookBackMs);
  const listed = listedFills(state, account, request, market.value.symbol);
  const matching = listed.filter(({ at }) => at >= from && (endTime === null || at <= endTime));
  const page = json(matching.toReversed().slice(0, limit).map(row));
  return state.serve(`${account.label} ${market.value.symbol}`, request, page);
}
