/**
 * ccxt as the signer and the pace of all calls to Binance.
 *
 * Requests are signed here and sent by an egress, not by ccxt: its own transport hands over one shared "last reply", throws
 * errors that carry the signed URL, and turns a second −2015 into a rate limit. A signed request as a value keeps each call's
 * reply its own, however many run at once.
 */
import { binance } from 'ccxt';
import { err, ok, type Result, type UnixMs } from '../../../shared/result';
import type { Credentials } from '../client';
import type { EgressRequest } from '../egress';
import { type BinanceEndpoint, weightLimit, weightWindowMs } from './endpoints';

/** How late a signed request may arrive; short, so that a request that was seen on its way is soon worthless. */
const recvWindowMs = 5000;

export type QueryParams = Readonly<Record<string, string>>;

export interface BinanceSigner {
  /**
   * Resolves when `weight` more fits into half of the address's limit, over a moving minute; the other half is left to the
   * trader's bots. In order of asking.
   */
  pace(weight: number): Promise<void>;
  /** The request, ready to be sent within 5 s. `credentials-invalid`: a key or secret that cannot sign, such as an empty one. */
  sign(
    endpoint: BinanceEndpoint,
    params: QueryParams,
    credentials: Credentials,
  ): Result<EgressRequest, { readonly reason: 'credentials-invalid' }>;
}

/** Creates the signer for one address: all accounts that call from it share its pace. */
export function createBinanceSigner(now: () => UnixMs): BinanceSigner {
  const signer = new binance({
    number: String,
    rateLimiterAlgorithm: 'rollingWindow',
    rollingWindowSize: weightWindowMs,
    rateLimit: weightWindowMs / (weightLimit / 2),
    options: { recvWindow: recvWindowMs, fetchCurrencies: false, fetchMargins: false },
  });
  signer.milliseconds = now;

  return {
    async pace(weight) {
      await signer.throttle(weight);
    },
    sign({ api, path }, params, { apiKey, secret }) {
      // Signing is synchronous: the keys lie in the shared instance only while it runs.
      try {
        signer.apiKey = apiKey.reveal();
        signer.secret = secret.reveal();
        const { url, headers } = signer.sign(path, api, 'GET', { ...params });
        return ok({ method: 'GET', url, headers: { ...headers } });
      } catch {
        return err({ reason: 'credentials-invalid' });
      } finally {
        signer.apiKey = '';
        signer.secret = '';
      }
    },
  };
}
