import { spawnSync } from 'node:child_process';
import { chmodSync, cpSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { canReach, packagedProgram, runAs, runnableProgram } from '../../sync-server/db/postgres-program';

const folder = mkdtempSync(join(tmpdir(), 'fillbook-program-'));
chmodSync(folder, 0o755);
afterAll(() => rmSync(folder, { recursive: true }));

/** Root runs PostgreSQL as another user; whoever else runs it reaches what is theirs. */
const isRoot = process.getuid?.() === 0;

test('a checkout below a folder that is root’s alone is copied to where user postgres can run it', async () => {
  const packaged = await packagedProgram();
  const closed = join(folder, 'closed');
  mkdirSync(closed, { mode: 0o700 });
  const root = join(closed, 'package');
  cpSync(packaged.root, root, { recursive: true, verbatimSymlinks: true });
  const moved = (path: string) => join(root, relative(packaged.root, path));
  const { initdb, postgres } = packaged.program;
  const as = runAs();
  expect(canReach(closed, as)).toBe(!isRoot);
  const below = join(folder, 'below');
  mkdirSync(below);
  const inClosed = { ...packaged, root, program: { initdb: moved(initdb), postgres: moved(postgres) } };
  const { program, copied } = await runnableProgram(as, inClosed, below);
  expect(copied === null).toBe(!isRoot);
  for (const command of [program.initdb, program.postgres]) {
    const ran = spawnSync(command, ['--version'], { cwd: '/', encoding: 'utf8', ...as });
    expect(ran.stdout).toContain('(PostgreSQL)');
  }
  expect((await runnableProgram(as, inClosed, below)).copied).toBe(copied);
});
