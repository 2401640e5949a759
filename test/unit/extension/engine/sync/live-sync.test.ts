/** When sync runs, what it shows, and what a person does about it. */
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { createSync } from '../../../../../extension/engine/sync/live-sync';
import type { LogServer } from '../../../../../extension/engine/sync/log-server';
import type { Sync } from '../../../../../extension/engine/sync/sync';
import { err, unixMs } from '../../../../../shared/result';
import { must } from '../../store/open-store';
import { fillsNumbered } from '../../store/sample-fills';
import { testVault } from '../../store/test-vault';
import { hexId, MemoryLog, serverOf } from './memory-log';
import { openDevice, type SyncDevice } from './sync-device';
import { account, settingsOf } from './sync-documents';

const vault = await testVault();

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
});
afterEach(() => {
  vi.useRealTimers();
});

interface Live extends SyncDevice {
  readonly sync: Sync;
  readonly ends: { count: number };
}

async function live(n: number): Promise<Live> {
  const device = await openDevice({ vault, n });
  return { ...device, ...syncOf(device) };
}

/** Sync as an engine of that version of Fillbook starts it. */
function syncOf(
  device: SyncDevice,
  version = '1.0.0',
  during: <T>(work: () => Promise<T>) => Promise<T> = (work) => work(),
): Pick<Live, 'sync' | 'ends'> {
  const ends = { count: 0 };
  const sync = createSync({
    context: device.context,
    accountIds: () => ['account-1'],
    onChange: () => undefined,
    onEnd: async () => {
      ends.count += 1;
    },
    during,
    random: () => 1,
    version,
  });
  return { sync, ends };
}

const attach = async (at: Live, server: LogServer): Promise<void> => {
  must(await at.sync.attach(server, { deviceId: at.id, vouched: null }));
};

const base = async (at: Live) => must(await at.store.readDocument('settings', 'settings'))?.value.baseCurrency;

test('without a server nothing is noted, nothing runs, and nothing waits', async () => {
  const at = await live(1);
  must(await at.store.write({ putDocuments: [settingsOf('EUR')] }));
  must(await at.sync.run());
  expect(await at.sync.view()).toMatchObject({ activity: { state: 'idle' }, waiting: { records: 0, oldestAt: null } });
  expect(await at.sync.point()).toBeNull();
});

test('what was there before a server was is sent once it is attached, and a repeated attaching sends nothing more', async () => {
  const log = new MemoryLog();
  const at = await live(1);
  must(await at.store.write({ putDocuments: [account('account-1', 'Main')], appendFills: fillsNumbered(0, 64) }));
  await attach(at, serverOf(log, at.id));
  must(await at.sync.run());
  expect(await at.sync.view()).toMatchObject({
    activity: { state: 'idle' },
    waiting: { records: 0 },
    seq: log.rows.length,
  });
  const head = log.rows.length;
  await attach(at, serverOf(log, at.id));
  must(await at.sync.run());
  expect(log.rows.length).toBe(head);
});

test('the engine is held from the attaching until the first run has ended', async () => {
  const log = new MemoryLog();
  const device = await openDevice({ vault, n: 1 });
  let holds = 0;
  const { sync } = syncOf(device, '1.0.0', async (work) => {
    holds += 1;
    try {
      return await work();
    } finally {
      holds -= 1;
    }
  });
  must(await sync.attach(serverOf(log, device.id), { deviceId: device.id, vouched: null }));
  expect(holds).toBe(1);
  must(await sync.run());
  expect(holds).toBe(0);
});

test('a change is sent two seconds later', async () => {
  const log = new MemoryLog();
  const at = await live(1);
  await attach(at, serverOf(log, at.id));
  must(await at.sync.run());
  must(await at.store.write({ putDocuments: [settingsOf('EUR')] }));
  at.sync.touch();
  const before = at.ends.count;
  vi.advanceTimersByTime(1_999);
  expect(at.ends.count).toBe(before);
  vi.advanceTimersByTime(1);
  await vi.waitUntil(() => at.ends.count > before);
  expect(log.rows.length).toBeGreaterThan(0);
});

test('rows that wait in a tail are sent when their quarter of an hour is over', async () => {
  const log = new MemoryLog();
  const at = await live(1);
  await attach(at, serverOf(log, at.id));
  must(await at.sync.run());
  must(await at.store.write({ putDocuments: [account('account-1', 'Main')], appendFills: fillsNumbered(0, 3) }));
  at.clock.now += 15 * 60_000;
  const before = at.ends.count;
  vi.advanceTimersByTime(15 * 60_000);
  await vi.waitUntil(() => at.ends.count > before);
  expect(await at.database.tables.tails.count()).toBe(0);
  expect(await at.sync.view()).toMatchObject({ waiting: { records: 0, oldestAt: null } });
});

test('a server out of reach is tried again later each time, and what waits is shown', async () => {
  const log = new MemoryLog();
  const at = await live(1);
  const failure = { reason: 'network-failed', host: 'sync.example' } as const;
  let pulls = 0;
  const gone: LogServer = {
    pull: async () => {
      pulls += 1;
      return err({ kind: 'unreached', failure });
    },
    push: async () => err({ kind: 'unreached', failure }),
  };
  await attach(at, gone);
  must(await at.store.write({ putDocuments: [settingsOf('EUR')] }));
  const waits: number[] = [];
  for (let tries = 0; tries < 3; tries += 1) {
    expect(await at.sync.run()).toEqual({ ok: false, error: failure });
    const { activity, waiting } = await at.sync.view();
    if (activity.state !== 'offline') throw new Error(activity.state);
    waits.push(Number(activity.retryAt) - at.clock.now);
    expect(waiting.records).toBe(1);
  }
  // the first run is the attaching's own: 5 s; then 10, 20 and 40, with the whole of the spread
  expect(waits).toEqual([10_000, 20_000, 40_000]);
  const before = pulls;
  vi.advanceTimersByTime(39_999);
  expect(pulls).toBe(before);
  vi.advanceTimersByTime(1);
  await vi.waitUntil(() => pulls > before);
  await attach(at, serverOf(log, at.id));
  must(await at.sync.run());
  expect(await at.sync.view()).toMatchObject({ activity: { state: 'idle' }, waiting: { records: 0 } });
});

test.each([
  [{ kind: 'removed' } as const, 'removed'],
  [{ kind: 'moved' } as const, 'moved'],
  [{ kind: 'refused', failure: { reason: 'host-access-missing' } } as const, 'blocked'],
  [{ kind: 'refused', failure: { reason: 'storage-full' } } as const, 'refused'],
])('a refusal %o is shown as %s', async (refusal, state) => {
  const at = await live(1);
  await attach(at, { pull: async () => err(refusal), push: async () => err(refusal) });
  await at.sync.run();
  expect((await at.sync.view()).activity.state).toBe(state);
});

test('an alarm stands after a restart, and sending again heals it', async () => {
  const log = new MemoryLog();
  const [a, b] = [await live(1), await live(2)];
  must(await a.store.write({ putDocuments: [account('account-1', 'Main')], appendFills: fillsNumbered(0, 64) }));
  for (const each of [a, b]) {
    await attach(each, serverOf(log, each.id));
    must(await each.sync.run());
  }
  must(await b.store.write({ putDocuments: [settingsOf('EUR')] }));
  // an honest restore of a backup: the end of the log is gone, and its id is another
  log.rows = log.rows.slice(0, 1);
  log.logId = hexId(77);
  for (const each of [a, b]) {
    expect((await each.sync.run()).ok).toBe(false);
    expect((await each.sync.view()).activity).toMatchObject({ state: 'stopped', alarm: { kind: 'new-log' } });
    await attach(each, serverOf(log, each.id));
    expect((await each.sync.run()).ok).toBe(false);
  }
  for (const each of [a, b]) must(await each.sync.reupload());
  for (const each of [a, b]) {
    must(await each.sync.run());
    expect((await each.sync.view()).activity).toEqual({ state: 'idle' });
    expect(await base(each)).toBe('EUR');
    expect(await each.database.tables.segments.count()).toBe(1);
  }
});

test('a withheld row stays told until the log is taken as it is', async () => {
  const log = new MemoryLog();
  const [a, b] = [await live(1), await live(2)];
  must(await a.store.write({ putDocuments: [account('account-1', 'Main'), settingsOf('EUR')] }));
  await attach(a, serverOf(log, a.id));
  must(await a.sync.run());
  log.gone(new Set([1]));
  await attach(b, serverOf(log, b.id));
  expect((await b.sync.run()).ok).toBe(false);
  expect((await b.sync.view()).activity).toMatchObject({ state: 'stopped', alarm: { kind: 'withheld', count: 1 } });
  must(await b.sync.reupload());
  expect((await b.sync.view()).activity).toEqual({ state: 'idle' });
});

test('a lost version is put back as a change made now, or dropped', async () => {
  const log = new MemoryLog();
  const [a, b] = [await live(1), await live(2)];
  for (const each of [a, b]) await attach(each, serverOf(log, each.id));
  for (const each of [a, b]) must(await each.sync.run());
  must(await a.store.write({ putDocuments: [settingsOf('EUR')] }));
  b.clock.now += 1;
  must(await b.store.write({ putDocuments: [settingsOf('BTC')] }));
  for (const each of [a, b]) must(await each.sync.run());
  const { lost } = await b.sync.view();
  expect(lost).toMatchObject([
    { kind: 'settings', subject: 'Settings', deviceId: a.id, keptUntil: unixMs(b.clock.now + 30 * 86_400_000) },
  ]);
  expect(lost[0]?.differences).toEqual([{ field: 'baseCurrency', lost: 'EUR', current: 'BTC' }]);
  b.clock.now += 1;
  must(await b.sync.restoreLost(lost[0]?.id ?? ''));
  for (const each of [b, a]) must(await each.sync.run());
  for (const each of [a, b]) expect(await base(each)).toBe('EUR');
  expect((await b.sync.view()).lost).toEqual([]);
});

test('a device that was added since this one read the log is told, with when its first record came', async () => {
  const log = new MemoryLog();
  const [a, b, c] = [await live(1), await live(2), await live(3)];
  for (const each of [a, b]) await attach(each, serverOf(log, each.id));
  must(await a.store.write({ putDocuments: [settingsOf('EUR')] }));
  for (const each of [a, b]) must(await each.sync.run());
  a.clock.now += 60_000;
  const cameAt = a.clock.now;
  must(await c.store.write({ putDocuments: [account('account-1', 'Main')] }));
  await attach(c, serverOf(log, c.id));
  for (const each of [c, a]) must(await each.sync.run());
  a.clock.now += 60_000;
  must(await c.store.write({ putDocuments: [account('account-1', 'Other')] }));
  for (const each of [c, a, c]) must(await each.sync.run());
  const added = async (at: Live) => [...(await at.sync.view()).addedAt];
  expect(await added(a)).toContainEqual([c.id, cameAt]);
  expect(await added(c)).toEqual([]); // all of them were there before
});

test('moving wants every record opened but those that were given up: any other, a later version too, is the reason that it is not', async () => {
  const log = new MemoryLog();
  const [a, b] = [await live(1), await live(2)];
  must(await a.store.write({ putDocuments: [settingsOf('EUR')] }));
  await attach(a, serverOf(log, a.id));
  must(await a.sync.run());
  await attach(b, serverOf(log, b.id));
  expect(must(await b.sync.pullWhole())).toEqual([]);
  const rid = hexId(9, 32);
  const pushed = (supersedes: number, byte: number): number => {
    const record = { rid, supersedes, body: new Uint8Array(300).fill(byte) };
    return must(log.push(hexId(3), { records: [record], drops: [] })).seqs[0] ?? 0;
  };
  const seq = pushed(0, 1);
  expect(await b.sync.pullWhole()).toMatchObject({
    ok: false,
    error: { reason: 'damaged', unopened: [{ rid, seq, deviceId: hexId(3) }] },
  });
  expect(must(await b.sync.pullWhole([{ rid, seq }]))).toMatchObject([{ rid, seq, deviceId: hexId(3) }]);
  const later = pushed(seq, 2);
  expect(await b.sync.pullWhole([{ rid, seq }])).toMatchObject({
    ok: false,
    error: { unopened: [{ rid, seq: later }] },
  });
  must(await b.sync.retryQuarantined());
  expect((await b.sync.view()).quarantined).toMatchObject([{ rid: hexId(9, 32), deviceId: hexId(3) }]);
});

test('an import waits for other devices no longer than it is told to', async () => {
  const at = await live(1);
  const silent = (): Promise<never> => new Promise(() => undefined);
  await attach(at, { pull: silent, push: silent });
  const waited = at.sync.pullFirst(10_000);
  vi.advanceTimersByTime(10_000);
  await expect(waited).resolves.toBeUndefined();
});

test('what did not open is tried again by each newer version, once', async () => {
  const log = new MemoryLog();
  const [a, b] = [await live(1), await live(2)];
  must(await a.store.write({ putDocuments: [settingsOf('EUR')] }));
  await attach(a, serverOf(log, a.id));
  must(await a.sync.run());
  await attach(b, serverOf(log, b.id));
  must(await b.sync.run());
  // as a version would have left it that could not open the settings: they lie in quarantine, and are not stored
  const { quarantine, documents } = b.database.tables;
  const [row] = (await documents.toArray()).filter(({ name }) => name === 'settings');
  const stored = log.rows.find(({ rid }) => rid === row?.id);
  if (!row || !stored?.body) throw new Error('no settings');
  const { rid, seq, deviceId, body } = stored;
  const left = { rid, seq, deviceId, failure: { reason: 'unsupported' }, at: unixMs(b.clock.now) } as const;
  const leaveOut = async (bytes: Uint8Array, triedBy?: string): Promise<void> => {
    await documents.delete(row.id);
    await quarantine.put({ ...left, body: bytes, ...(triedBy !== undefined && { triedBy }) });
  };
  const start = async (version: string): Promise<void> => {
    const { sync } = syncOf(b, version);
    must(await sync.attach(serverOf(log, b.id), { deviceId: b.id, vouched: null }));
    must(await sync.run());
    await sync.detach();
  };

  await leaveOut(body.slice(0, -1)); // cut off: it opens for no version
  await start('1.0.1');
  expect(await quarantine.toArray()).toMatchObject([{ rid, triedBy: '1.0.1' }]);

  await leaveOut(body, '1.0.1');
  await start('1.0.1');
  expect(await base(b)).toBeUndefined(); // this version has tried
  await start('1.0.2');
  expect(await base(b)).toBe('EUR');
  expect(await quarantine.count()).toBe(0);
});
