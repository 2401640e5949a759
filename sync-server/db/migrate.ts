/**
 * Brings a database to this version: numbered SQL files, each applied once by the owner, under an advisory lock, so that several
 * instances may start at once. A released file never changes: its hash is kept, and another one ends the start.
 */
import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { setTimeout as wait } from 'node:timers/promises';
import type { Sql } from 'postgres';
import { appRole, connect, type DatabaseTarget } from './connection';

const folder = new URL('./migrations/', import.meta.url);
/** Any number that nothing else in this database takes. */
const lockKey = 7_310_501;

interface Migration {
  readonly number: number;
  readonly name: string;
  readonly text: string;
  readonly sha256: string;
}

async function readMigrations(): Promise<Migration[]> {
  const names = (await readdir(folder)).filter((name) => /^\d{4}-[a-z0-9-]+\.sql$/.test(name)).toSorted();
  return Promise.all(
    names.map(async (name) => {
      const text = await readFile(new URL(name, folder), 'utf8');
      return { number: Number(name.slice(0, 4)), name, text, sha256: createHash('sha256').update(text).digest('hex') };
    }),
  );
}

async function apply(owner: Sql, upTo: number): Promise<readonly string[]> {
  const applied: string[] = [];
  await owner`create table if not exists migrations
    (number integer primary key, name text not null, sha256 text not null, applied_at timestamptz not null default now())`;
  const known = new Map((await owner`select number, sha256 from migrations`).map((row) => [row.number, row.sha256]));
  for (const { number, name, text, sha256 } of await readMigrations()) {
    const before = known.get(number);
    if (before !== undefined && before !== sha256) throw new Error(`migration ${name} is not the one that was applied`);
    if (before !== undefined || number > upTo) continue;
    await owner.begin(async (tx) => {
      await tx.unsafe(text);
      await tx`insert into migrations (number, name, sha256) values (${number}, ${name}, ${sha256})`;
    });
    applied.push(name);
  }
  return applied;
}

/** Makes the server's role, which belongs to the whole cluster: databases that are made at once may meet here. */
async function ensureRole(owner: Sql, target: DatabaseTarget): Promise<void> {
  await owner.unsafe(`do $$ begin
    if not exists (select from pg_roles where rolname = '${appRole}') then
      create role ${appRole} login nosuperuser nobypassrls nocreatedb nocreaterole;
      alter role ${appRole} set statement_timeout = '30s';
      alter role ${appRole} set lock_timeout = '10s';
      alter role ${appRole} set idle_in_transaction_session_timeout = '30s';
    end if;
  exception when duplicate_object or unique_violation then null; end $$`);
  const { username, password } = target.app;
  if (username !== appRole) {
    // a login of the operator's own: it takes part in the role, and keeps its password
    await owner`select format('grant ${owner.unsafe(appRole)} to %I', ${username}::text) as text`.then(([grant]) =>
      owner.unsafe(String(grant?.text)),
    );
    return;
  }
  if (await canLogIn(target)) return;
  await owner.unsafe(`alter role ${appRole} login password '${password.replaceAll("'", "''")}'`);
}

/** XX000 and 23505: another database of the cluster touches the role at this moment, and its lock is its own. */
async function repeated(task: () => Promise<void>): Promise<void> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await task();
    } catch (error) {
      const code = error instanceof Error && 'code' in error ? error.code : '';
      if (attempt === 20 || (code !== 'XX000' && code !== '23505')) throw error;
      await wait(10 * attempt);
    }
  }
}

async function canLogIn(target: DatabaseTarget): Promise<boolean> {
  const app = connect(target, 'app', { max: 1 });
  try {
    await app`select 1`;
    return true;
  } catch {
    return false; // whatever it was, the owner sets the password and the server's own start says what fails then
  } finally {
    await app.end();
  }
}

/** Applies what is missing, up to that number, and gives the names of the files that were applied. Throws where that fails. */
export async function migrate(target: DatabaseTarget, upTo = Number.POSITIVE_INFINITY): Promise<readonly string[]> {
  const owner = connect(target, 'owner', { max: 1 });
  try {
    await owner`select pg_advisory_lock(${lockKey})`;
    await repeated(() => ensureRole(owner, target));
    return await apply(owner, upTo);
  } finally {
    await owner.end(); // which gives the lock back too
  }
}
