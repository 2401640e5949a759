/**
 * Which keys may go through a relay: those that can only read.
 *
 * Who runs the server sees each signed request, and some exchanges sign neither method nor path: with a key that can trade, a read
 * could be made into an order. So the first request goes only after the rights are known, or the trader has said what they are.
 */
import type { Failure } from '../../shared/reasons';
import type { KeyRights } from '../exchanges/client';
import { powersOf } from './diagnosis';

/** `rights`: as the exchange told them, null where it was not asked yet; `confirmed`: the trader said that the key can only read. */
export function relayRefusal(rights: KeyRights | null, confirmed: boolean): Failure | null {
  if (rights?.readable === true)
    return powersOf(rights).length === 0 ? null : { reason: 'relay-refused', code: 'key-can-do-more' };
  return confirmed ? null : { reason: 'relay-refused', code: 'rights-not-confirmed' };
}
