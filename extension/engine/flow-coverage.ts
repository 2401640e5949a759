/**
 * How far each source of an account's cash flows is read: pure steps, and the shape that is stored.
 *
 * Sealed on this device and written with each page of flows in one transaction, so that it never claims more than is stored. It is
 * in no backup: a browser without it reads anew, and nothing twice.
 */
import { z } from 'zod';
import type { Failure } from '../../shared/reasons';
import { type UnixMs, unixMs } from '../../shared/result';
import type { FlowSource } from '../exchanges/client';
import { failureSchema } from '../store/failure';

const instant = z.int().transform((value) => unixMs(value));

/**
 * - `cursor`: where reading goes on. `state`: `partial` in the middle of a reading, `read` to its end, `failed` since.
 * - `readToMs`: everything before it has been read, as far as it is served; null before the first page.
 * - `lastReadAt`: when a reading came to its end last.
 * - `failedAt`: since when it has failed for one reason; null while `failure` is.
 */
const sourceSchema = z.object({
  cursor: z.string(),
  state: z.enum(['unread', 'partial', 'read', 'failed']),
  readToMs: instant.nullable(),
  lastReadAt: instant.nullable(),
  failure: failureSchema.nullable(),
  failedAt: instant.nullable().default(null),
});

export const flowCoverageSchema = z.record(z.string(), sourceSchema);

type SourceCoverage = z.infer<typeof sourceSchema>;
export type FlowCoverage = Readonly<Record<string, SourceCoverage>>;

export const unreadSource: SourceCoverage = {
  cursor: '',
  state: 'unread',
  readToMs: null,
  lastReadAt: null,
  failure: null,
  failedAt: null,
};

/** The coverage after a page. `askedAt`: when it was asked for. */
export const afterFlowsPage = (
  coverage: FlowCoverage,
  source: FlowSource,
  page: { readonly next: string; readonly done: boolean; readonly readTo: UnixMs },
  askedAt: UnixMs,
): FlowCoverage => {
  const before = coverage[source] ?? unreadSource;
  return {
    ...coverage,
    [source]: {
      cursor: page.next,
      state: page.done ? 'read' : 'partial',
      readToMs: unixMs(Math.max(before.readToMs ?? 0, page.readTo)),
      lastReadAt: page.done ? askedAt : before.lastReadAt,
      failure: null,
      failedAt: null,
    },
  };
};

/** The coverage after a page that could not be read: what was read stays, and reading goes on from its cursor. */
export function afterFlowsFailure(
  coverage: FlowCoverage,
  source: FlowSource,
  failure: Failure,
  at: UnixMs,
): FlowCoverage {
  const before = coverage[source] ?? unreadSource;
  const failedAt = before.failure?.reason === failure.reason ? (before.failedAt ?? at) : at;
  return { ...coverage, [source]: { ...before, state: 'failed', failure: { ...failure, subject: source }, failedAt } };
}

/** Whether every source has been read to its end, and none has failed since; false where none was ever asked. */
export const isWhole = (coverage: FlowCoverage): boolean => {
  const sources = Object.values(coverage);
  return sources.length > 0 && sources.every(({ state }) => state === 'read');
};
