/** The command as it is typed: its process, streams and exit status. What it says is tested without one. */
import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, expect, test } from 'vitest';
import { rationalReport } from '../ledger/rational-report';
import { jsonLines } from './in-memory';

const root = fileURLToPath(new URL('../../../..', import.meta.url));
const folder = mkdtempSync(join(tmpdir(), 'fillbook-report-'));
afterAll(() => rmSync(folder, { recursive: true }));

const fill = (id: number) => ({
  ...{ id: String(id), time: '2024-01-01T00:00:00Z', symbol: 'BTC/USDT', base: 'BTC', quote: 'USDT' },
  ...{ side: id % 2 === 0 ? ('buy' as const) : ('sell' as const), amount: '1', price: String(100 + (id % 7)) },
});
const fills = Array.from({ length: 4000 }, (_, id) => fill(id));
const few = fills.slice(0, 400);
writeFileSync(join(folder, 'fills.jsonl'), jsonLines(fills));
writeFileSync(join(folder, 'few.jsonl'), jsonLines(few));
writeFileSync(join(folder, 'broken.jsonl'), `${jsonLines(fills.slice(0, 3))}{"id":\n`);

interface Ended {
  readonly status: number | null;
  readonly out: string;
  readonly err: string;
}

/** `closes`: standard output is closed as soon as something has come. */
function command(
  name: string,
  args: readonly string[],
  { cwd = root, input = '', closes = false } = {},
): Promise<Ended> {
  return new Promise((resolve, reject) => {
    const child = spawn(name, args, { cwd });
    const written = { out: '', err: '' };
    child.stdout.on('data', (part: Buffer) => {
      written.out += part.toString();
      if (closes) child.stdout.destroy();
    });
    child.stderr.on('data', (part: Buffer) => {
      written.err += part.toString();
    });
    child.on('error', reject);
    child.on('close', (status) => resolve({ status, ...written }));
    child.stdin.on('error', () => {}); // a command that has ended reads no more
    child.stdin.end(input);
  });
}

const npm = (...args: readonly string[]) => ['run', '--silent', 'report', '--', ...args];
const script = join(root, 'scripts/report.mjs');

test('prints the report of a file, whole, and nothing else', async () => {
  const { status, out, err } = await command('npm', npm('--method', 'lifo', join(folder, 'few.jsonl')));
  expect([status, err]).toEqual([0, '']);
  expect(JSON.parse(out)).toEqual(rationalReport(few, 'lifo'));
});

test('names a file as it was given, from the folder it was given in, and ends with 2', async () => {
  const { status, out, err } = await command('npm', ['--prefix', root, ...npm('--method', 'all', 'broken.jsonl')], {
    cwd: folder,
  });
  expect([status, out, err]).toEqual([2, '', 'report: broken.jsonl:4: (line): not a JSON object\n']);
});

test('reads standard input', async () => {
  const input = jsonLines([{ ...fill(0), amount: '0' }]);
  const { status, out, err } = await command('node', [script, '--method', 'fifo', '-'], { input });
  expect([status, out, err]).toEqual([2, '', 'report: (standard input):1: amount: not above 0\n']);
});

test('refuses arguments that it does not know, and a folder in place of a file', async () => {
  const [unknown, directory] = await Promise.all([
    command('node', [script, '--method', 'newest', 'fills.jsonl']),
    command('node', [script, '--metrics', folder]),
  ]);
  expect([unknown.status, unknown.out]).toEqual([2, '']);
  expect(unknown.err).toMatch(/^report: --method takes [^\n]+, not "newest"\n$/);
  expect([directory.status, directory.out]).toEqual([2, '']);
  expect(directory.err).toBe(`report: ${folder}: a directory, not a file\n`);
});

test('ends without a word when nobody reads on', async () => {
  const args = [script, '--method', 'all', 'fills.jsonl'];
  const { status, err } = await command('node', args, { cwd: folder, closes: true });
  expect([status, err]).toEqual([0, '']);
});
