/** Two open sessions of one vault: what one imports, the other shows. */
import { expect, test, vi } from 'vitest';
import { createEvents } from '../../../../../extension/engine/events';
import { openSession, type Session } from '../../../../../extension/engine/session';
import { createWork } from '../../../../../extension/engine/work';
import type { FeeRate } from '../../../../../shared/exchanges/fee-rate';
import { decimal, formatE36 } from '../../../../../shared/money/decimal';
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

test('an import pulls first: what another device has read is not fetched again', async () => {
  const log = new MemoryLog();
  const [a, b] = [await device(1, log, sketches(140)), await device(2, log, sketches(140))];
  must(await a.session.accounts.add({ ...accountDraft, userSymbols: ['BTCUSDT'] }));
  await a.sync();
  await b.sync();
  await imported(a.session);
  await a.sync();
  expect(a.exchange.calls.filter((call) => call === 'fillsPage')).toHaveLength(4);
  // B has not heard of it: the import is what asks, and then the newest page alone is left to look at
  await imported(b.session);
  expect(count(b.session)).toBe(140);
  expect(b.exchange.calls.filter((call) => call === 'fillsPage')).toHaveLength(1);
  for (const each of [a, b]) await each.session.close();
});

test('an import that goes on where it was cut off pulls first too', async () => {
  const log = new MemoryLog();
  const [a, b] = [await device(1, log, sketches(140)), await device(2, log, sketches(140))];
  must(await a.session.accounts.add({ ...accountDraft, userSymbols: ['BTCUSDT'] }));
  await a.sync();
  await b.sync();
  // B's import is cut off before its first page
  b.exchange.failures.set(
    'fillsPage',
    Array.from({ length: 1_000 }, () => ({ reason: 'network-failed' })),
  );
  must(await b.session.imports.start(accountDraft.id, 'import'));
  await b.session.imports.suspend();
  b.exchange.failures.clear();
  b.exchange.calls.length = 0;
  await imported(a.session);
  await a.sync();
  b.session.imports.resumeAll();
  await importEnded(b.session);
  expect(count(b.session)).toBe(140);
  expect(b.exchange.calls.filter((call) => call === 'fillsPage')).toHaveLength(1);
  for (const each of [a, b]) await each.session.close();
});

test('an import that is stopped does not wait for a server that is silent', async () => {
  const a = await device(1, new MemoryLog(), sketches(140));
  must(await a.session.accounts.add({ ...accountDraft, userSymbols: ['BTCUSDT'] }));
  const silent = (): Promise<never> => new Promise(() => undefined);
  must(await a.session.sync.attach({ pull: silent, push: silent }, { deviceId: deviceIdOf(1), vouched: null }));
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] }); // the ten seconds of waiting never end
  try {
    const started = a.session.imports.start(accountDraft.id, 'import');
    await a.session.imports.cancel(accountDraft.id);
    await started;
  } finally {
    vi.useRealTimers();
  }
  expect(a.session.imports.progress(accountDraft.id).state).toBe('paused');
  expect(a.exchange.calls).not.toContain('fillsPage');
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

/** The price of 1 BNB in a minute, as a device notes it at `at`. */
function bnbAt(minute: number, price: string, at: number): FeeRate {
  const close = decimal(price);
  const legs = [{ symbol: 'BNB/USDT', turned: false, interval: '1m' as const, openAt: unixMs(minute), close }];
  const key = { account: accountDraft.id, coin: 'BNB', quote: 'USDT', minute: unixMs(minute) };
  return { ...key, exchange: 'binance', rate: close, legs, at: unixMs(at) };
}

const start = Date.UTC(2026, 0, 1);

/** 80 fills in 80 seconds, of which each even one buys 1 at 100 and each odd one sells it at 110, for 0.01 BNB. */
const paidInBnb: readonly FillSketch[] = Array.from({ length: 80 }, (_, index) => ({
  side: index % 2 === 0 ? ('buy' as const) : ('sell' as const),
  quantity: '1',
  price: index % 2 === 0 ? '100' : '110',
  fee: ['BNB', '0.01'] as const,
}));

const totalsOf = (session: Session) =>
  session.books.of(accountDraft.id).map(({ book }) => {
    const { net, unconvertedFees } = book.totals();
    return [formatE36(net), unconvertedFees.map(({ amount }) => formatE36(amount))];
  });

test('rates that another device noted come into the open books; another price than a known one, and erased rows, open the session anew', async () => {
  const log = new MemoryLog();
  const [a, b] = [await device(1, log, paidInBnb), await device(2, log, paidInBnb)];
  must(await a.session.accounts.add({ ...accountDraft, userSymbols: ['BTCUSDT'] }));
  await imported(a.session);
  await a.sync();
  await b.sync();
  expect(await b.sync()).toBe(false);
  expect(totalsOf(b.session)).toEqual([['400', ['0.8']]]); // 40 × 10, and 80 × 0.01 BNB without a rate
  must(await a.session.rates.keep([bnbAt(start, '600', start + 10)]));
  await a.sync();
  expect(await b.sync()).toBe(false);
  // the first 60 fills are of the first minute: 60 × 0.01 × 600 = 360
  expect(totalsOf(b.session)).toEqual([['40', ['0.2']]]);
  expect(b.session.rates.of(accountDraft.id)('BNB', 'USDT', start)?.rate).toBe('600');
  // B noted the second minute first: A's figures were made with another price
  must(await a.session.rates.keep([bnbAt(start + 60_000, '700', start + 20)]));
  must(await b.session.rates.keep([bnbAt(start + 60_000, '500', start + 19)]));
  await b.sync();
  expect(await a.sync()).toBe(true);
  expect(a.session.rates.of(accountDraft.id)('BNB', 'USDT', start + 60_000)?.rate).toBe('500');
  expect(totalsOf(a.session)).toEqual([['-60', []]]); // 40 − 20 × 0.01 × 500
  must(await a.session.store.eraseAccountHistory(accountDraft.id));
  await a.sync();
  expect(await b.sync()).toBe(true);
  expect(count(b.session)).toBe(0);
  for (const each of [a, b]) await each.session.close();
});
