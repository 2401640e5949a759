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
  if (process.stdout.isTTY) hideProgress(); // what is written shows itself how far it is
  return new Promise((resolve, reject) => {
    process.stdout.write(text, (error) => {
      if (!error) resolve(true);
      else if (codeOf(error) === 'EPIPE') resolve(false);
      else reject(error);
    });
  });
}

/** A terminal need not be told more often than an eye sees. */
const progressMs = 100;

let progressShown = false;
let progressHidden = !process.stderr.isTTY;
let nextProgressAt = 0;

/** The line of progress stands in place of the one before, cut to the terminal's width, for a longer one would stay behind. */
function progress(line: string | null): void {
  if (progressHidden || (line !== null && performance.now() < nextProgressAt)) return;
  if (line !== null) process.stderr.write(`\r\u001b[K${line.slice(0, (process.stderr.columns || 80) - 1)}`);
  else if (progressShown) process.stderr.write('\r\u001b[K');
  progressShown = line !== null;
  nextProgressAt = line === null ? 0 : performance.now() + progressMs;
}

function hideProgress(): void {
  progress(null);
  progressHidden = true;
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
