/** Two open sessions of one vault: what one imports, the other shows. */
import { expect, test } from 'vitest';
import { createEvents } from '../../../../../extension/engine/events';
import { openSession, type Session } from '../../../../../extension/engine/session';
import { createWork } from '../../../../../extension/engine/work';
import { decimal } from '../../../../../shared/money/decimal';
import { Secret, unixMs } from '../../../../../shared/result';
import { must } from '../../store/open-store';
import { accountDraft, createWorld, importEnded } from '../engine-world';
import { type FillSketch, fakeExchange, fillsOf } from '../fake-exchange';
import { deviceIdOf, MemoryLog, serverOf } from './memory-log';

const rootKey = new Secret(new Uint8Array(32).fill(1));

const sketches = (count: number): readonly FillSketch[] =>
  Array.from({ length: count }, (_, index) => ({
    side: index % 2 === 0 ? ('buy' as const) : ('sell' as const),
    quantity: '1',
    price: String(100 + index),
  }));

/** A device whose session is opened anew when sync asks for it, as the engine does. */
async function device(n: number, log: MemoryLog, history: readonly FillSketch[]) {
  const exchange = fakeExchange(['BTC/USDT'], 40);
  exchange.fillsBySymbol.set('BTC/USDT', fillsOf('BTC/USDT', history));
  const world = createWorld(exchange.client);
  const database = must(await world.deps.openDatabase());
  let asked = 0;
  const open = async (): Promise<Session> => {
    const reopen = (): void => {
      asked += 1;
    };
    const opened = must(
      await openSession(rootKey, database, world.deps, createEvents(), createWork(world.deps.hosts), reopen),
    );
    opened.books.load();
    await opened.books.loaded;
    const at = { deviceId: deviceIdOf(n), vouched: null };
    must(await opened.sync.attach(serverOf(log, at.deviceId), at));
    return opened;
  };
  let session = await open();
  return {
    exchange,
    get session() {
      return session;
    },
    /** Syncs; gives whether the session was opened anew for it. */
    async sync(): Promise<boolean> {
      must(await session.sync.run());
      if (asked === 0) return false;
      asked = 0;
      await session.close();
      session = await open();
      must(await session.sync.run());
      return true;
    },
  };
}

const count = (session: Session): number => session.books.span(accountDraft.id).count;

async function imported(session: Session): Promise<void> {
  must(await session.imports.start(accountDraft.id, 'import'));
  await importEnded(session);
}

test('an account that another device added opens the session anew; later fills come into the open books', async () => {
  const log = new MemoryLog();
  const [a, b] = [await device(1, log, sketches(70)), await device(2, log, sketches(140))];
  must(await a.session.accounts.add({ ...accountDraft, userSymbols: ['BTCUSDT'] }));
  await imported(a.session);
  await a.sync();
  expect(await b.sync()).toBe(true);
  expect(b.session.accounts.list().map(({ label }) => label)).toEqual(['main']);
  expect(count(b.session)).toBe(70);
  // B goes on where A stopped: nothing of the first 70 is stored a second time
  await imported(b.session);
  expect(count(b.session)).toBe(140);
  await b.sync();
  expect(await a.sync()).toBe(false);
  expect(count(a.session)).toBe(140);
  const held = a.session.books.of(accountDraft.id).map(({ book }) => book.totals().position);
  expect(held).toEqual(b.session.books.of(accountDraft.id).map(({ book }) => book.totals().position));
  for (const each of [a, b]) await each.session.close();
});

test('settings and removals of another device are followed', async () => {
  const log = new MemoryLog();
  const [a, b] = [await device(1, log, sketches(70)), await device(2, log, sketches(70))];
  must(await a.session.accounts.add({ ...accountDraft, userSymbols: ['BTCUSDT'] }));
  await imported(a.session);
  must(await a.session.saveSettings({ ...a.session.settings(), baseCurrency: 'EUR' }));
  await a.sync();
  await b.sync();
  expect(b.session.settings().baseCurrency).toBe('EUR');
  const [account] = b.session.accounts.list();
  if (!account) throw new Error('no account');
  must(await b.session.accounts.remove(account));
  await b.sync();
  expect(await a.sync()).toBe(true);
  expect(a.session.accounts.list()).toEqual([]);
  expect(count(a.session)).toBe(0);
  for (const each of [a, b]) await each.session.close();
});

test('rates that another device noted, and rows that it erased, open the session anew', async () => {
  const log = new MemoryLog();
  const [a, b] = [await device(1, log, sketches(70)), await device(2, log, sketches(70))];
  must(await a.session.accounts.add({ ...accountDraft, userSymbols: ['BTCUSDT'] }));
  await imported(a.session);
  await a.sync();
  await b.sync();
  expect(await b.sync()).toBe(false);
  const minute = unixMs(Date.UTC(2026, 0, 1));
  const close = decimal('600');
  const legs = [{ symbol: 'BNB/USDT', turned: false, interval: '1m' as const, openAt: minute, close }];
  const rate = { account: accountDraft.id, coin: 'BNB', quote: 'USDT', minute, exchange: 'binance', rate: close, legs };
  must(await a.session.rates.keep([{ ...rate, at: minute }]));
  await a.sync();
  expect(await b.sync()).toBe(true);
  expect(b.session.rates.of(accountDraft.id)('BNB', 'USDT', minute)?.rate).toBe('600');
  must(await a.session.store.eraseAccountHistory(accountDraft.id));
  await a.sync();
  expect(await b.sync()).toBe(true);
  expect(count(b.session)).toBe(0);
  for (const each of [a, b]) await each.session.close();
});
