/**
 * Backup and restore of a server's database, by COPY, without PostgreSQL's own tools. This comment is the file's specification.
 *
 * | part | content |
 * | --- | --- |
 * | head | one line of JSON: `format` (`fillbook-server-backup`), `version` (1), `createdAt`, `migrations` (numbers that were applied), `tables` (`name`, `columns`, `rows`) |
 * | each table, in the order of `tables` | pieces of COPY's binary form: length (4 bytes, big-endian, not 0), bytes; then a length of 0 |
 * | end | SHA-256 of everything before, 32 bytes |
 *
 * All tables are read in one snapshot. What lasts minutes alone (challenges, tokens, pairings, counts) is left out: devices log in
 * again. So are shared snapshots: a restore would open again what was revoked meanwhile. A file is written under another name and
 * takes its own once it is whole and on disk; a restore checks it wholly before it touches anything, wants a database without
 * vaults, and happens in one transaction. Every log gets a new id: devices have to learn that the server was set back, and push
 * again what they hold.
 */
import { createHash, type Hash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { type FileHandle, open, rename } from 'node:fs/promises';
import { Writable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { Sql, TransactionSql } from 'postgres';
import { z } from 'zod';
import { err, ok, type Result } from '../../shared/result';

const keptTables = ['vaults', 'devices', 'heads', 'records', 'audit', 'invites'] as const;
const hashBytes = 32;
/** COPY gives pieces of a row or a few; a longer one is no backup of ours. */
const maxPieceBytes = 64 * 1024 * 1024;

const headSchema = z.strictObject({
  format: z.literal('fillbook-server-backup'),
  version: z.literal(1),
  createdAt: z.string(),
  migrations: z.array(z.int()),
  tables: z.array(
    z.strictObject({ name: z.enum(keptTables), columns: z.array(z.string().regex(/^[a-z_]+$/)), rows: z.int() }),
  ),
});
type BackupHead = z.infer<typeof headSchema>;

/** Rows of each table that was written or read. */
export type TableCounts = Readonly<Record<string, number>>;

/** `damaged`: cut off or changed. `another-version`: of a newer server. `not-empty`: the database has vaults already. */
export interface RestoreError {
  readonly reason: 'damaged' | 'another-version' | 'not-empty' | 'counts-differ';
}

async function headOf(tx: TransactionSql): Promise<BackupHead> {
  const migrations = await tx`select number from migrations order by number`;
  const tables: BackupHead['tables'] = [];
  for (const name of keptTables) {
    const columns = await tx`
      select column_name from information_schema.columns
       where table_schema = 'public' and table_name = ${name} order by ordinal_position`;
    const [count] = await tx`select count(*) as rows from ${tx(name)}`;
    tables.push({ name, columns: columns.map((row) => String(row.column_name)), rows: Number(count?.rows) });
  }
  const createdAt = new Date().toISOString();
  return {
    format: 'fillbook-server-backup',
    version: 1,
    createdAt,
    migrations: migrations.map((row) => Number(row.number)),
    tables,
  };
}

const lengthOf = (bytes: number): Buffer => {
  const field = Buffer.alloc(4);
  field.writeUInt32BE(bytes);
  return field;
};

/**
 * Takes COPY's pieces. A pipeline, since the driver's stream is paused and resumed by its socket: read by `for await` it stands
 * still for ever once more has come than it holds.
 */
const piecesTo = (write: (bytes: Uint8Array) => Promise<void>): Writable =>
  new Writable({
    highWaterMark: 1024 * 1024,
    write(piece: Buffer, _encoding, done) {
      write(lengthOf(piece.length))
        .then(() => write(piece))
        .then(() => done(), done);
    },
  });

async function writeTables(
  tx: TransactionSql,
  head: BackupHead,
  write: (bytes: Uint8Array) => Promise<void>,
): Promise<void> {
  await write(Buffer.from(`${JSON.stringify(head)}\n`));
  for (const { name, columns } of head.tables) {
    const rows = await tx`copy ${tx(name)} (${tx(columns)}) to stdout (format binary)`.readable();
    await pipeline(rows, piecesTo(write));
    await write(lengthOf(0));
  }
}

async function writeWhole(file: FileHandle, owner: Sql): Promise<TableCounts> {
  const hash = createHash('sha256');
  const write = async (bytes: Uint8Array): Promise<void> => {
    hash.update(bytes);
    await file.writeFile(bytes); // all of it, where `write` may do a part
  };
  const head = await owner.begin('isolation level repeatable read read only', async (tx) => {
    const made = await headOf(tx);
    await writeTables(tx, made, write);
    return made;
  });
  await file.writeFile(hash.digest());
  await file.sync();
  return countsOf(head);
}

const countsOf = (head: BackupHead): TableCounts =>
  Object.fromEntries(head.tables.map(({ name, rows }) => [name, rows]));

/** Writes all that is kept to one file, as the owner of the tables. */
export async function backUp(owner: Sql, path: string): Promise<TableCounts> {
  const part = `${path}.part`;
  const file = await open(part, 'w', 0o600);
  const counts = await writeWhole(file, owner).finally(() => file.close());
  await rename(part, path);
  return counts;
}

/** Whether the file ends with the hash of all before. */
async function isWhole(path: string): Promise<boolean> {
  const file = await open(path);
  const { size } = await file.stat();
  const end = Buffer.alloc(hashBytes);
  if (size > hashBytes) await file.read(end, 0, hashBytes, size - hashBytes);
  await file.close();
  if (size <= hashBytes) return false;
  const hash: Hash = createHash('sha256');
  for await (const part of createReadStream(path, { end: size - hashBytes - 1 })) hash.update(part);
  return hash.digest().equals(end);
}

/** Takes fields off a file that was found whole. */
class FileReader {
  #at = 0;
  constructor(readonly file: FileHandle) {}

  async take(length: number): Promise<Buffer> {
    const bytes = Buffer.alloc(length);
    const { bytesRead } = await this.file.read(bytes, 0, length, this.#at);
    if (bytesRead !== length) throw new Error('backup ends early');
    this.#at += length;
    return bytes;
  }

  async line(): Promise<string> {
    const bytes = Buffer.alloc(65_536);
    const { bytesRead } = await this.file.read(bytes, 0, bytes.length, this.#at);
    const end = bytes.subarray(0, bytesRead).indexOf('\n');
    if (end < 0) throw new Error('backup has no head');
    this.#at += end + 1;
    return bytes.subarray(0, end).toString('utf8');
  }
}

/** The pieces of a table, up to its end. */
async function* piecesOf(reader: FileReader): AsyncGenerator<Buffer> {
  for (;;) {
    const length = (await reader.take(4)).readUInt32BE();
    if (length === 0) return;
    if (length > maxPieceBytes) throw new Error('backup piece too long');
    yield await reader.take(length);
  }
}

async function readTable(
  tx: TransactionSql,
  { name, columns }: BackupHead['tables'][number],
  reader: FileReader,
): Promise<void> {
  const rows = await tx`copy ${tx(name)} (${tx(columns)}) from stdin (format binary)`.writable();
  await pipeline(piecesOf(reader), rows); // which fails as the rows do: what the database refuses else nobody catches
}

/** Whether every log ends where its rows end, without a gap, and every table has as many rows as were written. */
async function isComplete(tx: TransactionSql, head: BackupHead): Promise<boolean> {
  for (const { name, rows } of head.tables) {
    const [count] = await tx`select count(*) as rows from ${tx(name)}`;
    if (Number(count?.rows) !== rows) return false;
  }
  const wrong = await tx`
    select 1 from heads h
      left join (select vault_id, count(*) as rows, max(seq) as last from records group by vault_id) r using (vault_id)
     where h.head <> coalesce(r.rows, 0) or h.head <> coalesce(r.last, 0) limit 1`;
  return wrong.length === 0;
}

class Incomplete extends Error {}

async function readAll(tx: TransactionSql, head: BackupHead, reader: FileReader): Promise<void> {
  for (const table of head.tables) await readTable(tx, table, reader);
  if (!(await isComplete(tx, head))) throw new Incomplete();
  await tx`update heads set log_id = decode(replace(gen_random_uuid()::text, '-', ''), 'hex')`;
}

/**
 * Reads a backup into a database without vaults. `migrateTo` brings that to the migrations of the backup, then, called without a
 * number, to this server's. Gives the rows of each table, which were compared.
 */
export async function restore(
  owner: Sql,
  path: string,
  migrateTo: (number?: number) => Promise<unknown>,
): Promise<Result<TableCounts, RestoreError>> {
  if (!(await isWhole(path))) return err({ reason: 'damaged' });
  const file = await open(path);
  try {
    const reader = new FileReader(file);
    const head = headSchema.safeParse(JSON.parse(await reader.line()));
    if (!head.success) return err({ reason: 'another-version' });
    await migrateTo(Math.max(0, ...head.data.migrations));
    const applied = (await owner`select number from migrations order by number`).map((row) => Number(row.number));
    if (head.data.migrations.some((number) => !applied.includes(number))) return err({ reason: 'another-version' });
    if ((await owner`select 1 from vaults limit 1`).length > 0) return err({ reason: 'not-empty' });
    await owner.begin((tx) => readAll(tx, head.data, reader));
    await migrateTo();
    return ok(countsOf(head.data));
  } catch (error) {
    if (error instanceof Incomplete) return err({ reason: 'counts-differ' });
    throw error;
  } finally {
    await file.close();
  }
}
