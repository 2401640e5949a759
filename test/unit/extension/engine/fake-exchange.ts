/**
 * An exchange at the edge of the engine: markets, balances, tickers and fills in memory, behind the client's interface.
 *
 * By symbol the cursor is the number of fills read so far. By account fills come newest first in windows of a week, read with
 * the same steps as the real ones. A page has `pageSize` rows. `failures` makes the next calls of a method fail.
 */
import type {
  Balance,
  ExchangeClient,
  ExchangeFill,
  ExchangeFlow,
  FillsPage,
  FlowSource,
  FlowsAsked,
  KeyRights,
  Market,
  Traces,
} from '../../../../extension/exchanges/client';
import { afterWindow, windowAt } from '../../../../shared/exchanges/windows';
import { decimal } from '../../../../shared/money/decimal';
import type { Failure } from '../../../../shared/reasons';
import { err, ok, type Result, unixMs } from '../../../../shared/result';

type Method =
  | 'balances'
  | 'futuresBalances'
  | 'keyRights'
  | 'markets'
  | 'tickers'
  | 'candles'
  | 'traces'
  | 'fillsPage'
  | 'flowsPage'
  | 'serverTime';

export interface FakeExchange {
  readonly client: ExchangeClient;
  readonly fillsBySymbol: Map<string, ExchangeFill[]>;
  /** The sources that are set are read, the oldest flow first; what a page was asked with is kept. */
  readonly flowsBySource: Map<FlowSource, ExchangeFlow[]>;
  readonly flowsAsked: FlowsAsked[];
  readonly calls: Method[];
  /** Of the spot wallet, and of the futures wallet where the account's exchange has one. */
  balances: readonly Balance[];
  futures: readonly Balance[];
  prices: ReadonlyMap<string, string>;
  /** Closes of 1 m candles by symbol and by the instant at which they open; minutes without one had no trade. */
  readonly closes: Map<string, Map<number, string>>;
  /** How many minutes a page of candles covers. */
  candleRows: number;
  traces: Traces;
  /** Failures that the next calls of a method give, one each; what is left over stays for later calls. */
  readonly failures: Map<Method, Failure[]>;
  /** The clock of the exchange; fills before `servedFromMs` are no longer served. */
  now: () => number;
  servedFromMs: number;
  /** Runs before every call; may throw, which stands for the engine's end. */
  beforeCall: () => void;
}

export const balance = (asset: string, free: string, locked: string, total: string): Balance => ({
  asset,
  free: decimal(free),
  locked: decimal(locked),
  total: decimal(total),
});

export const market = (symbol: string): Market => {
  const [base = '', quote = ''] = symbol.split('/');
  return { id: base + quote, symbol, base, quote, active: true, minQuantity: null };
};

export interface FillSketch {
  readonly side: 'buy' | 'sell';
  readonly quantity: string;
  readonly price: string;
  readonly fee?: readonly [string, string];
}

/** Fills of a symbol, a second apart from 2026-01-01T00:00:00Z, ids from 1. */
export function fillsOf(symbol: string, sketches: readonly FillSketch[]): ExchangeFill[] {
  const { base, quote } = market(symbol);
  return sketches.map(({ side, quantity, price, fee }, index) => ({
    id: String(index + 1),
    orderId: String(100 + index),
    executedAtUs: (Date.UTC(2026, 0, 1) + index * 1000) * 1000,
    exchange: 'binance',
    symbol,
    base,
    quote,
    market: 'spot',
    side,
    quantity: decimal(quantity),
    price: decimal(price),
    fees: fee ? [{ currency: fee[0], amount: decimal(fee[1]) }] : [],
    liquidity: 'taker',
    revision: 0,
  }));
}

const readOnly: KeyRights = {
  readable: true,
  read: true,
  trade: false,
  withdraw: false,
  transfer: false,
  ipRestricted: true,
};

const weekMs = 7 * 86_400_000;

/** One page of the fills of all markets, newest first in its window. */
function accountPage(exchange: FakeExchange, pageSize: number, cursor: string): FillsPage {
  const nowMs = unixMs(exchange.now());
  const plan = {
    startMs: () => exchange.servedFromMs,
    widestMs: weekMs,
    overlapMs: 3_600_000,
    paging: 'key' as const,
    granularityMs: 1,
  };
  const window = windowAt(plan, cursor, nowMs);
  const rows = [...exchange.fillsBySymbol.values()]
    .flat()
    .filter(({ executedAtUs: us }) => us >= window.fromMs * 1000 && us <= window.toMs * 1000)
    .sort((a, b) => b.executedAtUs - a.executedAtUs);
  const from = Number(window.key || '0');
  const fills = rows.slice(from, from + pageSize);
  const nextKey = from + pageSize < rows.length ? String(from + pageSize) : null;
  const step = afterWindow(plan, window, { rows: fills, longestPage: pageSize, pageLimit: pageSize, nextKey, nowMs });
  if (!step.ok) throw new Error(`the fake pages wrongly: ${JSON.stringify(step.error)}`);
  return { fills, ...step.value };
}

export function fakeExchange(
  symbols: readonly string[],
  pageSize = 10,
  by: 'symbol' | 'account' = 'symbol',
): FakeExchange {
  const calls: Method[] = [];
  const failures = new Map<Method, Failure[]>();
  const fillsBySymbol = new Map<string, ExchangeFill[]>();
  const flowsBySource = new Map<FlowSource, ExchangeFlow[]>();
  const flowsAsked: FlowsAsked[] = [];

  function answer<T>(method: Method, value: () => T): Promise<Result<T, Failure>> {
    calls.push(method);
    exchange.beforeCall();
    const failure = failures.get(method)?.shift();
    return Promise.resolve(failure ? err(failure) : ok(value()));
  }

  const exchange: FakeExchange = {
    calls,
    failures,
    fillsBySymbol,
    flowsBySource,
    flowsAsked,
    balances: [],
    futures: [],
    prices: new Map(),
    closes: new Map(),
    candleRows: 1000,
    traces: { assets: [], symbols: [], failures: [] },
    now: () => Date.UTC(2026, 1, 1),
    servedFromMs: Date.UTC(2025, 11, 1),
    beforeCall: () => undefined,
    client: {
      serverTime: () => answer('serverTime', () => unixMs(exchange.now())),
      keyRights: () => answer('keyRights', () => readOnly),
      balances: (wallet) =>
        wallet === 'spot'
          ? answer('balances', () => exchange.balances)
          : answer('futuresBalances', () => exchange.futures),
      markets: () => answer('markets', () => symbols.map(market)),
      tickers: (wanted) =>
        answer('tickers', () =>
          wanted.flatMap(({ symbol }) => {
            const price = exchange.prices.get(symbol);
            return price === undefined ? [] : [{ symbol, price: decimal(price), at: unixMs(exchange.now()) }];
          }),
        ),
      candles: ({ symbol }, fromMs, interval) =>
        answer('candles', () => {
          const from = Math.floor(fromMs / 60_000) * 60_000;
          const to = Math.min(from + exchange.candleRows * 60_000, Math.floor(exchange.now() / 60_000) * 60_000);
          const closes = interval === '1m' ? [...(exchange.closes.get(symbol) ?? [])] : [];
          const candles = closes
            .filter(([openAt]) => openAt >= from && openAt < to)
            .map(([openAt, close]) => ({ openAt: unixMs(openAt), close: decimal(close) }));
          return { interval, from: unixMs(from), to: unixMs(to), candles };
        }),
      fills:
        by === 'account'
          ? { by, page: (_, cursor) => answer('fillsPage', () => accountPage(exchange, pageSize, cursor)) }
          : {
              by,
              traces: () => answer('traces', () => exchange.traces),
              page: ({ symbol }, cursor) =>
                answer('fillsPage', () => {
                  const all = fillsBySymbol.get(symbol) ?? [];
                  // one row of overlap with the page before, as a careful reader asks
                  const from = Math.max(0, Number(cursor || '0') - 1);
                  const fills = all.slice(from, from + pageSize);
                  return {
                    fills,
                    next: String(from + fills.length),
                    done: from + pageSize >= all.length,
                    readTo: null,
                  };
                }),
            },
      flows: {
        get sources() {
          return [...flowsBySource.keys()];
        },
        page: (source, asked) =>
          answer('flowsPage', () => {
            flowsAsked.push(asked);
            const all = flowsBySource.get(source) ?? [];
            const again = all.findIndex(
              ({ occurredAtUs }) => asked.againFromMs !== null && occurredAtUs >= asked.againFromMs * 1000,
            );
            const from = again < 0 ? Number(asked.cursor || '0') : Math.min(again, Number(asked.cursor || '0'));
            const flows = all.slice(from, from + pageSize);
            const done = from + pageSize >= all.length;
            return { flows, next: String(from + flows.length), done, readTo: unixMs(exchange.now()) };
          }),
      },
      budget: () => null,
    },
  };
  return exchange;
}
