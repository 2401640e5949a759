/** A symbol that an account traded on spot and on margin: two positions, two books. */
import { expect, test } from 'vitest';
import { createWorld, openWorld } from './engine-world';
import { fakeExchange, fillsOf } from './fake-exchange';

test('margin fills of a symbol stand beside its spot fills, and neither is refused', async () => {
  const { session } = await openWorld(createWorld(fakeExchange(['BTC/USDT']).client));
  const [spot, margin] = fillsOf('BTC/USDT', [
    { side: 'buy', quantity: '1', price: '100' },
    { side: 'sell', quantity: '1', price: '130' },
  ]).map((fill) => ({ ...fill, account: 'a' }));
  if (!spot || !margin) throw new Error('two fills were made');
  const rows = [{ ...margin, market: 'margin' as const }, spot];
  const unknown = session.books.unknownOf('a', rows);
  expect(unknown).toHaveLength(2);
  await session.books.add('a', unknown);
  expect(session.books.failures('a')).toEqual([]);
  expect(session.books.counts('a').get('BTC/USDT')).toBe(2);
  const books = session.books.of('a');
  expect(new Set(books.map(({ id }) => id)).size).toBe(2);
  // on margin the sale opens a short of its own: it does not close the purchase on spot, so nothing is realized yet
  expect(books.map(({ book }) => [book.key.market, book.totals().net, book.totals().unmatched]).sort()).toEqual([
    ['margin', 0n, 0n],
    ['spot', 0n, 0n],
  ]);
  expect(session.books.unknownOf('a', rows)).toEqual([]);
});
