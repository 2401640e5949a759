/**
 * Appends to a vault's log.
 *
 * The vault's head row is locked first and read, and only the next statements look at the log and append to it: sequence numbers
 * follow one another without a gap, and no reader sees a later one before an earlier one. Everything is judged before anything
 * is written, so that a push is stored whole or not at all; one that was stored before changes nothing.
 */
import { createHash } from 'node:crypto';
import type { TransactionSql } from 'postgres';
import { err, ok, type Result } from '../../shared/result';
import type { Push, PushDrop, PushRecord } from '../../shared/sync/push-frame';
import type { Refusal } from '../../shared/sync/refusals';
import type { Hex } from '../../shared/vault/bytes';
import { bytea, type Database, hexOfColumn } from './database';

/** Who pushes. */
export interface Writer {
  readonly vaultId: Hex;
  readonly deviceId: Hex;
}

/** Where the log ends now, and the sequence number of each record in the order of the push. */
export interface Pushed {
  readonly logId: Hex;
  readonly head: number;
  readonly seqs: readonly number[];
}

/** What a row costs of the vault's quota beside its body: its hash row stays for good. */
const rowCostBytes = 256;

interface Hashed extends PushRecord {
  readonly hash: Buffer;
}

/** What the log knows of a pushed record: where these very bytes lie, and which version is current. */
interface Known {
  readonly stored: number | null;
  readonly current: number;
  readonly currentBytes: number;
}

const sha256 = (body: Uint8Array): Buffer => createHash('sha256').update(body).digest();
const numberOrNull = (value: unknown): number | null => (value === null || value === undefined ? null : Number(value));

async function lockHead(tx: TransactionSql, vault: Buffer) {
  const [row] = await tx`select log_id, head, used_bytes from heads where vault_id = ${vault} for update`;
  return row === undefined
    ? null
    : { logId: hexOfColumn(row.log_id), head: Number(row.head), usedBytes: Number(row.used_bytes) };
}

/**
 * The writer's state as it is after the lock, and its vault's quota: a removal takes the same lock, so that nothing of a removed
 * device follows it.
 */
async function judgeWriter(
  tx: TransactionSql,
  { vaultId, deviceId }: Writer,
  serverQuota: number,
): Promise<Result<number, Refusal>> {
  const [row] = await tx`
    select d.removed_at is not null as removed, v.retired_at is not null as retired, v.notice, v.quota_bytes
      from devices d join vaults v using (vault_id)
     where d.vault_id = ${bytea(vaultId)} and d.device_id = ${bytea(deviceId)}`;
  if (row === undefined || row.removed) return err({ reason: 'device-removed' });
  if (row.retired) return err({ reason: 'vault-retired', notice: row.notice?.toString('base64') ?? null });
  return ok(row.quota_bytes === null ? serverQuota : Number(row.quota_bytes));
}

async function knownOf(
  tx: TransactionSql,
  vault: Buffer,
  records: readonly Hashed[],
): Promise<ReadonlyMap<number, Known>> {
  if (records.length === 0) return new Map();
  const rids = Buffer.concat(records.map(({ rid }) => bytea(rid)));
  const hashes = Buffer.concat(records.map(({ hash }) => hash));
  const rows = await tx`
    select p.i, s.seq as stored, c.seq as current, octet_length(c.body) as bytes
      from (select i, substring(${rids}::bytea from i * 32 + 1 for 32) as rid,
                   substring(${hashes}::bytea from i * 32 + 1 for 32) as hash
              from generate_series(0, ${records.length}::int - 1) i) p
      left join lateral (select seq from records r
        where r.vault_id = ${vault} and r.rid = p.rid and r.hash = p.hash) s on true
      left join lateral (select seq, body from records r
        where r.vault_id = ${vault} and r.rid = p.rid and r.body is not null) c on true
     where s.seq is not null or c.seq is not null`;
  return new Map(
    rows.map((row) => [
      Number(row.i),
      { stored: numberOrNull(row.stored), current: Number(row.current ?? 0), currentBytes: Number(row.bytes ?? 0) },
    ]),
  );
}

interface FoundDrop {
  readonly rid: Hex;
  readonly seq: number;
  readonly bytes: number;
  readonly gone: boolean;
}

/** The device's own rows that the drops name. */
async function ownRows(
  tx: TransactionSql,
  { vaultId, deviceId }: Writer,
  drops: readonly PushDrop[],
): Promise<FoundDrop[]> {
  if (drops.length === 0) return [];
  const seqs = drops.map(({ seq }) => seq).join(',');
  const rows = await tx`
    select rid, seq, octet_length(body) as bytes from records
     where vault_id = ${bytea(vaultId)} and device_id = ${bytea(deviceId)}
       and seq = any(string_to_array(${seqs}, ',')::bigint[])`;
  return rows.map((row) => ({
    rid: hexOfColumn(row.rid),
    seq: Number(row.seq),
    bytes: Number(row.bytes ?? 0),
    gone: row.bytes === null,
  }));
}

/** A push that was judged against the log. */
interface Judged {
  readonly fresh: readonly Hashed[];
  /** Rows whose bodies go, and how many bytes they free. */
  readonly gone: readonly number[];
  readonly freedBytes: number;
}

function judge(
  push: Push,
  records: readonly Hashed[],
  known: ReadonlyMap<number, Known>,
  own: readonly FoundDrop[],
): Result<Judged, Refusal> {
  const fresh = records.filter((_, index) => known.get(index)?.stored == null);
  const behind = records.flatMap(({ rid, supersedes }, index) => {
    const { stored = null, current = 0 } = known.get(index) ?? {};
    return stored === null && current !== supersedes ? [{ rid, seq: current }] : [];
  });
  if (behind.length > 0) return err({ reason: 'superseded', conflicts: behind });
  const dropped = push.drops.map((drop) => ({
    drop,
    row: own.find(({ rid, seq }) => rid === drop.rid && seq === drop.seq),
  }));
  const foreign = dropped.filter(({ row }) => row === undefined).map(({ drop }) => drop);
  if (foreign.length > 0) return err({ reason: 'not-own', conflicts: foreign });
  const replaced = records.flatMap((_, index) => {
    const at = known.get(index);
    return at !== undefined && at.stored === null && at.current > 0
      ? [{ seq: at.current, bytes: at.currentBytes }]
      : [];
  });
  const gone = [...replaced, ...dropped.flatMap(({ row }) => (row === undefined || row.gone ? [] : [row]))];
  return ok({ fresh, gone: gone.map(({ seq }) => seq), freedBytes: gone.reduce((sum, { bytes }) => sum + bytes, 0) });
}

async function append(
  tx: TransactionSql,
  { vaultId, deviceId }: Writer,
  head: number,
  { fresh, gone }: Judged,
): Promise<void> {
  const vault = bytea(vaultId);
  if (gone.length > 0) {
    await tx`update records set body = null
      where vault_id = ${vault} and seq = any(string_to_array(${gone.join(',')}, ',')::bigint[])`;
  }
  if (fresh.length === 0) return;
  const lengths = fresh.map(({ body }) => body.length);
  let at = 0;
  const offsets = lengths.map((length) => {
    at += length;
    return at - length + 1;
  });
  await tx`
    insert into records (vault_id, seq, rid, device_id, hash, body)
    select ${vault}, ${head}::bigint + p.n, substring(${Buffer.concat(fresh.map(({ rid }) => bytea(rid)))}::bytea from (p.n::int - 1) * 32 + 1 for 32),
           ${bytea(deviceId)}, substring(${Buffer.concat(fresh.map(({ hash }) => hash))}::bytea from (p.n::int - 1) * 32 + 1 for 32),
           substring(${Buffer.concat(fresh.map(({ body }) => body))}::bytea from p.offset_at for p.length)
      from unnest(string_to_array(${offsets.join(',')}, ',')::int[], string_to_array(${lengths.join(',')}, ',')::int[])
           with ordinality as p (offset_at, length, n)`;
}

async function pushIn(
  tx: TransactionSql,
  writer: Writer,
  push: Push,
  serverQuota: number,
): Promise<Result<Pushed, Refusal>> {
  const vault = bytea(writer.vaultId);
  const records = push.records.map((record) => ({ ...record, hash: sha256(record.body) }));
  const head = await lockHead(tx, vault);
  if (head === null) return err({ reason: 'vault-unknown' });
  const [quota, known, own] = await Promise.all([
    judgeWriter(tx, writer, serverQuota),
    knownOf(tx, vault, records),
    ownRows(tx, writer, push.drops),
  ]);
  if (!quota.ok) return quota;
  const judged = judge(push, records, known, own);
  if (!judged.ok) return judged;
  const { fresh, freedBytes, gone } = judged.value;
  const addedBytes = fresh.reduce((sum, { body }) => sum + body.length + rowCostBytes, 0);
  const usedBytes = head.usedBytes + addedBytes - freedBytes;
  if (addedBytes > 0 && usedBytes > quota.value) {
    return err({ reason: 'quota-exceeded', limitBytes: quota.value, usedBytes: head.usedBytes });
  }
  const end = head.head + fresh.length;
  if (fresh.length + gone.length > 0) {
    await Promise.all([
      append(tx, writer, head.head, judged.value),
      tx`update heads set head = ${end}, used_bytes = ${usedBytes} where vault_id = ${vault}`,
    ]);
  }
  let next = head.head;
  const seqs = records.map((_, index) => known.get(index)?.stored ?? ++next);
  return ok({ logId: head.logId, head: end, seqs });
}

/** Stores a push, or says why not. `serverQuota`: bytes that a vault may hold where it has no quota of its own. */
export const pushRecords = (
  database: Database,
  writer: Writer,
  push: Push,
  serverQuota: number,
): Promise<Result<Pushed, Refusal>> => database.inVault(writer.vaultId, (tx) => pushIn(tx, writer, push, serverQuota));
