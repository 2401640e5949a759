/** How Gate is spoken to: signed and paced by ccxt, refusals told by its own labels, the budget by its headers. */
import { gate } from 'ccxt';
import { classify, isErrorBody } from '../../../shared/exchanges/gate/classify';
import { parseServerTime } from '../../../shared/exchanges/gate/markets';
import type { ExchangeReply } from '../../../shared/exchanges/reply';
import type { UnixMs } from '../../../shared/result';
import type { Protocol } from '../call';
import { createCcxtSigner } from '../ccxt-signer';
import type { Budget } from '../client';
import { type GateEndpoint, gateEndpoints, requestLimit, requestWindowMs } from './endpoints';

const count = (header: string | undefined): number | null =>
  header !== undefined && /^\d{1,9}$/.test(header) ? Number(header) : null;

/** Each endpoint counts for itself; what is told is the budget of the one that was asked last. */
function budgetOf({ headers, receivedAt }: ExchangeReply): Budget | null {
  const limit = count(headers['x-gate-ratelimit-limit']);
  const left = count(headers['x-gate-ratelimit-requests-remain']);
  if (limit === null || left === null || left > limit) return null;
  return { used: limit - left, limit, windowMs: requestWindowMs, at: receivedAt };
}

/**
 * Half of what one endpoint allows, for all endpoints together, over moving 10 s; the rest is left to the trader's bots.
 *
 * ccxt names itself to Gate in the header X-Gate-Channel-Id, a broker's tag. It is added by ccxt's own transport, which is not
 * used: what is signed here carries none.
 */
export function createProtocol(now: () => UnixMs): Protocol<GateEndpoint> {
  const signer = createCcxtSigner(
    () =>
      new gate({
        number: String,
        rateLimiterAlgorithm: 'rollingWindow',
        rollingWindowSize: requestWindowMs,
        rateLimit: requestWindowMs / (requestLimit / 2),
      }),
    now,
  );
  return {
    host: 'api.gateio.ws',
    pace: () => signer.pace(1),
    sign: signer.sign,
    isRefusal: isErrorBody,
    classify,
    budgetOf,
    clock: { endpoint: gateEndpoints.time, params: {}, read: ({ payload }) => parseServerTime(payload) },
  };
}
