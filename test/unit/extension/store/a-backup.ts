/** Backups of stores in fake databases, as bytes; and restoring them. */
import { IDBFactory } from 'fake-indexeddb';
import { openBackup, type ReadBackupError } from '../../../../extension/store/read-backup';
import { planRestore, type RestorePlan, writeRestore } from '../../../../extension/store/restore';
import { createStore, type Database } from '../../../../extension/store/store';
import { writeBackup } from '../../../../extension/store/write-backup';
import type { Failure } from '../../../../shared/reasons';
import { ok, type Result, unixMs } from '../../../../shared/result';
import { type BackupFileError, type ByteSource, readBackupFrame } from '../../../../shared/vault/backup-file';
import { concatBytes, type Hex } from '../../../../shared/vault/bytes';
import { formatHeader } from '../../../../shared/vault/header';
import type { OpenVault } from '../../../../shared/vault/open-vault';
import { must, type OpenedStore, rawDatabase } from './open-store';
import { testVault } from './test-vault';

const unwatched = { signal: new AbortController().signal, onProgress: () => undefined };

const hex = (bytes: number, digit: string): Hex => digit.repeat(bytes * 2) as Hex; // made of one hex digit

/** A well-formed header of a vault, which no passphrase opens: the store never asks. */
export const headerOf = (vault: OpenVault): string =>
  formatHeader({
    format: 'fillbook-vault-header',
    version: 1,
    vaultId: vault.vaultId as Hex, // as `vaultIdOf` gave it
    kdf: { algorithm: 'argon2id-1.3', memoryKiB: 65_536, iterations: 3, parallelism: 1, salt: hex(16, '0') },
    keyCheck: hex(32, '1'),
    wrappedRootKey: hex(60, '2'),
  });

export async function backupOf({ database, vault }: Pick<OpenedStore, 'database' | 'vault'>) {
  const parts: Uint8Array<ArrayBuffer>[] = [];
  const written = must(
    await writeBackup(database, vault, {
      ...unwatched,
      headerText: headerOf(vault),
      madeAt: unixMs(1_700_000_000_000),
      device: 'device-1',
      sealCount: 7,
      write: (more) => parts.push(...more),
    }),
  );
  return { ...written, bytes: concatBytes(...parts) };
}

export const sourceOf = (bytes: Uint8Array): ByteSource => ({
  size: bytes.length,
  read: async (from, to) => bytes.slice(from, to),
});

export type RestoreFailure = BackupFileError | ReadBackupError | Failure;

/** Checks, opens, plans and writes, as the engine does with no vault open. */
export async function restoreInto(
  database: Database,
  bytes: Uint8Array,
  backupVault: OpenVault,
  targetVault = backupVault,
  header: string | null = null,
): Promise<Result<RestorePlan, RestoreFailure>> {
  const source = sourceOf(bytes);
  const frame = await readBackupFrame(source);
  if (!frame.ok) return frame;
  const opened = await openBackup(source, frame.value, backupVault, unwatched);
  if (!opened.ok) return opened;
  const target = { database, vault: targetVault };
  const plan = await planRestore(target, opened.value, () => crypto.randomUUID(), unwatched);
  if (!plan.ok) return plan;
  const written = await writeRestore(
    database,
    plan.value,
    header === null ? null : new TextEncoder().encode(header),
    unixMs(1_700_000_000_000),
  );
  return written.ok ? ok(plan.value) : written;
}

/** A store of the vault with that seed, on a database that may hold something. */
export async function storeOfVault(seed: number, indexedDB = new IDBFactory(), now = 1_700_000_000_000) {
  const vault = await testVault(seed);
  const database = await rawDatabase(indexedDB);
  const clock = { now };
  const store = must(
    await createStore(database, vault, {
      now: () => unixMs(clock.now),
      newId: () => crypto.randomUUID(),
      onMaintenanceFailure: () => undefined,
    }),
  );
  return { store, database, vault, indexedDB, clock };
}
