/** Reading a request's parameters as Gate does: a refusal where one is malformed. */
import type { WireReply, WireRequest } from '../exchange';
import { type Market, markets } from '../market';
import { badPair, badParameter, windowTooWide } from './replies';

export type Parsed<T> = { readonly value: T } | { readonly refused: WireReply };

/** BTC/USDT is BTC_USDT on the wire. */
export const pairOf = ({ base, quote }: Pick<Market, 'base' | 'quote'>): string => `${base}_${quote}`;

const byPair = new Map(markets.map((market) => [pairOf(market), market]));

/** The optional parameter `currency_pair`, of any market in the list, trading or not; null where it was not sent. */
export function pairParameter({ query }: WireRequest): Parsed<Market | null> {
  const text = query.get('currency_pair');
  if (text === null || text === '') return { value: null };
  const market = byPair.get(text);
  return market === undefined ? { refused: badPair } : { value: market };
}

/** A whole number of at most `most`; `usual` where it was not sent. */
export function integer({ query }: WireRequest, name: string, usual: number, most: number): Parsed<number> {
  const text = query.get(name);
  if (text === null) return { value: usual };
  if (!/^\d{1,12}$/.test(text) || Number(text) > most) return { refused: badParameter(name) };
  return { value: Number(text) };
}

export interface Span {
  readonly fromMs: number;
  /** Inclusive, to the end of that second. */
  readonly toMs: number;
}

const daySeconds = 86_400;
const latest = 100_000_000_000;

/** `from` and `to` in seconds: at most 30 days apart; with one of them or neither, 7 days from it, up to it, or up to now. */
export function spanParameters(request: WireRequest): Parsed<Span> {
  const { query, nowMs } = request;
  const from = integer(request, 'from', -1, latest);
  const to = integer(request, 'to', -1, latest);
  if ('refused' in from) return from;
  if ('refused' in to) return to;
  const week = 7 * daySeconds;
  const end = query.has('to') ? to.value : query.has('from') ? from.value + week : Math.floor(nowMs / 1000);
  const start = query.has('from') ? from.value : end - week;
  if (start > end) return { refused: badParameter('from') };
  if (end - start > 30 * daySeconds) return { refused: windowTooWide };
  return { value: { fromMs: start * 1000, toMs: end * 1000 + 999 } };
}
