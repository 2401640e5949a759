/**
 * Gate's limits: 200 requests in 10 s of one endpoint, counted per account where they are signed and per address where not.
 *
 * Every reply tells the limit, what is left of it, and when it begins anew: that instant is the present second unless the limit
 * was exceeded.
 */
import type { WireReply, WireRequest } from '../exchange';
import { rateLimited } from './replies';

export const requestLimit = 200;
const windowMs = 10_000;

interface Usage {
  window: number;
  used: number;
}

interface Limits {
  /** Books a request of `caller`, answers it or refuses it, and tells the limit with either. */
  answer(caller: string, request: WireRequest, reply: () => WireReply): WireReply;
}

const second = (ms: number): number => Math.ceil(ms / 1000);

export function createLimits(): Limits {
  const usages = new Map<string, Usage>();
  return {
    answer: (caller, request, reply) => {
      const { method, path, nowMs } = request;
      const window = Math.floor(nowMs / windowMs);
      const key = `${caller} ${method} ${path}`;
      const known = usages.get(key);
      const usage = known?.window === window ? known : { window, used: 0 };
      usages.set(key, usage);
      usage.used += 1;
      const isOver = usage.used > requestLimit;
      const given = isOver ? rateLimited(usage.used, second((window + 1) * windowMs)) : reply();
      return {
        ...given,
        headers: {
          'x-gate-ratelimit-limit': String(requestLimit),
          'x-gate-ratelimit-requests-remain': String(Math.max(0, requestLimit - usage.used)),
          'x-gate-ratelimit-reset-timestamp': String(Math.floor(nowMs / 1000)),
          ...given.headers,
        },
      };
    },
  };
}
