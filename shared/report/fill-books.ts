/**
 * The books that the lines of a file make: one per account and symbol.
 *
 * The same fill twice counts once. The same identity (exchange, account, symbol, id, side) with other content is refused, as is
 * a fill whose market, base or quote is not that of its book, and a fee that leaves nothing of its fill. The order of lines
 * makes no difference to what the books hold.
 */
import { type Book, type BookOptions, createBook } from '../ledger/book';
import type { Fill } from '../ledger/fill';
import type { FillRefusal } from '../ledger/leg';
import type { LotMethod } from '../ledger/lot-order';
import type { LineError, ReportFill } from './fill-line';
import { formatInstant } from './instant';

type FillName = Pick<Fill, 'exchange' | 'id' | 'side' | 'executedAtUs'>;

/** A book as a report shows it: `label` is `account|SYMBOL`, or the symbol alone; `timeOf` gives a fill's time as it was written. */
export interface ReportBook {
  readonly label: string;
  readonly book: Book;
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
    of: ({ side, exchange }) => {
      const name = `${side} ${exchange}`;
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
export function createFillBooks(method: LotMethod): FillBooks {
  const held = new Map<string, HeldBook>();

  const add = (line: number, { fill, time }: ReportFill): LineError | null => {
    const label = fill.account === '' ? fill.symbol : `${fill.account}|${fill.symbol}`;
    const known = held.get(label);
    if (known && known.book.key.account !== fill.account)
      return { field: 'account', problem: `with its symbol reads like those of line ${known.firstLine}` };
    const own = known ?? newBook(label, fill, method, line);
    const { added, rejected } = own.book.add([fill]);
    if (rejected[0]) return faultOf(rejected[0], own, fill);
    if (added === 1) own.lines.of(fill).set(fill.id, line);
    noteTime(own, fill, time, added === 1);
    held.set(label, own);
    return null;
  };

  return { add, books: () => [...held.values()].sort((a, b) => (a.label < b.label ? -1 : 1)) };
}

function newBook(label: string, fill: Fill, method: LotMethod, firstLine: number): HeldBook {
  const { account, symbol, base, quote, market } = fill;
  const options: BookOptions = { account, symbol, base, quote, market, method };
  const times = createKnown<string>();
  const timeOf = (name: FillName) => times.of(name).get(name.id) ?? formatInstant(name.executedAtUs);
  return { label, book: createBook(options), timeOf, firstLine, lines: createKnown(), times };
}

/** The ledger's names and reasons in the words of the file. */
function faultOf({ field, reason }: FillRefusal, own: HeldBook, fill: Fill): LineError {
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
function differingField(a: Fill, b: Fill): string {
  if (a.executedAtUs !== b.executedAtUs) return 'time';
  if (a.quantity !== b.quantity) return 'amount';
  if (a.price !== b.price) return 'price';
  if (a.orderId !== b.orderId) return 'orderId';
  return a.liquidity === b.liquidity ? 'fee' : 'liquidity';
}

/** Of two texts for one instant of one fill the first by code unit stays, so that the order of lines leaves no trace. */
function noteTime({ times, timeOf }: HeldBook, fill: Fill, time: string, isNew: boolean): void {
  const held = timeOf(fill);
  if (isNew ? time !== held : time < held) times.of(fill).set(fill.id, time);
}
