/**
 * What is shown of Overview where no page is: the popup's summary and the toolbar button, written anew after each change, and when a
 * page comes on another UTC day than they are of: what was made today would be another day's.
 *
 * A write that the browser refuses is noted among the session's failures, so that Overview says that both may be out of date,
 * and the first one that it takes again ends that. Noting it begins no further write: the next change does, or the next page.
 */
import type { Failure } from '../../shared/reasons';
import type { UnixMs } from '../../shared/result';
import { utcDayOf } from '../../shared/utc-day';
import type { Overview } from './api/overview';
import { summaryOf } from './api/popup-summary';
import { badgeOf } from './badge';
import type { Host } from './host';
import type { Session } from './session';

/** How long changes are gathered before the summary is written. */
const delayMs = 150;

const notShown: Failure = { reason: 'storage-failed', code: 'popup-summary' };

interface SummaryParts {
  readonly now: () => UnixMs;
  readonly hosts: Pick<Host, 'writeSummary' | 'setBadge'>;
  /** The open session; null while the vault is locked: nothing is written then. */
  readonly session: () => Session | null;
  /** The same that pages are given, so that the popup counts the same issues before the engine answers and after. */
  readonly overview: (session: Session) => Promise<Overview>;
}

export interface SummaryWriter {
  /** Something has changed: what is shown is written once no further change has come for a moment. */
  schedule(): void;
  /** Writes at once; resolves when that has ended, well or noted. */
  write(): Promise<void>;
  /** A page has come: what the browser refused before, or what is of another UTC day by now, is written anew. */
  renew(): void;
  /** Nothing that was scheduled is written any more; resolves when what is under way has ended. */
  stop(): Promise<void>;
}

/** Creates the writer of one engine. */
export function createSummaryWriter({ now, hosts, session, overview }: SummaryParts): SummaryWriter {
  let timer: ReturnType<typeof setTimeout> | undefined;
  let last: Promise<void> = Promise.resolve();
  /** The session whose last write failed. */
  let failedOf: Session | null = null;
  /** Of when the last summary is that was taken; null before the first: opening a session asks for that. */
  let shownAt: UnixMs | null = null;
  let noting = false;

  async function show(at: Session): Promise<void> {
    await at.books.loaded;
    const shown = await overview(at);
    if (session() !== at) return; // locked meanwhile: nothing may be written after the wipe
    await hosts.writeSummary(summaryOf(shown));
    if (session() !== at) return;
    await hosts.setBadge(badgeOf(shown, at.settings().badge, at.accounts.failures.length));
    shownAt = shown.at;
  }

  /** Who hears of a noted failure asks for a summary, which would fail and be noted as well. */
  function note(at: Session): void {
    noting = true;
    at.noteFailure(notShown);
    noting = false;
    failedOf = at;
  }

  async function showNow(): Promise<void> {
    const at = session();
    if (!at) return;
    const shown = await show(at).then(
      () => true,
      () => false,
    );
    if (session() !== at) return;
    if (!shown) note(at);
    else if (failedOf === at) {
      failedOf = null;
      at.endFailure(notShown); // what was written still counts it: who hears of its end asks for another
    }
  }

  function schedule(): void {
    if (noting) return;
    clearTimeout(timer);
    timer = setTimeout(() => void write(), delayMs);
  }

  function write(): Promise<void> {
    clearTimeout(timer);
    last = last.then(showNow);
    return last;
  }

  return {
    schedule,
    write,
    renew: () => {
      if (failedOf || (shownAt !== null && utcDayOf(shownAt) !== utcDayOf(now()))) schedule();
    },
    stop: () => {
      clearTimeout(timer);
      return last;
    },
  };
}
