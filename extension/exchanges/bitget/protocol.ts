/** How Bitget is spoken to: signed and paced by ccxt, refusals told by its own codes. It reports no budget. */
import { bitget } from 'ccxt';
import { classify, isRefusal } from '../../../shared/exchanges/bitget/classify';
import { parseServerTime } from '../../../shared/exchanges/bitget/markets';
import { ok, type UnixMs } from '../../../shared/result';
import type { Protocol } from '../call';
import { type CcxtSigner, createCcxtSigner } from '../ccxt-signer';
import { type BitgetEndpoint, bitgetEndpoints, weightLimit, weightWindowMs } from './endpoints';

/** The tag by which ccxt names itself as the broker of every signed request. */
const brokerHeader = 'X-CHANNEL-API-CODE';

/** Half of the limit over a moving `windowMs`; the other half is left to the trader's bots. */
const signerOf = (weight: number, windowMs: number, now: () => UnixMs): CcxtSigner =>
  createCcxtSigner(
    () =>
      new bitget({
        number: String,
        rateLimiterAlgorithm: 'rollingWindow',
        rollingWindowSize: windowMs,
        rateLimit: windowMs / weight,
      }),
    now,
  );

export function createProtocol(now: () => UnixMs): Protocol<BitgetEndpoint> {
  const signer = signerOf(weightLimit / 2, weightWindowMs, now);
  const rareCalls = signerOf(weightLimit, 2 * weightWindowMs, now);
  return {
    host: 'api.bitget.com',
    pace: ({ weight }) => (weight === weightLimit ? rareCalls : signer).pace(weight),
    sign(endpoint, params, credentials) {
      const signed = signer.sign(endpoint, params, credentials);
      if (!signed.ok) return signed;
      const { [brokerHeader]: _, ...headers } = signed.value.headers;
      return ok({ ...signed.value, headers });
    },
    isRefusal,
    classify,
    budgetOf: () => null,
    clock: { endpoint: bitgetEndpoints.time, params: {}, read: ({ payload }) => parseServerTime(payload) },
  };
}
