/** The report as JSON text, in pieces: a row a line, so that a report of any size is written as it is made. */
import { add36, formatE36, zero36 } from '../money/decimal';
import { bookReport, type Realized } from './book-report';
import type { ReportBook } from './fill-books';
import type { ReportMethod } from './methods';

/** The report by one method: `{"method", "symbols", "totalsByQuote"}`, without a line end. */
export function* reportText(books: readonly ReportBook[], method: ReportMethod): Generator<string> {
  const totals = new Map<string, Realized>();
  yield `{"method":${JSON.stringify(method)},"symbols":{`;
  for (const [index, source] of books.entries()) {
    const { realized, figures, open, closed } = bookReport(byMethod(source, method), method);
    const { quote } = source.book.key;
    totals.set(quote, plus(totals.get(quote), realized));
    yield `${index === 0 ? '' : ','}\n${JSON.stringify(source.label)}:${JSON.stringify(figures).slice(0, -1)},"open":`;
    yield* listText(open);
    yield `,\n${JSON.stringify(closed.name)}:`;
    yield* listText(closed.rows);
    yield '}';
  }
  yield `},\n"totalsByQuote":${totalsText(totals)}}`;
}

/** The reports of several methods, as one object with a key per method. */
export function* reportTexts(books: readonly ReportBook[], methods: readonly ReportMethod[]): Generator<string> {
  for (const [index, method] of methods.entries()) {
    yield `${index === 0 ? '{' : ',\n'}${JSON.stringify(method)}:`;
    yield* reportText(books, method);
  }
  yield '}';
}

function* listText(rows: Iterable<object>): Generator<string> {
  let before = '[';
  for (const row of rows) {
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
const byMethod = (source: ReportBook, method: ReportMethod): ReportBook =>
  method === 'roundtrip' || method === source.book.method ? source : { ...source, book: source.bookBy(method) };
