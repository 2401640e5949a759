/**
 * sync_restore_1m, sync_restore_1m_page: a new device restores 1,000,000 fills of seven accounts from the sync server, in a
 * SharedWorker of the extension: it pulls, verifies, opens and stores every record, and hands the fills on. The server and its
 * PostgreSQL are processes on the same machine. Rival: the same fills written by an import's way, sealed, without any network.
 *
 * The page's figure is the longest that its own thread was blocked meanwhile: the longest silence of a timer that beats every 4 ms.
 */
import { exchangeIds } from '../../shared/exchanges/ids';
import { createRootKey, rootKeyToSession } from '../../shared/vault/root-key';
import { grantedCopy, launch, newProfile, removeFolder } from '../e2e/harness/extension';
import { type Measurement, measurementOf, worstOf } from './measurement';
import { addStorePage, ask, openStorePage } from './store-page';
import { startProcesses } from './sync-processes';

const rounds = 3;
const perAccount = Math.ceil(1_000_000 / exchangeIds.length);
const accounts = exchangeIds.map((exchange, index) => ({
  id: `bench-${exchange}`,
  exchange,
  count: index === exchangeIds.length - 1 ? 1_000_000 - perAccount * index : perAccount,
}));

/** Runs in the page; text, since a compiled function would bring helpers that the page lacks. */
const beat = `(() => {
  const beatMs = 4;
  let last = performance.now();
  globalThis.longestSilenceMs = 0;
  setInterval(() => {
    const now = performance.now();
    globalThis.longestSilenceMs = Math.max(globalThis.longestSilenceMs, now - last - beatMs);
    last = now;
  }, beatMs);
})()`;

interface Measured {
  readonly sync_restore_1m: Measurement;
  readonly sync_restore_1m_page: Measurement;
}

async function measureAll(): Promise<Measured> {
  const processes = await startProcesses();
  const extension = await grantedCopy();
  await addStorePage(extension);
  const profile = await newProfile();
  const browser = await launch({ extension, profile, flags: [] });
  try {
    const { url } = await processes.server();
    const rootKey = rootKeyToSession(createRootKey((bytes) => crypto.getRandomValues(new Uint8Array(bytes))));
    const page = await openStorePage(browser);
    const ids = accounts.map(({ id }) => id);
    await ask(page, 'write', 'bench-first', rootKey, accounts);
    await ask(page, 'addAccounts', 'bench-first', rootKey, accounts);
    await ask(page, 'sync', 'bench-first', rootKey, url, ids);
    await page.evaluate(beat);
    const writes: number[] = [];
    const times: number[] = [];
    const silences = { own: [] as number[], rival: [] as number[] };
    const silence = async (): Promise<number> => {
      const longest = Number(await page.evaluate('globalThis.longestSilenceMs'));
      await page.evaluate('globalThis.longestSilenceMs = 0');
      return longest;
    };
    for (let round = 0; round < rounds; round += 1) {
      await silence();
      const restored = await ask(page, 'sync', `bench-new-${round}`, rootKey, url, ids);
      if (restored.count !== 1_000_000) throw new Error(`${restored.count} of 1,000,000 fills came`);
      times.push(restored.ms);
      silences.own.push(await silence());
      writes.push(await ask(page, 'write', `bench-written-${round}`, null, accounts));
      silences.rival.push(await silence());
    }
    return {
      sync_restore_1m: measurementOf(times, writes, { value: 12_000 }),
      sync_restore_1m_page: worstOf(silences.own, silences.rival, 100),
    };
  } finally {
    await browser.close();
    await processes.stop();
    await removeFolder(extension);
    await removeFolder(profile);
  }
}

let measured: Promise<Measured> | null = null;
/** The two come of one run. */
const once = (): Promise<Measured> => {
  measured ??= measureAll();
  return measured;
};

export const syncRestore1m = async (): Promise<Measurement> => (await once()).sync_restore_1m;
export const syncRestore1mPage = async (): Promise<Measurement> => (await once()).sync_restore_1m_page;
