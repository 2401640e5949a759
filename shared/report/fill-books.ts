/**
 * The books that the lines of a file make: one per account and symbol, or, of spot fills where there are pools, one per base asset. The
 * pools' own currency is in none: USDT/EUR has a book of its own where pools are valued in USDT.
 *
 * The same fill twice counts once. The same identity (exchange, account, symbol, id, side) with other content is refused, as is
 * a fill whose market, base or quote is not that of its book, and a fee that leaves nothing of its fill. The order of lines
 * makes no difference to what the books hold.
 */
import { createBook } from '../ledger/book';
import type { Fill } from '../ledger/fill';
import type { LotMethod } from '../ledger/lot-order';
import { createPooledBook, type PooledBook, type PoolRefusal } from '../ledger/pooled-book';
import type { PooledFill } from '../ledger/pooled-fill';
import type { LineError, ReportFill } from './fill-line';
import { formatInstant } from './instant';

type FillName = Pick<Fill, 'exchange' | 'account' | 'symbol' | 'id' | 'side' | 'executedAtUs'>;

/** A book of one account and symbol, or a pool. */
export type ReportedBook = Omit<PooledBook, 'originOfClosing' | 'priceOf'>;

/** `pool`: the currency that pools are valued in, null without pools. */
export interface FillBooksOptions {
  readonly method: LotMethod;
  readonly pool: string | null;
}

export type OnFills = (book: ReportedBook, count: number) => void;

/**
 * A book as a report shows it: `label` is `account|SYMBOL`, the symbol alone, or a pool's base asset; `timeOf` gives a fill's time
 * as it was written, `bookBy` the same fills in a book of another method; `onFills` is given it every so often, with how many it has.
 */
export interface ReportBook {
  readonly label: string;
  readonly book: ReportedBook;
  bookBy(method: LotMethod, onFills?: OnFills): ReportedBook;
  timeOf(fill: FillName): string;
}

export interface FillBooks {
  /** Takes the fill of a line, counted from 1; gives what is wrong with it, or null. */
  add(line: number, reported: ReportFill): LineError | null;
  /** By label, in code-unit order. */
  books(): readonly ReportBook[];
}

/** What fills are known by inside a book: kept by side and exchange, so that no text is made for each. */
interface Known<T> {
  of(fill: FillName): Map<string, T>;
}

function createKnown<T>(): Known<T> {
  const groups = new Map<string, Map<string, T>>();
  return {
    of: ({ side, exchange, account, symbol }) => {
      const name = [side, exchange, account, symbol].join('\u0000');
      const group = groups.get(name) ?? new Map<string, T>();
      groups.set(name, group);
      return group;
    },
  };
}

interface HeldBook extends ReportBook {
  readonly firstLine: number;
  readonly lines: Known<number>;
  /** Times that are written otherwise than `formatInstant` does. */
  readonly times: Known<string>;
}

/** No books yet; `method`: which lots each of them closes first. */
export function createFillBooks({ method, pool }: FillBooksOptions): FillBooks {
  const held = new Map<string, HeldBook>();

  const add = (line: number, { fill, time }: ReportFill): LineError | null => {
    const isPooled = pool !== null && fill.market === 'spot' && fill.base !== pool;
    const label = isPooled ? fill.base : fill.account === '' ? fill.symbol : `${fill.account}|${fill.symbol}`;
    const name = isPooled ? `pool ${label}` : `book ${label}`;
    const known = held.get(name);
    if (known && !isPooled && known.book.key.account !== fill.account)
      return { field: 'account', problem: `with its symbol reads like those of line ${known.firstLine}` };
    const own = known ?? newBook(label, (by) => emptyBook(fill, by, isPooled ? pool : null), method, line);
    const { added, rejected } = own.book.add([fill]);
    if (rejected[0]) return faultOf(rejected[0], own, fill);
    if (added === 1) own.lines.of(fill).set(fill.id, line);
    noteTime(own, fill, time, added === 1);
    held.set(name, own);
    return null;
  };

  return { add, books: () => [...held.values()].sort((a, b) => (a.label < b.label ? -1 : 1)) };
}

/** The book that a fill goes into where it is the first one; `pool`: the currency of the pool that it belongs to. */
function emptyBook(
  { account, symbol, base, quote, market }: Fill,
  method: LotMethod,
  pool: string | null,
): ReportedBook {
  if (pool !== null) return createPooledBook({ base, quote: pool, method });
  return createBook({ account, symbol, base, quote, market, method });
}

const pageFills = 5000;

function newBook(
  label: string,
  bookOf: (method: LotMethod) => ReportedBook,
  method: LotMethod,
  firstLine: number,
): HeldBook {
  const times = createKnown<string>();
  const book = bookOf(method);
  const bookBy: ReportBook['bookBy'] = (by, onFills = () => {}) => {
    const other = bookOf(by);
    for (let from = 0; from < book.fillCount(); from += pageFills) {
      onFills(other, from);
      other.add(book.fills(from, pageFills));
    }
    return other;
  };
  const timeOf = (name: FillName) => times.of(name).get(name.id) ?? formatInstant(name.executedAtUs);
  return { label, book, bookBy, timeOf, firstLine, lines: createKnown(), times };
}

/** The ledger's names and reasons in the words of the file. */
function faultOf({ field, reason }: PoolRefusal, own: HeldBook, fill: PooledFill): LineError {
  const { book, firstLine } = own;
  if (reason === 'content-differs') {
    const held = book.find(fill);
    const problem = `differs from the same fill in line ${own.lines.of(fill).get(fill.id)}`;
    return { field: held ? differingField(fill, held) : 'id', problem };
  }
  if (reason === 'other-book') return { field, problem: `not that of line ${firstLine}, which has the same symbol` };
  if (reason === 'fee-takes-all') return { field: 'fee', problem: 'in the base coin, leaves nothing of the fill' };
  if (field === 'executedAtUs') return { field: 'time', problem: 'not between the years 1684 and 2255' };
  return { field: field.replace(/^quantity/, 'amount').replace(/^fees/, 'fee'), problem: reason.replaceAll('-', ' ') };
}

/** The first field, in the words of the file, in which two fills of one identity differ. */
function differingField(a: PooledFill, b: PooledFill): string {
  if (a.executedAtUs !== b.executedAtUs) return 'time';
  if (a.quantity !== b.quantity) return 'amount';
  if (a.price !== b.price) return 'price';
  if (b.quoteRate !== undefined && a.quoteRate !== b.quoteRate) return 'quoteRate';
  if (a.orderId !== b.orderId) return 'orderId';
  return a.liquidity === b.liquidity ? 'fee' : 'liquidity';
}

/** Of two texts for one instant of one fill the first by code unit stays, so that the order of lines leaves no trace. */
function noteTime({ times, timeOf }: HeldBook, fill: Fill, time: string, isNew: boolean): void {
  const held = timeOf(fill);
  if (isNew ? time !== held : time < held) times.of(fill).set(fill.id, time);
}
