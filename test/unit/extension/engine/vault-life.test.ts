/** The vault's life through the engine's own interface. The key derivation is real, so each test does as much as it can. */
import { IDBFactory } from 'fake-indexeddb';
import { expect, test } from 'vitest';
import { createEngine } from '../../../../extension/engine/engine';
import { must } from '../store/open-store';
import { createWorld, fakeBrowser, type World } from './engine-world';
import { fakeExchange } from './fake-exchange';

const passphrase = 'correct horse battery staple';

/** An engine over a browser profile; another one over the same profile is what a restart gives. */
function startEngine(indexedDB = new IDBFactory(), browser = fakeBrowser()) {
  let ended = false;
  const world = createWorld(fakeExchange(['BTC/USDT']).client, indexedDB, browser);
  const { api, start } = createEngine({
    ...world.deps,
    end: () => {
      ended = true;
    },
  });
  return { ...world, api, start, hasEnded: () => ended };
}

/** The header and words of the one vault that most tests share; making it costs three derivations. */
const shared = (async () => {
  const engine = startEngine();
  const { words } = must(await engine.api.createVault(passphrase));
  return { words, local: new Map(engine.browser.local), session: new Map(engine.browser.session) };
})();

/** That vault, open in a profile of its own, its words confirmed by typing the first, twelfth and last. */
async function vaultMade() {
  const { words, local, session } = await shared;
  const engine = startEngine();
  for (const [key, value] of local) engine.browser.local.set(key, value);
  engine.browser.session.set('rootKey', session.get('rootKey') ?? '');
  const database = must(await engine.deps.openDatabase());
  must(await database.putHeader(new TextEncoder().encode(local.get('vaultHeader'))));
  await database.close();
  await engine.start();
  const asked = Object.fromEntries([1, 12, 24].map((place) => [place, words[place - 1] ?? '']));
  must(await engine.api.confirmWords(asked));
  return { ...engine, words };
}

/** Replaces the stored settings by bytes that no key opens. */
async function damageSettings({ deps }: Pick<World, 'deps'>): Promise<void> {
  const database = must(await deps.openDatabase());
  const rows = await database.tables.documents.filter(({ name }) => name === 'settings').toArray();
  for (const row of rows) await database.tables.documents.put({ ...row, sealed: new Uint8Array(row.sealed.length) });
  await database.close();
}

/** Long enough for a summary that was due to have been written. */
const untilSummary = () => new Promise((resolve) => setTimeout(resolve, 250));

test('a vault is made, its words are confirmed, and it opens again by its passphrase alone', async () => {
  const engine = startEngine();
  expect(await engine.api.vaultState()).toEqual({ state: 'none' });
  const { words } = must(await engine.api.createVault(passphrase));
  expect(await engine.api.vaultState()).toEqual({ state: 'unconfirmed' });
  expect(must(await engine.api.createVault('asked again')).words).toEqual(words);
  expect(await engine.api.confirmWords({ 1: 'zebra', 2: 'zebra', 3: 'zebra' })).toEqual({
    ok: false,
    error: { reason: 'words-differ' },
  });
  must(await engine.api.confirmWords({ 1: words[0] ?? '', 2: words[1] ?? '', 3: words[2] ?? '' }));
  expect(await engine.api.vaultState()).toEqual({ state: 'open' });

  await engine.api.lock();
  expect(engine.browser.session.size).toBe(0);
  const next = startEngine(engine.indexedDB, engine.browser);
  expect(await next.api.vaultState()).toEqual({ state: 'locked' });
  expect(await next.api.unlock('not the passphrase')).toEqual({ ok: false, error: { reason: 'wrong-passphrase' } });
  expect(await next.api.vaultState()).toEqual({ state: 'locked' });
  must(await next.api.unlock(passphrase));
  expect(await next.api.vaultState()).toEqual({ state: 'open' });
});

test('two pages that make a vault at once get one vault: the header opens what was stored', async () => {
  const engine = startEngine();
  const [one, other] = await Promise.all([engine.api.createVault('first page'), engine.api.createVault('second page')]);
  expect(must(one).words).toEqual(must(other).words);
  await engine.api.lock();
  const next = startEngine(engine.indexedDB, engine.browser);
  must(await next.api.unlock('first page'));
  expect(must(await next.api.revealWords('first page')).words).toEqual(must(one).words);
});

test('a changed passphrase replaces the old one, and the words open the vault when both are forgotten', async () => {
  const { api, words } = await vaultMade();
  must(await api.changePassphrase(passphrase, 'the second one'));
  expect(await api.revealWords(passphrase)).toEqual({ ok: false, error: { reason: 'wrong-passphrase' } });
  // the words of 32 zero bytes, as BIP-39 publishes them
  expect(await api.recover(`${'abandon '.repeat(23)}art`, 'stolen')).toEqual({
    ok: false,
    error: { reason: 'words-of-another-vault' },
  });
  must(await api.recover(words.join(' '), 'the third one'));
  expect(must(await api.revealWords('the third one')).words).toEqual(words);
  expect(await api.revealWords('the second one')).toEqual({ ok: false, error: { reason: 'wrong-passphrase' } });
});

test('an engine that was stopped reopens the vault with the session key, without a passphrase', async () => {
  const { indexedDB, browser } = await vaultMade();
  const next = startEngine(indexedDB, browser);
  await next.start();
  expect(await next.api.vaultState()).toEqual({ state: 'open' });
});

test('a page that vanishes while the engine starts leaves it to the next page to start it', async () => {
  const { indexedDB, browser } = await vaultMade();
  const next = startEngine(indexedDB, browser);
  let gone = true;
  browser.beforeCall = () => {
    if (gone) throw new Error('the page has closed');
  };
  await expect(next.start()).rejects.toThrow('the page has closed');
  gone = false;
  await next.start();
  expect(await next.api.vaultState()).toEqual({ state: 'open' });
});

test('with one header damaged the other opens and heals it; with both, only the words do', async () => {
  const engine = await vaultMade();
  const { indexedDB, browser, words } = engine;
  await engine.api.lock();
  const database = must(await engine.deps.openDatabase());
  const damageStored = async () =>
    database.tables.local
      .where('key')
      .startsWith('header:')
      .modify({ bytes: new Uint8Array([1, 2, 3]) });

  await damageStored();
  const healing = startEngine(indexedDB, browser);
  must(await healing.api.unlock(passphrase));
  await healing.api.lock();
  browser.local.set('vaultHeader', 'damaged');
  must(await startEngine(indexedDB, browser).api.unlock(passphrase));
  browser.session.clear();

  await damageStored();
  browser.local.set('vaultHeader', 'damaged');
  const broken = startEngine(indexedDB, browser);
  expect(await broken.api.vaultState()).toEqual({ state: 'damaged', failure: { reason: 'damaged' } });
  expect(await broken.api.unlock(passphrase)).toEqual({ ok: false, error: { reason: 'damaged' } });
  expect(await broken.api.createVault('as if new')).toEqual({ ok: false, error: { reason: 'damaged' } });
  must(await broken.api.recover(words.join(' '), 'after the damage'));
  expect(await broken.api.vaultState()).toEqual({ state: 'open' });
});

test('records without any header are a damaged vault, never a new one; the words open it though its settings are damaged', async () => {
  const { indexedDB, browser, deps, api, words } = await vaultMade();
  must(
    await api.addAccount({
      id: 'a',
      exchange: 'binance',
      label: 'main',
      credentials: { apiKey: 'k'.repeat(16), secret: 's' },
      userSymbols: [],
    }),
  );
  await api.lock();
  const database = must(await deps.openDatabase());
  await database.tables.local.where('key').startsWith('header:').delete();
  await database.close();
  browser.local.clear();
  await damageSettings({ deps });
  const next = startEngine(indexedDB, browser);
  expect(await next.api.vaultState()).toEqual({ state: 'damaged', failure: { reason: 'damaged' } });
  must(await next.api.recover(words.join(' '), 'after the loss'));
  expect(await next.api.vaultState()).toEqual({ state: 'open' });
});

test('settings that do not open are an issue, and the words are not shown again without the passphrase', async () => {
  const { indexedDB, browser, deps, api } = await vaultMade();
  await api.lock();
  await damageSettings({ deps });
  const next = startEngine(indexedDB, browser);
  must(await next.api.unlock(passphrase));
  expect(await next.api.vaultState()).toEqual({ state: 'open' });
  expect(await next.api.createVault('anything')).toEqual({ ok: false, error: { reason: 'vault-exists' } });
  expect((await next.api.overview()).issues).toHaveLength(1);
});

test('locking wipes the session, ends the engine and lets go of it, and nothing is written afterwards', async () => {
  const { api, browser, hasEnded } = await vaultMade();
  const held: boolean[] = [];
  browser.host.hold = async (on) => void held.push(on);
  const refreshed = api.refresh(null);
  await api.lock();
  await refreshed;
  await untilSummary();
  expect(browser.session.size).toBe(0);
  expect(held.at(-1)).toBe(false);
  expect(browser.badges.at(-1)).toBe('🔒');
  expect(hasEnded()).toBe(true);
});

test('a lock that comes while the summary is being written leaves the lock on the badge and no summary', async () => {
  const { api, browser } = await vaultMade();
  const { writeSummary } = browser.host;
  let locking: Promise<void> | null = null;
  browser.host.writeSummary = async (summary) => {
    locking ??= api.lock();
    await new Promise((resolve) => setTimeout(resolve, 20)); // the page is slow to store it
    await writeSummary(summary);
  };
  await untilSummary();
  await locking;
  await untilSummary();
  expect(locking).not.toBeNull();
  expect(browser.session.size).toBe(0);
  expect(browser.badges.at(-1)).toBe('🔒');
});

test('a lock that comes while the vault is being opened wins: no session key stays behind', async () => {
  const { indexedDB, browser } = await vaultMade();
  const next = startEngine(indexedDB, browser);
  const { readLocal } = browser.host;
  let locking: Promise<void> | null = null;
  browser.host.readLocal = async (key) => {
    if (key === 'sealCount') locking ??= next.api.lock();
    return readLocal(key);
  };
  await next.start();
  await locking;
  expect(locking).not.toBeNull();
  expect(browser.session.size).toBe(0);
  expect(await next.api.vaultState()).toEqual({ state: 'locked' });
});

test('a lock whose wipe the browser refuses locks the pages and says that the key is left; once more, and it is gone', async () => {
  const { api, browser, hasEnded } = await vaultMade();
  const heard: unknown[] = [];
  await api.subscribe((event) => void (event.topic === 'vault' && heard.push(event.state)));
  const { wipeSession } = browser.host;
  browser.host.wipeSession = async () => {
    throw new Error('the browser refused');
  };
  const kept = { state: 'locked', notWiped: { reason: 'storage-failed', code: 'session-key-left' } };
  await api.lock();
  expect(await api.vaultState()).toEqual(kept);
  expect(heard).toEqual([kept]);
  await expect(api.overview()).rejects.toThrow('vault-locked');
  expect(await api.eraseVault('ERASE')).toEqual({ ok: false, error: kept.notWiped });
  await untilSummary();
  expect(hasEnded()).toBe(false); // the next engine would open the vault with the key

  browser.host.wipeSession = wipeSession;
  await api.lock();
  expect(await api.vaultState()).toEqual({ state: 'locked' });
  expect(browser.session.size).toBe(0);
  await untilSummary();
  expect(hasEnded()).toBe(true);
});

test('erasing needs the typed word and then leaves nothing, as in a new browser', async () => {
  const { api, indexedDB, browser } = await vaultMade();
  expect(await api.eraseVault('erase')).toEqual({ ok: false, error: { reason: 'not-confirmed' } });
  expect(await api.vaultState()).toEqual({ state: 'open' });
  must(await api.eraseVault('ERASE'));
  expect(browser.session.size).toBe(0);
  expect([...browser.local.keys()]).toEqual([]);
  expect(await startEngine(indexedDB, browser).api.vaultState()).toEqual({ state: 'none' });
});
