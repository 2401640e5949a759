/** Reads a file of fills, line by line as it comes, into books. */
import { err, ok, type Result } from '../result';
import { createFillBooks, type FillBooksOptions, type ReportBook } from './fill-books';
import { type LineError, parseFillLine } from './fill-line';
import { createLineCutter, type UnreadableLine } from './line-cutter';

/** What is wrong with a file: the first line, counted from 1, that is no fill. */
export interface FileError extends LineError {
  readonly line: number;
}

/**
 * The books of all lines; blank ones are skipped. `onLines` is told every so often how many lines have been read.
 *
 * What `chunks` throws is passed on.
 */
export async function readFillBooks(
  chunks: AsyncIterable<Uint8Array>,
  options: FillBooksOptions,
  onLines: (count: number) => void = () => {},
): Promise<Result<readonly ReportBook[], FileError>> {
  const books = createFillBooks(options);
  const cutter = createLineCutter();
  let line = 0;

  const take = (text: string | UnreadableLine): LineError | null => {
    line += 1;
    if (line % 10_000 === 0) onLines(line);
    if (typeof text !== 'string') return { field: '(line)', problem: text.problem };
    if (text.trim() === '') return null;
    const reported = parseFillLine(text, options.pool !== null);
    return reported.ok ? books.add(line, reported.value) : reported.error;
  };

  const takeAll = (lines: Iterable<string | UnreadableLine>): FileError | null => {
    for (const text of lines) {
      const fault = take(text);
      if (fault) return { line, ...fault };
    }
    return null;
  };

  for await (const chunk of chunks) {
    const fault = takeAll(cutter.push(chunk));
    if (fault) return err(fault);
  }
  const fault = takeAll(cutter.end());
  return fault ? err(fault) : ok(books.books());
}
