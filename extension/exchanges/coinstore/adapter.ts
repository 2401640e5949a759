/** Coinstore, spot: each question of the engine as one or a few calls, each answer normalised from the raw payload. */
import { parseBalances } from '../../../shared/exchanges/coinstore/balances';
import { candlePlan, candleQuery, parseCandles } from '../../../shared/exchanges/coinstore/candles';
import { parseServerTime } from '../../../shared/exchanges/coinstore/clock';
import { parseFills } from '../../../shared/exchanges/coinstore/fills';
import { marketCode } from '../../../shared/exchanges/coinstore/market-id';
import { parseMarkets } from '../../../shared/exchanges/coinstore/markets';
import { advance, pageAt } from '../../../shared/exchanges/coinstore/paging';
import { parseTickers } from '../../../shared/exchanges/coinstore/tickers';
import { dataOf, withRows } from '../../../shared/exchanges/raw-row';
import type { Failure } from '../../../shared/reasons';
import { err, ok, type Result, type UnixMs } from '../../../shared/result';
import type { Adapter } from '../adapter';
import { ask, type Call, createCall } from '../call';
import type { ExchangeFill, FillsPage, Market } from '../client';
import { confirmEmpty } from '../confirm-empty';
import { candlesBy } from '../read-candles';
import { type CoinstoreEndpoint, coinstoreEndpoints } from './endpoints';
import { createProtocol } from './protocol';
import { createFlowsReader } from './read-flows';
import { readTraces } from './read-traces';

const host = 'api.coinstore.com';

/** The most rows that a page of fills has had since this client was made. */
interface PageSizes {
  longest: number;
}

/** A market that Coinstore no longer serves is `unsupported`, with its symbol. */
async function readFillsPage(
  call: Call<CoinstoreEndpoint>,
  sizes: PageSizes,
  { market, cursor, askedAt }: { readonly market: Market; readonly cursor: string; readonly askedAt: UnixMs },
  signal: AbortSignal | undefined,
): Promise<Result<FillsPage, Failure>> {
  const { pageNum, pageSize } = pageAt(cursor, askedAt);
  const params = { symbol: marketCode(market), pageNum: String(pageNum), pageSize: String(pageSize) };
  const rowsOf = (rows: readonly ExchangeFill[]): number => rows.length;
  const fills = await confirmEmpty(pageNum > 1, rowsOf, () =>
    ask(call, coinstoreEndpoints.fills, params, signal, ({ payload }) =>
      withRows(parseFills(payload, market), dataOf(payload)),
    ),
  );
  if (!fills.ok) {
    return fills.error.reason === 'unsupported' ? err({ ...fills.error, subject: market.symbol }) : fills;
  }
  const step = advance(cursor, fills.value, sizes.longest, askedAt);
  sizes.longest = Math.max(sizes.longest, fills.value.length);
  return step.ok ? ok({ fills: fills.value, ...step.value }) : err({ host, ...step.error });
}

/** All accounts share one protocol, and with it the pace. */
export const coinstoreAdapter: Adapter = ({ egress, now }) => {
  const protocol = createProtocol(now);
  return (credentials, onCall) => {
    const sizes: PageSizes = { longest: 0 };
    const call = createCall(protocol, {
      credentials,
      egress,
      now,
      onBudget: () => {},
      ...(onCall ? { onCall } : {}),
    });
    const { symbols, prices, account } = coinstoreEndpoints;
    return {
      serverTime: (signal) => ask(call, prices, { symbol: 'btcusdt' }, signal, ({ reply }) => parseServerTime(reply)),
      // No call tells rights: that the account is served proves the key, and no more.
      keyRights: (signal) => ask(call, account, {}, signal, () => ok({ readable: false })),
      balances: async (wallet, signal) =>
        wallet === 'spot'
          ? ask(call, account, {}, signal, ({ payload }) => parseBalances(payload))
          : err({ reason: 'unsupported', host, subject: wallet }),
      markets: (signal) => ask(call, symbols, {}, signal, ({ payload }) => parseMarkets(payload)),
      tickers: async (markets, signal) =>
        markets.length === 0
          ? ok([])
          : ask(call, prices, {}, signal, ({ payload, reply }) => parseTickers(payload, markets, reply.receivedAt)),
      candles: candlesBy(call, now, {
        host,
        plan: candlePlan,
        endpoint: coinstoreEndpoints.candles,
        query: candleQuery,
        parse: parseCandles,
      }),
      fills: {
        by: 'symbol',
        page: (market, cursor, signal) => readFillsPage(call, sizes, { market, cursor, askedAt: now() }, signal),
        async traces(markets, signal) {
          const traces = await readTraces(call, markets, signal);
          return signal?.aborted ? err({ reason: 'cancelled', host }) : ok(traces);
        },
      },
      flows: createFlowsReader(call, now),
      budget: () => null,
    };
  };
};
