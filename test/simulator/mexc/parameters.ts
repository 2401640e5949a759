/** Reading a request's parameters as MEXC does: a refusal where one is malformed. */
import type { WireReply, WireRequest } from '../exchange';
import { type Market, markets } from '../market';
import { badSymbol, illegal, missing } from './replies';

type Parsed<T> = { readonly value: T } | { readonly refused: WireReply };

/** BTC/USDT is BTCUSDT on the wire. */
export const wireSymbol = (market: Market): string => `${market.base}${market.quote}`;

const byWireSymbol = new Map(markets.map((market) => [wireSymbol(market), market]));

/** A parameter of digits; null where it was not sent. */
export function integer(request: WireRequest, name: string): Parsed<number | null> {
  const text = request.query.get(name);
  if (text === null) return { value: null };
  return /^\d{1,16}$/.test(text) ? { value: Number(text) } : { refused: illegal(name) };
}

/** Up to `most` symbols divided by commas, of any market in the list, trading or not; null where none was sent. */
export function symbols(request: WireRequest, most: number): Parsed<readonly Market[] | null> {
  const text = request.query.get('symbol');
  if (text === null || text === '') return { value: null };
  const named = text.split(',');
  const found = named.flatMap((name) => byWireSymbol.get(name) ?? []);
  return found.length === named.length && named.length <= most ? { value: found } : { refused: badSymbol };
}

/** The mandatory parameter `symbol`. */
export function symbol(request: WireRequest): Parsed<Market> {
  const asked = symbols(request, 1);
  if ('refused' in asked) return asked;
  const [market] = asked.value ?? [];
  return market === undefined ? { refused: missing('symbol') } : { value: market };
}

interface Range {
  readonly startTime: number | null;
  readonly endTime: number | null;
  readonly limit: number;
}

/** `startTime`, `endTime`, and `limit` cut to `most`, which it is where it was not sent. */
export function range(request: WireRequest, most: number): Parsed<Range> {
  const startTime = integer(request, 'startTime');
  const endTime = integer(request, 'endTime');
  const limit = integer(request, 'limit');
  if ('refused' in startTime) return startTime;
  if ('refused' in endTime) return endTime;
  if ('refused' in limit) return limit;
  return {
    value: { startTime: startTime.value, endTime: endTime.value, limit: Math.min(limit.value ?? most, most) },
  };
}
