import { expect, test } from 'vitest';
import { accountCommands } from '../../../../extension/engine/account-commands';
import { createEvents } from '../../../../extension/engine/events';
import { must } from '../store/open-store';
import { accountDraft, createWorld, importEnded, openWorld } from './engine-world';
import { fakeExchange } from './fake-exchange';

const { id } = accountDraft;

async function worldWith(exchange = fakeExchange(['BTC/USDT', 'ETH/USDT'])) {
  const world = await openWorld(createWorld(exchange.client));
  must(await world.session.accounts.add(accountDraft));
  const refresher = {
    refreshing: new Set<string>(),
    refresh: async () => undefined,
    refreshSome: async () => undefined,
    stop: () => undefined,
  };
  const { deps, session } = world;
  const commands = accountCommands({ deps, events: createEvents(), refresher, session: (use) => use(session) });
  return { ...world, exchange, commands, named: () => session.accounts.get(id)?.userSymbols };
}

test('symbols are kept in one form, however they were written, each once', async () => {
  const { commands, named } = await worldWith();
  must(await commands.setUserSymbols(id, ['btcusdt', 'ETH_USDT', ' BTC-USDT ', '']));
  expect(named()).toEqual(['BTC/USDT', 'ETH/USDT']);
});

test('names that no market has are refused by name, and nothing is changed', async () => {
  const { commands, named } = await worldWith();
  must(await commands.setUserSymbols(id, ['BTCUSDT']));
  expect(await commands.setUserSymbols(id, ['ETHUSDT', 'DOGEUSDT', 'x'])).toEqual({
    ok: false,
    error: { reason: 'field-invalid', field: 'userSymbols', names: ['DOGEUSDT', 'x'] },
  });
  expect(named()).toEqual(['BTC/USDT']);
});

test('while the markets cannot be read names are kept as written, and an import that finds no market for one says so', async () => {
  const exchange = fakeExchange(['BTC/USDT', 'ETH/USDT']);
  exchange.failures.set('markets', [{ reason: 'region-blocked' }]);
  const { commands, named, session } = await worldWith(exchange);
  must(await commands.setUserSymbols(id, ['btcusdt', 'DOGEUSDT']));
  expect(named()).toEqual(['btcusdt', 'DOGEUSDT']);
  must(await session.imports.start(id, 'import'));
  await importEnded(session);
  expect(session.imports.progress(id)).toMatchObject({
    state: 'complete-with-warnings',
    symbolsDone: 1,
    warnings: [{ symbol: null, failure: { reason: 'unsupported', subject: 'DOGEUSDT' } }],
  });
});
