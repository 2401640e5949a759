/**
 * BitMart, spot: each question of the engine as one call, each answer normalised from the raw payload.
 *
 * Trading ended there on 2026-08-26 and the platform closes on 2027-01-31: what is imported until then is what there will be.
 */
import { parseBalances } from '../../../shared/exchanges/bitmart/balances';
import { candlePlan, candleQuery, parseCandles } from '../../../shared/exchanges/bitmart/candles';
import { noDataCode, rangeCode } from '../../../shared/exchanges/bitmart/classify';
import { parseFills } from '../../../shared/exchanges/bitmart/fills';
import { parseMarkets, parseServerTime } from '../../../shared/exchanges/bitmart/markets';
import {
  afterPage,
  afterRefusal,
  askedAt,
  fillsPageSize,
  type Learned,
  passesOver,
  unlearned,
} from '../../../shared/exchanges/bitmart/paging';
import { parseTickers } from '../../../shared/exchanges/bitmart/tickers';
import { dataOf, withRows } from '../../../shared/exchanges/raw-row';
import type { Failure } from '../../../shared/reasons';
import { err, ok, type Result, type UnixMs } from '../../../shared/result';
import type { Adapter } from '../adapter';
import { ask, type Call, createCall } from '../call';
import type { Budget, ExchangeFill, FillsPage, Market, MarketsBySymbol, Ticker } from '../client';
import { confirmEmpty } from '../confirm-empty';
import { candlesBy } from '../read-candles';
import { type BitmartEndpoint, bitmartEndpoints } from './endpoints';
import { createProtocol } from './protocol';
import { createFlowsReader } from './read-flows';

const host = 'api-cloud.bitmart.com';

/** No market of the list is traded any more: then no price is known, which is no failure of the call. */
async function readTickers(
  call: Call<BitmartEndpoint>,
  markets: readonly Market[],
  signal: AbortSignal | undefined,
): Promise<Result<readonly Ticker[], Failure>> {
  if (markets.length === 0) return ok([]);
  const tickers = await ask(call, bitmartEndpoints.tickers, {}, signal, ({ payload, reply }) =>
    parseTickers(payload, markets, reply.receivedAt),
  );
  return !tickers.ok && tickers.error.code === noDataCode ? ok([]) : tickers;
}

/** Reads the account's fills and remembers, for as long as the client lives, what it learned of the exchange. */
function createFillsReader(call: Call<BitmartEndpoint>, now: () => UnixMs) {
  let learned: Learned = unlearned;
  return async (
    markets: MarketsBySymbol,
    cursor: string,
    signal: AbortSignal | undefined,
  ): Promise<Result<FillsPage, Failure>> => {
    const nowMs = now();
    const asked = askedAt(cursor, learned, nowMs);
    const params = {
      startTime: String(asked.startTime),
      endTime: String(asked.endTime),
      limit: String(fillsPageSize),
    };
    const rowsOf = (rows: readonly ExchangeFill[]): number => rows.length;
    // Not the hundreds of empty weeks before the account's first fill: at three calls a second they would take twice five minutes.
    const begun = learned.longestPage > 0 || cursor === '';
    const fills = await confirmEmpty(begun && passesOver(asked), rowsOf, () =>
      ask(call, bitmartEndpoints.fills, params, signal, ({ payload }) =>
        withRows(parseFills(payload, markets.values()), dataOf(payload)),
      ),
    );
    if (!fills.ok) {
      if (fills.error.code !== rangeCode) return fills;
      const narrowed = afterRefusal(asked, fills.error, learned, nowMs);
      if (!narrowed.ok) return err({ host, ...narrowed.error });
      learned = narrowed.value.learned;
      return ok({ fills: [], ...narrowed.value.step });
    }
    learned = { ...learned, longestPage: Math.max(learned.longestPage, fills.value.length) };
    const step = afterPage(asked, fills.value, learned, nowMs);
    return step.ok ? ok({ fills: fills.value, ...step.value }) : err({ host, ...step.error });
  };
}

/** All accounts share one protocol, and with it the pace. */
export const bitmartAdapter: Adapter = ({ egress, now }) => {
  const protocol = createProtocol(now);
  return (credentials, onCall) => {
    let budget: Budget | null = null;
    const call = createCall(protocol, {
      credentials,
      egress,
      now,
      onBudget: (reported) => {
        budget = reported;
      },
      ...(onCall ? { onCall } : {}),
    });
    const { time, wallet, markets, fills } = bitmartEndpoints;
    const readFills = createFillsReader(call, now);
    return {
      serverTime: (signal) => ask(call, time, {}, signal, ({ payload }) => parseServerTime(payload)),
      /** BitMart tells no rights. The list of fills proves key, secret and memo, and the right to read: the wallet asks for the key alone. */
      keyRights: (signal) => ask(call, fills, { limit: '1' }, signal, () => ok({ readable: false })),
      balances: async (of, signal) =>
        of === 'spot'
          ? ask(call, wallet, {}, signal, ({ payload }) => parseBalances(payload))
          : err({ reason: 'unsupported', host, subject: of }),
      markets: (signal) => ask(call, markets, {}, signal, ({ payload }) => parseMarkets(payload)),
      tickers: (asked, signal) => readTickers(call, asked, signal),
      candles: candlesBy(call, now, {
        host,
        plan: candlePlan,
        endpoint: bitmartEndpoints.candles,
        query: candleQuery,
        parse: parseCandles,
      }),
      fills: { by: 'account', page: (known, cursor, signal) => readFills(known, cursor, signal) },
      flows: createFlowsReader(call, now),
      budget: () => budget,
    };
  };
};
