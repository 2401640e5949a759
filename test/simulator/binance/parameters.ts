/** Reading a request's parameters as Binance does: a refusal where one is malformed. */
import type { WireReply, WireRequest } from '../exchange';
import { type Market, markets } from '../market';
import { badCombination, badSymbol, illegal, missing, windowTooWide } from './replies';

export type Parsed<T> = { readonly value: T } | { readonly refused: WireReply };

/** BTC/USDT is BTCUSDT on the wire. */
export const wireSymbol = (market: Market): string => `${market.base}${market.quote}`;

const byWireSymbol = new Map(markets.map((market) => [wireSymbol(market), market]));

const marketOfWire = (symbol: string): Market | null => byWireSymbol.get(symbol) ?? null;

/** A parameter of digits; null where it was not sent. */
export function integer(request: WireRequest, name: string): Parsed<number | null> {
  const text = request.query.get(name);
  if (text === null) return { value: null };
  if (!/^\d{1,20}$/.test(text)) return { refused: illegal(name, '^[0-9]{1,20}$') };
  return { value: Number(text) };
}

/** The mandatory parameter `symbol`, of any market in the list, trading or not. */
export function symbolParameter(request: WireRequest): Parsed<Market> {
  const text = request.query.get('symbol');
  if (text === null || text === '') return { refused: missing('symbol') };
  if (!/^[A-Z0-9-_.]{1,20}$/.test(text)) return { refused: illegal('symbol', '^[A-Z0-9-_.]{1,20}$') };
  const market = marketOfWire(text);
  return market === null ? { refused: badSymbol } : { value: market };
}

/** `symbol` or `symbols=["A","B"]`, optional: null for all. */
export function symbolsParameter(request: WireRequest): Parsed<readonly Market[] | null> {
  const list = request.query.get('symbols');
  const one = request.query.get('symbol');
  if (list !== null && one !== null) return { refused: badCombination };
  if (list === null && one === null) return { value: null };
  if (list === null) {
    const market = symbolParameter(request);
    return 'refused' in market ? market : { value: [market.value] };
  }
  if (!/^\["[A-Z0-9-_.]{1,20}"(,"[A-Z0-9-_.]{1,20}")*\]$/.test(list)) {
    return { refused: illegal('symbols', '^\\["[A-Z0-9-_.]{1,20}"(,"[A-Z0-9-_.]{1,20}"){0,}\\]$') };
  }
  const found = list.slice(2, -2).split('","').map(marketOfWire);
  const known = found.filter((market) => market !== null);
  return known.length < found.length ? { refused: badSymbol } : { value: known };
}

interface Window {
  readonly startTime: number | null;
  readonly endTime: number | null;
  readonly limit: number;
}

/** `startTime`, `endTime` at most `hours` apart, and `limit` cut to `most`. */
export function windowParameters(request: WireRequest, hours: number, usual: number, most: number): Parsed<Window> {
  const startTime = integer(request, 'startTime');
  const endTime = integer(request, 'endTime');
  const limit = integer(request, 'limit');
  if ('refused' in startTime) return startTime;
  if ('refused' in endTime) return endTime;
  if ('refused' in limit) return limit;
  const [start, end] = [startTime.value, endTime.value];
  if (start !== null && end !== null && end - start > hours * 3_600_000) return { refused: windowTooWide(hours) };
  return { value: { startTime: start, endTime: end, limit: Math.min(limit.value ?? usual, most) } };
}
