/**
 * A server that lies: each behaviour is refused or reported by some device, none is silent, and what was honest before stays.
 *
 * Every test has a first device that wrote over an honest server, and a second one that reads what the server makes of it, or the first
 * one again.
 */
import { describe, expect, test } from 'vitest';
import type { LogServer } from '../../../../../extension/engine/sync/log-server';
import { beginningState, beginWith } from '../../../../../extension/store/outbox';
import { documentId } from '../../../../../extension/store/sealing';
import { sealRecord } from '../../../../../extension/store/sync-frame';
import { err, ok, unixMs } from '../../../../../shared/result';
import { bodyHash, emptyChain, extendChain } from '../../../../../shared/sync/chain';
import type { LogPage, LogRow } from '../../../../../shared/sync/pull-frame';
import { must } from '../../store/open-store';
import { testVault } from '../../store/test-vault';
import { alarmOf, type Bent, bent, change, held, honestly, refusalOf, vault, type World, world } from './evil-world';
import { deviceIdOf, hexId, MemoryLog, serverOf } from './memory-log';
import { connect } from './sync-device';
import { account, settingsOf } from './sync-documents';

const settingsId = await documentId(vault, 'settings', 'settings');

/** Rows as the log would number them, were these all of it. */
const renumbered = (rows: readonly LogRow[]): LogRow[] => rows.map((row, index) => ({ ...row, seq: index + 1 }));

describe('a log that is not the one that was read', () => {
  test('the last rows dropped is a head below what was read', async () => {
    const at = await world();
    must(await honestly(at, at.reader));
    at.log.rows = at.log.rows.slice(0, -2);
    expect(alarmOf(await honestly(at, at.reader))).toBe('head-below');
    // it stands still until someone answers the alarm, whatever the server shows
    expect(alarmOf(await honestly(at, at.reader))).toBe('head-below');
  });

  test('an old head told with an empty page is a head below what was read', async () => {
    const at = await world();
    const ended = await bent(at, at.writer, { pull: (page) => ({ ...page, head: 1, rows: [] }) });
    expect(alarmOf(ended)).toBe('head-below');
  });

  test('a row dropped in the middle disagrees with its writer’s checkpoint', async () => {
    const at = await world();
    at.log.rows = renumbered(at.log.rows.filter(({ seq }) => seq !== 2));
    expect(alarmOf(await honestly(at, at.reader))).toBe('other-history');
    expect(await held(at.reader)).toEqual([0, 0]);
  });

  test('rows in another order are found out by the order that their writer gave them', async () => {
    const at = await world();
    const [first, second, ...rest] = at.log.rows;
    if (!first || !second) throw new Error('too few rows');
    at.log.rows = renumbered([second, first, ...rest]);
    expect(alarmOf(await honestly(at, at.reader))).toBe('other-history');
    expect(await held(at.reader)).toEqual([0, 0]);
  });

  test('a row shown a second time, as a new one, is found out by its order', async () => {
    const at = await world();
    must(await honestly(at, at.reader));
    const [first] = at.log.rows;
    if (!first) throw new Error('no rows');
    at.log.rows.push({ ...first, seq: at.log.rows.length + 1 });
    expect(alarmOf(await honestly(at, at.reader))).toBe('other-history');
  });

  test('an old version of a document in the place of the new one is found out by its order', async () => {
    const at = await world();
    const old = at.log.rows.map((row) => ({ ...row }));
    await change(at.writer);
    must(await honestly(at, at.writer));
    must(await honestly(at, at.reader));
    const again = old.find(({ rid }) => at.log.rows.filter((row) => row.rid === rid).length > 1);
    if (!again) throw new Error('nothing was superseded');
    at.log.rows.push({ ...again, seq: at.log.rows.length + 1 });
    expect(alarmOf(await honestly(at, at.reader))).toBe('other-history');
    expect(must(await at.reader.store.readDocument('settings', 'settings'))?.value.baseCurrency).toBe('EUR');
  });

  test('an erased segment shown again does not come back', async () => {
    const at = await world();
    const before = at.log.rows.map((row) => ({ ...row }));
    must(await honestly(at, at.reader));
    const [segment] = await at.writer.database.tables.segments.toArray();
    must(await at.writer.store.write({ eraseHistory: ['account-1'] }));
    must(await honestly(at, at.writer));
    must(await honestly(at, at.reader));
    const again = before.find(({ rid }) => rid === segment?.id);
    if (!again) throw new Error('no segment');
    at.log.rows.push({ ...again, seq: at.log.rows.length + 1 });
    expect(alarmOf(await honestly(at, at.reader))).toBe('other-history');
    expect(await at.reader.database.tables.segments.count()).toBe(0);
  });

  test('another log for each of two devices is found out by the first checkpoint that passes between them', async () => {
    const at = await world();
    must(await honestly(at, at.reader));
    const fork = new MemoryLog();
    fork.rows = at.log.rows.map((row) => ({ ...row }));
    await change(at.writer);
    must(await honestly(at, at.writer));
    at.reader.clock.now += 2_000;
    must(await at.reader.store.write({ putDocuments: [account('account-2', 'Other', 5)] }));
    must(await at.reader.run(serverOf(fork, at.reader.id)));
    // the reader goes on in its fork, where the writer's rows come in behind its own
    for (const row of at.log.rows.slice(fork.rows.length - 2)) fork.rows.push({ ...row, seq: fork.rows.length + 1 });
    expect(alarmOf(await at.reader.run(serverOf(fork, at.reader.id)))).toBe('other-history');
  });

  test('a fork under an id of its own is found out by the first checkpoint that names it', async () => {
    const at = await world();
    for (const each of [at.reader, at.writer]) must(await honestly(at, each));
    const fork = new MemoryLog();
    [fork.logId, fork.rows] = [hexId(7), at.log.rows.map((row) => ({ ...row }))];
    const forked = () => at.reader.run(serverOf(fork, at.reader.id));
    expect(alarmOf(await forked())).toBe('new-log');
    // its person takes that for a restored server, and sends again
    const { order, counter } = await at.reader.state();
    const anew = { ...beginningState(at.reader.id, null), order, counter, isHealing: true };
    await beginWith(at.reader.database, anew, unixMs(at.reader.clock.now));
    must(await forked());
    await change(at.reader);
    must(await forked());
    // the other device is shown what was written there, its checkpoint too, and none of what is not
    const last = fork.rows.filter(({ deviceId, body }) => deviceId === at.reader.id && body !== null).slice(-2);
    for (const row of last) at.log.rows.push({ ...row, seq: at.log.rows.length + 1 });
    expect(alarmOf(await honestly(at, at.writer))).toBe('other-history');
    expect(must(await at.writer.store.readDocument('settings', 'settings'))?.value.baseCurrency).toBe('USDT');
  });

  test('a new log id stops it, and so does one in an answer to a push', async () => {
    const at = await world();
    expect(alarmOf(await bent(at, at.writer, { pull: (page) => ({ ...page, logId: hexId(7) }) }))).toBe('new-log');
    const other = await world();
    await change(other.writer);
    const push: Bent['push'] = (answer) => (answer.ok ? ok({ ...answer.value, logId: hexId(7) }) : answer);
    expect(alarmOf(await bent(other, other.writer, { push }))).toBe('new-log');
    expect(await other.writer.database.tables.outbox.count()).toBeGreaterThan(0);
  });

  test('a log other than the one a pairing’s code vouches for, or a shorter one, is refused', async () => {
    const at = await world();
    const last = at.log.rows.reduce((point, row) => extendChain(point, row), emptyChain);
    const vouch = (seq: number, h = last.h) => connect(at.reader, { logId: at.log.logId, seq, h });
    await vouch(last.seq, emptyChain.h);
    expect(alarmOf(await honestly(at, at.reader))).toBe('other-history');
    await vouch(last.seq + 3);
    expect(alarmOf(await honestly(at, at.reader))).toBe('head-below');
    await vouch(last.seq);
    must(await honestly(at, at.reader));
  });
});

describe('rows that are not what they seem', () => {
  const alter = (at: World, seq: number, how: (row: LogRow) => LogRow): void => {
    at.log.rows = at.log.rows.map((row) => (row.seq === seq ? how(row) : row));
  };

  test('a body withheld as if it had been replaced is reported, with how many', async () => {
    const at = await world();
    at.log.gone(new Set([1]));
    const ended = await honestly(at, at.reader);
    expect(ended).toMatchObject({ ok: false, error: { end: 'alarm', alarm: { kind: 'withheld', count: 1 } } });
  });

  test('a body withheld is not accounted for by bytes under its id that do not open', async () => {
    const at = await world();
    const [segment] = await at.writer.database.tables.segments.toArray();
    const row = at.log.rows.find(({ rid }) => rid === segment?.id);
    if (!row) throw new Error('no segment');
    const body = new Uint8Array(300).fill(7);
    must(at.log.push(deviceIdOf(3), { records: [{ rid: row.rid, supersedes: row.seq, body }], drops: [] }));
    const ended = await honestly(at, at.reader);
    expect(ended).toMatchObject({ ok: false, error: { end: 'alarm', alarm: { kind: 'withheld', count: 1 } } });
  });

  test('a version that a newer Fillbook wrote accounts for the one that it replaced', async () => {
    const at = await world();
    const row = at.log.rows.find(({ rid, deviceId }) => rid === settingsId && deviceId === at.writer.id);
    if (!row) throw new Error('no settings');
    const header = { what: 'document', kind: 'settings', name: 'settings', schemaVersion: 999 } as const;
    const sealedBy = { device: deviceIdOf(3), order: 1, at: unixMs(at.writer.clock.now) };
    const body = await sealRecord(vault, row.rid, {
      header: { ...header, ...sealedBy },
      payload: new Uint8Array(300),
    });
    must(at.log.push(deviceIdOf(3), { records: [{ rid: row.rid, supersedes: row.seq, body }], drops: [] }));
    must(await honestly(at, at.reader));
    expect((await at.reader.database.tables.quarantine.toArray()).map(({ failure }) => failure.reason)).toEqual([
      'unsupported',
    ]);
  });

  test('bodies exchanged under their hashes are refused, and nothing of the page is taken', async () => {
    const at = await world();
    const [first, second] = at.log.rows;
    alter(at, 1, (row) => ({ ...row, body: second?.body ?? null }));
    alter(at, 2, (row) => ({ ...row, body: first?.body ?? null }));
    expect(refusalOf(await honestly(at, at.reader))).toBe('dishonest: body-of-another-hash');
    expect(await held(at.reader)).toEqual([0, 0]);
  });

  test('bodies exchanged with their hashes disagree with the writer’s checkpoint', async () => {
    const at = await world();
    const [first, second] = at.log.rows;
    if (!first || !second) throw new Error('too few rows');
    alter(at, 1, (row) => ({ ...row, body: second.body, hash: second.hash }));
    alter(at, 2, (row) => ({ ...row, body: first.body, hash: first.hash }));
    expect(alarmOf(await honestly(at, at.reader))).toBe('other-history');
  });

  const appended = async (row: Partial<LogRow> & { readonly body: Uint8Array }) => {
    const at = await world();
    const { body } = row;
    const next = { seq: at.log.rows.length + 1, rid: hexId(9, 32), deviceId: deviceIdOf(3), hash: bodyHash(body) };
    at.log.rows.push({ ...next, ...row });
    must(await honestly(at, at.reader));
    expect(await held(at.reader)).toEqual([2, 1]); // the others are read
    return (await at.reader.database.tables.quarantine.toArray()).map(({ failure }) => failure.reason);
  };

  test('a record of another vault is quarantined alone', async () => {
    const other = await testVault(2);
    const context = { purpose: 'documents', recordId: hexId(9, 32), kind: 'sync', schemaVersion: 1 } as const;
    expect(await appended({ body: await other.seal(context, new Uint8Array(300)) })).toEqual(['tampered']);
  });

  test('a record in the clear is quarantined alone', async () => {
    const text = new TextEncoder().encode(JSON.stringify({ what: 'document', kind: 'settings' }).padEnd(300));
    expect(await appended({ body: text })).toEqual(['damaged']);
  });

  test('a record moved to another id is quarantined alone', async () => {
    const { log } = await world();
    const body = log.rows[0]?.body;
    if (!body) throw new Error('no body');
    expect(await appended({ body })).toEqual(['tampered']);
  });

  test('a record shown as another device’s is quarantined, and accounts for none that it replaced', async () => {
    const at = await world();
    await change(at.writer);
    must(await honestly(at, at.writer));
    at.log.rows = at.log.rows.map((row) => ({ ...row, deviceId: deviceIdOf(3) }));
    expect(alarmOf(await honestly(at, at.reader))).toBe('withheld');
    const { quarantine } = at.reader.database.tables;
    expect((await quarantine.toArray()).every(({ failure }) => failure.code === 'other-device')).toBe(true);
    expect(await held(at.reader)).toEqual([0, 0]);
  });
});

describe('pages that break the rules', () => {
  const pages: readonly [string, (page: LogPage) => LogPage, string][] = [
    ['a row left out', (page) => ({ ...page, rows: page.rows.slice(1) }), 'rows-do-not-follow'],
    ['a row twice', (page) => ({ ...page, rows: page.rows.flatMap((row) => [row, row]) }), 'rows-do-not-follow'],
    ['rows above the head', (page) => ({ ...page, head: 1 }), 'rows-above-the-head'],
    ['no rows below the head', (page) => ({ ...page, rows: [] }), 'rows-missing'],
  ];
  test.each(pages)('%s is refused, and nothing of it is taken', async (_, pull, code) => {
    const at = await world();
    expect(refusalOf(await bent(at, at.reader, { pull }))).toBe(`dishonest: ${code}`);
    expect(await held(at.reader)).toEqual([0, 0]);
    expect((await at.reader.state()).seq).toBe(0);
    must(await honestly(at, at.reader));
    expect(await held(at.reader)).toEqual([2, 1]);
  });
});

describe('answers to a push that are not true', () => {
  test('stored, without storing: the next look finds the log below what was told', async () => {
    const at = await world();
    await change(at.writer);
    let head = at.log.rows.length;
    const ended = await at.writer.run({
      pull: serverOf(at.log, at.writer.id).pull,
      push: async ({ records }) => {
        const seqs = records.map(() => ++head);
        return ok({ logId: at.log.logId, head, seqs });
      },
    });
    must(ended);
    expect(alarmOf(await honestly(at, at.writer))).toBe('head-below');
  });

  test('stored at a place where another device’s row lies', async () => {
    const at = await world();
    must(await honestly(at, at.reader));
    await change(at.reader);
    must(await honestly(at, at.reader));
    at.writer.clock.now += 5_000;
    must(await at.writer.store.write({ putDocuments: [account('account-2', 'Other', 5)] }));
    const last = at.log.rows.length;
    let [pulls, pushes] = [0, 0];
    const ended = await at.writer.run({
      // at first nothing new is shown; then, behind the answer, the row of another device
      pull: async (after) => ok(pulls++ === 0 ? { ...at.log.pull(after), head: after, rows: [] } : at.log.pull(after)),
      push: async ({ records }) => {
        pushes += 1;
        return ok({ logId: at.log.logId, head: last, seqs: records.map(() => last) });
      },
    });
    expect(pushes).toBe(1); // found out by the page, not by the next answer
    expect(alarmOf(ended)).toBe('other-history');
  });

  test('stored long ago, where this device has read something else', async () => {
    const at = await world();
    await change(at.writer);
    const push: Bent['push'] = (answer) =>
      answer.ok ? ok({ ...answer.value, seqs: answer.value.seqs.map(() => 1) }) : answer;
    expect(alarmOf(await bent(at, at.writer, { push }))).toBe('other-history');
    expect(await at.writer.database.tables.outbox.count()).toBeGreaterThan(0);
  });

  test('fewer places than records', async () => {
    const at = await world();
    await change(at.writer);
    const push: Bent['push'] = (answer) => (answer.ok ? ok({ ...answer.value, seqs: [] }) : answer);
    expect(refusalOf(await bent(at, at.writer, { push }))).toBe('dishonest: sequence-numbers-missing');
    must(await honestly(at, at.writer));
    expect(await at.writer.database.tables.outbox.count()).toBe(0);
  });

  test('superseded without end is given up after a while, and said', async () => {
    const at = await world();
    await change(at.writer);
    const { pull } = serverOf(at.log, at.writer.id);
    const push: LogServer['push'] = async ({ records }) =>
      err({ kind: 'superseded', rids: records.map(({ rid }) => rid) });
    expect(refusalOf(await at.writer.run({ pull, push }))).toBe('dishonest: no-end');
    must(await honestly(at, at.writer));
  });
});

test('a device whose clock is a year ahead wins nothing before its time', async () => {
  const at = await world();
  must(await honestly(at, at.reader));
  at.writer.clock.now += 365 * 86_400_000;
  must(await at.writer.store.write({ putDocuments: [settingsOf('BTC')] }));
  must(await honestly(at, at.writer));
  must(await honestly(at, at.reader));
  expect(must(await at.reader.store.readDocument('settings', 'settings'))?.value.baseCurrency).toBe('USDT');
  expect(await at.reader.database.tables.waiting.count()).toBe(1);
  must(await at.reader.store.write({ putDocuments: [settingsOf('EUR')] }));
  expect(must(await at.reader.store.readDocument('settings', 'settings'))?.stamp.at).toBe(at.reader.clock.now);
});
