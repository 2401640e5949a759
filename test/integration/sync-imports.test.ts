/** Two devices of one vault import from the same account: what one has read the other does not fetch again. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { fillsOf } from '../unit/extension/engine/fake-exchange';
import { type EngineDevice, fillsHeld, must, passphrase, twoDevices, until } from './harness/engine-device';
import { runServer, type TestServer } from './harness/server';

let server: TestServer;
beforeAll(async () => {
  server = await runServer();
});
afterAll(() => server.stop());

/** 42 buys of BTC behind what was imported first. A page lists ten, the first of them the last one of the page before. */
function trade({ exchange }: EngineDevice): void {
  const buys = Array.from({ length: 45 }, () => ({ side: 'buy' as const, quantity: '1', price: '100' }));
  const before = exchange.fillsBySymbol.get('BTC/USDT') ?? [];
  exchange.fillsBySymbol.set('BTC/USDT', [...before, ...fillsOf('BTC/USDT', buys).slice(before.length)]);
}

const untilHeld = (device: EngineDevice, count: number) =>
  until(
    () => fillsHeld(device),
    ({ totalCount }) => totalCount === count,
  );

test('a device that is unlocked over an import that was cut off reads none of what another has read meanwhile', async () => {
  const { desk, laptop } = await twoDevices(server.url);
  await untilHeld(laptop, 3);

  // the laptop's import is cut off before its first page, by the vault being locked
  const [account] = await laptop.api.accounts();
  const { calls, failures } = laptop.exchange;
  failures.set(
    'fillsPage',
    Array.from({ length: 10_000 }, () => ({ reason: 'network-failed' })),
  );
  must(await laptop.api.startImport(account?.id ?? '', 'import'));
  await until(laptop.api.importProgress, ([progress]) => progress?.state === 'waiting');
  await laptop.api.lock();

  trade(desk);
  must(await desk.api.startImport(account?.id ?? '', 'import'));
  await untilHeld(desk, 45);
  must(await desk.api.syncNow());

  laptop.exchange.fillsBySymbol.set('BTC/USDT', desk.exchange.fillsBySymbol.get('BTC/USDT') ?? []);
  failures.clear();
  calls.length = 0;
  must(await laptop.api.unlock(passphrase));
  await untilHeld(laptop, 45);
  const [ended] = await until(laptop.api.importProgress, ([now]) => now?.state.startsWith('complete') === true);
  expect(ended).toMatchObject({ state: 'complete', warnings: [] }); // what it waited for before has passed
  // the newest page alone, and once more by the refresh behind an unlocking; from the third fill on there would be five
  expect(calls.filter((call) => call === 'fillsPage').length).toBeLessThan(3);
});
