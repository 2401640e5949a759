/** What a session keeps of its answers: the lists that pages ask first, by what they are made of, and when they hold. */
import { version } from '../../package.json';
import type { Failure } from '../../shared/reasons';
import type { UnixMs } from '../../shared/result';
import { historyMark, segmentCount } from '../store/history-mark';
import type { Database, Store } from '../store/store';
import type { Books } from './books';
import type { Events } from './events';
import { type KeptAnswers, loadKeptAnswers } from './kept-answers';
import type { Trades } from './trades';

interface SessionAnswersParts {
  readonly database: Database;
  readonly store: Store;
  readonly books: Books;
  readonly trades: Trades;
  readonly events: Events;
  readonly now: () => UnixMs;
  /** Whether a run is writing history: what is stored and what the books hold may differ for a moment. */
  readonly isWriting: () => boolean;
  readonly onFailure: (failure: Failure) => void;
}

/** The overview is the engine's, which defines it once the session is open. */
export async function loadSessionAnswers(parts: SessionAnswersParts): Promise<KeptAnswers> {
  const { database, store, books, trades, events, now, isWriting, onFailure } = parts;
  const segments = await segmentCount(database);
  return loadKeptAnswers({
    sources: {
      trades: async (query) => {
        if (query.state === 'closed') await trades.prepare('trips', query);
        return trades.trips(query);
      },
      closings: async (query) => {
        await trades.prepare('closings', query);
        return trades.closings(query);
      },
      openLots: trades.openLots,
    },
    store,
    mark: () => historyMark(database),
    loaded: books.loaded,
    segmentCount: segments.ok ? segments.value : 0, // what cannot be counted says so where it is read
    now,
    version,
    isWriting,
    onLoaded: () => {
      for (const topic of ['fills', 'balances'] as const) events.emit({ topic });
    },
    onFailure,
  });
}
