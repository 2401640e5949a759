/**
 * Which documents of a backup are newer than what is stored, and what the accounts are once they are in.
 *
 * The later stamp wins, a deletion as much as a change. Of another vault's backup only what exists there is taken: its
 * settings and deletions are about that vault. Where two accounts of one exchange would bear one label, the one from the
 * backup gets a number, as a change of its own (the next stamp), so that a repeated restore finds it done.
 */
import type { Account } from '../../shared/exchanges/account';
import { compareHlc } from '../../shared/sync/hlc';
import type { OpenVault } from '../../shared/vault/open-vault';
import type { Database, DocumentRow } from './database';
import { openDocument, sealDocument } from './document-rows';
import type { BackedUpDocument, OpenedRecords } from './read-backup';
import { documentId, kindId } from './sealing';

/** Where a backup is merged into. */
export interface MergeTarget {
  readonly database: Database;
  readonly vault: OpenVault;
}

/** An account of the backup, and whether the restore brings it, changes or leaves it, or leaves it deleted. */
export interface RestoredAccount {
  readonly account: Account;
  readonly state: 'new' | 'changed' | 'kept' | 'deleted-here';
}

export interface MergedDocuments {
  readonly put: readonly DocumentRow[];
  /** Every account there is after the merge, by id. */
  readonly alive: ReadonlySet<string>;
  /** Accounts that the backup knows to be deleted, and that are stored here. */
  readonly dying: readonly string[];
  readonly accounts: readonly RestoredAccount[];
}

interface Stored {
  readonly row: DocumentRow;
  readonly account: Account | null;
}

/** The accounts stored in the target, deleted and unreadable ones included. */
async function storedAccounts({ database, vault }: MergeTarget): Promise<ReadonlyMap<string, Stored>> {
  const rows = await database.tables.documents
    .where('kindId')
    .equals(await kindId(vault, 'account'))
    .toArray();
  const accounts = new Map<string, Stored>();
  for (const row of rows) {
    const opened = await openDocument(vault, 'account', row);
    accounts.set(row.name, { row, account: opened.ok ? (opened.value.document?.value ?? null) : null });
  }
  return accounts;
}

/** Whether the version in the backup is later than the stored one; one that does not open is replaced. */
async function isNewer({ database, vault }: MergeTarget, { kind, row, version }: BackedUpDocument): Promise<boolean> {
  const stored = await database.tables.documents.get(await documentId(vault, kind, row.name));
  if (!stored) return true;
  const opened = await openDocument(vault, kind, stored);
  return !opened.ok || compareHlc(version.stamp, opened.value.stamp) > 0;
}

const accountOf = ({ kind, version }: BackedUpDocument): Account | null =>
  kind === 'account' ? ((version.document?.value as Account | undefined) ?? null) : null; // `kind` says what the value is

/** What two accounts of one exchange must not share. */
const nameOf = (account: Account): string =>
  `${account.kind === 'exchange' ? account.exchange : account.kind} ${account.label.toLowerCase()}`;

/** The label, with the first number that makes it unlike `taken`. */
function distinctLabel(account: Account, taken: ReadonlySet<string>): string {
  for (let number = 2; ; number += 1) {
    const label = `${account.label} ${number}`;
    if (!taken.has(nameOf({ ...account, label }))) return label;
  }
}

/** The row to write: as it came where the vault is the same, sealed anew otherwise or where the label changed. */
async function rowToPut(
  { vault }: MergeTarget,
  sameVault: boolean,
  document: BackedUpDocument,
  label: string | null,
): Promise<DocumentRow> {
  const { kind, row, version } = document;
  if (sameVault && label === null) return row;
  const account = accountOf(document);
  const value = label === null || account === null ? version.document?.value : { ...account, label };
  const { stamp } = version;
  const at = label === null ? stamp : { ...stamp, counter: stamp.counter + 1 };
  return sealDocument(vault, { kind, id: row.name }, value ?? null, at);
}

/** Merges the backup's documents; nothing is written. */
export async function mergeDocuments(target: MergeTarget, backup: OpenedRecords): Promise<MergedDocuments> {
  const sameVault = backup.vault.vaultId === target.vault.vaultId;
  const isForeign = !sameVault && backup.isFormer !== true;
  const stored = await storedAccounts(target);
  const after = new Map([...stored].flatMap(([id, { account }]) => (account ? [[id, account] as const] : [])));
  const newer: BackedUpDocument[] = [];
  const accounts: RestoredAccount[] = [];
  for (const document of backup.documents) {
    const { kind, row, version } = document;
    if (isForeign && (kind === 'settings' || version.document === null)) continue;
    const wins = await isNewer(target, document);
    if (wins) newer.push(document);
    const account = accountOf(document);
    if (kind === 'account' && wins && account === null) after.delete(row.name);
    if (account === null) continue;
    const here = stored.get(row.name);
    if (wins) after.set(row.name, account);
    accounts.push({ account, state: wins ? (here ? 'changed' : 'new') : here?.account ? 'kept' : 'deleted-here' });
  }
  const put: DocumentRow[] = [];
  for (const document of newer) {
    const account = accountOf(document);
    const others = new Set([...after.values()].filter(({ id }) => id !== account?.id).map(nameOf));
    const label = account && others.has(nameOf(account)) ? distinctLabel(account, others) : null;
    if (account && label !== null) after.set(account.id, { ...account, label });
    put.push(await rowToPut(target, sameVault, document, label));
  }
  const dying = [...stored].flatMap(([id, { account }]) => (account && !after.has(id) ? [id] : []));
  return { put, alive: new Set(after.keys()), dying, accounts };
}
