/** How Binance is spoken to: signed and paced by ccxt, refusals told by its own codes, the budget by its headers. */
import { binance } from 'ccxt';
import { classify, isErrorBody } from '../../../shared/exchanges/binance/classify';
import { parseServerTime } from '../../../shared/exchanges/binance/markets';
import type { ExchangeReply } from '../../../shared/exchanges/reply';
import type { UnixMs } from '../../../shared/result';
import type { Protocol } from '../call';
import { type CcxtSigner, createCcxtSigner } from '../ccxt-signer';
import type { Budget } from '../client';
import { accountWeightLimit, type BinanceEndpoint, binanceEndpoints, weightLimit, weightWindowMs } from './endpoints';

/** How late a signed request may arrive; short, so that a request that was seen on its way is soon worthless. */
const recvWindowMs = 5000;

function budgetOf({ headers, receivedAt }: ExchangeReply): Budget | null {
  const used = headers['x-mbx-used-weight-1m'];
  if (used === undefined || !/^\d{1,9}$/.test(used)) return null;
  return { used: Number(used), limit: weightLimit, windowMs: weightWindowMs, at: receivedAt };
}

/** So much weight over a moving minute. */
const signerOf = (weight: number, now: () => UnixMs): CcxtSigner =>
  createCcxtSigner(
    () =>
      new binance({
        number: String,
        rateLimiterAlgorithm: 'rollingWindow',
        rollingWindowSize: weightWindowMs,
        rateLimit: weightWindowMs / weight,
        options: { recvWindow: recvWindowMs, fetchCurrencies: false, fetchMargins: false },
      }),
    now,
  );

/** Half of the address's weight; the other half is left to the trader's bots. What counts against an account waits apart. */
export function createProtocol(now: () => UnixMs): Protocol<BinanceEndpoint> {
  const signer = signerOf(weightLimit / 2, now);
  const accountCalls = signerOf(accountWeightLimit / 2, now);
  return {
    host: 'api.binance.com',
    pace: ({ weight, accountWeight }) =>
      accountWeight === undefined ? signer.pace(weight) : accountCalls.pace(accountWeight),
    sign: signer.sign,
    isRefusal: isErrorBody,
    classify,
    budgetOf,
    clock: { endpoint: binanceEndpoints.time, params: {}, read: ({ payload }) => parseServerTime(payload) },
  };
}
