/**
 * Bitget's limits: so many calls of one endpoint in a second, per account for signed ones, per address for the others.
 *
 * The second is a fixed one of the clock. The rights of a key, once a second and account at Bitget, are counted per key here, so
 * that the two keys of an account can be looked at one after another.
 */
import type { WireReply, WireRequest } from '../exchange';
import { tooManyRequests } from './replies';

const perSecond: Readonly<Record<string, number>> = {
  '/api/v2/spot/account/info': 1,
  '/api/v2/spot/account/assets': 10,
  '/api/v2/spot/trade/fills': 10,
  '/api/v2/spot/wallet/deposit-records': 10,
  '/api/v2/spot/wallet/withdrawal-records': 10,
  '/api/v3/account/deposit-records': 10,
  '/api/v3/account/withdrawal-records': 10,
  '/api/v3/account/info': 5,
};
const usualPerSecond = 20;

interface Limits {
  /** Books a call of `who`: null where it may pass, else the refusal. */
  book(request: WireRequest, who: string): WireReply | null;
}

export function createLimits(): Limits {
  let second = 0;
  const counts = new Map<string, number>();
  return {
    book: ({ path, nowMs }, who) => {
      const now = Math.floor(nowMs / 1000);
      if (now !== second) counts.clear();
      second = now;
      const count = (counts.get(`${path} ${who}`) ?? 0) + 1;
      counts.set(`${path} ${who}`, count);
      return count > (perSecond[path] ?? usualPerSecond) ? tooManyRequests(nowMs) : null;
    },
  };
}
