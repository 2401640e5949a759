/** What the database's errors mean for whoever asked. */
import type { Refusal } from '../../shared/sync/refusals';

const codeOf = (error: unknown): string =>
  error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : '';

/** Two writers met; the same transaction may succeed now. */
export const isRetried = (error: unknown): boolean => ['23505', '40001', '40P01'].includes(codeOf(error));

const gone = [
  /^CONNECTION_|^CONNECT_TIMEOUT$|^ECONN|^EPIPE$|^ENOENT$|^ETIMEDOUT$|^EHOSTUNREACH$|^ENOTFOUND$|^EAI_AGAIN$|^ERR_(TLS|SSL)/,
  /^08/, // connection exceptions
  /^57P/, // shut down by its administrator, or not up yet
  /^57014$|^55P03$/, // a statement or lock that took too long
  /^53[023]00$/, // out of resources, memory or connections; a full disk is told apart
  /^25P03$|^25006$/, // idle in transaction; a standby that became read-only
];

/** The refusal for an error of the database; null for one that is a bug of ours. */
export function refusalOf(error: unknown): Refusal | null {
  const code = codeOf(error);
  if (code === '53100') return { reason: 'storage-full' };
  if (isRetried(error) || gone.some((pattern) => pattern.test(code))) return { reason: 'unavailable' };
  return null;
}

/** Whether the database cannot be used as it was named: not reached, no such database, or its login is refused. */
export const isOutOfReach = (error: unknown): boolean =>
  refusalOf(error)?.reason === 'unavailable' || /^28|^3D000$/.test(codeOf(error));
