/**
 * Hands signed requests to exchanges, for keys that are bound to this server's address. It keeps no key, no request and no reply.
 *
 * Requests of one API key go out one after another, in the order in which they came, and none is sent twice. At most four of a
 * vault are under way on an instance. What an exchange says of its limits blocks it for all instances until then.
 */
import type { ExchangeId } from '../../shared/exchanges/ids';
import { err, type Result } from '../../shared/result';
import type { Refusal } from '../../shared/sync/refusals';
import type { Database } from '../db/database';
import { blockedUntil } from './exchange-rules';
import { judgeRequest, type RelayRequest, type UpstreamRequest } from './judge-request';
import type { Upstream, UpstreamReply } from './upstream';

export interface RelayDeps {
  readonly database: Database;
  readonly upstream: Upstream;
  readonly now: () => number;
  /** One request was answered or not: nothing of its query, body or headers. */
  readonly onSent: (sent: {
    readonly exchange: ExchangeId;
    readonly endpoint: string;
    readonly status: number | string;
    readonly ms: number;
  }) => void;
}

export interface Relay {
  send(vaultId: string, request: RelayRequest): Promise<Result<UpstreamReply, Refusal>>;
}

const maxInFlight = 4;

/** Runs tasks of one name one after another. */
function createQueues() {
  const last = new Map<string, Promise<unknown>>();
  return async <T>(name: string | null, task: () => Promise<T>): Promise<T> => {
    if (name === null) return task();
    const before = last.get(name) ?? Promise.resolve();
    const own = before.then(task, task);
    const settled = own.catch(() => {}); // its caller hears of it; the next one need not
    last.set(name, settled);
    try {
      return await own;
    } finally {
      if (last.get(name) === settled) last.delete(name);
    }
  };
}

/** Until when an exchange wants nothing, as any instance has heard; null: it may be asked. */
async function blockOf({ sql }: Database, exchange: ExchangeId): Promise<number | null> {
  const [row] =
    await sql`select blocked_until from relay_budgets where exchange = ${exchange} and blocked_until > now()`;
  return row === undefined ? null : new Date(row.blocked_until).getTime();
}

async function block({ sql }: Database, exchange: ExchangeId, until: number): Promise<void> {
  const at = new Date(until);
  await sql`
    insert into relay_budgets (exchange, blocked_until) values (${exchange}, ${at})
    on conflict (exchange) do update set blocked_until = greatest(relay_budgets.blocked_until, excluded.blocked_until)`;
}

export function createRelay(deps: RelayDeps): Relay {
  const { database, upstream, now, onSent } = deps;
  const inFlight = new Map<string, number>();
  const inOrder = createQueues();

  async function sendNow(request: UpstreamRequest): Promise<Result<UpstreamReply, Refusal>> {
    if (request.expires <= now()) return err({ reason: 'sign-again' });
    const untilAt = await blockOf(database, request.exchange);
    if (untilAt !== null) return err({ reason: 'rate-limited', untilAt });
    const startedAt = now();
    const reply = await upstream.send(request);
    const { exchange, endpoint } = request;
    onSent({ exchange, endpoint, status: reply.ok ? reply.value.status : reply.error.reason, ms: now() - startedAt });
    const until = reply.ok ? blockedUntil(exchange, reply.value.status, reply.value.headers, now()) : null;
    if (until !== null) await block(database, exchange, until);
    return reply;
  }

  return {
    async send(vaultId, request) {
      const judged = judgeRequest(request, now());
      if (!judged.ok) return judged;
      const count = inFlight.get(vaultId) ?? 0;
      if (count >= maxInFlight) return err({ reason: 'too-many-in-flight' });
      inFlight.set(vaultId, count + 1);
      try {
        return await inOrder(judged.value.keyHash, () => sendNow(judged.value));
      } finally {
        const left = (inFlight.get(vaultId) ?? 1) - 1;
        if (left === 0) inFlight.delete(vaultId);
        else inFlight.set(vaultId, left);
      }
    },
  };
}
