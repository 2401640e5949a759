/**
 * The report command, but for what it reads and writes with.
 *
 * Everything is read and checked before the first byte is written, so that a fault leaves nothing half-printed; what is written
 * then goes out in pieces as it is made.
 */
import { lotMethods } from '../ledger/lot-order';
import { err, ok, type Result } from '../result';
import { help, parseArguments, type Request } from './arguments';
import { readFillBooks } from './fill-file';
import type { LineError } from './fill-line';
import { reportMethods } from './methods';
import { parseMetricsInput } from './metrics-input';
import { metricsReport } from './metrics-report';
import { type ReportStep, reportText, reportTexts } from './report-text';

/** What the command reads and writes with. */
export interface ReportIo {
  /** The bytes of a file, `-` being standard input; throws a `ReadFailure` where it cannot be read. */
  read(file: string): AsyncIterable<Uint8Array>;
  /** Writes to standard output; false once nobody reads it any more. Other failures throw. */
  write(text: string): Promise<boolean>;
  /** Writes one line to standard error. */
  say(line: string): void;
  /** Shows in one line how far the work is, in place of the line before; null ends it. */
  progress(line: string | null): void;
}

/** Why a file could not be read, in a few words. */
export class ReadFailure extends Error {}

/** 0: done. 2: something is wrong with the input or the arguments. */
type ExitStatus = 0 | 2;

/** Runs the command with the arguments that follow its name. */
export async function runReport(args: readonly string[], io: ReportIo): Promise<ExitStatus> {
  const request = parseArguments(args);
  const pieces = request.ok ? await piecesOf(request.value, io) : request;
  if (!pieces.ok) {
    io.say(oneLine(`report: ${pieces.error}`));
    return 2;
  }
  try {
    await writeAll(pieces.value, io);
  } finally {
    io.progress(null);
  }
  return 0;
}

/** Line ends and other control characters, which a file's name or a field may hold, as escapes. */
const oneLine = (text: string): string =>
  text.replace(/\p{Cc}|\p{Zl}|\p{Zp}/gu, (character) => JSON.stringify(character).slice(1, -1));

async function piecesOf(request: Request, io: ReportIo): Promise<Result<Iterable<string>, string>> {
  if (request.kind === 'help') return ok([help]);
  try {
    return request.kind === 'metrics' ? await metricsPieces(request.file, io) : await reportPieces(request, io);
  } catch (error) {
    if (error instanceof ReadFailure) return err(`${nameOf(request.file)}: ${error.message}`);
    throw error;
  } finally {
    io.progress(null);
  }
}

const counted = (count: number): string => count.toLocaleString('en-US');

/** "Writing fifo: BTC/USDT (2 of 10), 20,000 of 812,345 rows". */
const stepLine = ({ does, method, label, place, books, done, total }: ReportStep): string => {
  const [act, unit] = does === 'computing' ? ['Computing', 'fills'] : ['Writing', 'rows'];
  const book = `${oneLine(label)} (${counted(place)} of ${counted(books)})`;
  return `${act} ${method}: ${book}, ${counted(done)} of ${counted(total)} ${unit}`;
};

const nameOf = (file: string): string => (file === '-' ? '(standard input)' : file);

type ReportRequest = Extract<Request, { kind: 'report' }>;

async function reportPieces(
  { file, methods, pool }: ReportRequest,
  io: ReportIo,
): Promise<Result<Iterable<string>, string>> {
  const method = lotMethods.find((each) => each === methods) ?? 'fifo';
  const books = await readFillBooks(io.read(file), { method, pool }, (lines) =>
    io.progress(`Read ${counted(lines)} lines`),
  );
  if (!books.ok) return err(faultText(`${nameOf(file)}:${books.error.line}`, books.error));
  const onStep = (step: ReportStep): void => io.progress(stepLine(step));
  const pieces =
    methods === 'all' ? reportTexts(books.value, reportMethods, onStep) : reportText(books.value, methods, onStep);
  return ok(withLineEnd(pieces));
}

async function metricsPieces(file: string, io: ReportIo): Promise<Result<Iterable<string>, string>> {
  const text = await wholeText(io.read(file), (bytes) => io.progress(`Read ${counted(bytes)} bytes`));
  io.progress('Checking trades and days');
  const input = text.ok ? parseMetricsInput(text.value) : text;
  if (!input.ok) return err(faultText(nameOf(file), input.error));
  const { trades, equity } = input.value;
  io.progress(`Computing the metrics of ${counted(trades.length)} trades and ${counted(equity.length)} days`);
  return ok(withLineEnd([JSON.stringify(metricsReport(input.value), null, 2)]));
}

const faultText = (place: string, { field, problem }: LineError): string => `${place}: ${field}: ${problem}`;

/** More bytes are not read: an engine's text ends at half a GiB, and what is made of it has to fit beside it. */
const mostMiB = 256;

/** The text of all bytes, without a byte order mark. */
async function wholeText(
  chunks: AsyncIterable<Uint8Array>,
  onBytes: (count: number) => void,
): Promise<Result<string, LineError>> {
  const decoder = new TextDecoder('utf-8', { fatal: true });
  const parts: Uint8Array[] = [];
  let bytes = 0;
  for await (const chunk of chunks) {
    parts.push(chunk);
    bytes += chunk.length;
    if (bytes > mostMiB * 2 ** 20) return err({ field: '(file)', problem: `longer than ${mostMiB} MiB` });
    onBytes(bytes);
  }
  try {
    return ok(parts.map((part) => decoder.decode(part, { stream: true })).join('') + decoder.decode());
  } catch {
    return err({ field: '(file)', problem: 'not UTF-8' }); // the one thing that a fatal decoder throws for
  }
}

function* withLineEnd(pieces: Iterable<string>): Generator<string> {
  yield* pieces;
  yield '\n';
}

const pieceLength = 65_536;

async function writeAll(pieces: Iterable<string>, io: ReportIo): Promise<void> {
  let waiting = '';
  for (const piece of pieces) {
    waiting += piece;
    if (waiting.length < pieceLength) continue;
    if (!(await io.write(waiting))) return;
    waiting = '';
  }
  if (waiting !== '') await io.write(waiting);
}
