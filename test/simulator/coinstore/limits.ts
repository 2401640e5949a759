/** Coinstore's limits: 300 requests in 3 s of an address, 120 of a user. No reply tells what is left. */
import type { WireReply } from '../exchange';
import { tooMany } from './replies';

const windowMs = 3000;
const addressLimit = 300;
const userLimit = 120;

interface Limits {
  /** Books a request; the refusal where the address, or the user, has made too many. */
  bookAddress(address: string, nowMs: number): WireReply | null;
  bookUser(uid: number, nowMs: number): WireReply | null;
}

export function createLimits(): Limits {
  const counts = new Map<string, { window: number; used: number }>();
  const book = (caller: string, limit: number, nowMs: number): WireReply | null => {
    const window = Math.floor(nowMs / windowMs);
    const known = counts.get(caller);
    const count = known?.window === window ? known : { window, used: 0 };
    count.used += 1;
    counts.set(caller, count);
    return count.used > limit ? tooMany : null;
  };
  return {
    bookAddress: (address, nowMs) => book(`address ${address}`, addressLimit, nowMs),
    bookUser: (uid, nowMs) => book(`user ${uid}`, userLimit, nowMs),
  };
}
