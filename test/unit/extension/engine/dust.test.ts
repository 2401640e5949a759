/** What round trips may leave: the market's smallest order, or the account's own rule; and the books that follow it. */
import { expect, test } from 'vitest';
import type { TradesQuery } from '../../../../extension/engine/api/trades';
import { createEvents } from '../../../../extension/engine/events';
import { createHeldBook } from '../../../../extension/engine/held-fills';
import type { Session } from '../../../../extension/engine/session';
import { tradeCalls } from '../../../../extension/engine/trade-calls';
import { decimal, e18, zero18 } from '../../../../shared/money/decimal';
import { ok } from '../../../../shared/result';
import { must } from '../store/open-store';
import { accountDraft, createWorld, importEnded, openWorld } from './engine-world';
import { fakeExchange, fillsOf, market } from './fake-exchange';

const { id } = accountDraft;

/** 1 bought, 0.95 sold, 1 bought, 1.05 sold: one strict trip, two where 0.05 may stay. */
const leavesDust = () =>
  fillsOf('BTC/USDT', [
    { side: 'buy', quantity: '1', price: '100' },
    { side: 'sell', quantity: '0.95', price: '110' },
    { side: 'buy', quantity: '1', price: '120' },
    { side: 'sell', quantity: '1.05', price: '130' },
  ]);

/** An exchange whose market of BTC takes orders of at least so much. */
function exchangeWith(minQuantity: string | null) {
  const exchange = fakeExchange(['BTC/USDT']);
  exchange.fillsBySymbol.set('BTC/USDT', leavesDust());
  const listed = { ...market('BTC/USDT'), minQuantity: minQuantity === null ? null : decimal(minQuantity) };
  exchange.traces = { assets: ['BTC'], symbols: ['BTC/USDT'], failures: [] };
  return { ...exchange.client, markets: async () => ok([listed]) };
}

const query: TradesQuery = {
  ...{ accountId: null, bookId: null, side: null, state: 'closed' },
  ...{ closedFrom: null, closedTo: null, offset: 0, limit: 10 },
};

const callsOf = (session: Session) =>
  tradeCalls({ events: createEvents(), open: () => session, session: (use) => use(session) });

const tripsOf = async (session: Session) =>
  (await callsOf(session).trades(query)).rows.map(({ net, carriedOut }) => [net, carriedOut?.quantity ?? null]);

// trip 1: 104.5 − 95 = 9.5, 0.05 left at 100; trip 2: 136.5 − 120 − 5 = 11.5. Strict: 241 − 220 = 21.
const inTwo = [
  ['11.5', null],
  ['9.5', '0.05'],
];
const inOne = [['21', null]];

async function imported(minQuantity: string | null) {
  const world = createWorld(exchangeWith(minQuantity));
  const { session } = await openWorld(world);
  must(await session.accounts.add(accountDraft));
  must(await session.imports.start(id, 'import'));
  await importEnded(session);
  return { world, session };
}

async function until(isSo: () => Promise<boolean>): Promise<void> {
  while (!(await isSo())) await new Promise((resolve) => setTimeout(resolve));
}

test('trips close within the smallest order of their market', async () => {
  const { session } = await imported('0.05');
  expect(await tripsOf(session)).toEqual(inTwo);
  expect(await callsOf(session).dust(id)).toEqual({
    rule: { others: 'market', bySymbol: {} },
    symbols: [{ symbol: 'BTC/USDT', quantity: '0.05', from: 'market' }],
  });
});

test('a market that states no smallest order, or a smaller one, keeps its trips strict', async () => {
  const { session } = await imported(null);
  expect(await tripsOf(session)).toEqual(inOne);
  expect((await callsOf(session).dust(id))?.symbols).toEqual([{ symbol: 'BTC/USDT', quantity: '0', from: 'none' }]);
  expect(await tripsOf((await imported('0.049')).session)).toEqual(inOne);
});

test('a rule cuts the trips anew, at once and at the next opening, and leaves closings and totals alone', async () => {
  const { world, session } = await imported('0.05');
  const calls = callsOf(session);
  const closings = await calls.closings(query);
  must(await calls.setDust(id, { others: 'none', bySymbol: {} }));
  expect(await tripsOf(session)).toEqual(inOne);
  expect((await calls.dust(id))?.symbols).toEqual([{ symbol: 'BTC/USDT', quantity: '0', from: 'none' }]);
  must(await calls.setDust(id, { others: 'none', bySymbol: { 'BTC/USDT': decimal('0.06') } }));
  expect(await tripsOf(session)).toEqual(inTwo);
  expect((await calls.dust(id))?.symbols).toEqual([{ symbol: 'BTC/USDT', quantity: '0.06', from: 'own' }]);
  expect(await calls.closings(query)).toEqual(closings);
  await session.close();
  const again = (await openWorld(world)).session;
  expect(await tripsOf(again)).toEqual(inTwo);
  expect((await callsOf(again).dust(id))?.rule).toEqual({ others: 'none', bySymbol: { 'BTC/USDT': '0.06' } });
});

test('books that were opened before the markets were known are cut anew once they are', async () => {
  const client = exchangeWith('0.05');
  const { session } = await openWorld(createWorld(client));
  must(await session.accounts.add(accountDraft));
  await session.books.add(
    id,
    leavesDust().map((fill) => ({ ...fill, account: id })),
  );
  expect(await tripsOf(session)).toEqual(inOne);
  expect((await callsOf(session).dust(id))?.symbols).toEqual([{ symbol: 'BTC/USDT', quantity: '0', from: 'unknown' }]);
  must(await session.markets.of('binance', client, session.signal));
  await until(async () => (await tripsOf(session)).length === 2);
  expect(await tripsOf(session)).toEqual(inTwo);
});

test('a quantity that is no decimal from 0 is refused by its symbol, and nothing changes', async () => {
  const { session } = await imported('0.05');
  const calls = callsOf(session);
  for (const wrong of ['-1', 'x', '1e-3', `0.${'0'.repeat(18)}1`]) {
    // a page may send any text
    const rule = { others: 'none', bySymbol: { 'BTC/USDT': wrong as ReturnType<typeof decimal> } } as const;
    expect(await calls.setDust(id, rule)).toEqual({
      ok: false,
      error: { reason: 'dust-invalid', symbol: 'BTC/USDT' },
    });
  }
  expect((await calls.dust(id))?.rule.others).toBe('market');
  expect(await calls.dust('nobody')).toBeNull();
  must(await calls.setDust('nobody', { others: 'none', bySymbol: {} })); // removed meanwhile
});

test('a dust value that is set while a book is made anew is in its figures in the end', async () => {
  const [first] = leavesDust();
  if (!first) throw new Error('fills were made');
  const { symbol, base, quote, market: kind } = first;
  const held = createHeldBook({ account: id, symbol, base, quote, market: kind }, () => 0);
  held.add(leavesDust().map((fill) => ({ ...fill, account: id })));
  held.setDust(e18('0.01'));
  const renewing = held.renew();
  held.setDust(e18('0.05'));
  expect(await held.renew()).toEqual([]); // one is under way already
  await renewing;
  expect([held.dust(), held.book().tripCount()]).toEqual([e18('0.05'), 2]);
  held.setDust(zero18);
  await held.renew();
  expect([held.dust(), held.book().tripCount(), held.count()]).toEqual([zero18, 1, 4]);
});
