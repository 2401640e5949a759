/** An exchange that lists the fills of all markets at once: one stream, read by windows of time. */
import { expect, test } from 'vitest';
import { accountCoverage } from '../../../../extension/engine/coverage-view';
import { wholeAccount } from '../../../../extension/store/coverage';
import { must } from '../store/open-store';
import { storedFills } from '../store/stored-rows';
import { accountDraft, createWorld, importEnded, openWorld } from './engine-world';
import { type FillSketch, fakeExchange, fillsOf } from './fake-exchange';

const draft = { ...accountDraft, exchange: 'gate' as const };
const { id } = draft;
const buys = (count: number): FillSketch[] =>
  Array.from({ length: count }, () => ({ side: 'buy' as const, quantity: '1', price: '100' }));

/** 25 fills of BTC and 4 of ETH in the first seconds of 2026, served from 2025-12-01 on; the clock says 2026-02-01 12:00. */
async function worldWith() {
  const exchange = fakeExchange(['BTC/USDT', 'ETH/USDT'], 10, 'account');
  exchange.fillsBySymbol.set('BTC/USDT', fillsOf('BTC/USDT', buys(25)));
  exchange.fillsBySymbol.set('ETH/USDT', fillsOf('ETH/USDT', buys(4)));
  const world = await openWorld(createWorld(exchange.client));
  exchange.now = () => world.clock.now;
  must(await world.session.accounts.add(draft));
  const { session } = world;
  const symbols = () => accountCoverage(session.imports.coverage(id), session.books.counts(id), null).symbols;
  const read = async () => {
    must(await session.imports.start(id, 'import'));
    await importEnded(session, id);
  };
  return { ...world, exchange, symbols, read };
}

test('the fills of all markets are read without asking which were traded, and each symbol is covered as far as all are', async () => {
  const { session, exchange, symbols, read, clock } = await worldWith();
  await read();
  expect(session.imports.progress(id)).toMatchObject({
    by: 'account',
    state: 'complete',
    symbol: null,
    fillsStored: 29, // 25 + 4
    readTo: clock.now,
  });
  expect(exchange.calls).not.toContain('traces');
  const spans = [{ fromMs: 0, toMs: clock.now, state: 'covered' }];
  const covered = {
    ...{ coveredFrom: 0, coveredTo: clock.now, lastReadAt: clock.now },
    ...{ state: 'covered', failure: null, spans },
  };
  expect(symbols()).toEqual([
    { symbol: 'BTC/USDT', fills: 25, ...covered },
    { symbol: 'ETH/USDT', fills: 4, ...covered },
  ]);
  expect(Object.keys(session.imports.coverage(id).symbols)).toEqual([wholeAccount]);
});

test('progress goes by time through weeks without a fill, from where the reading began', async () => {
  const { session, exchange, read } = await worldWith();
  exchange.fillsBySymbol.clear();
  const reached: (number | null)[] = [];
  exchange.beforeCall = () => {
    if (exchange.calls.at(-1) === 'fillsPage') reached.push(session.imports.progress(id).readTo);
  };
  await read();
  const week = 7 * 86_400_000;
  const served = Date.UTC(2025, 11, 1);
  // nothing before the first page, then the end of each window
  expect(reached.slice(0, 4)).toEqual([null, served + week, served + 2 * week, served + 3 * week]);
  expect(session.imports.progress(id)).toMatchObject({ readFrom: served + week, fillsStored: 0, state: 'complete' });
});

test('a later import begins where the last one ended, less an overlap, and stores nothing twice', async () => {
  const { session, exchange, read, clock } = await worldWith();
  await read();
  const first = exchange.calls.filter((call) => call === 'fillsPage').length;
  clock.now += 86_400_000;
  const [newest] = fillsOf('ETH/USDT', buys(1));
  if (!newest) throw new Error('one fill was made');
  const late = { ...newest, id: '99', executedAtUs: (clock.now - 1000) * 1000 };
  exchange.fillsBySymbol.set('ETH/USDT', [...(exchange.fillsBySymbol.get('ETH/USDT') ?? []), late]);
  await read();
  expect(exchange.calls.filter((call) => call === 'fillsPage').length - first).toBe(1);
  expect(session.imports.progress(id)).toMatchObject({ fillsStored: 30, readFrom: clock.now - 86_400_000 });
});

test('a page that is not understood stops the import, advances nothing, and is asked for again', async () => {
  const { session, exchange, symbols, read } = await worldWith();
  const failure = { reason: 'unexpected-payload' as const, subject: 'fills.3.price' };
  let pages = 0;
  exchange.beforeCall = () => {
    if (exchange.calls.at(-1) === 'fillsPage' && ++pages === 7) exchange.failures.set('fillsPage', [failure]);
  };
  await read();
  // the fifth week has pages of 10, 10 and 9: the seventh page is its last, so reading stands at its beginning
  const before = session.imports.coverage(id).symbols[wholeAccount];
  expect(session.imports.progress(id)).toMatchObject({ state: 'stopped', failure, warnings: [], fillsStored: 20 });
  expect(before).toMatchObject({ state: 'failed', coveredToMs: Date.UTC(2025, 11, 29) });
  expect(symbols()[0]).toMatchObject({ symbol: 'BTC/USDT', state: 'failed', failure });
  await read();
  expect(session.imports.progress(id)).toMatchObject({ state: 'complete', fillsStored: 29 });
  expect(symbols()[0]).toMatchObject({ state: 'covered', failure: null });
});

test('there is nothing to scan market by market', async () => {
  const { session, exchange } = await worldWith();
  expect(await session.imports.start(id, 'deep-scan')).toEqual({ ok: false, error: { reason: 'unsupported' } });
  expect(session.imports.progress(id).state).toBe('idle');
  expect(exchange.calls).toEqual([]);
});

test('an import cut off in the middle of a week goes on with its next page', async () => {
  const first = await worldWith();
  let pages = 0;
  await new Promise<void>((closed) => {
    first.exchange.beforeCall = () => {
      if (first.exchange.calls.at(-1) === 'fillsPage' && ++pages === 6) void first.session.close().then(closed);
    };
    void first.session.imports.start(id, 'import');
  });
  const { session } = await openWorld(createWorld(first.exchange.client, first.indexedDB, first.browser));
  first.exchange.beforeCall = () => undefined;
  expect(session.imports.progress(id)).toMatchObject({ state: 'running' });
  session.imports.resumeAll();
  await importEnded(session, id);
  expect(session.imports.progress(id)).toMatchObject({ state: 'complete', fillsStored: 29 });
  expect(must(await storedFills(session.store, id)).rows).toHaveLength(29);
});
