/** Trades as pages see them: round trips with their totals, and the fills that each opens to. */
import type { DecimalString } from '../../../shared/money/decimal';
import type { UnixMs } from '../../../shared/result';

export interface TradesApi {
  trades(query: TradesQuery): Promise<TradesPage>;
  trade(id: string): Promise<TradeDetail | null>;
}

export interface TradesQuery {
  readonly accountId: string | null;
  /** A book's opaque id, as `TradesPage.books` gives it: URLs hold it, and a browser keeps URLs. */
  readonly bookId: string | null;
  readonly state: 'closed' | 'open';
  readonly offset: number;
  /** 1 to 500. */
  readonly limit: number;
}

/** One round trip, newest close first. `amount` is the total entered, in base; `net` = `gross` − `fees`, in quote. */
export interface TradeRow {
  readonly id: string;
  readonly accountId: string;
  readonly symbol: string;
  readonly base: string;
  readonly quote: string;
  readonly direction: 'long' | 'short';
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
  readonly unconvertedFees: readonly { readonly currency: string; readonly amount: DecimalString }[];
  /** The book sold more than its history bought: figures of this symbol are not the whole truth. */
  readonly incompleteHistory: boolean;
}

export interface TradesPage {
  readonly rows: readonly TradeRow[];
  readonly totalCount: number;
  /** The books that the account filter leaves to choose from, by symbol. */
  readonly books: readonly { readonly id: string; readonly symbol: string; readonly accountId: string }[];
  /** Sum of every closed trip that the query matches, per quote. */
  readonly totals: readonly {
    readonly quote: string;
    readonly gross: DecimalString;
    readonly fees: DecimalString;
    readonly net: DecimalString;
  }[];
}

export interface TradeFill {
  readonly id: string;
  readonly orderId: string | null;
  readonly executedAtUs: number;
  readonly side: 'buy' | 'sell';
  readonly quantity: DecimalString;
  readonly price: DecimalString;
  readonly notional: DecimalString;
  readonly fees: readonly { readonly currency: string; readonly amount: DecimalString }[];
  readonly liquidity: 'maker' | 'taker' | null;
}

export interface TradeDetail {
  readonly trade: TradeRow;
  /** At most 500, oldest first; `fillCount` of the trade says how many there are. */
  readonly fills: readonly TradeFill[];
}
