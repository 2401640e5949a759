/**
 * Answers for the seconds in which a long history is read: Overview and the first pages of trades as they were computed last, sealed
 * in `local`, given as long as nothing that they rest on has been written since.
 *
 * They are kept a moment after they were asked for and at the end of each round of refreshes, when no run writes. What is kept is
 * computed anew then, between two looks at the mark of the history, so that it is of the state that the mark tells. A kept answer
 * says when its values were read, as any answer does; pages ask again once the books are loaded. On another day lists begin without,
 * and of Overview what was made in all holds alone: "today" would be another one's. What needs no fill is in Overview at once, whatever is kept.
 */
import { z } from 'zod';
import type { Failure } from '../../shared/reasons';
import type { Result, UnixMs } from '../../shared/result';
import { utcDayOf } from '../../shared/utc-day';
import type { Store } from '../store/store';
import type { Overview } from './api/overview';
import type { ClosingsPage, ClosingsQuery, OpenLotsPage, OpenLotsQuery, TradesPage, TradesQuery } from './api/trades';

/** What can be asked, by name; queries and answers are JSON. */
interface Asks {
  readonly overview: { readonly query: null; readonly answer: Overview };
  readonly trades: { readonly query: TradesQuery; readonly answer: TradesPage };
  readonly closings: { readonly query: ClosingsQuery; readonly answer: ClosingsPage };
  readonly openLots: { readonly query: OpenLotsQuery; readonly answer: OpenLotsPage };
}

type Name = keyof Asks;

/** How each answer is computed once the books are loaded. */
type AnswerSources = {
  readonly [K in Name]: (query: Asks[K]['query']) => Asks[K]['answer'] | Promise<Asks[K]['answer']>;
};

interface OverviewSource {
  /** Once the books are loaded. */
  readonly whole: () => Promise<Overview>;
  /**
   * Before that; `kept` is of the same history and of another day, null where there is none. Null in place of it: pages have
   * the figures of a session before this one, and keep them until they can be told better ones.
   */
  readonly early: ((kept: Overview | null) => Promise<Overview>) | null;
}

export interface KeptAnswers {
  /** How Overview is computed, once the engine is there that knows of refreshes; to be told before anyone asks. */
  define(overview: OverviewSource): void;
  /** The answer once the books are loaded; before that what was kept of the same query, where it still holds, and what is known of Overview. */
  answer<K extends Name>(name: K, query: Asks[K]['query']): Promise<Asks[K]['answer']>;
  /**
   * Resolves when the books are to be loaded, which takes the thread: of a long history when the first answer has gone out, or when
   * none was asked for in a moment.
   */
  readonly headStart: Promise<void>;
  /** Keeps what was asked for lately, unless a run is writing; resolves when that has ended. */
  keep(): Promise<void>;
  /** Nothing is kept any more. */
  close(): void;
}

interface KeptParts {
  readonly sources: Omit<AnswerSources, 'overview'>;
  readonly store: Pick<Store, 'readLocal' | 'write'>;
  readonly mark: () => Promise<Result<string, Failure>>;
  readonly loaded: Promise<void>;
  /** How many segments the books are read from. */
  readonly segmentCount: number;
  readonly now: () => UnixMs;
  /** Changes with every version of the program: the shape of an answer is no format of its own. */
  readonly version: string;
  /** Whether a run is writing history: what is stored and what the books hold may differ for a moment. */
  readonly isWriting: () => boolean;
  /** Pages that were given a kept answer ask again. */
  readonly onLoaded: () => void;
  /** Hears of what nobody waits for. */
  readonly onFailure: (failure: Failure) => void;
}

const localKey = 'kept-answers';
const keepAfterMs = 3_000;
/** A history that is read within so little is waited for: figures that come whole do not change under the eye. */
const patienceMs = 100;
/** More segments than this are not read within that: nothing is waited for, and what a page asks first goes first. */
const mostInPatience = 50;
/** A page that opens the engine has asked by then. */
const headStartMs = 250;
/** The screens that a trader opens first, each in the form that was asked for last. */
const mostAnswers = 6;
/** Only the beginning of a list is opened first. */
const isFirst = (query: unknown): boolean =>
  typeof query !== 'object' || query === null || !('offset' in query) || query.offset === 0;

const names = ['overview', 'trades', 'closings', 'openLots'] as const satisfies readonly Name[];
const keptSchema = z.object({
  version: z.string(),
  day: z.string(),
  mark: z.string(),
  answers: z.array(z.object({ name: z.enum(names), query: z.unknown(), value: z.unknown() })),
});

type Kept = z.infer<typeof keptSchema>;

/** A query that is asked, by its text. */
interface Asked {
  readonly name: Name;
  readonly query: unknown;
}

const keyOf = ({ name, query }: Asked): string => JSON.stringify([name, query]);

/** Reads what was kept. A record that does not open is one to be made anew, and one that the history has outrun tells what to keep. */
export async function loadKeptAnswers(parts: KeptParts): Promise<KeptAnswers> {
  const { store, mark, loaded, now, version, isWriting } = parts;
  const stored = await readKept(parts);
  const asked = new Map<string, Asked>((stored?.answers ?? []).map((each) => [keyOf(each), each]));
  const kept = new Map(stored && (await holds(parts, stored)) ? stored.answers.map((each) => [keyOf(each), each]) : []);
  const sources: Partial<{ -readonly [K in Name]: AnswerSources[K] }> = { ...parts.sources };
  let earlyOverview: OverviewSource['early'] = null;
  const isLong = parts.segmentCount > mostInPatience;
  const patience = isLong ? undefined : new Promise((resolve) => setTimeout(resolve, patienceMs));
  let startLoading = (): void => undefined;
  const headStart = new Promise<void>((resolve) => {
    startLoading = resolve;
  });
  setTimeout(startLoading, isLong ? headStartMs : 0);
  let isLoaded = false;
  let gaveKept = false;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let closed = false;

  void loaded.then(() => {
    isLoaded = true;
    kept.clear();
    if (gaveKept && !closed) setTimeout(parts.onLoaded); // behind the answers that are on their way
    schedule();
  });

  /** Names and queries are matched where they are asked; a stored one is of the same version of this program. */
  const compute = async ({ name, query }: Asked): Promise<unknown> => {
    const source = sources[name];
    if (!source) throw new Error(`nobody said how ${name} is computed`);
    return source(query as never);
  };

  /** Who keeps waits for no answer: what throws is told, and neither the round of refreshes nor the timer breaks by it. */
  const keep = (): Promise<void> =>
    keepAll().catch(() => {
      if (!closed) parts.onFailure({ reason: 'storage-failed', code: localKey });
    });

  async function keepAll(): Promise<void> {
    clearTimeout(timer);
    await loaded;
    if (closed || isWriting() || !sources.overview || asked.size === 0) return;
    const before = await mark();
    const answers: unknown[] = [];
    for (const each of asked.values()) answers.push({ ...each, value: await compute(each) });
    const after = await mark();
    if (closed || isWriting() || !before.ok || !after.ok || before.value !== after.value) return;
    const value = { version, day: utcDayOf(now()), mark: after.value, answers };
    const written = await store.write({ putLocal: [{ key: localKey, value }] });
    if (!written.ok && !closed) parts.onFailure(written.error);
  }

  function schedule(): void {
    clearTimeout(timer);
    if (!closed) timer = setTimeout(() => void keep(), keepAfterMs);
  }

  function remember(each: Asked): void {
    if (!isFirst(each.query)) return;
    asked.delete(keyOf(each));
    asked.set(keyOf(each), each);
    const [oldest] = asked.keys();
    if (asked.size > mostAnswers && oldest !== undefined) asked.delete(oldest);
    if (isLoaded) schedule();
  }

  /** What is known of Overview before the books are loaded; null where that is waited for. */
  async function early(kept: Overview | null): Promise<Overview | null> {
    await Promise.race([loaded, patience]);
    if (isLoaded || !earlyOverview) return null;
    gaveKept = true;
    const overview = await earlyOverview(kept);
    return isLoaded ? null : overview;
  }

  /** What there is to say before the books are loaded; null where that is waited for. */
  async function answerEarly(each: Asked): Promise<unknown> {
    const known = kept.get(keyOf(each));
    if (known && stored?.day === utcDayOf(now())) {
      gaveKept = true;
      return known.value;
    }
    return each.name === 'overview' ? early((known?.value as Overview | undefined) ?? null) : null; // as it was kept
  }

  return {
    define: ({ whole, early }) => {
      sources.overview = whole;
      earlyOverview = early;
    },
    async answer<K extends Name>(name: K, query: Asks[K]['query']) {
      const each = { name, query };
      remember(each);
      const begun = await answerEarly(each);
      setTimeout(startLoading); // behind the answer, if there is one
      if (begun) return begun as Asks[K]['answer']; // this version of this program computed it of the same query
      await loaded;
      return (await compute(each)) as Asks[K]['answer']; // of the source of this name
    },
    headStart,
    keep,
    close: () => {
      closed = true;
      clearTimeout(timer);
    },
  };
}

async function readKept({ store, version }: KeptParts): Promise<Kept | null> {
  const stored = await store.readLocal(localKey, keptSchema);
  return stored.ok && stored.value?.version === version ? stored.value : null;
}

async function holds({ mark }: KeptParts, kept: Kept): Promise<boolean> {
  const today = await mark();
  return today.ok && today.value === kept.mark;
}
