import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';

const root = fileURLToPath(new URL('../..', import.meta.url));

/** Runs the script; `stopWhen` ends it as Ctrl+C would once that text has come. */
function run(args: readonly string[], stopWhen?: string) {
  const script = join(root, 'scripts/simulator.mjs');
  return new Promise<{ code: number | null; out: string; error: string }>((resolve) => {
    const child = spawn(process.execPath, [script, ...args]);
    let [out, error] = ['', ''];
    child.stdout.on('data', (chunk: Buffer) => {
      out += chunk.toString();
      if (stopWhen !== undefined && out.includes(stopWhen)) child.kill('SIGINT');
    });
    child.stderr.on('data', (chunk: Buffer) => {
      error += chunk.toString();
    });
    child.on('exit', (code) => resolve({ code, out, error }));
  });
}

test('it starts, prints keys, Chromium’s flags and how to stop, and ends with Ctrl+C', async () => {
  const { code, out, error } = await run(
    ['--seed', '7', '--port', '0', '--fills', '50', '--control-port', '0'],
    'Stop it with Ctrl+C.',
  );
  expect({ code, error }).toEqual({ code: 0, error: '' });
  expect(out).toMatch(/Read-only key {3}[A-Za-z0-9]{64}\n {7}secret {3}[A-Za-z0-9]{64}\n/);
  expect(out).toMatch(/--host-resolver-rules=MAP api\.binance\.com:443 127\.0\.0\.1:\d+/);
  expect(out).toMatch(/--ignore-certificate-errors-spki-list=[A-Za-z0-9+/]{43}=/);
  expect(out).toMatch(/Control {9}http:\/\/127\.0\.0\.1:\d+/);
});

test('--help says what it does', async () => {
  const { code, out } = await run(['--help']);
  expect(code).toBe(0);
  expect(out).toContain('npm run simulator -- [options]');
});

test.each([
  [['--port', 'abc'], '--port takes a whole number from 0 to 65535, not "abc"'],
  [['--symbols', '99'], '--symbols takes a whole number from 1 to 27, not "99"'],
  [['--nothing'], "Unknown option '--nothing'"],
  [['extra'], "Unexpected argument 'extra'"],
])('%j ends with status 2 and one line', async (args, line) => {
  const { code, out, error } = await run(args);
  expect({ code, out }).toEqual({ code: 2, out: '' });
  expect(error).toMatch(/^simulator: [^\n]+\n$/);
  expect(error).toContain(line);
});
