/** The engine over sample data: the real one, on the sample's own key, database and exchanges. */
import { IDBFactory, IDBKeyRange } from 'fake-indexeddb';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { EngineApi } from '../../../../extension/engine/api';
import type { AccountView } from '../../../../extension/engine/api/account-view';
import { createEngine, type Engine } from '../../../../extension/engine/engine';
import { createHosts } from '../../../../extension/engine/hosts';
import { createSampleKeyring } from '../../../../extension/engine/sample/sample-keyring';
import { createSampleClients } from '../../../../extension/exchanges/sample/clients';
import { openDatabase } from '../../../../extension/store/store';
import { type ExchangeId, exchangeIds } from '../../../../shared/exchanges/ids';
import { unixMs } from '../../../../shared/result';
import { type FakeBrowser, fakeBrowser } from './engine-world';

const openedAt = Date.UTC(2026, 10, 21, 18);
const hourMs = 3_600_000;
const dayMs = 24 * hourMs;
/** Thousands of fills are read. */
const patienceMs = 60_000;
let browser: FakeBrowser;
let indexedDB: IDBFactory;
let engines: Engine[];
let clock: { now: number };

/** Starts an engine of sample data as the worker does; calls answer at once, the clock stands still. */
async function start(): Promise<EngineApi> {
  const hosts = createHosts();
  hosts.add({ host: browser.host, gone: new Promise(() => undefined) });
  const now = () => unixMs(clock.now);
  const sleep = () => new Promise<void>((resolve) => setTimeout(resolve));
  const engine = createEngine({
    now,
    random: (bytes) => crypto.getRandomValues(new Uint8Array(bytes)),
    newId: () => crypto.randomUUID(),
    chooseKdf: () => Promise.reject(new Error('sample data has no passphrase')),
    sleep,
    hosts,
    end: () => undefined,
    openDatabase: () => openDatabase('fillbook-sample', { indexedDB, IDBKeyRange }),
    createClient: createSampleClients({ now, sleep }),
    createKeyring: createSampleKeyring,
    syncFetch: null,
  });
  engines.push(engine);
  await engine.start();
  return engine.api;
}

function begin(): void {
  browser = fakeBrowser();
  indexedDB = new IDBFactory();
  engines = [];
  clock = { now: openedAt };
}

async function end(): Promise<void> {
  for (const { api } of engines) await api.lock();
}

/** Refreshes and waits until no import runs. */
async function settled(api: EngineApi): Promise<ReadonlyMap<ExchangeId, AccountView>> {
  await api.refresh(null);
  for (;;) {
    const accounts = await api.accounts();
    if (!accounts.some(({ progress }) => progress.state === 'running'))
      return new Map(accounts.map((account) => [account.exchange, account]));
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
}

const view = (accounts: ReadonlyMap<ExchangeId, AccountView>, exchange: ExchangeId): AccountView => {
  const found = accounts.get(exchange);
  if (!found) throw new Error(`no account at ${exchange}`);
  return found;
};

describe('with everything read', () => {
  let api: EngineApi;
  let accounts: ReadonlyMap<ExchangeId, AccountView>;
  beforeAll(async () => {
    begin();
    api = await start();
    accounts = await settled(api);
  }, patienceMs);
  afterAll(end);

  test('PnL of today is of what was realized and of what has changed since the last minute of yesterday', async () => {
    const { today } = await api.overview();
    expect(today.change).toMatchObject({ pricedAt: Date.UTC(2026, 10, 21) - 60_000 });
    for (const { amount } of [today.net, today.realized, today.unrealized]) expect(amount).toMatch(/^-?\d/);
    expect(today.net.missing.map(({ failure }) => failure.reason)).not.toContain('price-missing');
  });

  test('between them the accounts reach the states that an account can be in', () => {
    expect(view(accounts, 'binance')).toMatchObject({
      value: { state: 'known', value: { missing: [] } },
      progress: { state: 'complete' },
    });
    expect(view(accounts, 'bitget').rights).toMatchObject({ state: 'known', value: { trade: true } });
    // 7 h before the opening it was read last, 15 minutes later it was refused
    expect(view(accounts, 'gate').value).toMatchObject({
      state: 'unknown',
      failure: { reason: 'ip-not-whitelisted', address: '203.0.113.7' },
      failedAt: openedAt - 6.75 * hourMs,
      last: { at: openedAt - 7 * hourMs },
    });
    expect(view(accounts, 'mexc').progress).toMatchObject({
      state: 'complete-with-warnings',
      warnings: [{ symbol: 'SOL/USDT', failure: { reason: 'unexpected-payload' } }],
    });
    // read last 43 days before the opening, and MEXC keeps 30 days, but for 10 minutes of margin
    expect(view(accounts, 'mexc').lookBack?.gap).toEqual({
      fromMs: openedAt - 43 * dayMs,
      toMs: openedAt - 30 * dayMs + 600_000,
    });
    expect(view(accounts, 'poloniex').wallets).toMatchObject([
      { wallet: 'spot', value: { state: 'known' } },
      {
        wallet: 'futures',
        value: { state: 'unknown', failure: { reason: 'permission-missing' }, last: { at: openedAt - 3 * hourMs } },
      },
    ]);
    expect(view(accounts, 'bitmart')).toMatchObject({
      value: { state: 'unknown', failure: { reason: 'account-paused' } },
      closing: { closesAt: Date.UTC(2027, 0, 31, 15, 59) },
    });
    expect(view(accounts, 'coinstore').value).toMatchObject({
      state: 'known',
      value: { missing: [{ asset: 'AURUM', failure: { reason: 'price-missing' } }] },
    });
  });

  test('its figures have what a screen must be able to say: caveats, fees in other coins with their rates, a line of weeks', async () => {
    const { issues, equity, notices } = await api.overview();
    expect(issues.map(({ exchange, failure }) => `${exchange} ${failure.reason}`)).toEqual(
      expect.arrayContaining([
        'gate ip-not-whitelisted',
        'mexc unexpected-payload',
        'poloniex permission-missing',
        'coinstore price-missing',
        'coinstore history-incomplete',
      ]),
    );
    // BGB, BNB and GT are paid with: their prices at the minute of each fee are looked up behind the imports
    const withoutRate = async () => (await api.overview()).realized.perQuote.flatMap((one) => one.unconvertedFees);
    await expect.poll(withoutRate, { timeout: 30_000 }).toEqual([]);
    expect((await api.feeRates()).unrated).toEqual([]);
    expect(equity.length).toBeGreaterThanOrEqual(7);
    expect(equity.slice(0, -1).every(({ partial, amount }) => !partial && amount !== null)).toBe(true);
    expect(notices.map(({ kind }) => kind)).toContain('closing');
  });
});

describe('opened, left and opened again', () => {
  beforeEach(begin);
  afterEach(end);

  test('it is open at once, without a passphrase, with an account at each exchange', async () => {
    const api = await start();
    expect(await api.vaultState()).toEqual({ state: 'open' });
    expect((await api.accounts()).map(({ exchange }) => exchange)).toEqual(exchangeIds);
  });

  test('on the day that BitMart has closed, its account is frozen', async () => {
    clock.now = Date.UTC(2027, 1, 3, 12);
    const accounts = await settled(await start());
    expect(view(accounts, 'bitmart')).toMatchObject({ frozen: 'closed', closing: null });
  });

  test('an engine that starts again in the same browser session goes on with the same accounts', async () => {
    const before = await (await start()).accounts();
    clock.now += hourMs;
    const after = await (await start()).accounts();
    expect(after.map(({ id }) => id)).toEqual(before.map(({ id }) => id));
  });

  test('when its key is gone, what is stored is begun anew', async () => {
    const before = await (await start()).accounts();
    browser.session.clear();
    const after = await (await start()).accounts();
    expect(after).toHaveLength(7);
    expect(after.map(({ id }) => id)).not.toEqual(before.map(({ id }) => id));
  });

  test('when what was stored is gone, it is begun anew', async () => {
    await start();
    indexedDB = new IDBFactory();
    expect(await (await start()).accounts()).toHaveLength(7);
  });

  test('what needs a passphrase is refused, and no key that was typed is kept', async () => {
    const api = await start();
    expect(await api.changePassphrase('a', 'b')).toMatchObject({ ok: false, error: { reason: 'unsupported' } });
    expect(await api.revealWords('a')).toMatchObject({ ok: false, error: { reason: 'unsupported' } });
    const draft = { id: 'typed', exchange: 'binance', label: 'mine', userSymbols: [] } as const;
    const added = await api.addAccount({
      ...draft,
      credentials: { apiKey: 'a-real-key-of-mine', secret: 'its-secret' },
    });
    expect(added).toMatchObject({ ok: false, error: { reason: 'key-rejected' } });
    expect(await api.accounts()).toHaveLength(7);
  });
});
