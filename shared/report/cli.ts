/** The report command's own process: files, standard streams, exit status. */
import { createReadStream } from 'node:fs';
import { ReadFailure, type ReportIo, runReport } from './run-report';

const reasons: Readonly<Record<string, string>> = {
  ENOENT: 'no such file',
  ENOTDIR: 'no such file',
  EISDIR: 'a directory, not a file',
  EACCES: 'may not be read',
  EPERM: 'may not be read',
};

const codeOf = (error: unknown): string =>
  error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : '';

async function* read(file: string): AsyncGenerator<Uint8Array> {
  try {
    yield* file === '-' ? process.stdin : createReadStream(file, { highWaterMark: 1 << 20 });
  } catch (error) {
    const code = codeOf(error);
    if (code === '') throw error;
    throw new ReadFailure(reasons[code] ?? `cannot be read (${code})`);
  }
}

function write(text: string): Promise<boolean> {
  return new Promise((resolve, reject) => {
    process.stdout.write(text, (error) => {
      if (!error) resolve(true);
      else if (codeOf(error) === 'EPIPE') resolve(false);
      else reject(error);
    });
  });
}

let shown = false;

function progress(lines: number | null): void {
  if (!process.stderr.isTTY) return;
  if (lines !== null) process.stderr.write(`\rRead ${lines.toLocaleString('en-US')} lines`);
  else if (shown) process.stderr.write('\r\u001b[K');
  shown = lines !== null;
}

const io: ReportIo = { read, write, progress, say: (line) => process.stderr.write(`${line}\n`) };

process.stdout.on('error', () => {}); // each write is told of its own failure
try {
  process.exitCode = await runReport(process.argv.slice(2), io);
} catch (error) {
  const code = codeOf(error);
  if (code === '') throw error;
  io.say(`report: standard output could not be written (${code})`);
  process.exitCode = 1;
}
