/** How BitMart is spoken to: signed and paced on ccxt's base class, refusals told by its own codes, the budget by its headers. */
import { classify, isRefusal } from '../../../shared/exchanges/bitmart/classify';
import { parseServerTime } from '../../../shared/exchanges/bitmart/markets';
import type { ExchangeReply } from '../../../shared/exchanges/reply';
import type { UnixMs } from '../../../shared/result';
import type { Protocol } from '../call';
import { createCcxtSigner } from '../ccxt-signer';
import type { Budget } from '../client';
import { type BitmartEndpoint, bitmartEndpoints, weightLimit, weightWindowMs } from './endpoints';
import { Bitmart } from './signing';

/** BitMart's windows are seconds; one of more than an hour is no window, and would be waited for. */
const longestWindowSeconds = 3600;

/**
 * The budget of the call that was made, in requests. BitMart's `Remaining` counts, against its name, what has been used; `Reset`
 * is the length of the window in seconds.
 */
function budgetOf({ headers, receivedAt }: ExchangeReply): Budget | null {
  const names = ['remaining', 'limit', 'reset'];
  const told = names.map((name) => headers[`x-bm-ratelimit-${name}`] ?? '');
  if (!told.every((text) => /^\d{1,9}$/.test(text))) return null;
  const [used = 0, limit = 0, seconds = 0] = told.map(Number);
  if (seconds > longestWindowSeconds) return null;
  return { used, limit, windowMs: seconds * 1000, at: receivedAt };
}

/** Half of the limit, over a moving window; the other half is left to the trader's bots. */
export function createProtocol(now: () => UnixMs): Protocol<BitmartEndpoint> {
  const signer = createCcxtSigner(
    () =>
      new Bitmart({
        number: String,
        rateLimiterAlgorithm: 'rollingWindow',
        rollingWindowSize: weightWindowMs,
        rateLimit: weightWindowMs / (weightLimit / 2),
      }),
    now,
  );
  return {
    host: 'api-cloud.bitmart.com',
    pace: ({ weight }) => signer.pace(weight),
    sign: signer.sign,
    isRefusal,
    classify,
    budgetOf,
    clock: { endpoint: bitmartEndpoints.time, params: {}, read: ({ payload }) => parseServerTime(payload) },
  };
}
