/** The server's program as an operator starts it: what it says, and with which status it ends. */
import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, expect, test } from 'vitest';
import { help } from '../../sync-server/commands/commands';

const root = fileURLToPath(new URL('../..', import.meta.url));
const folder = mkdtempSync(join(tmpdir(), 'fillbook-commands-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** Runs it to its end, with no database of its own beside. */
async function started(args: readonly string[], env: Readonly<Record<string, string>> = {}) {
  const child = spawn(process.execPath, ['--import', 'tsx', 'sync-server/main.ts', ...args], {
    cwd: root,
    env: { ...process.env, DATA_DIR: join(folder, 'data'), PORT: '0', ...env },
  });
  const [out, err]: [Buffer[], Buffer[]] = [[], []];
  child.stdout.on('data', (part) => out.push(part));
  child.stderr.on('data', (part) => err.push(part));
  const status = await new Promise((resolve) => child.once('close', resolve));
  return { status, out: String(Buffer.concat(out)), err: String(Buffer.concat(err)) };
}

test.each([[['--help']], [['backup', '--help']], [['vaults', '-h']]])(
  '%j shows the commands and does nothing',
  async (args) => {
    expect(await started(args)).toEqual({ status: 0, out: `${help}\n`, err: '' });
    expect(existsSync(join(folder, 'data'))).toBe(false);
  },
);

test('a command that is none is said', async () => {
  expect(await started(['backups'])).toMatchObject({
    status: 1,
    err: 'There is no command backups. --help lists them.\n',
  });
});

test('every bad variable is named, and nothing is started', async () => {
  const { status, out, err } = await started([], {
    PORT: 'x',
    DATABASE_URL: 'postgres://u:50%@h/d',
    LOG_LEVEL: 'loud',
  });
  expect({ status, out }).toEqual({ status: 1, out: '' });
  expect(
    err
      .trim()
      .split('\n')
      .map((line) => line.split(' ')[0]),
  ).toEqual(['PORT', 'DATABASE_URL', 'LOG_LEVEL']);
});

test.each([[[]], [['vaults']]])(
  'a database that cannot be reached is named by its variable (%j), without its password',
  async (args) => {
    const url = 'postgres://owner:hunter2@127.0.0.1:1/fillbook'; // nothing listens there
    const { status, out, err } = await started(args, { DATABASE_URL: url });
    expect({ status, out }).toEqual({ status: 1, out: '' });
    expect(err).toBe('The database of DATABASE_URL: connect ECONNREFUSED 127.0.0.1:1\n');
  },
);
