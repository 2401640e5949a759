/**
 * Reads a vault's log by pages, never past a gap. The database itself puts the rows into the frame's form (shared/sync/pull-frame):
 * a page is one value to the driver, not a thousand.
 */
import type { TransactionSql } from 'postgres';
import { maxPullBytes, maxPullRows } from '../../shared/sync/limits';
import { pageHead, rowHeadBytes } from '../../shared/sync/pull-frame';
import type { Hex } from '../../shared/vault/bytes';
import { bytea, type Database, hexOfColumn } from './database';

/** Where a log ends. */
export interface Head {
  readonly logId: Hex;
  readonly head: number;
}

/** The log's head; null for a vault that is not there. */
export const readHead = (database: Database, vaultId: Hex): Promise<Head | null> =>
  database.inVault(vaultId, async (tx) => {
    const [row] = await tx`select log_id, head from heads where vault_id = ${bytea(vaultId)}`;
    return row === undefined ? null : { logId: hexOfColumn(row.log_id), head: Number(row.head) };
  });

async function pageIn(tx: TransactionSql, vaultId: Hex, after: number, limit: number): Promise<Uint8Array | null> {
  const vault = bytea(vaultId);
  const [row] = await tx`
    select h.log_id, h.head, p.rows, p.first, p.last, p.frame
      from heads h, lateral (
        select count(*)::int as rows, min(seq) as first, max(seq) as last,
               string_agg(int8send(seq) || rid || device_id || hash || coalesce(int4send(octet_length(body)) || body, '\\xffffffff'),
                          ''::bytea order by seq) as frame
          from (select r.*, sum(${rowHeadBytes}::int + coalesce(octet_length(body), 0)) over (order by seq) as bytes
                  from records r where vault_id = ${vault} and seq > ${after} order by seq limit ${limit}) t
         where bytes <= ${maxPullBytes}::int) p
     where h.vault_id = ${vault}`;
  if (row === undefined) return null;
  const [rows, first, last] = [Number(row.rows), Number(row.first), Number(row.last)];
  if (rows > 0 && (first !== after + 1 || last - first + 1 !== rows))
    throw new Error(`a gap in the log after ${after}`);
  return Buffer.concat([pageHead(hexOfColumn(row.log_id), Number(row.head), rows), row.frame ?? Buffer.alloc(0)]);
}

/** The frame of the page after `after`, of at most `limit` rows; null for a vault that is not there. */
export const pullPage = (
  database: Database,
  vaultId: Hex,
  after: number,
  limit = maxPullRows,
): Promise<Uint8Array | null> => database.inVault(vaultId, (tx) => pageIn(tx, vaultId, after, limit));
