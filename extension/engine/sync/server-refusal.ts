/**
 * What the sync server's refusals mean to this device: the server's closed table of reasons (shared/sync/refusals) as a failure
 * to show, and as what a sync run decides by.
 */
import { z } from 'zod';
import type { Failure } from '../../../shared/reasons';
import { err, type Result } from '../../../shared/result';
import { type Refusal, refusalStatus } from '../../../shared/sync/refusals';
import type { HttpReply } from './http-send';
import type { SyncRefusal } from './log-server';

/** No answer that can be used: `refusal` is null where the server did not say one of its reasons. */
export interface ServerError {
  readonly refusal: Refusal | null;
  readonly failure: Failure;
}

/** What a call to the server gives. */
export type Answered<T> = Promise<Result<T, ServerError>>;

const refusalSchema = z.object({ error: z.looseObject({ reason: z.string() }) });
const conflictsSchema = z.array(z.object({ rid: z.string(), seq: z.int() }));

/** Reasons after which the same request may succeed by itself. */
const passing: ReadonlySet<string> = new Set(['unavailable', 'internal', 'too-many-in-flight', 'rate-limited']);

const isKnown = (reason: string): reason is Refusal['reason'] => Object.hasOwn(refusalStatus, reason);

/** JSON of a reply; undefined where it is none. */
export function jsonOf({ body }: Pick<HttpReply, 'body'>): unknown {
  try {
    return JSON.parse(new TextDecoder().decode(body));
  } catch {
    return undefined; // no schema takes it
  }
}

function refusalOf(reply: HttpReply): Refusal | null {
  const parsed = refusalSchema.safeParse(jsonOf(reply));
  if (!parsed.success) return null;
  const { reason, ...data } = parsed.data.error;
  return isKnown(reason) ? { ...data, reason } : null;
}

/** Why an answer that is no success is none. `host`: the server's. */
export function serverErrorOf(host: string, reply: HttpReply): ServerError {
  const refusal = refusalOf(reply);
  const until = reply.untilAt === null ? {} : { untilAt: reply.untilAt };
  if (reply.status === 429) return { refusal, failure: { reason: 'rate-limited', code: 'sync', host, ...until } };
  if (refusal !== null && !passing.has(refusal.reason))
    return { refusal, failure: { reason: 'sync-refused', code: refusal.reason, host } };
  if (reply.status >= 500)
    return { refusal, failure: { reason: 'exchange-unavailable', code: 'sync', host, ...until } };
  return { refusal, failure: unexpected(host, `status ${reply.status}`) };
}

/** An answer that breaks the wire's rules. */
export const unexpected = (host: string, subject: string): Failure => ({
  reason: 'unexpected-payload',
  code: 'sync',
  host,
  subject,
});

/** An error without a word of the server's. */
export const failed = <T>(failure: Failure): Result<T, ServerError> => err({ refusal: null, failure });

/** The same as a sync run decides by it. */
export function syncRefusalOf({ refusal, failure }: ServerError): SyncRefusal {
  switch (refusal?.reason) {
    case 'superseded':
    case 'not-own': {
      const conflicts = conflictsSchema.safeParse(refusal.conflicts);
      return { kind: refusal.reason, rids: conflicts.success ? conflicts.data.map(({ rid }) => rid) : [] };
    }
    case 'device-removed':
      return { kind: 'removed' };
    case 'vault-retired':
      return { kind: 'moved' };
    default:
      return { kind: kindOf(failure), failure };
  }
}

function kindOf({ reason }: Failure): 'refused' | 'unreached' | 'dishonest' {
  switch (reason) {
    case 'network-failed':
    case 'rate-limited':
    case 'exchange-unavailable':
    case 'cancelled':
      return 'unreached';
    case 'unexpected-payload':
      return 'dishonest';
    default:
      return 'refused';
  }
}
