/** Poloniex, spot and the futures wallet: each question of the engine as one call, each answer normalised from the raw payload. */
import { parseFuturesBalances, parseSpotBalances } from '../../../shared/exchanges/poloniex/balances';
import { candlePlan, candleQuery, parseCandles } from '../../../shared/exchanges/poloniex/candles';
import { parseKeyProof } from '../../../shared/exchanges/poloniex/key-rights';
import { parseMarkets, parseServerTime } from '../../../shared/exchanges/poloniex/markets';
import { parseTickers } from '../../../shared/exchanges/poloniex/tickers';
import type { Failure } from '../../../shared/reasons';
import { assertNever, ok, type Result } from '../../../shared/result';
import type { Adapter } from '../adapter';
import { ask, type Call, createCall } from '../call';
import type { Balance, Wallet } from '../client';
import { candlesBy } from '../read-candles';
import { type PoloniexEndpoint, poloniexEndpoints } from './endpoints';
import { createProtocol } from './protocol';
import { readFillsPage } from './read-fills';
import { createFlowsReader } from './read-flows';

const host = 'api.poloniex.com';

/** The two wallets are two calls, so that one that is refused leaves the other known. */
function readBalances(
  call: Call<PoloniexEndpoint>,
  wallet: Wallet,
  signal: AbortSignal | undefined,
): Promise<Result<readonly Balance[], Failure>> {
  const { spotBalances, futuresBalances } = poloniexEndpoints;
  switch (wallet) {
    case 'spot':
      return ask(call, spotBalances, { accountType: 'SPOT' }, signal, ({ payload }) => parseSpotBalances(payload));
    case 'futures':
      return ask(call, futuresBalances, {}, signal, ({ payload }) => parseFuturesBalances(payload));
    default:
      return assertNever(wallet);
  }
}

/** All accounts share one protocol, and with it the pace. */
export const poloniexAdapter: Adapter = ({ egress, now }) => {
  const protocol = createProtocol(now);
  return (credentials, onCall) => {
    const call = createCall(protocol, {
      credentials,
      egress,
      now,
      onBudget: () => {}, // no reply of Poloniex reports one
      ...(onCall ? { onCall } : {}),
    });
    const reading = { call, now, learnt: { longestPage: 0, cutIsProven: false } };
    const { time, fees, markets: marketList, prices } = poloniexEndpoints;
    return {
      serverTime: (signal) => ask(call, time, {}, signal, ({ payload }) => parseServerTime(payload)),
      keyRights: (signal) => ask(call, fees, {}, signal, ({ payload }) => parseKeyProof(payload)),
      balances: (wallet, signal) => readBalances(call, wallet, signal),
      markets: (signal) => ask(call, marketList, {}, signal, ({ payload }) => parseMarkets(payload)),
      tickers: async (markets, signal) =>
        markets.length === 0
          ? ok([])
          : ask(call, prices, {}, signal, ({ payload, reply }) => parseTickers(payload, markets, reply.receivedAt)),
      candles: candlesBy(call, now, {
        host,
        plan: candlePlan,
        endpoint: poloniexEndpoints.candles,
        query: candleQuery,
        parse: parseCandles,
      }),
      fills: {
        by: 'account',
        page: (markets, cursor, signal) => readFillsPage(reading, markets, cursor, signal),
      },
      flows: createFlowsReader(call, now),
      budget: () => null,
    };
  };
};
