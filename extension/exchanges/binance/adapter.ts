/** Binance, spot: each question of the engine as one or a few calls, each answer normalised from the raw payload. */
import { parseBalances } from '../../../shared/exchanges/binance/balances';
import { candlePlan, candleQuery, parseCandles } from '../../../shared/exchanges/binance/candles';
import { parseFills } from '../../../shared/exchanges/binance/fills';
import { parseKeyRights } from '../../../shared/exchanges/binance/key-rights';
import { parseMarkets, parseServerTime } from '../../../shared/exchanges/binance/markets';
import { advance, fillsPageSize, fromIdAt } from '../../../shared/exchanges/binance/paging';
import { parseTickers } from '../../../shared/exchanges/binance/tickers';
import { withRows } from '../../../shared/exchanges/raw-row';
import type { Failure } from '../../../shared/reasons';
import { err, ok, type Result } from '../../../shared/result';
import type { Adapter } from '../adapter';
import { type Answer, ask, type Call, createCall } from '../call';
import type { Budget, FillsPage, Market, Ticker } from '../client';
import { candlesBy } from '../read-candles';
import { type BinanceEndpoint, binanceEndpoints } from './endpoints';
import { createProtocol } from './protocol';
import { createFlowsReader } from './read-flows';
import { readTraces } from './read-traces';

const host = 'api.binance.com';
/** Up to so many markets are asked for by name; beyond, all prices at once weigh the same. */
const namedPrices = 20;

/** One market that Binance does not know (−1121), or whose name it does not take, spoils the answer: all are asked for then. */
async function readTickers(
  call: Call<BinanceEndpoint>,
  markets: readonly Market[],
  signal: AbortSignal | undefined,
): Promise<Result<readonly Ticker[], Failure>> {
  if (markets.length === 0) return ok([]);
  const read = ({ payload, reply }: Answer): Result<readonly Ticker[], Failure> =>
    parseTickers(payload, markets, reply.receivedAt);
  if (markets.length <= namedPrices) {
    const symbols = JSON.stringify(markets.map((market) => market.id));
    const named = await ask(call, binanceEndpoints.prices, { symbols }, signal, read);
    if (named.ok || !['unsupported', 'unexpected-payload'].includes(named.error.reason)) return named;
  }
  return ask(call, binanceEndpoints.prices, {}, signal, read);
}

/** The most rows that a page of fills has had since this client was made. */
interface PageSizes {
  longest: number;
}

/** A market that Binance no longer serves is `unsupported`, with its symbol. */
async function readFillsPage(
  call: Call<BinanceEndpoint>,
  sizes: PageSizes,
  market: Market,
  cursor: string,
  signal: AbortSignal | undefined,
): Promise<Result<FillsPage, Failure>> {
  const params = { symbol: market.id, fromId: fromIdAt(cursor), limit: String(fillsPageSize) };
  const fills = await ask(call, binanceEndpoints.fills, params, signal, ({ payload }) =>
    withRows(parseFills(payload, market), payload),
  );
  if (!fills.ok) {
    return fills.error.reason === 'unsupported' ? err({ ...fills.error, subject: market.symbol }) : fills;
  }
  sizes.longest = Math.max(sizes.longest, fills.value.length);
  const step = advance(cursor, fills.value, sizes.longest);
  return step.ok ? ok({ fills: fills.value, ...step.value, readTo: null }) : err({ host, ...step.error });
}

/** All accounts share one protocol, and with it the pace. */
export const binanceAdapter: Adapter = ({ egress, now }) => {
  const protocol = createProtocol(now);
  return (credentials, onCall) => {
    let budget: Budget | null = null;
    const sizes: PageSizes = { longest: 0 };
    const call = createCall(protocol, {
      credentials,
      egress,
      now,
      onBudget: (reported) => {
        budget = reported;
      },
      ...(onCall ? { onCall } : {}),
    });
    const { time, keyRights, account, exchangeInfo } = binanceEndpoints;
    return {
      serverTime: (signal) => ask(call, time, {}, signal, ({ payload }) => parseServerTime(payload)),
      keyRights: (signal) => ask(call, keyRights, {}, signal, ({ payload }) => parseKeyRights(payload)),
      balances: async (wallet, signal) =>
        wallet === 'spot'
          ? ask(call, account, { omitZeroBalances: 'true' }, signal, ({ payload }) => parseBalances(payload))
          : err({ reason: 'unsupported', host, subject: wallet }),
      markets: (signal) =>
        ask(call, exchangeInfo, { showPermissionSets: 'false' }, signal, ({ payload }) => parseMarkets(payload)),
      tickers: (markets, signal) => readTickers(call, markets, signal),
      candles: candlesBy(call, now, {
        host,
        plan: candlePlan,
        endpoint: binanceEndpoints.candles,
        query: candleQuery,
        parse: parseCandles,
      }),
      fills: {
        by: 'symbol',
        page: (market, cursor, signal) => readFillsPage(call, sizes, market, cursor, signal),
        async traces(markets, signal) {
          const traces = await readTraces(call, markets, now(), signal);
          return signal?.aborted ? err({ reason: 'cancelled', host }) : ok(traces);
        },
      },
      flows: createFlowsReader(call, now),
      budget: () => budget,
    };
  };
};
