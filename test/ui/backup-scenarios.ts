/** Backups for looking at their screens: one that was made, a file of another vault, and what goes wrong by the file's name. */

import type {
  BackupApi,
  BackupReceipt,
  BackupState,
  RestoreError,
  RestorePreview,
} from '../../extension/engine/api/backup';
import type { EngineListener } from '../../extension/engine/api/events';
import { err, ok, unixMs } from '../../shared/result';
import type { Scenario } from './scenarios';

const soon = <T>(value: T, ms = 40) => new Promise<T>((resolve) => setTimeout(() => resolve(value), ms));
const dayMs = 86_400_000;

const receipt = (ageDays: number): BackupReceipt => ({
  madeAt: unixMs(Date.now() - ageDays * dayMs),
  bytes: 1_482_113,
  accounts: 4,
  fills: 48_210,
  documents: 14,
  mark: { documents: '', fills: {} },
});

const preview: RestorePreview = {
  madeAt: unixMs(Date.now() - 12 * dayMs),
  holds: { accounts: 4, fills: 48_210, documents: 14 },
  adds: { accounts: 1, fills: 12_044, documents: 6 },
  removedAccounts: 0,
  accounts: [
    { id: 'a', exchange: 'binance', label: 'main', state: 'kept' },
    { id: 'b', exchange: 'gate', label: 'grid bot', state: 'new' },
    { id: 'c', exchange: 'bitget', label: 'bot 2', state: 'changed' },
    { id: 'd', exchange: 'bitmart', label: 'old', state: 'deleted-here' },
  ],
};

/** A file of that name plays that refusal. */
const refusals: Readonly<Record<string, RestoreError>> = {
  'foreign.fillbook': { reason: 'not-a-backup' },
  'damaged.fillbook': { reason: 'damaged', damage: 'changed', atByte: 48_120, record: 17 },
  'tampered.fillbook': { reason: 'record-refused', record: 17, cause: 'tampered' },
};

const nameOf = (file: Blob): string => (file instanceof File ? file.name : '');

export function fakeBackups(listeners: ReadonlySet<EngineListener>, scenario: Scenario): BackupApi {
  const asked = scenario.backup ?? 'old';
  let state: BackupState = {
    last: asked === 'never' ? null : receipt(asked === 'fresh' ? 0 : 34),
    reminder: 30,
    fills: 60_254,
    newFills: asked === 'fresh' ? 0 : 12_044,
    othersChanged: asked === 'old',
    due: asked === 'never' ? 'never' : asked === 'old' ? 'old' : null,
  };
  const say: EngineListener = (event) => {
    for (const listener of listeners) listener(event);
  };
  const run = async (step: 'making' | 'opening'): Promise<void> => {
    for (let done = 0; done <= 100; done += 10) {
      say({ topic: 'backup', progress: { step, done, total: 100 } });
      await soon(undefined, 60);
    }
    say({ topic: 'backup', progress: null });
  };
  const refused = (file: Blob) => refusals[nameOf(file)];
  return {
    backupState: () => soon(state),
    makeBackup: async () => {
      await run('making');
      return ok({ file: new Blob(['fillbook']), receipt: receipt(0), leftOut: 0 });
    },
    noteBackupSaved: async (last) => {
      state = { ...state, last, newFills: 0, othersChanged: false, due: null };
      say({ topic: 'backup', progress: null });
      return ok(undefined);
    },
    setBackupReminder: async (reminder) => {
      state = { ...state, reminder };
      say({ topic: 'backup', progress: null });
      return ok(undefined);
    },
    readBackup: async (file) => {
      const error = refused(file);
      if (error !== undefined) return soon(err(error), 200);
      return soon(
        ok({ vault: nameOf(file).startsWith('other') ? 'another-vault' : 'this-vault', bytes: 1_482_113 }),
        200,
      );
    },
    previewRestore: async (file, key) => {
      await run('opening');
      if (key.by === 'passphrase' && key.passphrase !== 'correct horse battery staple')
        return err({ reason: 'wrong-passphrase' });
      return ok(
        nameOf(file).startsWith('same') ? { ...preview, adds: { accounts: 0, fills: 0, documents: 0 } } : preview,
      );
    },
    restoreBackup: async () => {
      await run('opening');
      return ok(preview);
    },
    cancelBackup: async () => undefined,
  };
}
