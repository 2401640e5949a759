/** Reads a vault's log by pages, never past a gap, each in one call of the database (migrations/0003-calls.sql). */
import { z } from 'zod';
import { maxPullBytes, maxPullRows } from '../../shared/sync/limits';
import type { Hex } from '../../shared/vault/bytes';
import { bytea, type Database, type VaultCall } from './database';

/** Where a log ends; null for a vault that is not there. */
const headSchema = z.object({ logId: z.string(), head: z.int() }).nullable();

/** The call that gives the log's head. */
export const headCall: VaultCall = (sql, vaultId) => sql`read_head(${bytea(vaultId)})`;

/** What `headCall` gave. */
export const headOf = (answer: unknown) => headSchema.parse(answer);

/** The log's head. */
export async function readHead({ call }: Database, vaultId: Hex) {
  const row = await call((sql) => sql`select read_head(${bytea(vaultId)}) as head`);
  return headOf(row.head);
}

/** The call that gives the page after `after`, of at most `limit` rows. */
export const pullCall =
  (after: number, limit = maxPullRows): VaultCall =>
  (sql, vaultId) =>
    sql`pull_log(${bytea(vaultId)}, ${after}, ${limit}, ${maxPullBytes})`;

/** The frame that `pullCall` gave; null for a vault that is not there. Throws where rows are missing. */
export function frameOf(answer: unknown): Uint8Array<ArrayBuffer> | null {
  const page = z.string().nullable().parse(answer);
  if (page === 'gap') throw new Error('a gap in the log');
  return page === null ? null : Buffer.from(page, 'base64');
}
