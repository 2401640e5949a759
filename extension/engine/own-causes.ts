/** Causes that lie on this side: they are the same one whichever account or exchange they show at. */
import type { Failure, Reason } from '../../shared/reasons';

export const ownCauses: ReadonlySet<Reason> = new Set<Reason>([
  'network-failed',
  'clock-skew',
  'relay-unreachable',
  'relay-refused',
  'storage-full',
  'storage-failed',
]);

/** What the relay refuses by what one key can do, or of one exchange. */
const ofOneAccount: ReadonlySet<string> = new Set(['key-can-do-more', 'rights-not-confirmed', 'not-relayed']);

/** Whether a failure of several accounts is one and the same. */
export const isOwnCause = ({ reason, code = '' }: Failure): boolean => ownCauses.has(reason) && !ofOneAccount.has(code);
