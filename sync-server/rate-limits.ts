/**
 * Rate limits, kept in the database so that all instances count together, in windows of a minute: by address before a device is
 * known, by device after, which `auth/token` counts where it looks the token up.
 *
 * All requests of one address count in one row, and whoever counts there holds it until its work is committed. Those that come
 * to this instance meanwhile gather, and are counted in one statement when it is done: they would else wait for the row one
 * after another.
 */
import type { Fragment, Sql } from 'postgres';
import { err, ok, type Result } from '../shared/result';
import type { Refusal } from '../shared/sync/refusals';
import type { Database } from './db/database';

/** A call of a function, as part of a statement. */
type Work = (sql: Sql) => Fragment;

export interface RateLimits {
  /**
   * Counts a request without a device against its address; the refusal where it is one too many. `work`, a call of a function,
   * is done for one that may go on, in the same statement where no other request of the address comes with it, and its value
   * given; null without one.
   */
  take(address: string, work?: Work): Promise<Result<unknown, Refusal>>;
}

/** The refusal of a count, which is null where the request may go on. */
export const limitedUntil = (untilAt: unknown): Refusal | null =>
  untilAt === null ? null : { reason: 'rate-limited', untilAt: Number(untilAt) };

/** Addresses that an instance remembers as refused, at most: an attacker of many addresses fills no memory. */
const rememberedAddresses = 10_000;

/** What became of a request that waited for a count: it counts itself; or it was counted, and goes on or is refused. */
type Counted = 'uncounted' | 'counted' | Refusal;

/** A request that waits until the count under way is done. */
interface Waiting {
  readonly go: (counted: Counted) => void;
  readonly fail: (error: unknown) => void;
}

const noWork: Work = (sql) => sql`null`;

export function createRateLimits({ call }: Pick<Database, 'call'>, perMinute: number, now: () => number): RateLimits {
  const refusedUntil = new Map<string, number>();
  /** Addresses of which a count is under way, and who has come meanwhile, in this order. */
  const gathered = new Map<string, Waiting[]>();

  /** Until then no more is asked of the database. */
  function remember(address: string, refusal: Refusal): Refusal {
    if (refusedUntil.size >= rememberedAddresses) refusedUntil.clear();
    refusedUntil.set(address, Number(refusal.untilAt));
    return refusal;
  }

  async function countWithWork(address: string, work: Work): Promise<Result<unknown, Refusal>> {
    const row = await call(
      (sql) => sql`
        select until_at, case when until_at is null then ${work(sql)} end as answer
          from count_request(${`address:${address}`}, ${perMinute}) as counted (until_at)`,
    );
    const refusal = limitedUntil(row.until_at);
    return refusal === null ? ok(row.answer) : err(remember(address, refusal));
  }

  /** Counts those who have gathered: the first that came go on, as many as the limit lets. */
  async function countTogether(address: string, waiting: readonly Waiting[]): Promise<void> {
    try {
      const row = await call(
        (sql) => sql`select * from count_requests(${`address:${address}`}, ${waiting.length}, ${perMinute})`,
      );
      const refusal = limitedUntil(row.until_at);
      if (refusal !== null) remember(address, refusal);
      for (const [index, { go }] of waiting.entries())
        go(refusal === null || index < Number(row.may_pass) ? 'counted' : refusal);
    } catch (error) {
      for (const { fail } of waiting) fail(error); // each of them says so to its caller
    }
  }

  /** After a count: the next one, of all who have come meanwhile; one alone counts with its work. */
  function countNext(address: string): void {
    const waiting = gathered.get(address) ?? [];
    const [first] = waiting;
    if (first === undefined) {
      gathered.delete(address);
      return;
    }
    gathered.set(address, []);
    if (waiting.length === 1) first.go('uncounted');
    else void countTogether(address, waiting).then(() => countNext(address));
  }

  /** Waits for the count under way; at once where there is none. */
  function myCount(address: string): Promise<Counted> {
    const waiting = gathered.get(address);
    if (waiting !== undefined) return new Promise((go, fail) => waiting.push({ go, fail }));
    gathered.set(address, []);
    return Promise.resolve('uncounted');
  }

  return {
    async take(address, work) {
      const known = refusedUntil.get(address);
      if (known !== undefined && known > now()) return err({ reason: 'rate-limited', untilAt: known });
      refusedUntil.delete(address);
      const counted = await myCount(address);
      if (counted === 'uncounted') {
        try {
          return await countWithWork(address, work ?? noWork);
        } finally {
          countNext(address);
        }
      }
      if (counted !== 'counted') return err(counted);
      return ok(work === undefined ? null : (await call((sql) => sql`select ${work(sql)} as answer`)).answer);
    },
  };
}
