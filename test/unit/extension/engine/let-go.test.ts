/** An engine that the background's alarm started, with no page open: it refreshes what is due and lets go of itself. */
import { IDBFactory } from 'fake-indexeddb';
import { expect, test, vi } from 'vitest';
import { createEngine } from '../../../../extension/engine/engine';
import { must } from '../store/open-store';
import { accountDraft, createWorld, fakeBrowser } from './engine-world';
import { balance, fakeExchange } from './fake-exchange';

/** A loaded machine takes longer than the second that is waited for otherwise. */
const patience = { timeout: 20_000 };
const minute = 60_000;
const begin = Date.UTC(2026, 1, 1, 12);

function engineAt(now: number, indexedDB = new IDBFactory(), browser = fakeBrowser()) {
  const exchange = fakeExchange(['BTC/USDT']);
  exchange.balances = [balance('BTC', '1', '0', '1')];
  const world = createWorld(exchange.client, indexedDB, browser);
  world.clock.now = now;
  const held: boolean[] = [];
  browser.host.hold = async (on) => void held.push(on);
  const asked = () => exchange.calls.filter((call) => call === 'balances').length;
  return { ...world, ...createEngine(world.deps), exchange, held, asked };
}

const letGo = ({ held }: { held: readonly boolean[] }) => vi.waitFor(() => expect(held.at(-1)).toBe(false), patience);

test('by hand alone, a page that comes after midnight UTC has the figures outside the pages made of the new day', async () => {
  const at = engineAt(begin);
  must(await at.api.createVault('correct horse battery staple'));
  must(await at.api.saveSettings({ ...(await at.api.settings()), refreshMinutes: 'manual', badge: 'today' }));
  const writtenAt = () => JSON.parse(at.browser.session.get('summary') ?? '{}').writtenAt;
  await vi.waitFor(() => expect(writtenAt()).toBe(begin), patience);
  at.clock.now = begin + 13 * 60 * minute;
  await at.start();
  await vi.waitFor(() => expect(writtenAt()).toBe(at.clock.now), patience);
});

test('an import that the exchange refuses is notified and stands on the badge, though the balances are read', async () => {
  const at = engineAt(begin);
  must(await at.api.createVault('correct horse battery staple'));
  at.exchange.failures.set('traces', [{ reason: 'permission-missing' }]);
  must(await at.api.addAccount(accountDraft));
  await vi.waitFor(() => expect(at.browser.notices).toMatchObject([{ reason: 'permission-missing' }]), patience);
  await vi.waitFor(() => expect(at.browser.badges.at(-1)).toBe('!'), patience);
});

test('what is due is refreshed once and shown; what is not, or is locked, is let go at once', async () => {
  const first = engineAt(begin);
  must(await first.api.createVault('correct horse battery staple'));
  must(await first.api.addAccount(accountDraft));
  await first.api.refresh(null);
  await letGo(first);
  expect(first.browser.refreshAlarms).toEqual([5]);

  const due = engineAt(begin + 5 * minute, first.indexedDB, first.browser);
  first.browser.session.delete('summary');
  await due.start();
  await due.start(); // a page that opens meanwhile
  await letGo(due);
  expect(due.asked()).toBe(1);
  expect(due.held[0]).toBe(true);
  expect(first.browser.session.has('summary')).toBe(true);

  const early = engineAt(begin + 7 * minute, first.indexedDB, first.browser);
  await early.start();
  expect(early.held).toEqual([false]);
  expect(early.asked()).toBe(0);

  first.browser.session.clear();
  const locked = engineAt(begin + 60 * minute, first.indexedDB, first.browser);
  await locked.start();
  expect(locked.held).toEqual([false]);
  expect(locked.asked()).toBe(0);
});
