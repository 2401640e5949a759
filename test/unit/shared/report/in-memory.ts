/** The report command over files that are texts, with what it wrote. */
import { ReadFailure, runReport } from '../../../../shared/report/run-report';
import type { FillLine } from '../ledger/rational-ledger';

export interface Written {
  readonly status: number;
  readonly out: string;
  readonly err: string;
}

/** Chunks of a few bytes, so that lines and characters are cut anywhere. */
async function* chunksOf(bytes: Uint8Array, size: number): AsyncGenerator<Uint8Array> {
  for (let from = 0; from < bytes.length; from += size) yield bytes.slice(from, from + size);
}

/** Runs the command; `files` are their contents by name, `-` standard input; chunks are read as they are. `reads`: after how many writes nobody reads. */
export async function run(
  args: readonly string[],
  files: Readonly<Record<string, string | Uint8Array | AsyncIterable<Uint8Array>>> = {},
  { chunk = 4096, reads = Number.POSITIVE_INFINITY } = {},
): Promise<Written & { readonly writes: number; readonly progress: readonly (string | null)[] }> {
  const written = { out: '', err: '' };
  const progress: (string | null)[] = [];
  let writes = 0;
  const status = await runReport(args, {
    read: (file) => {
      const content = files[file];
      if (content === undefined) throw new ReadFailure('no such file');
      if (typeof content === 'string') return chunksOf(new TextEncoder().encode(content), chunk);
      return content instanceof Uint8Array ? chunksOf(content, chunk) : content;
    },
    write: async (text) => {
      writes += 1;
      written.out += text;
      return writes < reads;
    },
    say: (line) => {
      written.err += `${line}\n`;
    },
    progress: (line) => {
      progress.push(line);
    },
  });
  return { status, ...written, writes, progress };
}

export const jsonLines = (lines: readonly object[]): string =>
  lines.map((line) => `${JSON.stringify(line)}\n`).join('');

/** The text that the command prints of these fills; `more`: arguments beside the method. */
export async function printed(
  lines: readonly FillLine[],
  method: string,
  more: readonly string[] = [],
): Promise<string> {
  const { status, out, err } = await run(['--method', method, ...more, 'FILLS.jsonl'], {
    'FILLS.jsonl': jsonLines(lines),
  });
  if (status !== 0) throw new Error(err);
  return out;
}
