/** Rate limits, kept in the database so that all instances count together: by address before a device is known, by device after. */
import type { Sql } from 'postgres';
import { RateLimiterPostgres, RateLimiterRes } from 'rate-limiter-flexible';
import type { Refusal } from '../shared/sync/refusals';

export interface RateLimits {
  /** Counts one request; the refusal where it is one too many. */
  take(of: 'address' | 'device', key: string): Promise<Refusal | null>;
}

/** The one call of the limiter's client, over postgres.js. */
const clientOver = (sql: Sql) => ({
  query: async ({ text, values }: { text: string; values?: (string | number | null)[] }) => {
    const rows = await sql.unsafe(text, values);
    return { rows, rowCount: rows.count };
  },
});

export function createRateLimits(
  sql: Sql,
  perMinute: { readonly address: number; readonly device: number },
): RateLimits {
  const limiter = (of: 'address' | 'device') =>
    new RateLimiterPostgres({
      storeClient: clientOver(sql),
      storeType: 'client',
      tableName: 'rate_limits',
      tableCreated: true, // by a migration: the server's role may not make tables
      keyPrefix: of,
      points: perMinute[of],
      duration: 60,
      inMemoryBlockOnConsumed: perMinute[of] + 1,
      clearExpiredByTimeout: false,
    });
  const limiters = { address: limiter('address'), device: limiter('device') };
  return {
    async take(of, key) {
      try {
        await limiters[of].consume(key);
        return null;
      } catch (refused) {
        if (refused instanceof RateLimiterRes)
          return { reason: 'rate-limited', untilAt: Date.now() + refused.msBeforeNext };
        throw refused;
      }
    },
  };
}
