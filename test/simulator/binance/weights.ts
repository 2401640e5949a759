/**
 * Binance's budget of request weight, per address and minute: 6000 for /api, 12000 for /sapi, counted apart.
 *
 * A request beyond it is answered 429 with the seconds left in the minute; who goes on asking is banned (418), for two
 * minutes at first and twice as long each further time.
 */
import type { WireReply, WireRequest } from '../exchange';
import { banned, rateLimited } from './replies';

export const apiLimit = 6000;
const sapiLimit = 12_000;
/** Refused requests within one minute before the ban. The exchange does not publish its number. */
export const refusalsBeforeBan = 10;
const firstBanMs = 120_000;

interface Usage {
  minute: number;
  api: number;
  sapi: number;
  refusals: number;
  bans: number;
  bannedUntil: number;
}

/** The weight of a request, as documented for spot in 2025. */
function weightOf(request: WireRequest): number {
  const { path, query } = request;
  const listed = query.get('symbols')?.split(',').length ?? (query.has('symbol') ? 1 : Number.POSITIVE_INFINITY);
  switch (path) {
    case '/api/v3/exchangeInfo':
    case '/api/v3/account':
    case '/api/v3/allOrders':
      return 20;
    case '/api/v3/myTrades':
      return query.has('orderId') ? 5 : 20;
    case '/api/v3/openOrders':
      return query.has('symbol') ? 6 : 80;
    case '/api/v3/order':
      return 4;
    case '/api/v3/ticker/24hr':
      return listed <= 20 ? 2 : listed <= 100 ? 40 : 80;
    case '/api/v3/ticker/price':
      return listed === 1 && query.has('symbol') ? 2 : 4;
    case '/api/v3/klines':
      return 2;
    default:
      return 1;
  }
}

interface Weights {
  /** Books a request: null where it may pass, else the refusal. */
  book(request: WireRequest): WireReply | null;
  /** The headers that every reply to this address carries. */
  headers(request: WireRequest): Record<string, string>;
}

/** Adds a request's weight; null where it is within the minute's, else the refusal. */
function bookWeight(usage: Usage, request: WireRequest): WireReply | null {
  const { nowMs } = request;
  if (usage.bannedUntil > nowMs) return banned(usage.bannedUntil, nowMs);
  const [part, limit] = request.path.startsWith('/sapi/')
    ? (['sapi', sapiLimit] as const)
    : (['api', apiLimit] as const);
  usage[part] += weightOf(request);
  if (usage[part] <= limit) return null;
  usage.refusals += 1;
  if (usage.refusals <= refusalsBeforeBan) {
    return rateLimited(Math.ceil(((usage.minute + 1) * 60_000 - nowMs) / 1000), limit);
  }
  usage.bannedUntil = nowMs + firstBanMs * 2 ** usage.bans;
  usage.bans += 1;
  return banned(usage.bannedUntil, nowMs);
}

export function createWeights(): Weights {
  const byAddress = new Map<string, Usage>();
  const usageOf = ({ address, nowMs }: WireRequest): Usage => {
    const minute = Math.floor(nowMs / 60_000);
    const known = byAddress.get(address) ?? { minute, api: 0, sapi: 0, refusals: 0, bans: 0, bannedUntil: 0 };
    byAddress.set(address, known);
    if (known.minute !== minute) Object.assign(known, { minute, api: 0, sapi: 0, refusals: 0 });
    return known;
  };
  return {
    book: (request) => bookWeight(usageOf(request), request),
    headers: (request) => {
      const { api, sapi } = usageOf(request);
      if (request.path.startsWith('/sapi/')) return { 'x-sapi-used-ip-weight-1m': String(sapi) };
      return { 'x-mbx-used-weight': String(api), 'x-mbx-used-weight-1m': String(api) };
    },
  };
}
