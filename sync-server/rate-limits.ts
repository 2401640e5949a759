/**
 * Rate limits, kept in the database so that all instances count together, in windows of a minute: by address before a device is
 * known, by device after, which `auth/token` counts where it looks the token up.
 */
import type { Fragment, Sql } from 'postgres';
import { err, ok, type Result } from '../shared/result';
import type { Refusal } from '../shared/sync/refusals';
import type { Database } from './db/database';

export interface RateLimits {
  /**
   * Counts a request without a device against its address; the refusal where it is one too many. `work`, a call of a function,
   * is done in the same statement, and its value given.
   */
  take(address: string, work?: (sql: Sql) => Fragment): Promise<Result<unknown, Refusal>>;
}

/** The refusal of a count, which is null where the request may go on. */
export const limitedUntil = (untilAt: unknown): Refusal | null =>
  untilAt === null ? null : { reason: 'rate-limited', untilAt: Number(untilAt) };

/** Addresses that an instance remembers as refused, at most: an attacker of many addresses fills no memory. */
const rememberedAddresses = 10_000;

export function createRateLimits({ call }: Database, perMinute: number, now: () => number): RateLimits {
  const refusedUntil = new Map<string, number>();
  return {
    async take(address, work = (sql) => sql`null`) {
      const known = refusedUntil.get(address);
      if (known !== undefined && known > now()) return err({ reason: 'rate-limited', untilAt: known });
      refusedUntil.delete(address);
      const row = await call(
        (sql) => sql`
          select until_at, case when until_at is null then ${work(sql)} end as answer
            from count_request(${`address:${address}`}, ${perMinute}) as counted (until_at)`,
      );
      const refusal = limitedUntil(row.until_at);
      if (refusal === null) return ok(row.answer);
      if (refusedUntil.size >= rememberedAddresses) refusedUntil.clear();
      refusedUntil.set(address, Number(refusal.untilAt)); // until then no more is asked of the database
      return err(refusal);
    },
  };
}
