import { expect, test } from 'vitest';
import { unixMs } from '../../../../shared/result';
import { must } from '../store/open-store';
import { storedFills } from '../store/stored-rows';
import { accountDraft, createWorld, importEnded, openWorld } from './engine-world';
import { balance, type FillSketch, fakeExchange, fillsOf } from './fake-exchange';

const id = accountDraft.id;
const buys = (count: number): FillSketch[] =>
  Array.from({ length: count }, () => ({ side: 'buy' as const, quantity: '1', price: '100' }));

/** An exchange on which BTC is held and was bought in 25 fills, three pages of ten. */
function exchangeWithHistory() {
  const exchange = fakeExchange(['BTC/USDT', 'ETH/USDT', 'ALGO/USDT']);
  exchange.fillsBySymbol.set('BTC/USDT', fillsOf('BTC/USDT', buys(25)));
  exchange.fillsBySymbol.set('ALGO/USDT', fillsOf('ALGO/USDT', buys(3)));
  exchange.balances = [balance('BTC', '25', '0', '25')];
  return exchange;
}

async function importedWorld(exchange = exchangeWithHistory()) {
  const world = await openWorld(createWorld(exchange.client));
  must(await world.session.accounts.add(accountDraft));
  for (const account of world.session.accounts.list())
    await world.session.observations.refresh(account, world.session.signal);
  must(await world.session.imports.start(id, 'import'));
  await importEnded(world.session);
  return { ...world, exchange };
}

test('an import reads every page of the symbols that balances point to, each fill once', async () => {
  const { session } = await importedWorld();
  const progress = session.imports.progress(id);
  expect(progress).toMatchObject({
    state: 'complete',
    fillsStored: 25,
    symbolsDone: 1,
    symbolsTotal: 1,
    failure: null,
  });
  expect(session.imports.coverage(id).symbols['BTC/USDT']).toMatchObject({ fills: 25, state: 'covered' });
});

test('a symbol sold out long ago is found by the deep scan alone', async () => {
  const { session } = await importedWorld();
  expect(session.imports.coverage(id).symbols['ALGO/USDT']).toBeUndefined();
  must(await session.imports.start(id, 'deep-scan'));
  await importEnded(session);
  expect(session.imports.coverage(id).symbols['ALGO/USDT']).toMatchObject({ fills: 3, state: 'covered' });
  expect(session.imports.coverage(id).symbols['ETH/USDT']).toMatchObject({ fills: 0, state: 'empty' });
});

test('a later import adds what is new and stores nothing twice', async () => {
  const { session, exchange } = await importedWorld();
  exchange.fillsBySymbol.set('BTC/USDT', fillsOf('BTC/USDT', buys(27)));
  must(await session.imports.start(id, 'import'));
  await importEnded(session);
  expect(session.books.span(id).count).toBe(27);
  expect(must(await storedFills(session.store, id)).rows).toHaveLength(27);
});

test('a row that the exchange corrected replaces the one that was stored', async () => {
  const { session, exchange } = await importedWorld();
  const corrected = fillsOf('BTC/USDT', buys(25)).map((fill) =>
    fill.id === '25' ? { ...fill, orderId: '999' } : fill,
  );
  exchange.fillsBySymbol.set('BTC/USDT', corrected);
  must(await session.imports.start(id, 'import'));
  await importEnded(session);
  const rows = must(await storedFills(session.store, id)).rows;
  expect(rows).toHaveLength(25);
  expect(rows.find((fill) => fill.id === '25')).toMatchObject({ orderId: '999', revision: 1 });
});

test('a refused key stops the import with its reason, and a later start goes on from the same page', async () => {
  const exchange = exchangeWithHistory();
  let pages = 0;
  exchange.beforeCall = () => {
    if (exchange.calls.at(-1) !== 'fillsPage') return;
    pages += 1;
    if (pages === 2) exchange.failures.set('fillsPage', [{ reason: 'key-rejected' }]);
  };
  const world = await openWorld(createWorld(exchange.client));
  must(await world.session.accounts.add({ ...accountDraft, userSymbols: ['btc/usdt'] }));
  must(await world.session.imports.start(id, 'import'));
  await importEnded(world.session);
  expect(world.session.imports.progress(id)).toMatchObject({
    state: 'stopped',
    failure: { reason: 'key-rejected' },
    fillsStored: 10,
  });
  // covered to its newest fill: id 10, nine seconds into 2026
  expect(world.session.imports.coverage(id).symbols['BTC/USDT']).toMatchObject({
    state: 'partial',
    coveredToMs: Date.UTC(2026, 0, 1, 0, 0, 9),
  });
  must(await world.session.imports.start(id, 'import'));
  await importEnded(world.session);
  expect(world.session.imports.progress(id)).toMatchObject({ state: 'complete', fillsStored: 25, failure: null });
});

test('a rate limit makes the import wait until the exchange allows it, then go on', async () => {
  const exchange = exchangeWithHistory();
  const world = createWorld(exchange.client);
  const untilAt = unixMs(world.clock.now + 90_000);
  exchange.failures.set('fillsPage', [{ reason: 'rate-limited', untilAt }]);
  const { session, clock } = await openWorld(world);
  must(await session.accounts.add({ ...accountDraft, userSymbols: ['BTC_USDT'] }));
  must(await session.imports.start(id, 'import'));
  await importEnded(session);
  expect(session.imports.progress(id)).toMatchObject({ state: 'complete', fillsStored: 25 });
  expect(clock.now).toBeGreaterThanOrEqual(untilAt);
});

test('a symbol whose payload is not understood ends as a warning and does not hide the others', async () => {
  const exchange = exchangeWithHistory();
  exchange.failures.set('fillsPage', [{ reason: 'unexpected-payload', subject: 'price' }]);
  const { session } = await openWorld(createWorld(exchange.client));
  must(await session.accounts.add({ ...accountDraft, userSymbols: ['ALGOUSDT', 'BTCUSDT'] }));
  must(await session.imports.start(id, 'import'));
  await importEnded(session);
  const progress = session.imports.progress(id);
  expect(progress.state).toBe('complete-with-warnings');
  expect(progress.warnings).toEqual([
    { symbol: 'ALGO/USDT', failure: { reason: 'unexpected-payload', subject: 'price' } },
  ]);
  expect(session.imports.coverage(id).symbols['BTC/USDT']).toMatchObject({ fills: 25 });
});

test('a cancelled import keeps what was saved and goes on from it', async () => {
  const exchange = exchangeWithHistory();
  const { session } = await openWorld(createWorld(exchange.client));
  must(await session.accounts.add({ ...accountDraft, userSymbols: ['BTCUSDT'] }));
  let cancelled: Promise<void> | null = null;
  exchange.beforeCall = () => {
    if (exchange.calls.filter((call) => call === 'fillsPage').length === 2) cancelled ??= session.imports.cancel(id);
  };
  must(await session.imports.start(id, 'import'));
  await importEnded(session);
  await cancelled;
  const paused = session.imports.progress(id);
  expect(paused.state).toBe('paused');
  expect(paused.fillsStored).toBeGreaterThanOrEqual(10);
  expect(paused.fillsStored).toBeLessThan(25);
  must(await session.imports.start(id, 'import'));
  await importEnded(session);
  expect(session.imports.progress(id)).toMatchObject({ state: 'complete', fillsStored: 25 });
});
