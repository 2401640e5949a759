/** How Poloniex is spoken to: signed and paced by ccxt, refusals told by its own codes and texts. It reports no budget. */
import { poloniex } from 'ccxt';
import { classify, isErrorBody } from '../../../shared/exchanges/poloniex/classify';
import { parseServerTime } from '../../../shared/exchanges/poloniex/markets';
import type { UnixMs } from '../../../shared/result';
import type { Protocol } from '../call';
import { createCcxtSigner } from '../ccxt-signer';
import { type PoloniexEndpoint, poloniexEndpoints, weightLimit, weightWindowMs } from './endpoints';

/** Half of the limit, over a moving second; the other half is left to the trader's bots. */
export function createProtocol(now: () => UnixMs): Protocol<PoloniexEndpoint> {
  const signer = createCcxtSigner(
    () =>
      new poloniex({
        number: String,
        rateLimiterAlgorithm: 'rollingWindow',
        rollingWindowSize: weightWindowMs,
        rateLimit: weightWindowMs / (weightLimit / 2),
      }),
    now,
  );
  return {
    host: 'api.poloniex.com',
    pace: ({ weight }) => signer.pace(weight),
    sign: signer.sign,
    isRefusal: isErrorBody,
    classify,
    budgetOf: () => null,
    clock: { endpoint: poloniexEndpoints.time, params: {}, read: ({ payload }) => parseServerTime(payload) },
  };
}
