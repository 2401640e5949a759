/**
 * store_write_1m, store_open_1m, store_bytes_per_fill: 1,000,000 fills of seven accounts with the exchanges' rows, in a SharedWorker
 * of the extension, through the product's store and sealed. Rival: the same fills as Dexie rows, in the clear, with the indexes
 * [account+symbol+time], [account+time] and time, written in batches of the same 20,000 and read by toArray(); it has every tenth
 * of them, and its times are scaled by ten. The bytes' rival is the fills' JSON.
 */
import { exchangeIds } from '../../shared/exchanges/ids';
import { type Browser, grantedCopy, launch, newProfile, removeFolder } from '../e2e/harness/extension';
import { fillsMade } from './made-fills';
import { type Measurement, measurementOf } from './measurement';
import { addStorePage, ask, openStorePage } from './store-page';

const scale = 10;
const rounds = 5;
/** 142,858 each; the last has what is left of a million. */
const perAccount = Math.ceil(1_000_000 / exchangeIds.length);

const accountsOf = (share: number) =>
  exchangeIds.map((exchange, index) => {
    const count = index === exchangeIds.length - 1 ? 1_000_000 - perAccount * index : perAccount;
    return { id: `bench-${exchange}`, exchange, count: Math.round(count / share) };
  });

interface Measured {
  readonly store_write_1m: Measurement;
  readonly store_open_1m: Measurement;
  readonly store_bytes_per_fill: Measurement;
}

async function measureIn(browser: Browser): Promise<Measured> {
  const page = await openStorePage(browser);
  const [accounts, tenth] = [accountsOf(1), accountsOf(scale)];
  const total = accounts.reduce((sum, { count }) => sum + count, 0);
  const times = { write: [] as number[], open: [] as number[], writeRival: [] as number[], openRival: [] as number[] };
  for (let round = 0; round < rounds; round += 1) {
    const [own, rival] = [`bench-${round}`, `bench-rival-${round}`];
    times.writeRival.push(scale * (await ask(page, 'writeRival', rival, tenth)));
    times.write.push(await ask(page, 'write', own, null, accounts));
    const all = await ask(page, 'readRival', rival);
    const read = await ask(page, 'read', own, accounts);
    if (read.count !== total) throw new Error(`${read.count} of ${total} fills were read`);
    times.openRival.push(scale * all.ms);
    times.open.push(read.ms);
  }
  const bytes = (await ask(page, 'sealedBytes', 'bench-0')) / total;
  await page.close();
  return {
    store_write_1m: measurementOf(times.write, times.writeRival, { ratio: 1 / 15 }),
    store_open_1m: measurementOf(times.open, times.openRival, { ratio: 1 / 5 }),
    store_bytes_per_fill: { value: bytes, unit: 'bytes', ...bytesRival(bytes), limit: 32, ratioLimit: null },
  };
}

/** What a fill takes as JSON, the least that a file of them takes. */
function bytesRival(bytes: number): Pick<Measurement, 'rival' | 'ratio'> {
  const sample = 10_000;
  const texts = exchangeIds.map((exchange) => JSON.stringify([...fillsMade(exchange, `bench-${exchange}`, sample)]));
  const rival = texts.reduce((sum, text) => sum + text.length, 0) / sample / texts.length;
  return { rival, ratio: bytes / rival };
}

async function measureAll(): Promise<Measured> {
  const extension = await grantedCopy();
  await addStorePage(extension);
  const profile = await newProfile();
  const browser = await launch({ extension, profile, flags: [] });
  try {
    return await measureIn(browser);
  } finally {
    await browser.close();
    await removeFolder(extension);
    await removeFolder(profile);
  }
}

let measured: Promise<Measured> | null = null;
/** The three come of one run. */
const once = (): Promise<Measured> => {
  measured ??= measureAll();
  return measured;
};

export const storeWrite1m = async (): Promise<Measurement> => (await once()).store_write_1m;
export const storeOpen1m = async (): Promise<Measurement> => (await once()).store_open_1m;
export const storeBytesPerFill = async (): Promise<Measurement> => (await once()).store_bytes_per_fill;
