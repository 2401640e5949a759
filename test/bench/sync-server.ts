/**
 * sync_push_single, sync_push_single_p99, sync_push_batch, sync_pull: eight devices of eight vaults on one server, records of 1 KB
 * over the wire with token, limits and row-level security: pushes of one record by eight devices, each as soon as the one before
 * is answered (a second's count); pushes of one record at even times, 400 a second, what is asked of a server (the slowest
 * hundredth's milliseconds, each from when it was due, so that a stall counts for all that it delays); pushes of 500 and pages of
 * 1,000 by four (records a second). Rival: the same frames, at the same times, to a bare route that inserts and reads them. Peers
 * on two cores: 340 to 606 single pushes a second, 13,000 to 18,000 records in batches, 11,000 to 76,000 pulled.
 *
 * A server runs for days: each side has taken some thousands of pushes before anything is measured. Eight devices that never wait
 * keep both processors busy, and what is slow there is the queue that they make: their own slowest hundredth is printed, not judged.
 * What the disk alone takes at those even times is printed too: a push is answered when it is on the disk, and no sooner.
 * Single pushes are measured before batches: what those leave to the disk to write holds back each push for a while.
 */
import { mkdtemp, open, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Pool } from 'undici';
import { type Measurement, measurementOf, rateOf } from './measurement';
import { askedOf, atEvenTimes, inParallel, loggedIn, pushOf } from './sync-load';
import { startProcesses } from './sync-processes';

const rounds = 3;
const singles = 1_000;
/** What is asked of a server: pushes a second, in a round of five seconds. */
const [evenRate, evens] = [400, 2_000];
/** Pushes of one record by each side before anything is measured, in rounds that count for nothing. */
const warmSingles = 4_000;
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

interface SinglesRound {
  readonly single: number;
  /** Of the pushes of devices that never wait. */
  readonly busyP99: number;
  readonly p99: number;
}

interface BulkRound {
  readonly batch: number;
  readonly pull: number;
}

const workers = (count: number) => Array.from({ length: count }, (_, index) => index);
const perSecond = (count: number, ms: number): number => (count / ms) * 1_000;
/** The milliseconds that one in a hundred takes longer than. */
const p99Of = (each: readonly number[]): number =>
  each.toSorted((a, b) => a - b)[Math.floor(each.length * 0.99)] ?? Number.NaN;
const singleFrames = (count: number) => Array.from({ length: count }, () => pushOf(1));

/** Pushes of one record by eight devices that never wait. */
async function pushSingles(side: Side, count: number): Promise<{ readonly rate: number; readonly p99: number }> {
  const frames = singleFrames(count);
  const { ms, each } = await inParallel(workers(8), count, (worker, index) =>
    side.push(worker, frames[index] ?? pushOf(1)),
  );
  return { rate: perSecond(count, ms), p99: p99Of(each) };
}

/** The slowest hundredth of pushes that are due at even times. */
async function pushEvenly(side: Side): Promise<number> {
  const frames = singleFrames(evens);
  return p99Of(await atEvenTimes(evenRate, evens, (index) => side.push(index % 8, frames[index] ?? pushOf(1))));
}

/** What the disk alone makes of as many writes at the same times, each as long as a page of the database's log, each made to stay. */
async function diskP99(): Promise<number> {
  const folder = await mkdtemp(join(tmpdir(), 'fillbook-disk-'));
  const file = await open(join(folder, 'pages'), 'w');
  const page = Buffer.alloc(8_192, 1);
  try {
    await file.write(Buffer.alloc(evens * page.length), 0); // the database's log is as long beforehand
    await file.datasync();
    let last: Promise<unknown> = Promise.resolve();
    const writeOne = async (index: number) => {
      await file.write(page, 0, page.length, index * page.length);
      await file.datasync();
    };
    const each = await atEvenTimes(evenRate, evens, (index) => {
      last = last.then(() => writeOne(index));
      return last;
    });
    return p99Of(each);
  } finally {
    await file.close();
    await rm(folder, { recursive: true });
  }
}

async function singlesRound(side: Side): Promise<SinglesRound> {
  const { rate, p99 } = await pushSingles(side, singles);
  return { single: rate, busyP99: p99, p99: await pushEvenly(side) };
}

async function bulkRound(side: Side): Promise<BulkRound> {
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
  return { batch: perSecond(batches * batchSize, batched.ms), pull: perSecond(rows, pulled.ms) };
}

interface Turns<Round> {
  readonly owns: readonly Round[];
  readonly rivals: readonly Round[];
}

/** Rounds of both sides in turns; the first of each counts for nothing. */
async function inTurns<Round>(own: Side, rival: Side, roundOf: (side: Side) => Promise<Round>): Promise<Turns<Round>> {
  const [owns, rivals]: [Round[], Round[]] = [[], []];
  for (let round = 0; round <= rounds; round += 1) {
    owns.push(await roundOf(own));
    rivals.push(await roundOf(rival));
  }
  return { owns: owns.slice(1), rivals: rivals.slice(1) };
}

const figuresOf = <Name extends string>({ owns, rivals }: Turns<Readonly<Record<Name, number>>>, name: Name) =>
  [owns.map((round) => round[name]), rivals.map((round) => round[name])] as const;

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
    const both = [own, rival];
    for (const side of both) await pushSingles(side, warmSingles);
    const singly = await inTurns(own, rival, singlesRound);
    // a log that is long enough to be read by pages; not before, since the disk is busy with it for a while
    for (const side of both)
      for (const worker of workers(4)) for (const _ of workers(10)) await side.push(worker, pushOf(batchSize));
    const bulk = await inTurns(own, rival, bulkRound);
    await pool.close();
    await rival.close();
    for (const name of ['busyP99', 'p99'] as const) {
      const [owns, rivals] = figuresOf(singly, name).map((each) => each.map((ms) => ms.toFixed(1)).join(', '));
      console.log(`sync_push_single: ${name} of each round ${owns} ms, of the rival's ${rivals} ms`);
    }
    console.log(`the disk alone, at the times of sync_push_single_p99: p99 ${(await diskP99()).toFixed(1)} ms`);
    return {
      sync_push_single: rateOf(...figuresOf(singly, 'single'), { value: 400 }),
      sync_push_single_p99: measurementOf(...figuresOf(singly, 'p99'), { value: 15 }),
      sync_push_batch: rateOf(...figuresOf(bulk, 'batch'), { value: 15_000 }),
      sync_pull: rateOf(...figuresOf(bulk, 'pull'), { value: 75_000 }),
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
