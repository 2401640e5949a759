/** One fill with everything that is stored of it, and what it did in the ledger. */
import { rawRowOf } from '../../shared/exchanges/raw-row';
import type { Fill } from '../../shared/ledger/fill';
import { formatE18, formatE36, mul18 } from '../../shared/money/decimal';
import type { FillDetail } from './api/fills';
import type { BookEntry, Books } from './books';
import { effectOfFill } from './fill-effect-view';
import type { FillIds } from './fill-ids';
import { quantityOf } from './fill-totals';
import type { Ledger } from './ledger';
import { rateSourceOf } from './rate-source';
import { type RateOf, storedRevision } from './rated-fills';

interface DetailParts {
  readonly ids: FillIds;
  /** The rates of the book's account. */
  readonly rateOf: RateOf;
  readonly books: Pick<Books, 'of'>;
  readonly ledger: Ledger;
}

/** The fill at `place` of the book; null where there is none. */
export function fillDetail(entry: BookEntry, place: number, parts: DetailParts): FillDetail | null {
  const { ids, rateOf } = parts;
  const [leg] = entry.book.legs(place, 1);
  if (!leg) return null;
  const { fill } = leg;
  const effect = effectOfFill({ ...parts, entry, place, fill });
  if (!effect) return null;
  return {
    id: ids.idOf(entry.id, place, fill),
    accountId: entry.accountId,
    exchange: fill.exchange,
    fillId: fill.id,
    orderId: fill.orderId,
    symbol: fill.symbol,
    base: fill.base,
    quote: fill.quote,
    market: fill.market,
    executedAtUs: fill.executedAtUs,
    side: fill.side,
    quantity: formatE18(quantityOf(leg)),
    price: formatE18(leg.price),
    notional: formatE36(mul18(quantityOf(leg), leg.price)),
    fees: leg.fees.map(({ currency, amount, inPnl }, index) => ({
      currency,
      amount: formatE18(amount),
      rate: fill.fees[index]?.rate ?? null,
      counted: inPnl,
      ...feeSource(fill, index, rateOf),
    })),
    liquidity: fill.liquidity,
    revision: storedRevision(fill),
    effect,
    raw: rawRowOf(fill),
  };
}

function feeSource(fill: Fill, index: number, rateOf: RateOf): ReturnType<typeof rateSourceOf> {
  const fee = fill.fees[index];
  return fee ? rateSourceOf(fill, fee, rateOf) : {};
}
