/**
 * Performance as pages see it: the metrics of closed trades, as a whole, over time and by group, and those of daily equity.
 *
 * A trade is a closing of the account's method, or a round trip: the trader chooses. What each quote currency made is exact and is
 * converted to the base currency at the prices of now; a quote without a price is in no amount and is named. Counts, streaks
 * and holding times need no price and are over all trades.
 */
import type { ExchangeId } from '../../../shared/exchanges/ids';
import type { LotMethod } from '../../../shared/ledger/lot-order';
import type { CalendarPeriod } from '../../../shared/metrics/calendar';
import type { DecimalString } from '../../../shared/money/decimal';
import type { Failure } from '../../../shared/reasons';
import type { PartialAmount } from './observed';
import type { Pooling } from './pools';
import type { CoinFee } from './trades';

export interface PerformanceApi {
  /**
   * What the query comes to, as of the books when it is answered. Null where another query of the same view was asked
   * meanwhile: that one is answered, this one was given up.
   */
  performance(query: PerformanceQuery): Promise<PerformancePage | null>;
}

/** What a null leaves open is not filtered by. Ids are opaque: URLs hold them, and a browser keeps URLs. */
export interface PerformanceFilter {
  readonly basis: 'closings' | 'trips';
  readonly accountId: string | null;
  /** As `PerformancePage.exchanges` gives it. */
  readonly exchangeId: string | null;
  /** As `PerformancePage.symbols` gives it; one symbol has one id at all accounts, the same as Fills gives. */
  readonly symbolId: string | null;
  /** Of the position. */
  readonly side: 'long' | 'short' | null;
  /** Trades that closed at or after this instant. */
  readonly fromMs: number | null;
  /** Trades that closed before this instant. */
  readonly toMs: number | null;
}

export type Grouping = 'account' | 'symbol' | 'side' | 'exchange' | 'hour' | 'weekday' | CalendarPeriod;

export interface PerformanceQuery extends PerformanceFilter {
  /** Names the view that asks: a newer query of it ends the one before. */
  readonly viewId: string;
  readonly groupBy: Grouping;
}

/**
 * The metrics of some trades. Amounts are in the base currency at the prices of now, losses negative, over the trades that are
 * `priced`; null where there is nothing to divide by. Rates are fractions of 1; quotients are rounded at 18 decimals.
 *
 * - `trades` = `wins` + `losses` + those of exactly 0. `unmatched`: those that were sold without having been bought, whose net is
 *   no plain profit.
 * - `net` = `gross` − `fees` = `won` + `lost`.
 * - `averageHoldMs`: over the `held` trades whose opening is known.
 * - `unpriced`: quote currencies without a price, whose trades are in no amount.
 */
export interface PerformanceFigures {
  readonly trades: number;
  readonly wins: number;
  readonly losses: number;
  readonly unmatched: number;
  readonly priced: { readonly trades: number; readonly wins: number; readonly losses: number };
  readonly unpriced: readonly string[];
  readonly gross: DecimalString | null;
  readonly fees: DecimalString | null;
  readonly net: DecimalString | null;
  readonly won: DecimalString | null;
  readonly lost: DecimalString | null;
  readonly winRate: DecimalString | null;
  readonly profitFactor: DecimalString | null;
  readonly expectancy: DecimalString | null;
  readonly averageWin: DecimalString | null;
  readonly averageLoss: DecimalString | null;
  readonly largestWin: DecimalString | null;
  readonly largestLoss: DecimalString | null;
  readonly longestWinStreak: number;
  readonly longestLossStreak: number;
  readonly averageHoldMs: DecimalString | null;
  readonly held: number;
}

/** `bookId`: the one book of a symbol, where one account alone has it and no other symbol; Trades can be narrowed to that. Periods are half-open. */
export type PerformanceGroup =
  | { readonly by: 'account'; readonly accountId: string; readonly label: string; readonly exchange: ExchangeId }
  | { readonly by: 'symbol'; readonly symbol: string; readonly bookId: string | null }
  | { readonly by: 'side'; readonly side: 'long' | 'short' }
  /** `accountId`: its one account, where it has one alone. */
  | { readonly by: 'exchange'; readonly exchange: ExchangeId; readonly accountId: string | null }
  /** 0 to 23, UTC. */
  | { readonly by: 'hour'; readonly hour: number }
  /** 0 is Monday, in UTC. */
  | { readonly by: 'weekday'; readonly weekday: number }
  | { readonly by: CalendarPeriod; readonly fromMs: number; readonly toMs: number };

export interface PerformanceRow extends PerformanceFigures {
  /** One per row of a page. */
  readonly key: string;
  readonly group: PerformanceGroup;
}

/** What one hour of the day, or one weekday, made; `net` null where none of its trades has a price. */
export interface TimeShare {
  /** The hour, 0 to 23 UTC, or the weekday, 0 for Monday. */
  readonly at: number;
  readonly trades: number;
  readonly wins: number;
  readonly net: DecimalString | null;
}

/** Net in the base currency of the trades that closed in a step of time, and of all up to its end. */
export interface CurvePoint {
  readonly startMs: number;
  readonly trades: number;
  readonly net: DecimalString;
  readonly cumulative: DecimalString;
}

/** One quote currency, exactly, in itself. */
export interface QuotePerformance {
  readonly quote: string;
  readonly trades: number;
  readonly unmatched: number;
  readonly gross: DecimalString;
  readonly fees: DecimalString;
  readonly net: DecimalString;
}

/** Return and risk by daily equity; null where the formula has no value (too few days, nothing to divide by). Dates are UTC days. */
export interface EquityMetrics {
  readonly days: number;
  readonly from: string;
  readonly to: string;
  readonly totalReturn: DecimalString | null;
  readonly maxDrawdown: {
    /** In the base currency. */
    readonly amount: DecimalString;
    readonly amountPeak: string | null;
    readonly amountTrough: string | null;
    /** A fraction of the peak. */
    readonly part: DecimalString;
    readonly partPeak: string | null;
    readonly partTrough: string | null;
  };
  readonly sharpe: DecimalString | null;
  readonly sortino: DecimalString | null;
  readonly cagr: DecimalString | null;
  readonly calmar: DecimalString | null;
}

/**
 * The metrics of daily equity, or why they are not known.
 *
 * - `flows-unknown`: deposits and withdrawals of these `accounts` were not imported, so that they would count as gains.
 * - `narrowed`: a symbol or a side has no equity of its own.
 * - `too-short`: fewer than two days are known. `days-missing`: a day within the time has no value.
 *
 * `days`: those with a value in the time. `recordedSince`: the first day that was observed; null where none was.
 */
export type EquityPerformance =
  | { readonly state: 'known'; readonly metrics: EquityMetrics }
  | {
      readonly state: 'unknown';
      readonly why: 'flows-unknown' | 'narrowed' | 'too-short' | 'days-missing';
      readonly days: number;
      readonly recordedSince: string | null;
      readonly accounts: readonly { readonly id: string; readonly label: string }[];
    };

export interface PerformancePage {
  readonly baseCurrency: string;
  readonly basis: PerformanceFilter['basis'];
  /** Of the accounts that the query is about; more than one where they differ. */
  readonly methods: readonly LotMethod[];
  /** Null while books are by account and symbol. A closing of a pool counts for account, exchange and symbol of its closing fill. */
  readonly pooling: Pooling | null;
  /** Coins whose round trips are of several accounts and symbols: in the totals over all, in no row or filter of one of them. */
  readonly shared: readonly string[];
  readonly total: PerformanceFigures;
  /** The same three as in `total`, by account: each with the causes that keep its history, or its value, from being whole. */
  readonly sums: { readonly gross: PartialAmount; readonly fees: PartialAmount; readonly net: PartialAmount };
  readonly perQuote: readonly QuotePerformance[];
  /** Fees in coins without a rate, outside every figure: of closings those of all fills of the books and days asked for. */
  readonly unconvertedFees: readonly CoinFee[];
  /** Why the histories are not whole: imports running or failed, units sold that were never bought. */
  readonly caveats: readonly { readonly accountId: string; readonly accountLabel: string; readonly failure: Failure }[];
  /** Oldest first, steps without a trade left out. */
  readonly curve: { readonly step: 'hour' | 'day'; readonly points: readonly CurvePoint[] };
  /** 24, from hour 0. */
  readonly hours: readonly TimeShare[];
  /** 7, from Monday. */
  readonly weekdays: readonly TimeShare[];
  readonly groupBy: Grouping;
  /** Groups with a trade, at most 1,000: times of day in order, periods newest first, others by net, the highest first. */
  readonly rows: readonly PerformanceRow[];
  /** How many groups there are. */
  readonly rowCount: number;
  readonly equity: EquityPerformance;
  /** What the account and exchange filters leave to choose from. */
  readonly symbols: readonly { readonly id: string; readonly symbol: string }[];
  /** Exchanges of all accounts. */
  readonly exchanges: readonly { readonly id: string; readonly exchange: ExchangeId }[];
}
