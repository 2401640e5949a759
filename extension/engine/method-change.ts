/**
 * Brings the books to the method that is chosen, in steps, one account after the other.
 *
 * Each book computes the new method beside the one in use. When all books of an account are even with their fills they take it
 * up at one instant, and until then every figure keeps the former method and its name: no account is ever shown by two. One whose
 * computing throws keeps it too, and is said to have failed until it is followed again.
 */
import type { LotMethod } from '../../shared/ledger/lot-order';
import type { MethodProgress, MethodsView } from './api/method';
import type { Books } from './books';
import { createBreath } from './breath';
import { coalesced } from './events';

export interface MethodChange {
  /**
   * Begins, or goes on, to bring every account to its choice, those that failed before too; resolves when all have theirs or have
   * failed, or the session has ended. Never rejects.
   */
  follow(): Promise<void>;
  /** Null while nothing is being computed. */
  progress(): MethodProgress | null;
  failed(): MethodsView['failed'];
}

interface MethodChangeParts {
  readonly books: Pick<Books, 'loaded' | 'of' | 'methodOf' | 'takeMethod'>;
  readonly accountIds: () => readonly string[];
  /** The choice as it is when asked: it may change while it is followed. */
  readonly wantedMethod: (accountId: string) => LotMethod;
  readonly now: () => number;
  /** Lets other calls through, between two steps. */
  readonly rest: () => Promise<void>;
  /** Null: it has ended. */
  readonly onProgress: (progress: MethodProgress | null) => void;
  /** The figures of an account are by its choice now. */
  readonly onTaken: () => void;
  readonly signal: AbortSignal;
}

/** Fills computed between two yields to other calls: some milliseconds' worth. */
const step = 2_000;
/** Progress is said at most so often. */
const sayingMs = 200;

/** Creates what follows the choice; nothing happens before `follow`. */
export function createMethodChange(parts: MethodChangeParts): MethodChange {
  const { books, accountIds, wantedMethod, now, rest, onProgress, onTaken, signal } = parts;
  let following: Promise<void> | null = null;
  let current: MethodProgress | null = null;
  const createSaying = () => coalesced(() => onProgress(current), sayingMs);
  let saying = createSaying();
  /** The names of defects, by account. */
  const failed = new Map<string, string>();

  const isBehind = (accountId: string): boolean =>
    !failed.has(accountId) && books.methodOf(accountId) !== wantedMethod(accountId);
  const behind = (): readonly string[] => accountIds().filter(isBehind);
  const isWanted = (accountId: string, method: LotMethod): boolean =>
    !signal.aborted && accountIds().includes(accountId) && wantedMethod(accountId) === method;

  function say(progress: MethodProgress): void {
    current = progress;
    saying.say();
  }

  const fillsOf = (accountId: string): number =>
    books.of(accountId).reduce((sum, { book }) => sum + book.fillCount(), 0);

  /** Computes all books of an account; false where something else is wanted meanwhile. `before`: fills done already. */
  async function prepared(accountId: string, method: LotMethod, before: number): Promise<boolean> {
    const breath = createBreath(now);
    const total = before + behind().reduce((sum, id) => sum + fillsOf(id), 0);
    for (;;) {
      let done = before;
      for (const { book } of books.of(accountId)) {
        say({ done, total });
        for (let computed = step; !book.prepare(method, step); computed += step) {
          say({ done: Math.min(done + computed, done + book.fillCount(), total), total });
          await rest();
          if (!isWanted(accountId, method)) return false;
        }
        done = Math.min(done + book.fillCount(), total); // some may have come meanwhile
        if (breath.isDue()) await breath.take();
        if (!isWanted(accountId, method)) return false;
      }
      // Fills that came meanwhile have put some of them behind again; where none is, nothing waits from here to the taking up.
      if (books.of(accountId).every(({ book }) => book.prepare(method, 0))) return true;
    }
  }

  function drop(accountId: string): void {
    for (const { book } of books.of(accountId)) book.prepare(book.method, 0);
  }

  /** Brings one account to its choice; false where that changed meanwhile. */
  async function bring(accountId: string, before: number): Promise<boolean> {
    const method = wantedMethod(accountId);
    if (!(await prepared(accountId, method, before))) {
      drop(accountId);
      return false;
    }
    books.takeMethod(accountId, method);
    onTaken();
    return true;
  }

  /** Only the name: a message might quote what must not be shown. */
  function fail(accountId: string, error: unknown): void {
    failed.set(accountId, error instanceof Error ? error.name : typeof error);
    try {
      drop(accountId);
    } catch {
      // what was prepared is dropped by the next choice, and is in no figure
    }
  }

  async function run(): Promise<void> {
    let done = 0;
    for (let [next] = behind(); next !== undefined && !signal.aborted; [next] = behind()) {
      const accountId = next;
      try {
        if (await bring(accountId, done)) done += fillsOf(accountId);
      } catch (error) {
        fail(accountId, error);
      }
    }
  }

  function end(): void {
    following = null;
    current = null;
    saying.cancel();
    saying = createSaying();
    if (!signal.aborted) onProgress(null);
  }

  /** Ends in the step that finds every account at its choice, so that none is made between the two. */
  async function untilEven(): Promise<void> {
    try {
      await books.loaded;
      await run();
    } catch (error) {
      for (const accountId of behind()) fail(accountId, error);
    } finally {
      end();
    }
  }

  async function follow(): Promise<void> {
    failed.clear();
    following ??= untilEven();
    await following;
  }

  return {
    follow,
    progress: () => current,
    failed: () => [...failed].map(([accountId, code]) => ({ accountId, code })),
  };
}
