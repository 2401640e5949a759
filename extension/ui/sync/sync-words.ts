/** A failure of sync in words, with the server in the place of the exchange. */
import { type Failure, reasonSentence, reasons } from '../../../shared/reasons';
import type { PairingState } from '../../engine/api/sync';
import { timeText } from '../components/time-format';
import { text } from '../text';

/** One sentence. */
export function syncSentence(failure: Failure): string {
  const sentence = reasonSentence(failure, text.sync.theServer, timeText);
  return sentence.charAt(0).toUpperCase() + sentence.slice(1);
}

/** Two to five words. */
export const syncTitle = (failure: Failure): string => reasons[failure.reason].title;

type PairingFailure = Extract<PairingState, { state: 'failed' }>['failure'];
type PairingEnd = Exclude<PairingFailure, Failure>;

const ends: ReadonlySet<string> = new Set<PairingEnd['reason']>(['pairing-expired', 'pairing-taken', 'code-invalid']);
const isEnd = (failure: PairingFailure): failure is PairingEnd => ends.has(failure.reason);

/** Why a pairing failed, in the words of the side that reads it. */
export function pairingSentence(
  failure: PairingFailure,
  says: { readonly expiredWhat: string; readonly invalidWhat: string },
): string {
  if (!isEnd(failure)) return syncSentence(failure);
  if (failure.reason === 'pairing-taken') return text.sync.join.takenWhat;
  return failure.reason === 'pairing-expired' ? says.expiredWhat : says.invalidWhat;
}
