/**
 * A book of the ledger that old fills may reach page by page, newest first, without replaying its whole history for each page.
 *
 * A fill near the end of a book costs little; one far before it takes back everything after it. Such fills are held back, and
 * brought into the book now and then, a few thousand fills at a time.
 */
import { type Book, type BookOptions, createBook } from '../../shared/ledger/book';
import type { Fill } from '../../shared/ledger/fill';
import { type E18, zero18 } from '../../shared/money/decimal';
import { type Breath, createBreath } from './breath';

type FillKey = Parameters<Book['find']>[0];

/** A book that fills are held back from, as far as that concerns it. */
interface Target<F extends Fill, R> extends Pick<Book, 'fillCount' | 'settle' | 'setDust'> {
  fills(from: number, count: number): readonly F[];
  find(fill: F): F | undefined;
  add(fills: readonly F[]): { readonly rejected: readonly R[] };
}

/** `R`: what is told of a fill that the book refused. */
interface HeldFills<F extends Fill, R> {
  /** Files fills; those that reach far back are held. Gives what the book refused. */
  add(fills: readonly F[]): readonly R[];
  /** The fill known under this identity, held back or not. */
  find(fill: F): F | undefined;
  /** Fills known, held ones included. */
  count(): number;
  /** The fills that are held. */
  held(): readonly F[];
  /** Whether fills are held that have waited long enough: several times as long as renewing the book took last. */
  isDue(): boolean;
  /** Brings what is held, and the dust value that was set, into the figures. Gives what the book refused. */
  renew(): Promise<readonly R[]>;
  /** Units of base that a round trip may leave, ≥ 0, from the next renewal on; an empty book has it at once. */
  setDust(dust: E18): void;
  /** The dust value of the figures as they are. */
  dust(): E18;
}

type Rejected = ReturnType<Book['add']>['rejected'][number];

export interface HeldBook extends HeldFills<Fill, Rejected> {
  /** As of the last renewal: what is held back is not in its figures. */
  book(): Book;
  /** Files a stored fill while the book is filled from the store; gives why the book refused it, or null. */
  load: Book['addParsed'];
}

/** How far back from the end a fill is late by little: replaying so many fills is not felt. */
const nearFills = 2_000;
/** Fills brought into the figures between two looks at the clock. */
const step = 2_000;
/** Fills wait at least so long, and so many times what the last renewal cost, so that renewing takes a small share of an import. */
const waits = { leastMs: 3_000, costs: 10 } as const;

const keyText = ({ exchange, id, side }: FillKey): string => `${side} ${id} ${exchange}`;

/** Settles a book in steps: long computing lets other calls through now and then. */
export async function settleInSteps(book: Pick<Book, 'settle'>, breath: Breath): Promise<void> {
  while (!book.settle(step)) if (breath.isDue()) await breath.take();
}

/** An empty book of one account and symbol. `now` in milliseconds. */
export function createHeldBook(options: BookOptions, now: () => number): HeldBook {
  const book = createBook(options);
  return { ...holdFills(book, keyText, options.dust ?? zero18, now), book: () => book, load: book.addParsed };
}

/** Nothing held yet. `keyOf`: what tells fills of the book apart; `firstDust`: the dust value that the book has. */
export function holdFills<F extends Fill, R>(
  book: Target<F, R>,
  keyOf: (fill: F) => string,
  firstDust: E18,
  now: () => number,
): HeldFills<F, R> {
  let builtDust = firstDust;
  let dust = builtDust;
  let held: F[] = [];
  let heldByKey = new Map<string, F>();
  /** How many of the held fills are no corrections of others. */
  let news = 0;
  let dueAt = 0;
  let costMs = 0;
  let renewing = false;

  /** Whether all of `fills` belong near the book's end, so that they may go straight in. */
  function isNear(fills: readonly F[]): boolean {
    const count = book.fillCount();
    if (count <= nearFills) return true;
    const edgeUs = book.fills(count - nearFills, 1)[0]?.executedAtUs ?? 0;
    return fills.every(({ executedAtUs }) => executedAtUs >= edgeUs);
  }

  const find = (fill: F): F | undefined => heldByKey.get(keyOf(fill)) ?? book.find(fill);

  function hold(fills: readonly F[]): void {
    if (held.length === 0) dueAt = now() + Math.max(waits.leastMs, waits.costs * costMs);
    held.push(...fills);
    for (const fill of fills) {
      if (!find(fill)) news += 1;
      heldByKey.set(keyOf(fill), fill);
    }
  }

  async function renew(): Promise<readonly R[]> {
    if ((held.length === 0 && builtDust === dust) || renewing) return [];
    renewing = true;
    const startedAt = now();
    const late = held;
    [held, heldByKey, news] = [[], new Map(), 0];
    if (builtDust !== dust) book.setDust(dust);
    builtDust = dust;
    const { rejected } = book.add(late);
    await settleInSteps(book, createBreath(now));
    costMs = now() - startedAt;
    renewing = false;
    if (held.length > 0) dueAt = now() + Math.max(waits.leastMs, waits.costs * costMs); // these came meanwhile
    return builtDust === dust ? rejected : [...rejected, ...(await renew())]; // it was set anew meanwhile
  }

  return {
    find,
    add: (fills) => {
      if (held.length === 0 && !renewing && isNear(fills)) return book.add(fills).rejected;
      hold(fills);
      return [];
    },
    held: () => held,
    count: () => book.fillCount() + news,
    isDue: () => held.length > 0 && now() >= dueAt,
    renew,
    setDust: (next) => {
      dust = next;
      if (book.fillCount() > 0 || renewing || builtDust === next) return;
      book.setDust(next);
      builtDust = next;
    },
    dust: () => builtDust,
  };
}
