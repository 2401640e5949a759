/**
 * Devices that write, sync, lose answers, stop and start in any order, with clocks up to two days wrong: once all have synced and no
 * clock is behind any stamp, all hold the same. The property that the convergence tests share; each file of them is a part of the runs,
 * so that they run beside one another.
 */
import fc from 'fast-check';
import { expect } from 'vitest';
import type { LogServer } from '../../../../../extension/engine/sync/log-server';
import { openDocument } from '../../../../../extension/store/document-rows';
import type { DocumentPut } from '../../../../../extension/store/documents';
import { fillStream } from '../../../../../extension/store/fill-stream';
import { kindId } from '../../../../../extension/store/sealing';
import { distinctRows } from '../../../../../extension/store/streams';
import type { FeeRate } from '../../../../../shared/exchanges/fee-rate';
import type { Fill } from '../../../../../shared/ledger/fill';
import { decimal } from '../../../../../shared/money/decimal';
import { err, unixMs } from '../../../../../shared/result';
import { compareHlc, type Hlc } from '../../../../../shared/sync/hlc';
import { rounds } from '../../../../faults/rounds';
import { must } from '../../store/open-store';
import { fillNumber } from '../../store/sample-fills';
import { storedFills, storedRates } from '../../store/stored-rows';
import { testVault } from '../../store/test-vault';
import { MemoryLog, serverOf } from './memory-log';
import { beganAt, connect, openDevice, type SyncDevice } from './sync-device';
import { account, settingsOf } from './sync-documents';

const accounts = ['account-1', 'account-2'] as const;
const dayMs = 86_400_000;

/** How a run's connection fails: not at all, before the server heard, or after it did. */
type Cut = 'none' | 'before' | 'after';

type Step =
  | { readonly do: 'label'; readonly at: number; readonly of: number; readonly label: number }
  | { readonly do: 'settings'; readonly at: number; readonly base: number }
  | { readonly do: 'remove'; readonly at: number; readonly of: number }
  | { readonly do: 'fills'; readonly at: number; readonly of: number; readonly from: number; readonly count: number }
  | { readonly do: 'rate'; readonly at: number; readonly of: number; readonly minute: number; readonly rate: number }
  | { readonly do: 'sync'; readonly at: number; readonly wholly: boolean; readonly cut: Cut; readonly call: number }
  | { readonly do: 'restart'; readonly at: number }
  | { readonly do: 'wait'; readonly at: number; readonly ms: number };

const device = { at: fc.nat(5) };
const one = { of: fc.nat(1) };

/** `removes`: whether accounts are removed with their history, which no plain model tells. */
const arbitrarySteps = (removes: boolean): fc.Arbitrary<Step[]> =>
  fc.array(
    fc.oneof(
      { weight: 2, arbitrary: fc.record({ do: fc.constant('label' as const), ...device, ...one, label: fc.nat(2) }) },
      { weight: 1, arbitrary: fc.record({ do: fc.constant('settings' as const), ...device, base: fc.nat(3) }) },
      { weight: removes ? 1 : 0, arbitrary: fc.record({ do: fc.constant('remove' as const), ...device, ...one }) },
      {
        weight: 3,
        arbitrary: fc.record({
          ...{ do: fc.constant('fills' as const), ...device, ...one },
          ...{ from: fc.nat(40), count: fc.constantFrom(1, 3, 64, 70) },
        }),
      },
      {
        weight: 1,
        arbitrary: fc.record({
          do: fc.constant('rate' as const),
          ...device,
          ...one,
          minute: fc.nat(1),
          rate: fc.nat(2),
        }),
      },
      {
        weight: 5,
        arbitrary: fc.record({
          ...{ do: fc.constant('sync' as const), ...device, wholly: fc.boolean() },
          ...{ cut: fc.constantFrom<Cut>('none', 'none', 'before', 'after'), call: fc.nat(3) },
        }),
      },
      { weight: 1, arbitrary: fc.record({ do: fc.constant('restart' as const), ...device }) },
      {
        weight: 1,
        arbitrary: fc.record({ do: fc.constant('wait' as const), ...device, ms: fc.constantFrom(1, 1_000, 900_000) }),
      },
    ),
    { minLength: 4, maxLength: 16 },
  );

/** A server whose n-th call fails, before or after it did what it was asked. */
function cutAt(server: LogServer, cut: Cut, call: number): LogServer {
  let calls = 0;
  const failed = err({ kind: 'unreached', failure: { reason: 'network-failed' } } as const);
  const cutting = async <T>(work: () => Promise<T>): Promise<T | typeof failed> => {
    const isCut = cut !== 'none' && calls++ === call;
    if (isCut && cut === 'before') return failed;
    const answer = await work();
    return isCut ? failed : answer;
  };
  return {
    pull: (after, signal) => cutting(() => server.pull(after, signal)),
    push: (push, signal) => cutting(() => server.push(push, signal)),
  };
}

const rateOf = (of: string, minute: number, rate: number, at: number): FeeRate => ({
  ...{ account: of, coin: 'BNB', quote: 'USDT', minute: unixMs(beganAt + minute * 60_000), exchange: 'binance' },
  ...{ rate: decimal(String(600 + rate)), at: unixMs(at) },
  legs: [
    {
      ...{ symbol: 'BNB/USDT', turned: false, interval: '1m' as const },
      ...{ openAt: unixMs(beganAt + minute * 60_000), close: decimal(String(600 + rate)) },
    },
  ],
});

/** What the steps have written, so that the outcome can be said without the code that is tested. */
interface Model {
  readonly fills: Fill[];
  /** By kind and id: every version written, and the one that its writer held: the only one of which it says something else. */
  readonly versions: Map<string, { readonly stamp: Hlc; readonly over: Hlc | null }[]>;
}

const vault = await testVault();

async function write(at: SyncDevice, step: Step, model: Model): Promise<void> {
  const written = async (kind: 'account' | 'settings', put: DocumentPut): Promise<void> => {
    const over = must(await at.store.readDocument(kind, put.id))?.stamp ?? null;
    must(await at.store.write({ putDocuments: [put] }));
    const stored = must(await at.store.readDocument(kind, put.id));
    const name = `${kind} ${put.id}`;
    if (stored) model.versions.set(name, [...(model.versions.get(name) ?? []), { stamp: stored.stamp, over }]);
  };
  if (step.do === 'settings') {
    const base = (['USDT', 'USDC', 'EUR', 'BTC'] as const)[step.base] ?? 'USDT';
    await written('settings', settingsOf(base));
  }
  if (step.do === 'label' || step.do === 'remove' || step.do === 'fills' || step.do === 'rate') {
    const of = accounts[step.of] ?? 'account-1';
    if (step.do === 'label') await written('account', account(of, `${of} ${step.label}`, step.of));
    else if (step.do === 'remove') {
      must(await at.store.write({ eraseHistory: [of], deleteDocuments: [{ kind: 'account', id: of }] }));
    } else if (step.do === 'fills') {
      const fills = Array.from({ length: step.count }, (_, index) => fillNumber(step.from + index, of));
      must(await at.store.write({ appendFills: fills }));
      model.fills.push(...fills);
    } else must(await at.store.write({ appendRates: [rateOf(of, step.minute, step.rate, at.clock.now)] }));
  }
}

/** All that a device holds, as plain values. */
async function stateOf(at: SyncDevice) {
  const documents = [];
  for (const kind of ['account', 'settings'] as const)
    for (const { id, value, stamp } of must(await at.store.listDocuments(kind)).documents)
      documents.push({ kind, id, value, stamp });
  const rows = [];
  for (const of of accounts) {
    rows.push(must(await storedFills(at.store, of)).rows, must(await storedRates(at.store, of)).rows);
  }
  const tombstones = (await at.database.tables.documents.toCollection().primaryKeys()).length;
  const { tables } = at.database;
  return {
    documents: documents.sort((a, b) => (a.kind + a.id < b.kind + b.id ? -1 : 1)),
    rows,
    tombstones,
    left: {
      outbox: await tables.outbox.count(),
      quarantine: await tables.quarantine.count(),
      gone: await tables.gone.count(),
    },
  };
}

/** The stamps of the versions that a device keeps because they lost. */
async function lostOf({ database }: SyncDevice): Promise<readonly string[]> {
  const stamps: string[] = [];
  for (const { row } of await database.tables.lost.toArray())
    for (const kind of ['account', 'settings'] as const)
      if (row.kindId === (await kindId(vault, kind)))
        stamps.push(stampText(must(await openDocument(vault, kind, row)).stamp));
  return stamps;
}

const stampText = ({ at, counter, device: writer }: Hlc): string => `${at} ${counter} ${writer}`;

async function reopened(before: SyncDevice): Promise<SyncDevice> {
  await before.close();
  return openDevice({ vault, n: Number.parseInt(before.id, 16), indexedDB: before.indexedDB, clock: before.clock });
}

/** Runs the steps, then lets everyone sync until all is said; gives each device's state, and what was written. */
async function playOut(skews: readonly number[], steps: readonly Step[]) {
  const log = new MemoryLog();
  log.pageRows = 3; // pages end in the middle of everything
  const devices: SyncDevice[] = [];
  for (const [index, skew] of skews.entries()) {
    const made = await openDevice({ vault, n: index + 1, clock: { now: beganAt + skew } });
    await connect(made);
    // Every account is known from the beginning: rows of an account that no device knows of could be read by none.
    devices.push(made);
  }
  const model: Model = { fills: [], versions: new Map() };
  const [first] = devices;
  if (first) for (const of of [0, 1]) await write(first, { do: 'label', at: 0, of, label: 9 }, model);
  for (const step of steps) {
    const index = step.at % devices.length;
    const at = devices[index];
    if (!at) continue;
    at.clock.now += 1;
    if (step.do === 'wait') at.clock.now += step.ms;
    else if (step.do === 'restart') devices[index] = await reopened(at);
    else if (step.do === 'sync') await at.run(cutAt(serverOf(log, at.id), step.cut, step.call), step.wholly);
    else await write(at, step, model);
  }
  // Three days on, no stamp is ahead of any clock.
  for (const each of devices) each.clock.now = beganAt + 5 * dayMs;
  for (let head = -1; head !== log.rows.length; ) {
    head = log.rows.length;
    for (const each of devices) must(await each.run(serverOf(log, each.id)));
  }
  const states = [];
  for (const each of devices) states.push(await stateOf(each));
  const lost = (await Promise.all(devices.map(lostOf))).flat();
  for (const each of devices) await each.close();
  return { states, lost, model };
}

/** The fills of the union, each identity once. */
const unionOf = (fills: readonly Fill[], of: string): readonly Fill[] =>
  distinctRows(
    fillStream,
    fills.filter(({ account: owner }) => owner === of),
  );

const skew = fc.integer({ min: -2 * dayMs, max: 2 * dayMs });
const arbitrarySkews = fc.array(fc.oneof(fc.constant(0), skew), { minLength: 2, maxLength: 6 });

/** How many histories each of the four files plays: 500 give the 2,000 of `npm run faults`. */
const histories = rounds(500, 50);

/** Every version that nobody has seen and changed is the one that counts, or is kept by a device. */
function expectKept(versions: readonly { readonly stamp: Hlc; readonly over: Hlc | null }[], lost: readonly string[]) {
  const seen = new Set(versions.flatMap(({ over }) => (over === null ? [] : [stampText(over)])));
  const [, ...others] = versions.map(({ stamp }) => stamp).sort((a, b) => compareHlc(b, a));
  for (const stamp of others) if (!seen.has(stampText(stamp))) expect(lost).toContain(stampText(stamp));
}

/** Plays histories out and compares what the devices hold. */
export function checkConvergence(seed: number, removes: boolean): Promise<void> {
  const property = fc.asyncProperty(arbitrarySkews, arbitrarySteps(removes), async (skews, steps) => {
    const { states, lost, model } = await playOut(skews, steps);
    for (const state of states) {
      expect(state).toEqual(states[0]);
      expect(state.left).toEqual({ outbox: 0, quarantine: 0, gone: 0 });
      if (removes) continue;
      accounts.forEach((of, index) => {
        expect(state.rows[index * 2]).toEqual(unionOf(model.fills, of));
      });
      for (const { kind, id, stamp } of state.documents) {
        const written = (model.versions.get(`${kind} ${id}`) ?? []).map((each) => each.stamp);
        const latest = written.sort(compareHlc).at(-1);
        if (latest) expect(compareHlc(stamp, latest)).toBe(0);
      }
    }
    if (!removes) for (const versions of model.versions.values()) expectKept(versions, lost);
  });
  return fc.assert(property, { seed, numRuns: histories, endOnFailure: true });
}
