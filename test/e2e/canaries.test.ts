/**
 * Nothing secret lies in the clear on disk: not while the vault is locked, nor after the browser was killed unlocked.
 *
 * The certificate is accepted by its key's hash: the blunt flag that ignores every certificate error also switches the
 * disk cache off, and would hide the leak that this test looks for.
 */
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, expect, test } from 'vitest';
import { openImported, type Scene } from './harness/scene';
import { passphrase } from './harness/steps';

let scene: Scene;
afterEach(() => scene?.end());

async function filesUnder(folder: string): Promise<readonly string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  return entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
}

/** Every place where a canary lies: its name with the file. UTF-8 and UTF-16, as browsers write both. */
async function findCanaries(folder: string, canaries: Readonly<Record<string, string>>): Promise<readonly string[]> {
  const found: string[] = [];
  for (const file of await filesUnder(folder)) {
    const bytes = await readFile(file).catch(() => Buffer.alloc(0)); // a lock file that cannot be read holds nothing
    for (const [name, text] of Object.entries(canaries)) {
      if (bytes.includes(Buffer.from(text, 'utf8')) || bytes.includes(Buffer.from(text, 'utf16le')))
        found.push(`${name} in ${file.slice(folder.length)}`);
    }
  }
  return found;
}

async function sessionKey(): Promise<string> {
  const text = await scene.page.evaluate(async () => {
    const session: { get(key: string): Promise<Record<string, unknown>> } = (
      globalThis as unknown as { chrome: { storage: { session: never } } }
    ).chrome.storage.session;
    return String((await session.get('rootKey')).rootKey);
  });
  expect(text).toHaveLength(44);
  return text;
}

/** What must not be found; a fill's price and an exchange's reply are chosen so that they are unlikely to occur by chance. */
async function canariesOf(words: readonly string[]): Promise<Readonly<Record<string, string>>> {
  const { simulator } = scene;
  const { apiKey, secret } = simulator.keys.readOnly;
  const balances = Object.values(simulator.truth().balances).map(({ total }) => total);
  const balance = balances.sort((a, b) => b.length - a.length)[0] ?? '';
  return {
    secret,
    apiKey,
    passphrase,
    rootKey: await sessionKey(),
    words: words.slice(0, 4).join(' '),
    balance,
    reply: '"commissionAsset"',
    signedUrl: '&signature=',
  };
}

async function importedScene(): Promise<{ readonly words: readonly string[] }> {
  scene = await openImported({ seed: 31, fills: 200, symbols: 3 });
  return { words: scene.words };
}

test('a locked profile holds no canary', async () => {
  const { words } = await importedScene();
  const canaries = await canariesOf(words);
  await scene.page.getByRole('button', { name: 'Lock', exact: true }).click();
  await scene.page.getByLabel('Passphrase', { exact: true }).waitFor();
  await scene.browser.close();
  expect((await filesUnder(scene.profile)).length).toBeGreaterThan(20);
  expect(await findCanaries(scene.profile, canaries)).toEqual([]);
});

test('a profile whose browser was killed while unlocked holds no canary', async () => {
  const { words } = await importedScene();
  const canaries = await canariesOf(words);
  await scene.browser.kill();
  expect(await findCanaries(scene.profile, canaries)).toEqual([]);
});

test('the search does find what lies in a profile: a page address and a cached reply', async () => {
  const { words } = await importedScene();
  const canaries = await canariesOf(words);
  // the same calls as any page would make them, with the browser's cache allowed
  await scene.page.evaluate(async () => {
    await fetch('https://api.binance.com/api/v3/exchangeInfo', { cache: 'force-cache' });
  });
  await scene.browser.close();
  const found = await findCanaries(scene.profile, { ...canaries, cached: '"baseAssetPrecision"' });
  expect(found.length).toBeGreaterThan(0);
  expect(found.every((place) => place.startsWith('cached in'))).toBe(true);
});
