/** What the engine does by itself when something changed: deadlines are noted, the summary is written, an import's end is judged. */
import type { EngineDeps } from './context';
import type { Events } from './events';
import type { Health } from './health';
import { earliestDeadline } from './overview';
import type { Session } from './session';
import type { Work } from './work';

interface OwnEventsParts {
  readonly deps: Pick<EngineDeps, 'now'>;
  readonly events: Events;
  readonly work: Work;
  readonly health: Health;
  /** Null while the vault is locked. */
  readonly session: () => Session | null;
  readonly noteDeadline: (at: ReturnType<typeof earliestDeadline>) => Promise<void>;
  readonly scheduleSummary: () => void;
}

/** Follows the engine's events from now on, for as long as it lives. */
export function followOwnEvents({ deps, events, work, health, session, ...parts }: OwnEventsParts): void {
  events.onAny((event) => {
    const at = session();
    const moved = event.topic === 'accounts' || (event.topic === 'import' && event.progress.state !== 'running');
    if (moved && at) void parts.noteDeadline(earliestDeadline(at, deps.now()));
    const ended = event.topic === 'import' && event.progress.state !== 'running' && event.progress.state !== 'waiting';
    if (ended && at) {
      void at.feeRates.run();
      void work.during(() => health.imported(at, event.progress));
    }
    if (event.topic !== 'vault' && event.topic !== 'doctor' && event.topic !== 'method') parts.scheduleSummary();
  });
}
