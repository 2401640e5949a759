/** Old fills reach a long book page by page, newest first: it is made anew now and then, not for every page. */
import { expect, test, vi } from 'vitest';
import { coalesced } from '../../../../extension/engine/events';
import { createHeldBook } from '../../../../extension/engine/held-fills';
import { createBook } from '../../../../shared/ledger/book';
import type { Fill } from '../../../../shared/ledger/fill';
import { decimal } from '../../../../shared/money/decimal';
import { must } from '../store/open-store';
import { accountDraft, createWorld, importEnded, openWorld } from './engine-world';
import { type FillSketch, fakeExchange, fillsOf } from './fake-exchange';

const key = { account: 'a', symbol: 'BTC/USDT', base: 'BTC', quote: 'USDT', market: 'spot' as const };

/** Purchases and sales in turn, each sale 1 above: with all of them in, every pair realizes 1 USDT. */
const sketches = (count: number): FillSketch[] =>
  Array.from({ length: count }, (_, index) => ({
    side: index % 2 === 0 ? ('buy' as const) : ('sell' as const),
    quantity: '1',
    price: index % 2 === 0 ? '100' : '101',
  }));
const history = (count: number): Fill[] =>
  fillsOf('BTC/USDT', sketches(count)).map((fill) => ({ ...fill, account: 'a' }));

/** A book that holds the last 2,100 of 2,400 fills, and the first 300, which are old. */
function lateWorld() {
  const clock = { now: 0 };
  const held = createHeldBook(key, () => clock.now);
  const all = history(2_400);
  expect(held.add(all.slice(300))).toEqual([]);
  return { clock, held, all, old: all.slice(0, 300) };
}

test('fills far before the end are known at once and in the figures after the renewal, as if they had come in order', async () => {
  const { held, all, old } = lateWorld();
  expect(held.add(old)).toEqual([]);
  expect(held.count()).toBe(2_400);
  expect(all[0] && held.find(all[0])).toEqual(all[0]);
  expect(held.book().totals().fills).toBe(2_100);
  expect(await held.renew()).toEqual([]);
  const inOrder = createBook(key);
  inOrder.add(all);
  expect(held.book().totals()).toEqual(inOrder.totals());
  expect(held.book().totals()).toMatchObject({ fills: 2_400, net: 1_200n * 10n ** 36n }); // 1,200 pairs, 1 each
  expect(held.count()).toBe(2_400);
});

test('a renewal is due three seconds after the first fill was held, then ten times what the last one took', async () => {
  const { clock, held, all, old } = lateWorld();
  held.add(old.slice(100));
  clock.now = 2_999;
  held.add(old.slice(50, 100));
  expect(held.isDue()).toBe(false);
  clock.now = 3_000;
  expect(held.isDue()).toBe(true);
  const renewing = held.renew();
  clock.now = 4_000; // it took 1 s
  await renewing;
  expect(held.isDue()).toBe(false);
  held.add(all.slice(0, 50));
  clock.now = 13_999;
  expect(held.isDue()).toBe(false);
  clock.now = 14_000; // 4,000 + 10 × 1,000
  expect(held.isDue()).toBe(true);
});

test('a fill that is late by little goes straight in', () => {
  const { held, all } = lateWorld();
  const [last] = all.slice(-1);
  if (!last) throw new Error('the history is not empty');
  // between the last two fills
  expect(held.add([{ ...last, id: '9000', executedAtUs: last.executedAtUs - 1 }])).toEqual([]);
  expect(held.book().totals().fills).toBe(2_101);
  expect(held.isDue()).toBe(false);
});

test('a correction of a held fill counts once', async () => {
  const { held, old } = lateWorld();
  held.add(old);
  const [first] = old;
  if (!first) throw new Error('the history is not empty');
  held.add([{ ...first, price: decimal('90'), revision: 1 }]);
  expect(held.count()).toBe(2_400);
  expect(held.find(first)?.revision).toBe(1);
  await held.renew();
  expect(held.book().totals()).toMatchObject({ fills: 2_400, net: 1_210n * 10n ** 36n }); // one purchase 10 cheaper
});

test('fills that come while the book is made anew are held for the next time, and none is lost', async () => {
  const { held, old } = lateWorld();
  held.add(old.slice(100));
  const renewing = held.renew();
  held.add(old.slice(0, 100));
  await renewing;
  expect([held.book().totals().fills, held.count()]).toEqual([2_300, 2_400]);
  await held.renew();
  expect(held.book().totals().fills).toBe(2_400);
});

test('an import that brings a long history newest first ends with every fill in the figures', async () => {
  const exchange = fakeExchange(['BTC/USDT'], 500, 'account');
  exchange.fillsBySymbol.set('BTC/USDT', fillsOf('BTC/USDT', sketches(3_000)));
  const { session } = await openWorld(createWorld(exchange.client));
  const draft = { ...accountDraft, exchange: 'gate' as const };
  must(await session.accounts.add(draft));
  const seen: (readonly [number, number])[] = [];
  exchange.beforeCall = () => {
    const figures = session.books.of(draft.id).reduce((sum, { book }) => sum + book.totals().fills, 0);
    if (exchange.calls.at(-1) === 'fillsPage') seen.push([session.imports.progress(draft.id).fillsStored, figures]);
  };
  must(await session.imports.start(draft.id, 'import'));
  await importEnded(session, draft.id);
  expect(seen).toContainEqual([3_000, 2_500]); // five pages of 500 reach 2,500; the sixth waits
  const [entry] = session.books.of(draft.id);
  expect(entry?.book.totals()).toMatchObject({ fills: 3_000, net: 1_500n * 10n ** 36n });
});

test('what is said often is heard at once, and then once in a while, the last time after the last', () => {
  vi.useFakeTimers();
  try {
    let heard = 0;
    const { say, cancel } = coalesced(() => {
      heard += 1;
    }, 1_000);
    for (let said = 0; said < 5; said += 1) say();
    expect(heard).toBe(1);
    vi.advanceTimersByTime(1_000);
    expect(heard).toBe(2);
    vi.advanceTimersByTime(5_000);
    expect(heard).toBe(2);
    say();
    say();
    cancel();
    vi.advanceTimersByTime(5_000);
    expect(heard).toBe(3);
  } finally {
    vi.useRealTimers();
  }
});
