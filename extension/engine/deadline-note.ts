/**
 * Keeps the earliest look-back deadline where it can be read while the vault is locked, so that the background warns in time.
 */
import type { UnixMs } from '../../shared/result';
import { type Host, lookBackDeadlineKey } from './host';

/** Writes what it is given where it differs from what was written last; null removes it. A write that fails is made up by the next. */
type DeadlineNote = (deadline: UnixMs | null) => Promise<void>;

/** Creates the note of one engine. */
export function createDeadlineNote(host: Pick<Host, 'writeLocal' | 'removeLocal'>): DeadlineNote {
  let written: UnixMs | null | undefined;
  return async (deadline) => {
    if (deadline === written) return;
    written = deadline;
    try {
      if (deadline === null) await host.removeLocal(lookBackDeadlineKey);
      else await host.writeLocal(lookBackDeadlineKey, String(deadline));
    } catch {
      written = undefined; // no page could answer: the next change writes it
    }
  };
}
