/** What may happen between asking for an import and its first page: a second ask, a cancel, a removal, a lock. */
import { expect, test } from 'vitest';
import { accountCommands } from '../../../../extension/engine/account-commands';
import { createEvents } from '../../../../extension/engine/events';
import { createRefresher } from '../../../../extension/engine/refresher';
import { createWork } from '../../../../extension/engine/work';
import { must } from '../store/open-store';
import { storedFills } from '../store/stored-rows';
import { accountDraft, createWorld, importEnded, openWorld } from './engine-world';
import { fakeExchange, fillsOf } from './fake-exchange';

const id = accountDraft.id;

/** An account with 25 fills, and an exchange that answers what leads to the symbols only once it is let. */
async function planningWorld() {
  const exchange = fakeExchange(['BTC/USDT']);
  const history = Array.from({ length: 25 }, () => ({ side: 'buy' as const, quantity: '1', price: '100' }));
  exchange.fillsBySymbol.set('BTC/USDT', fillsOf('BTC/USDT', history));
  let answer = (): void => undefined;
  let asked = (): void => undefined;
  const whenAsked = new Promise<void>((resolve) => {
    asked = resolve;
  });
  const { fills } = exchange.client;
  if (fills.by !== 'symbol') throw new Error('the fake lists fills by symbol');
  const { traces } = fills;
  const gate = new Promise<void>((resolve) => {
    answer = resolve;
  });
  const client = {
    ...exchange.client,
    fills: {
      ...fills,
      traces: async (...args: Parameters<typeof traces>) => {
        asked();
        await gate;
        return traces(...args);
      },
    },
  };
  const world = await openWorld(createWorld(client));
  must(await world.session.accounts.add({ ...accountDraft, userSymbols: ['BTCUSDT'] }));
  return { ...world, exchange, whenAsked, answer };
}

test('an import asked for twice at once runs once', async () => {
  const { session, exchange, answer } = await planningWorld();
  const both = [session.imports.start(id, 'import'), session.imports.start(id, 'import')];
  answer();
  for (const started of await Promise.all(both)) must(started);
  await importEnded(session);
  expect(session.imports.progress(id)).toMatchObject({ state: 'complete', fillsStored: 25 });
  // pages of 10 with one row of overlap: 1 to 10, 10 to 19, 19 to 25
  expect(exchange.calls.filter((call) => call === 'fillsPage')).toHaveLength(3);
});

test('an import cancelled while its symbols are looked for reads nothing and stays paused', async () => {
  const { session, exchange, whenAsked, answer } = await planningWorld();
  const started = session.imports.start(id, 'import');
  await whenAsked;
  const cancelled = session.imports.cancel(id);
  answer();
  await Promise.all([started, cancelled]);
  await importEnded(session);
  expect(session.imports.progress(id).state).toBe('paused');
  expect(exchange.calls).not.toContain('fillsPage');
});

test('an account removed while its symbols are looked for leaves no fill and no coverage behind', async () => {
  const { session, deps, exchange, whenAsked, answer } = await planningWorld();
  const events = createEvents();
  const refresher = createRefresher({ deps, events, work: createWork(deps.hosts), session: () => session });
  const commands = accountCommands({ deps, events, refresher, session: (use) => use(session) });
  const started = session.imports.start(id, 'import');
  await whenAsked;
  const removed = commands.removeAccount(id, 'erase');
  answer();
  must(await removed);
  await started;
  await importEnded(session);
  expect(exchange.calls).not.toContain('fillsPage');
  expect(must(await storedFills(session.store, id)).rows).toEqual([]);
  expect(must(await session.store.readDocument('coverage', id))).toBeNull();
});

test('a vault locked while symbols are looked for fetches no fill and writes nothing any more', async () => {
  const { session, exchange, whenAsked, answer } = await planningWorld();
  const started = session.imports.start(id, 'import');
  await whenAsked;
  const closed = session.close();
  answer();
  await Promise.all([closed, started]);
  expect(exchange.calls).not.toContain('fillsPage');
  expect(await session.accounts.add(accountDraft)).toEqual({ ok: false, error: { reason: 'vault-locked' } });
});

test('an import whose start meets a defect stops and says so', async () => {
  const { session, browser } = await planningWorld();
  browser.beforeCall = () => {
    throw new TypeError('quotes what must not be shown');
  };
  const failure = { reason: 'storage-failed', code: 'TypeError' };
  expect(await session.imports.start(id, 'import')).toEqual({ ok: false, error: failure });
  expect(session.imports.progress(id)).toMatchObject({ state: 'stopped', failure });
});
