/** What the engine keeps for itself and could not read or store is an issue, and never taken for nothing. */
import { expect, test } from 'vitest';
import type { BackupReminder } from '../../../../extension/engine/api/backup';
import { loadBackupNote } from '../../../../extension/engine/backup-note';
import { loadEquity } from '../../../../extension/engine/equity';
import type { Failure } from '../../../../shared/reasons';
import { err, ok, unixMs } from '../../../../shared/result';
import { must } from '../store/open-store';
import { createWorld, openWorld } from './engine-world';
import { fakeExchange } from './fake-exchange';

const damaged: Failure = { reason: 'damaged', subject: 'local' };
const refused: Failure = { reason: 'storage-failed' };
const now = Date.UTC(2026, 1, 1);

async function opened() {
  const { session } = await openWorld(createWorld(fakeExchange(['BTC/USDT']).client));
  const failures: Failure[] = [];
  const onFailure = (failure: Failure) => void failures.push(failure);
  return { ...session, failures, onFailure };
}

test('a note of the last backup that cannot be read is said, and a backup is asked for', async () => {
  const { store, books, failures, onFailure } = await opened();
  const note = await loadBackupNote({
    store: { ...store, readLocal: async () => err(damaged) },
    books,
    accountIds: () => [],
    settings: () => ({}),
    saveReminder: async () => ok(undefined),
    mark: async () => ok('as it was'),
    onFailure,
  });
  expect(failures).toEqual([damaged]);
  expect(note.state(unixMs(now)).last).toBeNull();
});

test('whether accounts have changed since the last backup is not known where they cannot be read', async () => {
  const { store, books, failures, onFailure } = await opened();
  let mark = true;
  const note = await loadBackupNote({
    store,
    books,
    accountIds: () => [],
    settings: () => ({}),
    saveReminder: async () => ok(undefined),
    mark: async () => (mark ? ok('as it was') : err(refused)),
    onFailure,
  });
  const madeAt = unixMs(now - 40 * 86_400_000);
  const receipt = {
    madeAt,
    bytes: 1,
    accounts: 0,
    fills: 0,
    documents: 0,
    mark: { documents: 'as it was', fills: {} },
  };
  await note.saved(receipt);
  expect(note.state(unixMs(now))).toMatchObject({ othersChanged: false, due: null });
  mark = false;
  await note.look();
  // forty days old and reminded after thirty: what cannot be told to be unchanged is not taken to be
  expect(note.state(unixMs(now))).toMatchObject({ othersChanged: null, due: 'old' });
  expect(failures).toEqual([refused]);
});

test('a snapshot of equity that could not be stored, or read, is said', async () => {
  const { store, failures, onFailure } = await opened();
  const broken = {
    ...store,
    write: async () => err(refused),
    readSnapshots: async () => err(damaged),
    readLocal: async () => err(damaged),
  };
  const equity = await loadEquity(broken, ['account-1'], () => now, onFailure);
  expect(failures).toEqual([damaged, damaged]);
  await equity.forget('account-1');
  expect(failures).toEqual([damaged, damaged, refused]);
});

test('a reminder that an earlier Fillbook kept with the note holds until another is chosen, and never is a choice', async () => {
  const { store, books, onFailure } = await opened();
  const chosen: { backupReminder?: BackupReminder } = {};
  must(await store.write({ putLocal: [{ key: 'backup', value: { last: null, reminder: 90 } }] }));
  const note = await loadBackupNote({
    store,
    books,
    accountIds: () => [],
    settings: () => chosen,
    saveReminder: async (days) => {
      chosen.backupReminder = days;
      return ok(undefined);
    },
    mark: async () => ok('as it was'),
    onFailure,
  });
  expect(note.state(unixMs(now)).reminder).toBe(90);
  must(await note.remind(null));
  expect(note.state(unixMs(now)).reminder).toBeNull();
});
