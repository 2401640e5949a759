/** How requests to an exchange travel: straight from this computer, or by another way that keeps the same promises. */
import type { ExchangeReply } from '../../shared/exchanges/reply';
import type { Failure } from '../../shared/reasons';
import type { Result } from '../../shared/result';

/** `url` carries a signature: it is never put into a failure, a log or a message. */
export interface EgressRequest {
  readonly method: 'GET' | 'POST';
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  /** Sent byte by byte as it was signed; absent for a GET. */
  readonly body?: string;
}

/**
 * - One request, one attempt, one complete reply of any status; the caller classifies it.
 * - `unsupported`: the call is not in the table of read-only endpoints, and was not sent.
 * - `network-failed`: no reply, not in time, or a body that was cut off. `cancelled`: the caller's signal.
 * - `unexpected-payload`: a body that is larger than any reply of an exchange.
 */
export interface Egress {
  send(request: EgressRequest, signal?: AbortSignal): Promise<Result<ExchangeReply, Failure>>;
}
