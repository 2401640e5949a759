/** How MEXC is spoken to: signed and paced by ccxt, refusals told by its own codes; its replies tell no budget. */
import { mexc } from 'ccxt';
import { classify, isErrorBody } from '../../../shared/exchanges/mexc/classify';
import { parseServerTime } from '../../../shared/exchanges/mexc/markets';
import { ok, type UnixMs } from '../../../shared/result';
import type { Protocol } from '../call';
import { createCcxtSigner } from '../ccxt-signer';
import { accountsPerSecond, type MexcEndpoint, mexcEndpoints, weightLimit, weightWindowMs } from './endpoints';

/** How late a signed request may arrive; short, so that a request that was seen on its way is soon worthless. */
const recvWindowMs = 5000;

/** Signs and paces: at most `share` within a moving window. */
const createSigner = (share: number, windowMs: number, now: () => UnixMs) =>
  createCcxtSigner(
    () =>
      new mexc({
        number: String,
        rateLimiterAlgorithm: 'rollingWindow',
        rollingWindowSize: windowMs,
        rateLimit: windowMs / share,
        options: { recvWindow: recvWindowMs },
      }),
    now,
  );

/** ccxt names itself as the broker of every signed request, and an empty name brings it back: the header is taken off. */
function withoutBroker(headers: Readonly<Record<string, string>>): Record<string, string> {
  const { source: _broker, ...rest } = headers;
  return rest;
}

/** Half of each limit of the address; the other half is left to the trader's bots. */
export function createProtocol(now: () => UnixMs): Protocol<MexcEndpoint> {
  const signer = createSigner(weightLimit / 2, weightWindowMs, now);
  const accountPace = createSigner(accountsPerSecond / 2, 1000, now);
  return {
    host: 'api.mexc.com',
    async pace({ weight, scarce }) {
      if (scarce) await accountPace.pace(1);
      await signer.pace(weight);
    },
    sign(endpoint, params, credentials) {
      const request = signer.sign(endpoint, params, credentials);
      return request.ok ? ok({ ...request.value, headers: withoutBroker(request.value.headers) }) : request;
    },
    isRefusal: isErrorBody,
    classify,
    budgetOf: () => null,
    clock: { endpoint: mexcEndpoints.time, params: {}, read: ({ payload }) => parseServerTime(payload) },
  };
}
