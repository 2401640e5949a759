/**
 * The interface that every exchange implements: what the engine may ask, in the product's own words.
 *
 * Implementations normalise from the exchange's raw rows, classify errors from the raw body and status, and return every
 * failure as a value: nothing here throws at its caller but a bug. Each call is one attempt: the engine decides about
 * repeating, pausing and the shared rate-limit budget.
 */

import type { CandleInterval, CandlePage } from '../../shared/exchanges/candles';
import type { Wallet } from '../../shared/exchanges/info';
import type { Balance, ExchangeFill, ExchangeFlow, KeyRights, Market, Ticker } from '../../shared/exchanges/readings';
import type { Failure } from '../../shared/reasons';
import type { Result, Secret, UnixMs } from '../../shared/result';

export type { Balance, ExchangeFill, ExchangeFlow, KeyRights, Market, Ticker, Wallet };

/** Opened credentials; they live in the engine's memory only. */
export interface Credentials {
  readonly apiKey: Secret<string>;
  readonly secret: Secret<string>;
  readonly passphrase?: Secret<string>;
  readonly memo?: Secret<string>;
}

/**
 * Where reading a stream of fills goes on; opaque to the engine, stored as it is.
 *
 * Each exchange defines its own text ("" starts at the oldest fill it still keeps).
 */
export type FillCursor = string;

/**
 * One page of fills.
 *
 * - `fills`: in any order; overlap with earlier pages is expected and deduplicated by identity.
 * - `next`: where to go on.
 * - `done`: true when the exchange has no more rows now. An empty page is not a proof of no trades: it only ends this run.
 * - `readTo`: every fill before this instant has been read, as far as the exchange still serves it; null where reading goes
 *   by ids, so that only the newest fill tells how far it is.
 */
export interface FillsPage {
  readonly fills: readonly ExchangeFill[];
  readonly next: FillCursor;
  readonly done: boolean;
  readonly readTo: UnixMs | null;
}

/** What the account touched, from deposits and open orders; a failed part is named and does not hide the other. */
export interface Traces {
  readonly assets: readonly string[];
  readonly symbols: readonly string[];
  readonly failures: readonly Failure[];
}

/** Rate-limit state as the exchange reported it last; `used` and `limit` in its own weight units. */
export interface Budget {
  readonly used: number;
  readonly limit: number;
  readonly windowMs: number;
  readonly at: UnixMs;
}

/** Markets by symbol (BTC/USDT). */
export type MarketsBySymbol = ReadonlyMap<string, Market>;

/**
 * How an exchange lists fills.
 *
 * - `symbol`: it wants to be asked for one market at a time; `traces` helps to find out which.
 * - `account`: it lists those of all markets at once, so that none has to be known before. A row of a market that is not in
 *   `markets` is read all the same where its symbol tells base and quote, else the page is `unexpected-payload` naming it.
 */
type FillsReader =
  | {
      readonly by: 'symbol';
      page(market: Market, cursor: FillCursor, signal?: AbortSignal): Promise<Result<FillsPage, Failure>>;
      traces(markets: readonly Market[], signal?: AbortSignal): Promise<Result<Traces, Failure>>;
    }
  | {
      readonly by: 'account';
      page(markets: MarketsBySymbol, cursor: FillCursor, signal?: AbortSignal): Promise<Result<FillsPage, Failure>>;
    };

/** One list of cash flows with a cursor of its own. `dust`: small rests made into one coin; `activity`: flows of every kind in one list. */
export type FlowSource = 'deposits' | 'withdrawals' | 'dust' | 'conversions' | 'activity';

/**
 * Where a source is asked from.
 *
 * - `cursor`: the page before gave it; "" for the oldest that the exchange still tells.
 * - `againFromMs`: what happened since then is asked for again, since it was not final; null where nothing was.
 * - `earliestMs`: nothing of the account is known to have happened before; null where nothing at all is known.
 * - `assets`: coins that the account held, moved or traded, for an exchange that wants to be asked coin by coin.
 */
export interface FlowsAsked {
  readonly cursor: string;
  readonly againFromMs: UnixMs | null;
  readonly earliestMs: UnixMs | null;
  readonly assets: readonly string[];
}

/** One page of cash flows; `next`, `done` and `readTo` are those of a page of fills. */
export interface FlowsPage {
  readonly flows: readonly ExchangeFlow[];
  readonly next: string;
  readonly done: boolean;
  readonly readTo: UnixMs;
}

/** The account's cash flows: each source in turn is read to its end. */
export interface FlowsReader {
  readonly sources: readonly FlowSource[];
  page(source: FlowSource, asked: FlowsAsked, signal?: AbortSignal): Promise<Result<FlowsPage, Failure>>;
}

/** What the engine asks of an exchange account. All amounts are exact; all instants UTC. */
export interface ExchangeClient {
  /** The exchange's clock, from a public call. */
  serverTime(signal?: AbortSignal): Promise<Result<UnixMs, Failure>>;
  /** What the key may do; also the cheapest proof that the key works. */
  keyRights(signal?: AbortSignal): Promise<Result<KeyRights, Failure>>;
  /** Every asset of a wallet with a total above 0. `unsupported` for a wallet that this exchange does not have. */
  balances(wallet: Wallet, signal?: AbortSignal): Promise<Result<readonly Balance[], Failure>>;
  /** Every market, active or not: a delisted symbol still has fills. Public; megabytes, so the engine caches it for a day. */
  markets(signal?: AbortSignal): Promise<Result<readonly Market[], Failure>>;
  /** Prices of the named symbols; unknown symbols are left out of the answer. An empty list asks nothing. */
  tickers(symbols: readonly Market[], signal?: AbortSignal): Promise<Result<readonly Ticker[], Failure>>;
  /**
   * Prices of one market in the past, from `fromMs` on, as many candles as one call gives; public.
   *
   * The page's interval is `interval` or the next coarser one that the exchange still serves for `fromMs`. Only closed candles
   * are told. `unsupported`: no interval is served for that instant, its candle has not closed yet, or the market is not known
   * here (then `code` is the exchange's). No candle at an instant is no proof that nothing was traded then.
   */
  candles(
    market: Market,
    fromMs: UnixMs,
    interval: CandleInterval,
    signal?: AbortSignal,
  ): Promise<Result<CandlePage, Failure>>;
  /** The account's fills. A page asks for at most the exchange's own page size. */
  readonly fills: FillsReader;
  /** Deposits, withdrawals and what else is told of coins that moved without a trade. */
  readonly flows: FlowsReader;
  /** The last reported budget; null before the first reply that carried one. */
  budget(): Budget | null;
}
