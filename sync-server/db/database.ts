/** The database as the server sees it: calls and transactions in the name of one vault, repeated where two writers met. */
import type { Fragment, Row, Sql, TransactionSql } from 'postgres';
import type { Hex } from '../../shared/vault/bytes';
import { isRetried } from './failures';

export interface Database {
  /** Statements outside a transaction: they see no vault's rows. */
  readonly sql: Sql;
  /**
   * The row of one statement that gives one: a function of migrations/0003-calls.sql, which names its vault itself. Repeated as
   * `inVault` is. A session that is ended in the midst of it may give none, which is no answer.
   */
  call(statement: (sql: Sql) => Promise<readonly Row[]>): Promise<Row>;
  /** One transaction that sees this vault's rows and no other's. Repeated up to ten times where two writers met. */
  inVault<T>(vaultId: Hex, work: (tx: TransactionSql) => Promise<T>): Promise<T>;
}

/**
 * A call of one function in a vault's name, as part of a statement. `device`: the calling device's id, or the column of that
 * statement in which it stands.
 */
export type VaultCall = (sql: Sql, vaultId: Hex, device: Fragment | Buffer) => Fragment;

const attempts = 10;

class NoAnswer extends Error {
  readonly code = 'CONNECTION_LOST';
}

async function oneRow(statement: Promise<readonly Row[]>): Promise<Row> {
  const [row] = await statement;
  if (row === undefined) throw new NoAnswer('the database gave no row');
  return row;
}

export function createDatabase(sql: Sql): Database {
  const once = <T>(vaultId: Hex, work: (tx: TransactionSql) => Promise<T>): Promise<T> =>
    sql.begin(async (tx) => {
      if (!/^[0-9a-f]{64}$/.test(vaultId)) throw new Error('not a vault id'); // it goes into the statement's text
      await tx.unsafe(`select set_config('fillbook.vault', '${vaultId}', true)`);
      return work(tx);
    }) as Promise<T>; // postgres.js unwraps arrays of promises in its type, which no caller returns

  async function repeated<T>(work: () => Promise<T>): Promise<T> {
    for (let attempt = 1; ; attempt++) {
      try {
        return await work();
      } catch (error) {
        if (!isRetried(error) || attempt === attempts) throw error;
      }
    }
  }
  return {
    sql,
    call: (statement) => repeated(() => oneRow(statement(sql))),
    inVault: (vaultId, work) => repeated(() => once(vaultId, work)),
  };
}

/** Bytes as the driver takes them. */
export const bytea = (hex: Hex): Buffer => Buffer.from(hex, 'hex');

/** Hex of a column of bytes. */
export const hexOfColumn = (bytes: Uint8Array): Hex => Buffer.from(bytes).toString('hex') as Hex; // Buffer writes hex alone
