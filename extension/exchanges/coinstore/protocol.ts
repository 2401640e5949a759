/** How Coinstore is spoken to: paced by ccxt, refusals told by its own codes, its clock by the date of a reply. */
import { classify, isRefusal } from '../../../shared/exchanges/coinstore/classify';
import { parseServerTime } from '../../../shared/exchanges/coinstore/clock';
import type { UnixMs } from '../../../shared/result';
import type { Protocol } from '../call';
import { createCcxtSigner } from '../ccxt-signer';
import { type CoinstoreEndpoint, coinstoreEndpoints, requestLimit, requestWindowMs } from './endpoints';
import { SigningExchange } from './signing-exchange';

/** Half of what a user may ask, over moving 3 s; the other half is left to the trader's bots. No reply tells a budget. */
export function createProtocol(now: () => UnixMs): Protocol<CoinstoreEndpoint> {
  const signer = createCcxtSigner(
    () =>
      new SigningExchange({
        number: String,
        rateLimiterAlgorithm: 'rollingWindow',
        rollingWindowSize: requestWindowMs,
        rateLimit: requestWindowMs / (requestLimit / 2),
      }),
    now,
  );
  return {
    host: 'api.coinstore.com',
    pace: () => signer.pace(1),
    sign: signer.sign,
    isRefusal,
    classify,
    budgetOf: () => null,
    clock: {
      endpoint: coinstoreEndpoints.prices,
      params: { symbol: 'btcusdt' },
      read: ({ reply }) => parseServerTime(reply),
    },
  };
}
