/**
 * The manifest of a backup, version 1: what each record of the file is, sealed under the vault's `backup` key.
 *
 * The file's frame (shared/vault/backup-file.ts) has envelopes alone. The manifest has, in the file's order, what stands
 * beside each of them in the database, and the digest of its section; so a record that was dropped, added, moved or exchanged
 * is noticed, whoever computed the file's digests anew. It is bound to the file's header: its record id is the digest of
 * the header's section.
 *
 * UTF-8 JSON: `madeAt` (Unix ms), `device`, `sealCount` (encryptions done under the keys when it was made), `fills` (rows of
 * the stream `fills`), `records`: `{table: 'documents', id, kindId, name, schemaVersion, digest}`,
 * `{table: 'segments', id, streamId, tier, count, digest}` or `{table: 'tails', id, streamId, count, digest}`. Documents
 * come first, so that accounts are known before their rows.
 *
 * In a backup: every document (tombstones too, so that they win over older versions), every segment and tail. Not in it: the
 * table `local`, which may be fetched again or belongs to one device, and so the device's name; a restored vault names its
 * device anew.
 */
import { z } from 'zod';
import { err, ok, type Result } from '../../shared/result';
import type { BackupFrame } from '../../shared/vault/backup-file';
import type { OpenVault, SealContext } from '../../shared/vault/open-vault';
import type { DocumentRow, SegmentRow, TailRow } from './database';
import { openJson, sealJson } from './sealing';

const id = z.string().min(1).max(200);
const count = z.int().nonnegative();

const recordSchema = z.discriminatedUnion('table', [
  z.object({
    table: z.literal('documents'),
    id,
    kindId: id,
    name: z.string().max(500),
    schemaVersion: z.int().positive(),
    digest: id,
  }),
  z.object({
    table: z.literal('segments'),
    id,
    streamId: id,
    tier: z.int().min(0).max(2),
    count: count.positive(),
    digest: id,
  }),
  z.object({ table: z.literal('tails'), id, streamId: id, count: count.positive(), digest: id }),
]);

const manifestSchema = z.object({
  madeAt: z.int(),
  device: z.string(),
  sealCount: count,
  fills: count,
  records: z.array(recordSchema),
});

export type BackupManifest = z.infer<typeof manifestSchema>;
export type BackupRecord = z.infer<typeof recordSchema>;

/** A row of a table whose every row is sealed and belongs to the history. */
export type BackupRow =
  | { readonly table: 'documents'; readonly row: DocumentRow }
  | { readonly table: 'segments'; readonly row: SegmentRow }
  | { readonly table: 'tails'; readonly row: TailRow };

/** The record of a row, under the digest of the section that has its envelope. */
export function recordOf({ table, row }: BackupRow, digest: string): BackupRecord {
  const { sealed: _, ...described } = row;
  return { table, ...described, digest } as BackupRecord; // `table` tells which row it is; the compiler loses the pair
}

/** The row of a record, with its envelope. */
export function rowOf(record: BackupRecord, sealed: Uint8Array): BackupRow {
  const { table, digest: _, ...described } = record;
  return { table, row: { ...described, sealed } } as BackupRow; // as above
}

const contextOf = (headerDigest: string): SealContext => ({
  purpose: 'backup',
  recordId: headerDigest,
  kind: 'manifest',
  schemaVersion: 1,
});

export const sealManifest = (vault: OpenVault, headerDigest: string, manifest: BackupManifest): Promise<Uint8Array> =>
  sealJson(vault, contextOf(headerDigest), manifest);

/** Why a manifest is not taken. `record`: the number in the file, from 1, that is not what it says; null where it is itself wrong. */
export interface ManifestRefused {
  readonly cause: 'tampered' | 'damaged';
  readonly record: number | null;
}

/** Opens the manifest of an intact frame and compares it with what the file holds. */
export async function openManifest(
  vault: OpenVault,
  frame: BackupFrame,
): Promise<Result<BackupManifest, ManifestRefused>> {
  const opened = await openJson(vault, contextOf(frame.headerDigest), frame.manifest);
  if (!opened.ok) return err({ cause: opened.error.reason === 'damaged' ? 'damaged' : 'tampered', record: null });
  const manifest = manifestSchema.safeParse(opened.value);
  if (!manifest.success) return err({ cause: 'damaged', record: null });
  const { records } = manifest.data;
  const differs = frame.records.findIndex(({ digest }, index) => records[index]?.digest !== digest);
  if (differs >= 0) return err({ cause: 'tampered', record: differs + 1 });
  if (records.length !== frame.records.length) return err({ cause: 'tampered', record: frame.records.length + 1 });
  return ok(manifest.data);
}
