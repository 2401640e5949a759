/** What was asked of an exchange and what came back, as it is shown to the trader: no query, no header, no body. */
import type { Reason } from '../reasons';
import type { UnixMs } from '../result';

/**
 * - `path`: without the query, which carries signatures.
 * - `status`: null where no complete reply came.
 * - `bodyBytes`: characters of the reply's body; null likewise.
 * - `reason`: null for a reply that was understood; `code` is the exchange's own code of a refusal.
 */
export interface CallRecord {
  readonly at: UnixMs;
  readonly method: 'GET' | 'POST';
  readonly host: string;
  readonly path: string;
  readonly durationMs: number;
  readonly status: number | null;
  readonly bodyBytes: number | null;
  readonly reason: Reason | null;
  readonly code: string | null;
}

/** Told of every call once it has ended; never throws. */
export type OnCall = (record: CallRecord) => void;
