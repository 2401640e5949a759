/**
 * Poloniex's limits, in a moving second: 200 public calls of an address; of an account 50 calls that look up one thing, 10 that
 * list or search. Beyond, 429; how long to wait is not told.
 */
import type { WireReply, WireRequest } from '../exchange';
import { rateLimited } from './replies';

const listings = new Set(['/trades', '/orders', '/orders/history', '/feeinfo', '/wallets/activity']);
const mostListings = 10;
const mostLookups = 50;
const mostPublic = 200;

interface Limits {
  /** Counts a request: null where it may pass, else the refusal. */
  count(request: WireRequest): WireReply | null;
}

export function createLimits(): Limits {
  const calls = new Map<string, number[]>();
  return {
    count: ({ path, headers, address, nowMs }) => {
      const { key } = headers;
      const isListing = listings.has(path);
      const [who, most] =
        key === undefined ? [address, mostPublic] : [`${key} ${isListing}`, isListing ? mostListings : mostLookups];
      const recent = (calls.get(who) ?? []).filter((at) => at > nowMs - 1000);
      calls.set(who, [...recent, nowMs]);
      return recent.length >= most ? rateLimited : null;
    },
  };
}
