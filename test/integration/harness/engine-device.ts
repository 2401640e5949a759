/** A device as a trader has it: the engine itself over a browser in memory, which reaches the sync server over the wire. */
import { setTimeout as pause } from 'node:timers/promises';
import { IDBFactory, IDBKeyRange } from 'fake-indexeddb';
import type { EngineApi } from '../../../extension/engine/api';
import type { PairingState, SyncView } from '../../../extension/engine/api/sync';
import type { EngineDeps } from '../../../extension/engine/context';
import { createEngine, type Engine } from '../../../extension/engine/engine';
import { openDatabase } from '../../../extension/store/store';
import { unixMs } from '../../../shared/result';
import { accountDraft, createWorld, type FakeBrowser, fakeBrowser } from '../../unit/extension/engine/engine-world';
import { balance, type FakeExchange, fakeExchange, fillsOf } from '../../unit/extension/engine/fake-exchange';
import { beginLife, type EngineLife } from './engine-life';

export const passphrase = 'correct horse battery staple';

export interface EngineDevice {
  readonly api: EngineApi;
  readonly engine: Engine;
  readonly browser: FakeBrowser;
  readonly exchange: FakeExchange;
  readonly indexedDB: IDBFactory;
  readonly deps: EngineDeps;
  /** The browser ends the engine, as it may at any instant, and a page starts another over what is stored. */
  restart(changed?: Partial<EngineDeps>): Promise<EngineDevice>;
}

interface Profile {
  readonly indexedDB: IDBFactory;
  readonly browser: FakeBrowser;
  readonly exchange: FakeExchange;
  /** Of the engine that runs; one that another follows has ended. */
  life: EngineLife;
}

async function start(profile: Profile, changed: Partial<EngineDeps>): Promise<EngineDevice> {
  profile.life.end();
  const life = beginLife(profile.indexedDB);
  profile.life = life;
  const world = createWorld(profile.exchange.client, profile.indexedDB, profile.browser);
  const deps: EngineDeps = {
    ...world.deps,
    now: () => unixMs(Date.now()),
    // what waits for another device asks again soon: the server is on this machine
    sleep: (ms, signal) => pause(Math.min(ms, 50), undefined, { signal }).then(undefined, () => undefined),
    syncFetch: (input, init) => fetch(input, init),
    // by the life of the moment: what a test bends for the next engine may be made of a former one's
    openDatabase: (slot = 'first') =>
      openDatabase(slot === 'first' ? 'fillbook' : 'fillbook-second', {
        indexedDB: profile.life.indexedDB,
        IDBKeyRange,
      }),
    ...changed,
  };
  const engine = createEngine(life.bind(deps));
  await engine.start();
  const { indexedDB, browser, exchange } = profile;
  return {
    ...{ indexedDB, browser, exchange, engine, deps },
    api: engine.api,
    restart: (next = {}) => start(profile, next),
  };
}

/** A device without a vault; the browser lets it reach any server. */
export function newEngineDevice(changed: Partial<EngineDeps> = {}): Promise<EngineDevice> {
  const browser = fakeBrowser();
  browser.granted = ['<all_urls>'];
  const indexedDB = new IDBFactory();
  return start({ indexedDB, browser, exchange: fakeExchange(['BTC/USDT']), life: beginLife(indexedDB) }, changed);
}

/** The value, or the error in the test's output. */
export function must<T, E>(
  result: { readonly ok: true; readonly value: T } | { readonly ok: false; readonly error: E },
): T {
  if (!result.ok) throw new Error(JSON.stringify(result.error));
  return result.value;
}

/** Makes a vault whose words were confirmed. */
export async function withVault(device: EngineDevice): Promise<readonly string[]> {
  const { words } = must(await device.api.createVault(passphrase));
  const asked = Object.fromEntries([1, 12, 24].map((place) => [place, words[place - 1] ?? '']));
  must(await device.api.confirmWords(asked));
  return words;
}

/** Asks until what was asked for is so. */
export async function until<T>(ask: () => Promise<T>, isSo: (value: T) => boolean): Promise<T> {
  for (;;) {
    const value = await ask();
    if (isSo(value)) return value;
    await pause(20);
  }
}

export const untilPairing = <S extends PairingState['state']>(
  { api }: EngineDevice,
  state: S,
): Promise<Extract<PairingState, { state: S }>> =>
  until(api.pairingState, (now) => now.state === state || now.state === 'failed').then((now) => {
    if (now.state !== state) throw new Error(JSON.stringify(now));
    return now as Extract<PairingState, { state: S }>; // its state was just compared
  });

export const untilView = ({ api }: EngineDevice, isSo: (view: SyncView) => boolean): Promise<SyncView> =>
  until(api.syncView, isSo);

/** A vault that is connected to a server and has been there once. */
export async function connectedVault(origin: string, deviceLabel: string): Promise<EngineDevice> {
  const device = await newEngineDevice();
  await withVault(device);
  must(await device.api.connectSync({ origin, invite: null, deviceLabel }));
  must(await device.api.syncNow());
  return device;
}

/** Imports two buys of BTC and a sale. */
export async function withHistory({ api, exchange }: EngineDevice): Promise<void> {
  exchange.balances = [balance('BTC', '2', '0', '2')];
  exchange.traces = { assets: ['BTC'], symbols: ['BTC/USDT'], failures: [] };
  exchange.fillsBySymbol.set(
    'BTC/USDT',
    fillsOf('BTC/USDT', [
      { side: 'buy', quantity: '2', price: '100', fee: ['USDT', '0.2'] },
      { side: 'buy', quantity: '1', price: '104' },
      { side: 'sell', quantity: '1', price: '130', fee: ['USDT', '0.13'] },
    ]),
  );
  must(await api.addAccount(accountDraft));
  const ended: readonly string[] = ['complete', 'complete-with-warnings'];
  await until(api.importProgress, (all) => all.length > 0 && all.every(({ state }) => ended.includes(state)));
}

/** Two devices of one vault with an account, whose history the first has imported. */
export async function twoDevices(origin: string) {
  const desk = await connectedVault(origin, 'Desk');
  await withHistory(desk);
  must(await desk.api.syncNow());
  const laptop = await newEngineDevice();
  await pair(desk, laptop, 'Laptop');
  return { desk, laptop };
}

/** Every fill that a device holds, as its page of fills shows them; but for a row's id, which is opaque and a vault's own. */
export async function fillsHeld({ api }: EngineDevice) {
  const open = { accountId: null, symbolId: null, side: null, liquidity: null, fromMs: null, toMs: null };
  const { rows, totalCount, totals } = await api.fills({ ...open, offset: 0, limit: 100 });
  return { rows: rows.map(({ id: _, ...row }) => row), totalCount, totals };
}

/** Both digits, once both sides have them. */
export async function bothDigits(
  host: EngineDevice,
  guest: EngineDevice,
  deviceLabel: string,
): Promise<readonly [string, string]> {
  must(await host.api.startPairing());
  const { code } = await untilPairing(host, 'waiting');
  must(await guest.api.joinPairing({ code, deviceLabel }));
  const [shown, seen] = [await untilPairing(host, 'compare'), await untilPairing(guest, 'compare')];
  return [shown.digits, seen.digits];
}

/** Pairs a device by code, two persons having compared the digits. */
export async function pair(host: EngineDevice, guest: EngineDevice, deviceLabel: string): Promise<void> {
  const [shown, seen] = await bothDigits(host, guest, deviceLabel);
  if (shown !== seen) throw new Error('the digits differ');
  const confirmed = guest.api.confirmPairing(passphrase);
  must(await host.api.confirmPairing(null));
  must(await confirmed);
  await untilPairing(guest, 'done');
}
