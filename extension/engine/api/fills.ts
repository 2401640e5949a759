/** Fills as pages see them: every fill of every account, newest first, with the totals of what the filter leaves. */
import type { LotMethod } from '../../../shared/ledger/lot-order';
import type { DecimalString } from '../../../shared/money/decimal';
import type { UnixMs } from '../../../shared/result';
import type { RateSource } from './rates';

export interface FillsApi {
  /** A page of the fills that the query leaves. The first answer for a filter takes a while with many fills, later ones do not. */
  fills(query: FillsQuery): Promise<FillsPage>;
  /** One fill by the id of its row; null where it is not stored any more. The id stays good while fills are added or corrected. */
  fill(id: string): Promise<FillDetail | null>;
}

/** What a null leaves open is not filtered by. */
export interface FillsFilter {
  readonly accountId: string | null;
  /** A symbol's opaque id, as `FillsPage.symbols` gives it; one symbol has one id at all accounts. URLs hold it. */
  readonly symbolId: string | null;
  readonly side: 'buy' | 'sell' | null;
  /** `unknown`: the exchange did not say. */
  readonly liquidity: 'maker' | 'taker' | 'unknown' | null;
  /** Inclusive. */
  readonly fromMs: number | null;
  /** Exclusive. */
  readonly toMs: number | null;
}

export interface FillsQuery extends FillsFilter {
  /** Rows before the page, newest first; 0 or more. */
  readonly offset: number;
  /** 1 to 500. */
  readonly limit: number;
}

/** An amount of one coin, negative for rebates that outweigh. */
interface CoinAmount {
  readonly currency: string;
  readonly amount: DecimalString;
}

/** `id` is opaque and names the fill in URLs; the exchange's own ids are in the detail. `notional` = `quantity` × `price`, exactly. */
export interface FillsRow {
  readonly id: string;
  readonly accountId: string;
  readonly symbol: string;
  readonly base: string;
  readonly quote: string;
  readonly market: 'spot' | 'margin' | 'perp';
  readonly executedAtUs: number;
  readonly side: 'buy' | 'sell';
  readonly quantity: DecimalString;
  readonly price: DecimalString;
  readonly notional: DecimalString;
  readonly fees: readonly CoinAmount[];
  readonly liquidity: 'maker' | 'taker' | null;
}

/** Sums over every fill that the filter leaves, exact to 36 decimals. */
export interface FillsTotals {
  /** Notional bought and sold, before fees, per quote currency, by its name. */
  readonly perQuote: readonly {
    readonly quote: string;
    readonly bought: DecimalString;
    readonly sold: DecimalString;
  }[];
  /** Where only one symbol is left: its units, and the average price of each side, null where that side has no fill. */
  readonly ofSymbol: {
    readonly symbol: string;
    readonly base: string;
    readonly quote: string;
    readonly bought: DecimalString;
    readonly sold: DecimalString;
    /** Quote per unit, rounded half to even to 36 decimals. */
    readonly averageBuy: DecimalString | null;
    readonly averageSell: DecimalString | null;
  } | null;
  /** Fees per coin, by its name; coins whose sum is 0 are left out. */
  readonly fees: readonly CoinAmount[];
}

export interface FillsPage {
  /** Newest first; of one instant the one that the ledger takes last comes first. */
  readonly rows: readonly FillsRow[];
  readonly totalCount: number;
  /** Every symbol with fills that the account filter leaves to choose from, by name. */
  readonly symbols: readonly { readonly id: string; readonly symbol: string }[];
  readonly totals: FillsTotals;
}

/** One lot, or part of one, that the fill closed; `net` = `gross` − `fees`, in quote. */
export interface FillClosing {
  /**
   * When the lot was opened, at what price, and the row id of the fill that did; null where more was sold than the history bought.
   * Under `average` many fills did: then `id` is null, `at` is when the position left zero, and `price` the average.
   */
  readonly opened: { readonly id: string | null; readonly at: UnixMs; readonly price: DecimalString } | null;
  readonly direction: 'long' | 'short';
  readonly quantity: DecimalString;
  readonly gross: DecimalString;
  readonly fees: DecimalString;
  readonly net: DecimalString;
}

/**
 * What a fill did in the ledger: of its account and symbol by the method of that account, or in the pool of its coin.
 *
 * - `pooling`: null while its book is by market; `pooled`: it is of the pool; `own-book`: books are by coin, but of this coin no pooled
 *   figure is known, so that this is of the fills of its account and symbol alone, and no other figure rests on it.
 * - `quote`: what its amounts and prices are in: the fill's own quote, or the pool's currency.
 */
export interface FillEffectView {
  readonly method: LotMethod;
  readonly pooling: 'pooled' | 'own-book' | null;
  readonly quote: string;
  /** At most 100, in the order in which it took their lots, of `closingCount`. */
  readonly closings: readonly FillClosing[];
  readonly closingCount: number;
  /** Over all its closings; null where it closed nothing. */
  readonly realized: {
    readonly gross: DecimalString;
    readonly fees: DecimalString;
    readonly net: DecimalString;
  } | null;
  /** Units that it sold and the history never bought; null where there are none. */
  readonly unmatched: DecimalString | null;
  /** The lot that it opened, in base: units at first, and those not closed yet; null where it opened none, and under `average`. */
  readonly lot: {
    readonly direction: 'long' | 'short';
    readonly opened: DecimalString;
    readonly open: DecimalString;
  } | null;
  /** The round trips it stands in, by the ids of Trades: none, one, or two where it crosses zero. */
  readonly trades: readonly { readonly id: string; readonly state: 'closed' | 'open' }[];
}

/**
 * Everything that is stored of a fill.
 *
 * - `fillId`, `orderId`: the exchange's own; the order's is null where it gives none.
 * - `fees`: `rate` is the price of the coin in the quote at that time, null where none is needed or known; `counted` is false
 *   for a coin without a rate, whose fee is outside PnL; `rateSource`: what the rate is made of, absent where there is none or it
 *   came with the fill.
 * - `revision`: how often the exchange corrected the row.
 * - `raw`: the exchange's own row, field by field as it was written; null where it was not kept.
 */
export interface FillDetail extends Omit<FillsRow, 'fees'> {
  readonly exchange: string;
  readonly fillId: string;
  readonly orderId: string | null;
  readonly fees: readonly (CoinAmount & {
    readonly rate: DecimalString | null;
    readonly counted: boolean;
    readonly rateSource?: RateSource;
  })[];
  readonly revision: number;
  readonly effect: FillEffectView;
  readonly raw: readonly { readonly name: string; readonly value: string }[] | null;
}
