/** Bitget, spot: each question of the engine as one call in the account's own mode, each answer normalised from the raw payload. */
import type { AccountMode } from '../../../shared/exchanges/bitget/account-mode';
import { parseClassicBalances, parseUnifiedBalances } from '../../../shared/exchanges/bitget/balances';
import {
  parseCandles,
  pastCandles,
  pastQuery,
  recentCandles,
  recentQuery,
} from '../../../shared/exchanges/bitget/candles';
import {
  type ParsedFills,
  parseClassicFills,
  parseUnifiedFills,
  spotRows,
} from '../../../shared/exchanges/bitget/fills';
import { parseClassicKeyRights, parseUnifiedKeyRights } from '../../../shared/exchanges/bitget/key-rights';
import { type MarketName, marketNamer, parseMarkets, parseServerTime } from '../../../shared/exchanges/bitget/markets';
import { afterFills, fillsPlan, fillsQuery, passesOver } from '../../../shared/exchanges/bitget/paging';
import { parseTickers } from '../../../shared/exchanges/bitget/tickers';
import { type CandleInterval, type CandlePage, candleWindow } from '../../../shared/exchanges/candles';
import { keepRows } from '../../../shared/exchanges/raw-row';
import { windowAt } from '../../../shared/exchanges/windows';
import type { Failure } from '../../../shared/reasons';
import { err, ok, type Result, type UnixMs } from '../../../shared/result';
import type { Adapter } from '../adapter';
import { ask, type Call, createCall } from '../call';
import type { Balance, FillsPage, KeyRights, Market, MarketsBySymbol } from '../client';
import { confirmEmpty } from '../confirm-empty';
import { readCandles } from '../read-candles';
import { createByMode } from './by-mode';
import { type BitgetEndpoint, bitgetEndpoints } from './endpoints';
import { createProtocol } from './protocol';
import { createFlowsReader } from './read-flows';

const host = 'api.bitget.com';

/** Where one kind of account is asked, and how its answers are read. */
interface Reads {
  readonly key: BitgetEndpoint;
  readonly assets: BitgetEndpoint;
  readonly fills: BitgetEndpoint;
  parseKeyRights(payload: unknown): Result<KeyRights, Failure>;
  parseBalances(payload: unknown): Result<readonly Balance[], Failure>;
  parseFills(payload: unknown, nameOf: (symbol: string) => MarketName | null): Result<ParsedFills, Failure>;
}

const readsByMode: Readonly<Record<AccountMode, Reads>> = {
  classic: {
    key: bitgetEndpoints.classicKey,
    assets: bitgetEndpoints.classicAssets,
    fills: bitgetEndpoints.classicFills,
    parseKeyRights: parseClassicKeyRights,
    parseBalances: parseClassicBalances,
    parseFills: parseClassicFills,
  },
  unified: {
    key: bitgetEndpoints.unifiedKey,
    assets: bitgetEndpoints.unifiedAssets,
    fills: bitgetEndpoints.unifiedFills,
    parseKeyRights: parseUnifiedKeyRights,
    parseBalances: parseUnifiedBalances,
    parseFills: parseUnifiedFills,
  },
};

/** The most rows that a page of fills has had since this client was made. */
interface PageSizes {
  longest: number;
}

interface Asked {
  readonly markets: MarketsBySymbol;
  readonly cursor: string;
  readonly nowMs: UnixMs;
  readonly signal: AbortSignal | undefined;
}

async function readFillsPage(
  call: Call<BitgetEndpoint>,
  mode: AccountMode,
  sizes: PageSizes,
  { markets, cursor, nowMs, signal }: Asked,
): Promise<Result<FillsPage, Failure>> {
  const { fills: endpoint, parseFills } = readsByMode[mode];
  const window = windowAt(fillsPlan, cursor, nowMs);
  const nameOf = marketNamer(markets.values());
  const rowsOf = ({ rows }: ParsedFills): number => rows.length;
  const page = await confirmEmpty(passesOver(window), rowsOf, () =>
    ask(call, endpoint, fillsQuery(mode, window), signal, ({ payload }) => {
      const parsed = parseFills(payload, nameOf);
      return parsed.ok ? ok({ ...parsed.value, fills: keepRows(parsed.value.fills, spotRows(payload)) }) : parsed;
    }),
  );
  if (!page.ok) return page;
  const step = afterFills(mode, window, page.value, { longestPage: sizes.longest, nowMs });
  sizes.longest = Math.max(sizes.longest, page.value.rows.length);
  return step.ok ? ok({ fills: page.value.fills, ...step.value }) : err({ host, ...step.error });
}

/** The last weeks by the call that gives more rows, all before them by the other. */
function readBitgetCandles(
  call: Call<BitgetEndpoint>,
  market: Market,
  { fromMs, interval, nowMs }: { readonly fromMs: UnixMs; readonly interval: CandleInterval; readonly nowMs: UnixMs },
  signal: AbortSignal | undefined,
): Promise<Result<CandlePage, Failure>> {
  const isRecent = candleWindow(recentCandles, interval, fromMs, nowMs)?.interval === interval;
  const [endpoint, plan, query] = isRecent
    ? [bitgetEndpoints.candles, recentCandles, recentQuery]
    : [bitgetEndpoints.pastCandles, pastCandles, pastQuery];
  return readCandles({
    ...{ host, plan, finest: interval, atMs: fromMs, nowMs },
    asked: (window) => ask(call, endpoint, query(market, window), signal, ({ payload }) => parseCandles(payload)),
  });
}

/** All accounts share one protocol, and with it the pace. */
export const bitgetAdapter: Adapter = ({ egress, now }) => {
  const protocol = createProtocol(now);
  return (credentials, onCall) => {
    const sizes: PageSizes = { longest: 0 };
    const byMode = createByMode();
    const call = createCall(protocol, {
      credentials,
      egress,
      now,
      onBudget: () => undefined,
      ...(onCall ? { onCall } : {}),
    });
    const { time, symbols, tickers } = bitgetEndpoints;
    return {
      serverTime: (signal) => ask(call, time, {}, signal, ({ payload }) => parseServerTime(payload)),
      keyRights: (signal) =>
        byMode((mode) =>
          ask(call, readsByMode[mode].key, {}, signal, ({ payload }) => readsByMode[mode].parseKeyRights(payload)),
        ),
      balances: async (wallet, signal) =>
        wallet === 'spot'
          ? byMode((mode) =>
              ask(call, readsByMode[mode].assets, {}, signal, ({ payload }) =>
                readsByMode[mode].parseBalances(payload),
              ),
            )
          : err({ reason: 'unsupported', host, subject: wallet }),
      markets: (signal) => ask(call, symbols, {}, signal, ({ payload }) => parseMarkets(payload)),
      tickers: async (markets, signal) =>
        markets.length === 0
          ? ok([])
          : ask(call, tickers, {}, signal, ({ payload, reply }) => parseTickers(payload, markets, reply.receivedAt)),
      candles: (market, fromMs, interval, signal) =>
        readBitgetCandles(call, market, { fromMs, interval, nowMs: now() }, signal),
      fills: {
        by: 'account',
        page: (markets, cursor, signal) =>
          byMode((mode) => readFillsPage(call, mode, sizes, { markets, cursor, nowMs: now(), signal })),
      },
      flows: createFlowsReader(call, byMode, now),
      budget: () => null,
    };
  };
};
