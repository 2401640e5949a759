/**
 * Trades as pages see them: round trips, closings and open lots, each newest first and a page at a time, with the totals of
 * their filter; what each of them is made of; and the dust that round trips may leave.
 *
 * Closings and open lots are those of the method of their account. Dust changes round trips alone: no closing, no lot and no figure of Overview knows of it.
 */
import type { DustRule } from '../../../shared/exchanges/account';
import type { LotMethod } from '../../../shared/ledger/lot-order';
import type { DecimalString } from '../../../shared/money/decimal';
import type { Failure } from '../../../shared/reasons';
import type { Result, UnixMs } from '../../../shared/result';
import type { Pooling } from './pools';
import type { RateSource } from './rates';

export interface TradesApi {
  /** Closed round trips by their end, or open ones by their begin. */
  trades(query: TradesQuery): Promise<TradesPage>;
  /** Closings by their closing fill. */
  closings(query: ClosingsQuery): Promise<ClosingsPage>;
  /** What is held, lot by lot, by opening. */
  openLots(query: OpenLotsQuery): Promise<OpenLotsPage>;
  /** What a row's id stands for; null where it is not stored any more. */
  trade(id: string): Promise<TradeDetail | null>;
  /** Null for an account that is gone. */
  dust(accountId: string): Promise<DustView | null>;
  /**
   * Keeps the rule and cuts the account's round trips anew; resolves when they are. `dust-invalid` names the symbol whose
   * quantity is no decimal from 0 with at most 18 decimals, null where there are too many of them; then nothing has changed.
   */
  setDust(accountId: string, rule: DustRule): Promise<Result<void, Failure | DustInvalid>>;
}

export interface DustInvalid {
  readonly reason: 'dust-invalid';
  readonly symbol: string | null;
}

/**
 * `side`: of the position, null for both. `accountId`, of a pool that has fills of other accounts too: closings whose closing fill is of
 * that account; its trips and lots are of no one account, and are not told (`shared`).
 */
interface BookFilter {
  readonly accountId: string | null;
  /** A book's opaque id, as a page's `books` gives it: URLs hold it, and a browser keeps URLs. */
  readonly bookId: string | null;
  readonly side: 'long' | 'short' | null;
}

/** Days of the closing in UTC, as 2026-11-21, both inclusive; null, or what is no day, is no bound. */
interface ClosedWithin {
  readonly closedFrom: string | null;
  readonly closedTo: string | null;
}

interface PagePlace {
  readonly offset: number;
  /** 1 to 500. */
  readonly limit: number;
}

/** The days are those of closed trips; open ones have none. */
export interface TradesQuery extends BookFilter, ClosedWithin, PagePlace {
  readonly state: 'closed' | 'open';
}

export interface ClosingsQuery extends BookFilter, ClosedWithin, PagePlace {}

export interface OpenLotsQuery extends BookFilter, PagePlace {}

/** An amount of one coin, negative for a rebate. */
export interface CoinFee {
  readonly currency: string;
  readonly amount: DecimalString;
}

/** `net` = `gross` − `fees`. */
export interface TradeTotals {
  readonly quote: string;
  readonly gross: DecimalString;
  readonly fees: DecimalString;
  readonly net: DecimalString;
  /** Books in it whose history sold more than it bought: the total is not the whole truth. */
  readonly incompleteBooks: number;
}

interface RowsPage<Row> {
  readonly rows: readonly Row[];
  readonly totalCount: number;
  /** Those of the books asked for, which made their closings and open lots; empty without a book. */
  readonly methods: readonly LotMethod[];
  /** Null while books are by account and symbol. */
  readonly pooling: Pooling | null;
  /** Coins whose rows are of several accounts, where those of one were asked for: they are not among the rows. */
  readonly shared: readonly string[];
  /** The books that the account filter leaves to choose from, by symbol; `accountId` null for a pool, whose symbol is its coin. */
  readonly books: readonly { readonly id: string; readonly symbol: string; readonly accountId: string | null }[];
  /** Sums of everything closed that the query matches, per quote; empty for what is open. */
  readonly totals: readonly TradeTotals[];
  /**
   * Fees in coins without a rate, outside the totals: of round trips their own; of closings those of all fills of the books
   * and days asked for, since a lot's fee in another coin is in no closing.
   */
  readonly unconvertedFees: readonly CoinFee[];
}

export type TradesPage = RowsPage<TradeRow>;
export type ClosingsPage = RowsPage<ClosingRow>;
export type OpenLotsPage = RowsPage<LotRow>;

/**
 * What every row tells of the book that it is of. `pooled`: it is of a pool, and its amounts and prices are in the pool's currency, which
 * is `quote`. `accountId` and `symbol` are then those of the fill that closed, or of a lot opened, it; null and the coin of a trip, or of
 * all that is held under `average`, which are of several.
 */
interface BookRow {
  readonly id: string;
  readonly accountId: string | null;
  readonly symbol: string;
  readonly base: string;
  readonly quote: string;
  readonly pooled: boolean;
  readonly direction: 'long' | 'short';
}

/** Dust between two trips, at the first one's average: `cost` with fees, in quote. */
export interface CarriedDust {
  readonly quantity: DecimalString;
  readonly cost: DecimalString;
}

/** One round trip, newest close first. `amount` is the total entered, in base; `net` = `gross` − `fees`, in quote. */
export interface TradeRow extends BookRow {
  readonly openedAt: UnixMs;
  readonly closedAt: UnixMs | null;
  readonly holdMs: number | null;
  readonly amount: DecimalString;
  readonly averageEntry: DecimalString;
  /** Null while nothing was sold. */
  readonly averageExit: DecimalString | null;
  /** Null while the trip is open: an open trip is in no total. */
  readonly gross: DecimalString | null;
  readonly fees: DecimalString;
  readonly net: DecimalString | null;
  /** net ÷ entry cost, a fraction of 1, rounded to 6 decimals; null while open or where the cost is 0. */
  readonly netRate: DecimalString | null;
  readonly fillCount: number;
  readonly unconvertedFees: readonly CoinFee[];
  /** The dust of the trip before that is in this one's amount and cost; null without. */
  readonly carriedIn: CarriedDust | null;
  /** What was left within the dust value when it closed: not in its figures, and taken in by the next trip; null without. */
  readonly carriedOut: CarriedDust | null;
  /** The book sold more than its history bought: figures of this symbol are not the whole truth. */
  readonly incompleteHistory: boolean;
}

/**
 * One lot, or a part of one, closed by one fill.
 *
 * Under `average` it is a part of all that was held: `openedAt` is when the position left zero, `entry` the average of what was
 * paid for it without fees, rounded half to even at 36 decimals.
 *
 * What was sold without having been bought has no opening: `openedAt`, `holdMs`, `entry` and `netRate` are null, it has cost
 * nothing, and its `net` is what the history lacks as much as profit.
 */
export interface ClosingRow extends BookRow {
  readonly method: LotMethod;
  readonly openedAt: UnixMs | null;
  readonly closedAt: UnixMs;
  readonly holdMs: number | null;
  /** Units closed, in base. */
  readonly quantity: DecimalString;
  /** The opening fill's price, and the closing one's. */
  readonly entry: DecimalString | null;
  readonly exit: DecimalString;
  readonly gross: DecimalString;
  readonly fees: DecimalString;
  readonly net: DecimalString;
  /** net ÷ entry cost, a fraction of 1, rounded to 6 decimals; null where the cost is 0. */
  readonly netRate: DecimalString | null;
  /** Coins of fees without a rate that its fills paid besides `fees`. */
  readonly unconvertedCoins: readonly string[];
}

/**
 * What one fill opened and is not closed; under `average` all that is held, since it left zero. `price` without fees, `unitCost` = `cost` ÷ `quantity` with them, in quote.
 */
export interface LotRow extends BookRow {
  readonly method: LotMethod;
  readonly openedAt: UnixMs;
  readonly quantity: DecimalString;
  readonly price: DecimalString;
  readonly unitCost: DecimalString;
  /** What `quantity` cost, entry fees included; of a short what it brought in after fees. */
  readonly cost: DecimalString;
  readonly fees: DecimalString;
  readonly unconvertedCoins: readonly string[];
  readonly incompleteHistory: boolean;
}

/** Where a fill of a pool is of. `rateSource`: what the price of one unit of its quote in the pool's currency was made of; absent where none was needed. */
export interface FillOrigin {
  readonly accountId: string;
  readonly symbol: string;
  readonly quote: string;
  readonly rateSource?: RateSource;
}

/** Price and notional are in the fill's own quote; `origin` null where that is the row's, which is of one account and symbol. */
export interface TradeFill {
  readonly origin: FillOrigin | null;
  readonly id: string;
  readonly orderId: string | null;
  readonly executedAtUs: number;
  readonly side: 'buy' | 'sell';
  readonly quantity: DecimalString;
  readonly price: DecimalString;
  readonly notional: DecimalString;
  /** `rateSource`: what the price of a coin that is neither base nor quote was made of; absent where none is known. */
  readonly fees: readonly (CoinFee & { readonly rateSource?: RateSource })[];
  readonly liquidity: 'maker' | 'taker' | null;
}

/**
 * A lot over all its closings: of `quantity` opened, `left` is open; `closings` fills closed the rest. `newest`: those closings,
 * newest first, at most 50. `openId`: the id of its row while something of it is open, null once it is wholly closed.
 */
export interface LotLife {
  readonly quantity: DecimalString;
  readonly left: DecimalString;
  readonly closings: number;
  readonly newest: readonly ClosingRow[];
  readonly openId: string | null;
}

/**
 * What a row is made of, fills oldest first.
 *
 * - `trip`: at most 500 fills; `fillCount` of the trade says how many there are.
 * - `closing`: the opening fill, then the closing one; `lot` and the opening fill are missing for what was never bought, and
 *   under `average`, where many fills opened it.
 * - `lot`: its opening fill, and in `life` what closed parts of it; under `average` the fills from the instant at which the
 *   position left zero, at most 500 of `fillCount`, and no `life`, since no closing is of one fill's units.
 */
export type TradeDetail =
  | { readonly kind: 'trip'; readonly trade: TradeRow; readonly fills: readonly TradeFill[] }
  | {
      readonly kind: 'closing';
      readonly closing: ClosingRow;
      readonly lot: LotLife | null;
      readonly fills: readonly TradeFill[];
    }
  | {
      readonly kind: 'lot';
      readonly lot: LotRow;
      readonly life: LotLife | null;
      readonly fills: readonly TradeFill[];
      readonly fillCount: number;
    };

/**
 * An account's rule and what it comes to for each symbol that was traded or is named by the rule, by symbol.
 *
 * `from`: `own`, the rule's own quantity; `market`, the smallest order; `none`, strict, because the rule says so or the
 * market states no smallest order; `unknown`, strict until the exchange's markets were read.
 */
export interface DustView {
  readonly rule: DustRule;
  readonly symbols: readonly {
    readonly symbol: string;
    readonly quantity: DecimalString;
    readonly from: 'own' | 'market' | 'none' | 'unknown';
  }[];
}
