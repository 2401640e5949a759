/**
 * A vault's log as the sync run sees it: two calls, behind which logging in, tokens and the wire lie.
 *
 * What cannot be done is a `SyncRefusal`: the server's own reasons (shared/sync/refusals), or that it was not reached.
 */
import type { Failure } from '../../../shared/reasons';
import type { Result } from '../../../shared/result';
import type { LogPage } from '../../../shared/sync/pull-frame';
import type { Push } from '../../../shared/sync/push-frame';

/** Where the log ended after a push, and the sequence number of each record in the push's order. */
export interface Pushed {
  readonly logId: string;
  readonly head: number;
  readonly seqs: readonly number[];
}

/**
 * - `superseded`, `not-own`: other versions are current; pull, merge, push again. `rids` names them.
 * - `removed`, `moved`, `closed`: this device's access has ended: it was removed, the vault moved, or a device erased it there.
 * - `refused`: the server will not, for a reason of its own that repeating does not change; `failure` says it to a person.
 * - `unreached`: no answer, a cut-off one, 5xx, 429: try again, not before `failure.untilAt`.
 * - `dishonest`: the answer breaks the wire's rules, such as a page that does not follow the cursor.
 */
export type SyncRefusal =
  | { readonly kind: 'superseded' | 'not-own'; readonly rids: readonly string[] }
  | { readonly kind: 'removed' | 'moved' | 'closed' }
  | { readonly kind: 'refused' | 'unreached' | 'dishonest'; readonly failure: Failure };

export interface LogServer {
  /** The page after a sequence number; one without rows is the end. */
  pull(after: number, signal: AbortSignal): Promise<Result<LogPage, SyncRefusal>>;
  /** All or nothing; a push repeated byte by byte changes nothing and is answered as at first. */
  push(push: Push, signal: AbortSignal): Promise<Result<Pushed, SyncRefusal>>;
}
