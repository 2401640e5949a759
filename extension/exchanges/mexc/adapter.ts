/** MEXC, spot: each question of the engine as one or a few calls, each answer normalised from the raw payload. */
import { parseBalances } from '../../../shared/exchanges/mexc/balances';
import { candlePlan, candleQuery, parseCandles } from '../../../shared/exchanges/mexc/candles';
import { parseFills } from '../../../shared/exchanges/mexc/fills';
import { parseMarkets, parseServerTime } from '../../../shared/exchanges/mexc/markets';
import { asked, fillsPageSize, fillsPlan } from '../../../shared/exchanges/mexc/paging';
import { parseTickers } from '../../../shared/exchanges/mexc/tickers';
import { withRows } from '../../../shared/exchanges/raw-row';
import { afterWindow, windowAt } from '../../../shared/exchanges/windows';
import type { Failure } from '../../../shared/reasons';
import { err, ok, type Result, type UnixMs } from '../../../shared/result';
import type { Adapter } from '../adapter';
import { ask, type Call, createCall } from '../call';
import type { FillsPage, KeyRights, Market } from '../client';
import { candlesBy } from '../read-candles';
import { type MexcEndpoint, mexcEndpoints } from './endpoints';
import { createProtocol } from './protocol';
import { createFlowsReader } from './read-flows';
import { readTraces } from './read-traces';

const host = 'api.mexc.com';

/**
 * MEXC does not tell what a key may do: the flags of an account (canTrade, canWithdraw) are not the key's rights. The account
 * is read to prove that the key works and may read; a refusal is the answer.
 */
async function proveKey(
  call: Call<MexcEndpoint>,
  signal: AbortSignal | undefined,
): Promise<Result<KeyRights, Failure>> {
  const balances = await ask(call, mexcEndpoints.account, {}, signal, ({ payload }) => parseBalances(payload));
  return balances.ok ? ok({ readable: false }) : balances;
}

/** The most rows that a page of fills has had since this client was made. */
interface PageSizes {
  longest: number;
}

/** A market that MEXC no longer serves is `unsupported`, with its symbol. */
async function readFillsPage(
  { call, sizes, now }: { readonly call: Call<MexcEndpoint>; readonly sizes: PageSizes; readonly now: () => UnixMs },
  market: Market,
  cursor: string,
  signal: AbortSignal | undefined,
): Promise<Result<FillsPage, Failure>> {
  const nowMs = now();
  const window = windowAt(fillsPlan, cursor, nowMs);
  const params = { symbol: market.id, ...asked(window), limit: String(fillsPageSize) };
  const fills = await ask(call, mexcEndpoints.fills, params, signal, ({ payload }) =>
    withRows(parseFills(payload, market), payload),
  );
  if (!fills.ok) {
    return fills.error.reason === 'unsupported' ? err({ ...fills.error, subject: market.symbol }) : fills;
  }
  const rows = fills.value;
  sizes.longest = Math.max(sizes.longest, rows.length);
  const page = { rows, longestPage: sizes.longest, pageLimit: fillsPageSize, nowMs };
  const step = afterWindow(fillsPlan, window, page);
  if (!step.ok) return err({ host, ...step.error });
  // Where there is none at all, the next reading asks for the whole look-back again: it takes no more calls, and an empty page
  // that was served by mistake is made good.
  const isNone = cursor === '' && rows.length === 0 && step.value.done;
  return ok({ fills: rows, ...step.value, ...(isNone ? { next: '' } : {}) });
}

/** All accounts share one protocol, and with it the pace. */
export const mexcAdapter: Adapter = ({ egress, now }) => {
  const protocol = createProtocol(now);
  return (credentials, onCall) => {
    const sizes: PageSizes = { longest: 0 };
    const call = createCall(protocol, {
      credentials,
      egress,
      now,
      onBudget: () => undefined,
      ...(onCall ? { onCall } : {}),
    });
    const { time, account, exchangeInfo, prices } = mexcEndpoints;
    return {
      serverTime: (signal) => ask(call, time, {}, signal, ({ payload }) => parseServerTime(payload)),
      keyRights: (signal) => proveKey(call, signal),
      balances: async (wallet, signal) =>
        wallet === 'spot'
          ? ask(call, account, {}, signal, ({ payload }) => parseBalances(payload))
          : err({ reason: 'unsupported', host, subject: wallet }),
      markets: (signal) => ask(call, exchangeInfo, {}, signal, ({ payload }) => parseMarkets(payload)),
      tickers: async (markets, signal) =>
        markets.length === 0
          ? ok([])
          : ask(call, prices, {}, signal, ({ payload, reply }) => parseTickers(payload, markets, reply.receivedAt)),
      candles: candlesBy(call, now, {
        host,
        plan: candlePlan,
        endpoint: mexcEndpoints.candles,
        query: candleQuery,
        parse: parseCandles,
      }),
      fills: {
        by: 'symbol',
        page: (market, cursor, signal) => readFillsPage({ call, sizes, now }, market, cursor, signal),
        async traces(markets, signal) {
          const traces = await readTraces(call, markets, now(), signal);
          return traces.ok ? traces : err({ host, ...traces.error });
        },
      },
      flows: createFlowsReader(call, now),
      budget: () => null,
    };
  };
};
