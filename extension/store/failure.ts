/**
 * What the browser's database throws, and what a sealed record that does not open gives, as reasons.
 *
 * Only the error's name is kept: a message may quote keys.
 */
import { z } from 'zod';
import { type Failure, type Reason, reasons } from '../../shared/reasons';
import { unixMs } from '../../shared/result';

/** One record that could not be read, by the id it is stored under; the others of its list were. */
export interface RecordFailure {
  readonly id: string;
  readonly failure: Failure;
}

const isReason = (value: string): value is Reason => Object.hasOwn(reasons, value);

/** A reason as it is stored. */
export const reasonSchema = z.string().refine(isReason);

/** A failure as it is stored inside documents and summaries. */
export const failureSchema: z.ZodType<Failure, unknown> = z.object({
  reason: reasonSchema,
  host: z.string().exactOptional(),
  address: z.string().exactOptional(),
  untilAt: z
    .int()
    .transform((value) => unixMs(value))
    .exactOptional(),
  skewMs: z.number().exactOptional(),
  code: z.string().exactOptional(),
  subject: z.string().exactOptional(),
  detail: z.string().exactOptional(),
});

const nested = ['inner', 'cause', 'failures'] as const;

/** The names of an error and of everything it wraps: Dexie hides the quota error inside an AbortError or a BulkError. */
function errorNames(error: unknown, depth = 0): readonly string[] {
  if (typeof error !== 'object' || error === null || depth > 4) return [];
  const fields = error as Readonly<Record<string, unknown>>; // thrown values have no type; each field is checked below
  const own = typeof fields.name === 'string' ? [fields.name] : [];
  const inner = nested.flatMap((field) => {
    const value = fields[field];
    return (Array.isArray(value) ? value.slice(0, 10) : [value]).flatMap((each) => errorNames(each, depth + 1));
  });
  return [...own, ...inner];
}

/** `storage-full` where the quota was the cause, however deeply it is wrapped, else `storage-failed`. */
export function storageFailure(error: unknown): Failure {
  const names = errorNames(error);
  if (names.some((name) => name.includes('QuotaExceeded') || name === 'NS_ERROR_DOM_INDEXEDDB_QUOTA_ERR'))
    return { reason: 'storage-full' };
  const [name] = names;
  return name === undefined ? { reason: 'storage-failed' } : { reason: 'storage-failed', code: name };
}
