/**
 * The simulator's round trips and the product's ledger, computed apart from each other, agree to the last digit on every
 * exchange's history: with the exchange's smallest orders as dust, and without dust.
 */
import { expect, test } from 'vitest';
import { exchangeIds } from '../../shared/exchanges/ids';
import { createBook } from '../../shared/ledger/book';
import type { Fill as LedgerFill } from '../../shared/ledger/fill';
import { add36, decimal, e18, formatE36, zero36 } from '../../shared/money/decimal';
import { smallestOrder } from './exchanges';
import type { Fill } from './history';
import { type Market, marketOf } from './market';
import { truthOf } from './truth';
import { amountText } from './units';
import { World } from './world';

const [startAt, endAt] = [Date.UTC(2024, 0, 1), Date.UTC(2024, 6, 1)];

const ledgerFill = ({ market, id, orderId, at, side, price, quantity, fees, maker }: Fill): LedgerFill => ({
  ...{ account: 'main', exchange: 'binance', symbol: market.symbol, base: market.base, quote: market.quote },
  ...{ market: 'spot', id: String(id), orderId: String(orderId), executedAtUs: at * 1000, side, revision: 0 },
  price: decimal(amountText(price)),
  quantity: decimal(amountText(quantity)),
  fees: fees.map(({ asset, amount }) => ({ currency: asset, amount: decimal(amountText(amount)) })),
  liquidity: maker ? 'maker' : 'taker',
});

/** How many trips closed and what they made, by the ledger. */
function tripsOf(fills: readonly Fill[], dust: bigint) {
  const [first] = fills;
  if (!first) throw new Error('a symbol without fills');
  const { symbol, base, quote } = first.market;
  const book = createBook({ account: 'main', symbol, base, quote, market: 'spot', dust: e18(amountText(dust)) });
  expect(book.add(fills.map(ledgerFill)).rejected).toEqual([]);
  const trips = book.trips(0, book.tripCount());
  return [trips.length, formatE36(trips.reduce((sum, { net }) => add36(sum, net), zero36))];
}

test.each(exchangeIds)('at %s the ledger cuts the same round trips as the truth', (exchange) => {
  const accounts = [{ label: 'main', exchange, fills: 1_500, symbols: 20, oversold: true }];
  const { book } = new World({ seed: 7, startAt, endAt, accounts }).account('main');
  const dustOf = (market: Market) => smallestOrder(exchange, market);
  const counts = [(_: Market) => 0n, dustOf].map((dust) => {
    const { symbols } = truthOf(book, () => null, dust);
    const expected = Object.entries(symbols).map(([symbol, { roundTrips, roundTripNet }]) => [
      symbol,
      roundTrips,
      roundTripNet,
    ]);
    const cut = Object.keys(symbols).map((symbol) => [
      symbol,
      ...tripsOf(book.fills.get(symbol) ?? [], dust(marketOf(symbol))),
    ]);
    expect(cut).toEqual(expected);
    return Object.values(symbols).reduce((sum, { roundTrips }) => sum + roundTrips, 0);
  });
  expect(counts[1]).toBeGreaterThan(counts[0] ?? 0); // dust closes trips that fees in base would keep open
});
