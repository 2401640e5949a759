/** Reading a request's parameters as Poloniex does: a refusal where one is malformed. */
import type { WireReply, WireRequest } from '../exchange';
import { type Market, markets } from '../market';
import { badParameter, badSymbol, limitTooHigh, limitTooLow, windowTooWide } from './replies';

export type Parsed<T> = { readonly value: T } | { readonly refused: WireReply };

/** BTC/USDT is BTC_USDT on the wire. */
export const wireSymbol = (market: Market): string => `${market.base}_${market.quote}`;

const byWireSymbol = new Map(markets.map((market) => [wireSymbol(market), market]));

/** A parameter of digits; null where it was not sent. */
export function integer({ query }: WireRequest, name: string): Parsed<bigint | null> {
  const text = query.get(name);
  if (text === null) return { value: null };
  return /^\d{1,19}$/.test(text) ? { value: BigInt(text) } : { refused: badParameter(name) };
}

/** `symbols=BTC_USDT,ETH_USDT` or `symbol`, optional: null for all. */
export function symbolsParameter(
  { query }: WireRequest,
  name: 'symbols' | 'symbol',
): Parsed<ReadonlySet<Market> | null> {
  const text = query.get(name);
  if (text === null) return { value: null };
  const found = text.split(',').map((symbol) => byWireSymbol.get(symbol));
  const known = found.filter((market) => market !== undefined);
  return known.length < found.length ? { refused: badSymbol } : { value: new Set(known) };
}

const weekMs = 7 * 86_400_000;
const mostRows = 100;

interface Range {
  readonly startMs: number;
  readonly endMs: number;
  readonly limit: number;
}

/** `startTime` and `endTime`, both inclusive, at most 7 days apart; each gives the other; neither: the last 7 days. */
export function rangeParameters(request: WireRequest): Parsed<Range> {
  const start = integer(request, 'startTime');
  const end = integer(request, 'endTime');
  const limit = integer(request, 'limit');
  if ('refused' in start) return start;
  if ('refused' in end) return end;
  if ('refused' in limit) return limit;
  if (limit.value === 0n) return { refused: limitTooLow };
  if (limit.value !== null && limit.value > BigInt(mostRows)) return { refused: limitTooHigh };
  const endMs =
    end.value === null ? (start.value === null ? request.nowMs : Number(start.value) + weekMs) : Number(end.value);
  const startMs = start.value === null ? endMs - weekMs : Number(start.value);
  if (endMs - startMs > weekMs) return { refused: windowTooWide };
  return { value: { startMs, endMs, limit: Number(limit.value ?? mostRows) } };
}
