/** One fill with everything that is stored of it, and what it did in the ledger of its account and symbol. */
import { rawRowOf } from '../../shared/exchanges/raw-row';
import type { Closing } from '../../shared/ledger/closing';
import type { Fill } from '../../shared/ledger/fill';
import type { FillEffect } from '../../shared/ledger/fill-effect';
import { formatE18, formatE36, mul18 } from '../../shared/money/decimal';
import { msOfUs } from '../../shared/result';
import type { FillClosing, FillDetail, FillEffectView } from './api/fills';
import type { BookEntry } from './books';
import type { FillIds } from './fill-ids';
import { quantityOf } from './fill-totals';
import { rateSourceOf } from './rate-source';
import { type RateOf, storedRevision } from './rated-fills';
import { entryPriceOf } from './trade-rows';

/** Closings shown of one fill. */
const closingsShown = 100;

/** The fill at `place` of the book; null where there is none. */
export function fillDetail(entry: BookEntry, place: number, ids: FillIds, rateOf: RateOf): FillDetail | null {
  const [leg] = entry.book.legs(place, 1);
  const effect = entry.book.effectOf(place, closingsShown);
  if (!leg || !effect) return null;
  const { fill } = leg;
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
    effect: effectView(entry, effect, ids),
    raw: rawRowOf(fill),
  };
}

function feeSource(fill: Fill, index: number, rateOf: RateOf): ReturnType<typeof rateSourceOf> {
  const fee = fill.fees[index];
  return fee ? rateSourceOf(fill, fee, rateOf) : {};
}

function effectView(entry: BookEntry, effect: FillEffect, ids: FillIds): FillEffectView {
  const { closings, closingCount, gross, fees, net, unmatched, opened, trips, inOpenTrip } = effect;
  return {
    method: entry.book.method,
    closings: closings.map((closing, index) => closingView(entry, closing, effect.openPlaces[index] ?? null, ids)),
    closingCount,
    realized: closingCount === 0 ? null : { gross: formatE36(gross), fees: formatE36(fees), net: formatE36(net) },
    unmatched: unmatched === 0n ? null : formatE18(unmatched),
    lot: opened && {
      direction: opened.direction,
      opened: formatE18(opened.quantity),
      open: formatE18(opened.open),
    },
    // as Trades names its rows: the book's id, then a trip's number, or `open`
    trades: [
      ...trips.map(({ n }) => ({ id: `${entry.id}.${n}`, state: 'closed' as const })),
      ...(inOpenTrip ? [{ id: `${entry.id}.open`, state: 'open' as const }] : []),
    ],
  };
}

function closingView(entry: BookEntry, closing: Closing, openPlace: number | null, ids: FillIds): FillClosing {
  const { openFill, openedAtUs, direction, quantity, gross, fees, gain } = closing;
  const price = entryPriceOf(entry, closing);
  return {
    opened:
      openedAtUs === null || price === null
        ? null
        : {
            id: openFill && openPlace !== null ? ids.idOf(entry.id, openPlace, openFill) : null,
            at: msOfUs(openedAtUs),
            price,
          },
    direction,
    quantity: formatE18(quantity),
    gross: formatE36(gross),
    fees: formatE36(fees),
    net: formatE36(gain),
  };
}
