/**
 * BitMart's limits: each endpoint has its own, per address where it is public and per key where it is not, in windows of 2 s.
 *
 * Every reply tells them: `Remaining` is, against its name, what has been used, `Reset` the length of the window in seconds.
 * Who goes on asking beyond the limit is answered 418 for a minute.
 */
import type { WireReply, WireRequest } from '../exchange';
import { banned, tooMany } from './replies';

const windowMs = 2000;
/** Refused requests within one window before the ban. The exchange does not publish its number. */
const refusalsBeforeBan = 10;
const banMs = 60_000;

interface Usage {
  window: number;
  used: number;
  bannedUntil: number;
}

interface Limits {
  /** Books a request of an endpoint that allows `limit` in a window: the headers of its reply, and the refusal where it is one. */
  book(request: WireRequest, limit: number, mode: 'IP' | 'X-BM-KEY'): Booked;
}

interface Booked {
  readonly headers: Readonly<Record<string, string>>;
  readonly refused: WireReply | null;
}

export const limitHeaders = (used: number, limit: number, seconds: number, mode: string): Record<string, string> => ({
  'x-bm-ratelimit-mode': mode,
  'x-bm-ratelimit-remaining': String(used),
  'x-bm-ratelimit-limit': String(limit),
  'x-bm-ratelimit-reset': String(seconds),
});

export function createLimits(): Limits {
  const usages = new Map<string, Usage>();
  return {
    book: (request, limit, mode) => {
      const whose = mode === 'IP' ? request.address : (request.headers['x-bm-key'] ?? '');
      const name = `${request.path} ${whose}`;
      const window = Math.floor(request.nowMs / windowMs);
      const usage = usages.get(name) ?? { window, used: 0, bannedUntil: 0 };
      usages.set(name, usage);
      if (usage.window !== window) Object.assign(usage, { window, used: 0 });
      usage.used += 1;
      if (usage.used > limit + refusalsBeforeBan) usage.bannedUntil = request.nowMs + banMs;
      const isBanned = usage.bannedUntil > request.nowMs;
      const seconds = isBanned ? Math.ceil((usage.bannedUntil - request.nowMs) / 1000) : windowMs / 1000;
      return {
        headers: limitHeaders(usage.used, limit, seconds, mode),
        refused: isBanned ? banned : usage.used > limit ? tooMany : null,
      };
    },
  };
}
