/** The report as JSON text, in pieces: a row a line, so that a report of any size is written as it is made. */
import { add36, formatE36, zero36 } from '../money/decimal';
import { bookReport, type Realized } from './book-report';
import type { OnFills, ReportBook } from './fill-books';
import type { ReportMethod } from './methods';

/**
 * How far a report is: `done` fills of `total` computed, or rows written, of one book by one method; `place` of the books,
 * counted from 1, is that book.
 */
export interface ReportStep {
  readonly does: 'computing' | 'writing';
  readonly method: ReportMethod;
  readonly label: string;
  readonly place: number;
  readonly books: number;
  readonly done: number;
  readonly total: number;
}

type OnStep = (step: ReportStep) => void;

/** Fills or rows from one step to the next. */
const stepLength = 10_000;

/** The report by one method: `{"method", "symbols", "totalsByQuote"}`, without a line end. */
export function* reportText(
  books: readonly ReportBook[],
  method: ReportMethod,
  onStep: OnStep = () => {},
): Generator<string> {
  const totals = new Map<string, Realized>();
  yield `{"method":${JSON.stringify(method)},"symbols":{`;
  for (const [index, source] of books.entries()) {
    const step = { method, label: source.label, place: index + 1, books: books.length };
    const made = computed(source, method, (done, total) => onStep({ does: 'computing', ...step, done, total }));
    const { realized, figures, rowCount, open, closed } = bookReport(made, method);
    const written = every(stepLength, (done) => onStep({ does: 'writing', ...step, done, total: rowCount }));
    const { quote } = source.book.key;
    totals.set(quote, plus(totals.get(quote), realized));
    yield `${index === 0 ? '' : ','}\n${JSON.stringify(source.label)}:${JSON.stringify(figures).slice(0, -1)},"open":`;
    yield* listText(open, written);
    yield `,\n${JSON.stringify(closed.name)}:`;
    yield* listText(closed.rows, written);
    yield '}';
  }
  yield `},\n"totalsByQuote":${totalsText(totals)}}`;
}

/** The reports of several methods, as one object with a key per method. */
export function* reportTexts(
  books: readonly ReportBook[],
  methods: readonly ReportMethod[],
  onStep: OnStep = () => {},
): Generator<string> {
  for (const [index, method] of methods.entries()) {
    yield `${index === 0 ? '{' : ',\n'}${JSON.stringify(method)}:`;
    yield* reportText(books, method, onStep);
  }
  yield '}';
}

/** Tells at once that nothing is done, then, called for each, every so many of them. */
function every(length: number, tell: (done: number) => void): () => void {
  let done = 0;
  tell(done);
  return () => {
    done += 1;
    if (done % length === 0) tell(done);
  };
}

function* listText(rows: Iterable<object>, onRow: () => void): Generator<string> {
  let before = '[';
  for (const row of rows) {
    onRow();
    yield `${before}\n${JSON.stringify(row)}`;
    before = ',';
  }
  yield before === '[' ? '[]' : ']';
}

const plus = (a: Realized | undefined, b: Realized): Realized => ({
  gross: add36(a?.gross ?? zero36, b.gross),
  fees: add36(a?.fees ?? zero36, b.fees),
  net: add36(a?.net ?? zero36, b.net),
});

function totalsText(totals: ReadonlyMap<string, Realized>): string {
  const quotes = [...totals].sort(([a], [b]) => (a < b ? -1 : 1));
  const amounts = quotes.map(([quote, { gross, fees, net }]) => [
    quote,
    { gross: formatE36(gross), fees: formatE36(fees), net: formatE36(net) },
  ]);
  return JSON.stringify(Object.fromEntries(amounts));
}

/** The same fills in a book of this method: the one there is, else another, which lives as long as its part of the report. */
const byMethod = (source: ReportBook, method: ReportMethod, onFills: OnFills): ReportBook =>
  method === 'roundtrip' || method === source.book.method
    ? source
    : { ...source, book: source.bookBy(method, onFills) };

/** The book of this method, with its fills taken in and, where that takes long, computed. */
function computed(source: ReportBook, method: ReportMethod, tell: (done: number, total: number) => void): ReportBook {
  const total = source.book.fillCount();
  tell(0, total);
  // averages and round trips take long enough to go in steps; lots are computed in less than their rows are written
  const inSteps = method === 'average' || method === 'roundtrip';
  const made = byMethod(source, method, (book, count) => {
    if (inSteps) book.settle(); // page by page as they come in, or they would be counted here and computed, and counted, behind
    tell(count, total);
  });
  if (inSteps) for (let done = stepLength; !made.book.settle(stepLength); done += stepLength) tell(done, total);
  return made;
}
