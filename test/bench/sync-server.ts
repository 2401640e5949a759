/**
 * sync_push_single, sync_push_single_p99, sync_push_batch, sync_pull: eight devices of eight vaults on one server, records of 1 KB
 * over the wire with token, limits and row-level security: pushes of one record by eight devices at once (a second's count, and the
 * slowest hundredth's milliseconds), pushes of 500 and pages of 1,000 by four (records a second). Rival: the same frames to a bare
 * route that inserts and reads them. Peers on two cores: 340 to 606 single pushes a second, 13,000 to 18,000 records in batches,
 * 11,000 to 76,000 pulled.
 */
import { Pool } from 'undici';
import { type Measurement, measurementOf, rateOf } from './measurement';
import { askedOf, inParallel, loggedIn, pushOf } from './sync-load';
import { startProcesses } from './sync-processes';

const rounds = 3;
const singles = 1_000;
const batches = 40;
const batchSize = 500;
const pages = 60;
/** Of the 5,000 rows that each reader's log has at least: ten pushes of 500. */
const pagesOfLog = 5;

/** What is asked of either side, by eight workers of its own. */
interface Side {
  push(worker: number, frame: Uint8Array): Promise<unknown>;
  /** Rows of the page after a cursor. */
  pull(worker: number, after: number): Promise<number>;
}

async function rivalSide(url: string): Promise<Side & { close(): Promise<void> }> {
  const pool = new Pool(url, { connections: 8 });
  const asked = async (method: 'GET' | 'POST', path: string, body: Uint8Array | null): Promise<number> => {
    const { status, bytes } = await askedOf(pool, { method, path, body });
    if (status !== 200) throw new Error(`the rival answered ${status}`);
    return bytes;
  };
  return {
    push: (_, frame) => asked('POST', '/push', frame),
    pull: async (_, after) => (await asked('GET', `/pull?after=${after}`, null)) / (32 + 1_024),
    close: () => pool.close(),
  };
}

interface Round {
  readonly single: number;
  readonly p99: number;
  readonly batch: number;
  readonly pull: number;
}

const workers = (count: number) => Array.from({ length: count }, (_, index) => index);
const perSecond = (count: number, ms: number): number => (count / ms) * 1_000;

async function roundOf(side: Side): Promise<Round> {
  const single = Array.from({ length: singles }, () => pushOf(1));
  const pushed = await inParallel(workers(8), singles, (worker, index) =>
    side.push(worker, single[index] ?? pushOf(1)),
  );
  const sorted = [...pushed.each].sort((a, b) => a - b);
  const batch = Array.from({ length: batches }, () => pushOf(batchSize));
  const batched = await inParallel(workers(4), batches, (worker, index) =>
    side.push(worker, batch[index] ?? pushOf(batchSize)),
  );
  let rows = 0;
  const pulled = await inParallel(workers(4), pages, async (worker, index) => {
    const came = await side.pull(worker, (index % pagesOfLog) * 1_000);
    rows += came; // after the wait: four readers would else count over one another
  });
  if (rows !== pages * 1_000) throw new Error(`${rows} rows came in ${pages} pages`);
  return {
    single: perSecond(singles, pushed.ms),
    p99: sorted[Math.floor(singles * 0.99)] ?? Number.NaN,
    batch: perSecond(batches * batchSize, batched.ms),
    pull: perSecond(rows, pulled.ms),
  };
}

async function measureAll() {
  const processes = await startProcesses();
  try {
    const { url } = await processes.server();
    const pool = new Pool(url, { connections: 8 });
    const devices = await loggedIn(8, pool, url);
    const device = (worker: number) => {
      const found = devices[worker];
      if (found === undefined) throw new Error(`there is no device ${worker}`);
      return found;
    };
    const own: Side = {
      push: (worker, frame) => device(worker).push(frame),
      pull: (worker, after) => device(worker).pull(after),
    };
    const rival = await rivalSide((await processes.rival()).url);
    // a log that is long enough to be read by pages, and code that is warm
    for (const side of [own, rival])
      for (const worker of workers(4)) for (const _ of workers(10)) await side.push(worker, pushOf(batchSize));
    for (const side of [own, rival]) await roundOf(side);
    const [owns, rivals]: [Round[], Round[]] = [[], []];
    for (let round = 0; round < rounds; round += 1) {
      owns.push(await roundOf(own));
      rivals.push(await roundOf(rival));
    }
    await pool.close();
    await rival.close();
    const of = (name: keyof Round) => [owns.map((round) => round[name]), rivals.map((round) => round[name])] as const;
    return {
      sync_push_single: rateOf(...of('single'), { value: 400 }),
      sync_push_single_p99: measurementOf(...of('p99'), { value: 15 }),
      sync_push_batch: rateOf(...of('batch'), { value: 15_000 }),
      sync_pull: rateOf(...of('pull'), { value: 75_000 }),
    };
  } finally {
    await processes.stop();
  }
}

let measured: ReturnType<typeof measureAll> | null = null;
/** The four come of one run. */
const once = () => {
  measured ??= measureAll();
  return measured;
};

export const syncPushSingle = async (): Promise<Measurement> => (await once()).sync_push_single;
export const syncPushSingleP99 = async (): Promise<Measurement> => (await once()).sync_push_single_p99;
export const syncPushBatch = async (): Promise<Measurement> => (await once()).sync_push_batch;
export const syncPull = async (): Promise<Measurement> => (await once()).sync_pull;
