/** The database as the server sees it: calls and transactions in the name of one vault, repeated where two writers met. */
import type { Fragment, Sql, TransactionSql } from 'postgres';
import type { Hex } from '../../shared/vault/bytes';
import { isRetried } from './failures';

export interface Database {
  /** Statements outside a transaction: they see no vault's rows. */
  readonly sql: Sql;
  /** One statement: a function of migrations/0003-calls.sql, which names its vault itself. Repeated as `inVault` is. */
  call<T>(statement: (sql: Sql) => Promise<T>): Promise<T>;
  /** One transaction that sees this vault's rows and no other's. Repeated up to ten times where two writers met. */
  inVault<T>(vaultId: Hex, work: (tx: TransactionSql) => Promise<T>): Promise<T>;
}

/**
 * A call of one function in a vault's name, as part of a statement. `device`: the calling device's id, or the column of that
 * statement in which it stands.
 */
export type VaultCall = (sql: Sql, vaultId: Hex, device: Fragment | Buffer) => Fragment;

const attempts = 10;

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
    call: (statement) => repeated(() => statement(sql)),
    inVault: (vaultId, work) => repeated(() => once(vaultId, work)),
  };
}

/** Bytes as the driver takes them. */
export const bytea = (hex: Hex): Buffer => Buffer.from(hex, 'hex');

/** Hex of a column of bytes. */
export const hexOfColumn = (bytes: Uint8Array): Hex => Buffer.from(bytes).toString('hex') as Hex; // Buffer writes hex alone
