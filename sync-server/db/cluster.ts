/**
 * The PostgreSQL that the server runs for itself where `DATABASE_URL` names no other: one cluster in the data folder, reached
 * by a socket that is not on any network.
 *
 * It is its own process: it outlives a killed server, and the next start finds it and takes it over. Whoever started it, or took
 * it over from a server that is gone, stops it.
 */
import { spawn } from 'node:child_process';
import { createHash, randomBytes } from 'node:crypto';
import {
  chownSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  openSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { appPassword, appRole, connect, type DatabaseTarget } from './connection';
import { canReach, packagedProgram, type RunAs, reachableFolder, runAs, runnableProgram } from './postgres-program';

export interface Cluster {
  readonly target: DatabaseTarget;
  /** The process of the database. */
  readonly pid: number;
  /** What the operator should know: where things lie that do not lie where they were asked for. */
  readonly notices: readonly string[];
  /** Stops it, unless another server uses it; waits until it has ended. */
  stop(): Promise<void>;
}

const ownerName = 'fillbook_owner';
const startTimeoutMs = 60_000;

/** Whether a process lives. */
const lives = (pid: number): boolean => {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
};

/** Where the data lie: the folder that was asked for, or one that user postgres can reach. */
function dataFolder(asked: string, as: RunAs): string {
  const folder = resolve(asked);
  mkdirSync(folder, { recursive: true });
  if (canReach(folder, as)) return folder;
  const name = createHash('sha256').update(folder).digest('hex').slice(0, 12);
  const other = join(reachableFolder, `fillbook-data-${name}`);
  mkdirSync(other, { recursive: true, mode: 0o711 });
  return other;
}

/** Runs a command to its end; throws with what it said where it fails. */
function finished(command: string, args: readonly string[], as: RunAs): Promise<void> {
  const child = spawn(command, args, {
    stdio: ['ignore', 'ignore', 'pipe'],
    cwd: '/',
    env: { LC_ALL: 'C', PATH: process.env.PATH },
    ...as,
  });
  const said: Buffer[] = [];
  child.stderr.on('data', (part: Buffer) => said.push(part));
  return new Promise((done, fail) => {
    child.on('error', fail);
    child.on('close', (status) =>
      status === 0 ? done() : fail(new Error(`${command}: ${Buffer.concat(said).toString()}`)),
    );
  });
}

/** Makes the cluster in a folder beside its own, so that one that was cut off is never taken for whole. */
async function initialise(folder: string, initdb: string, as: RunAs): Promise<void> {
  const half = join(folder, 'postgres.new');
  rmSync(half, { recursive: true, force: true });
  mkdirSync(half, { mode: 0o700 });
  const secret = mkdtempSync(join(tmpdir(), 'fillbook-'));
  const passwordFile = join(secret, 'password');
  const password = randomBytes(24).toString('hex');
  writeFileSync(passwordFile, password, { mode: 0o600 });
  if (as.uid !== undefined && as.gid !== undefined) {
    for (const path of [half, secret, passwordFile]) chownSync(path, as.uid, as.gid);
  }
  const identity = [`--username=${ownerName}`, '--auth=scram-sha-256', `--pwfile=${passwordFile}`];
  try {
    await finished(initdb, [`--pgdata=${half}`, ...identity, '--encoding=UTF8', '--locale=C'], as);
  } finally {
    rmSync(secret, { recursive: true, force: true });
  }
  writeFileSync(join(folder, 'owner-password'), password, { mode: 0o600 });
  renameSync(half, join(folder, 'postgres'));
}

/** The process and socket of a running cluster, from the file that it keeps; null where none runs. */
function running(folder: string): { readonly pid: number; readonly socket: string } | null {
  const file = join(folder, 'postgres', 'postmaster.pid');
  if (!existsSync(file)) return null;
  const lines = readFileSync(file, 'utf8').split('\n');
  const pid = Number(lines[0]);
  const socket = `${lines[4]}/.s.PGSQL.${lines[3]}`;
  return lives(pid) ? { pid, socket } : null;
}

/**
 * A page of the log is put together in a few MB of memory, which the C library would hand back to the system after each page and
 * have zeroed for the next: half of a pull's time. A session keeps up to 16 MiB instead.
 */
const keptMemory = {
  MALLOC_TOP_PAD_: '4194304',
  MALLOC_MMAP_THRESHOLD_: '16777216',
  MALLOC_TRIM_THRESHOLD_: '16777216',
};

/** Starts the database as a process of its own, which a signal to the server's terminal does not reach. */
function launch(folder: string, postgres: string, as: RunAs): void {
  const socketFolder = mkdtempSync(join(tmpdir(), 'fillbook-pg-'));
  if (as.uid !== undefined && as.gid !== undefined) chownSync(socketFolder, as.uid, as.gid);
  const settings = [
    'listen_addresses=',
    `unix_socket_directories=${socketFolder}`,
    'max_connections=100',
    'shared_buffers=128MB',
    // statements carry what is sealed, and so do the rows and keys of an error's detail: its message alone is written
    'log_min_error_statement=panic',
    'log_error_verbosity=terse',
    'log_parameter_max_length_on_error=0',
  ];
  const log = openSync(join(folder, 'postgres.log'), 'a', 0o600);
  const data = join(folder, 'postgres');
  const child = spawn(postgres, ['-D', data, ...settings.flatMap((setting) => ['-c', setting])], {
    cwd: '/',
    env: { LC_ALL: 'C', PATH: process.env.PATH, ...keptMemory },
    stdio: ['ignore', log, log],
    detached: true,
    ...as,
  });
  child.on('error', () => {}); // it is missed below, where the reason is said
  child.unref();
}

function targetOf(folder: string, socket: string, database: string): DatabaseTarget {
  const password = readFileSync(join(folder, 'owner-password'), 'utf8');
  return {
    url: null,
    tls: 'off',
    socket: { path: socket, database },
    owner: { username: ownerName, password },
    app: { username: appRole, password: appPassword(password) },
  };
}

async function answers(target: DatabaseTarget): Promise<boolean> {
  const owner = connect(target, 'owner', { max: 1 });
  try {
    await owner`select 1`;
    return true;
  } catch {
    return false; // not yet, or never: the caller counts the time
  } finally {
    await owner.end({ timeout: 1 });
  }
}

/** Waits for the database to answer in its own socket. */
async function ready(folder: string): Promise<{ readonly pid: number; readonly socket: string }> {
  for (const startedAt = Date.now(); Date.now() - startedAt < startTimeoutMs; await wait(50)) {
    const found = running(folder);
    if (found !== null && (await answers(targetOf(folder, found.socket, 'postgres')))) return found;
  }
  throw new Error(`the embedded PostgreSQL did not start: see ${join(folder, 'postgres.log')}`);
}

/** Makes a database of that name where there is none. */
export async function ensureDatabase(target: DatabaseTarget, name: string): Promise<void> {
  const owner = connect(target, 'owner', { max: 1 });
  try {
    const known = await owner`select from pg_database where datname = ${name}`;
    if (known.length === 0) await owner`create database ${owner(name)}`;
  } finally {
    await owner.end();
  }
}

async function stopped(folder: string, pid: number, socket: string): Promise<void> {
  const user = join(folder, 'server.pid');
  if (existsSync(user) && Number(readFileSync(user, 'utf8')) !== process.pid) return; // another server uses it
  rmSync(user, { force: true });
  if (lives(pid)) process.kill(pid, 'SIGINT'); // fast: sessions end, what is committed is on disk
  while (lives(pid)) await wait(20);
  rmSync(dirname(socket), { recursive: true, force: true }); // made for this run alone
}

/** Starts the cluster in `asked`, making it first where there is none, or finds the one that runs there. */
export async function startCluster(asked: string, database = 'fillbook'): Promise<Cluster> {
  const as = runAs();
  const folder = dataFolder(asked, as);
  const notices =
    folder === resolve(asked) ? [] : [`The user postgres cannot reach ${resolve(asked)}: the data lie in ${folder}.`];
  let found = running(folder);
  if (found === null) {
    const { program, copied } = await runnableProgram(as, await packagedProgram());
    if (copied !== null)
      notices.push(`The user postgres cannot run PostgreSQL from the packages: a copy lies in ${copied}.`);
    if (!existsSync(join(folder, 'postgres', 'PG_VERSION'))) await initialise(folder, program.initdb, as);
    launch(folder, program.postgres, as);
  }
  found = await ready(folder);
  const { pid, socket } = found;
  const user = join(folder, 'server.pid');
  const usedBy = existsSync(user) ? Number(readFileSync(user, 'utf8')) : 0;
  if (!lives(usedBy) || usedBy === 0) writeFileSync(user, String(process.pid));
  await ensureDatabase(targetOf(folder, socket, 'postgres'), database);
  return { target: targetOf(folder, socket, database), pid, notices, stop: () => stopped(folder, pid, socket) };
}
