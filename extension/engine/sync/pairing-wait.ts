/** Waits for what the other device leaves: asked for every two seconds until it is there, or the pairing's ten minutes are over. */
import type { Failure } from '../../../shared/reasons';
import { err, ok, type Result, type UnixMs } from '../../../shared/result';
import type { Answered } from './server-refusal';

const askEveryMs = 2_000;

export interface Waiting {
  readonly now: () => UnixMs;
  readonly sleep: (ms: number, signal: AbortSignal) => Promise<void>;
  readonly expiresAt: UnixMs;
  readonly signal: AbortSignal;
}

/** `pairing-expired` where the server knows no such pairing any more; a server that is away is asked again until then. */
export async function awaitMessage(
  { now, sleep, expiresAt, signal }: Waiting,
  ask: () => Answered<Uint8Array<ArrayBuffer>>,
): Promise<Result<Uint8Array<ArrayBuffer>, Failure | { readonly reason: 'pairing-expired' }>> {
  while (!signal.aborted && now() < expiresAt) {
    const message = await ask();
    if (message.ok) return ok(message.value);
    const { refusal, failure } = message.error;
    if (refusal?.reason === 'pairing-unknown') return err({ reason: 'pairing-expired' });
    const passes = refusal?.reason === 'pairing-pending' || isPassing(failure);
    if (!passes) return err(failure);
    await sleep(askEveryMs, signal);
  }
  return err(signal.aborted ? { reason: 'cancelled' } : { reason: 'pairing-expired' });
}

const isPassing = ({ reason }: Failure): boolean =>
  reason === 'network-failed' || reason === 'exchange-unavailable' || reason === 'rate-limited';
