/**
 * Hands signed requests to exchanges, for keys that are bound to this server's address. It keeps no key, no request and no reply.
 *
 * Requests of one API key go out one after another, in the order in which they came to any instance, and none is sent twice. At
 * most four of a vault are under way. What an exchange says of its limits blocks it for all instances until then.
 */
import { setTimeout as wait } from 'node:timers/promises';
import type { ExchangeId } from '../../shared/exchanges/ids';
import { err, ok, type Result } from '../../shared/result';
import type { Refusal } from '../../shared/sync/refusals';
import type { Hex } from '../../shared/vault/bytes';
import type { Database } from '../db/database';
import { askTurn, blockExchange, enterRelay, leaveRelay } from '../db/relay-turns';
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
  /** A place could not be given back; it ends by itself. */
  readonly onFailure: (error: unknown) => void;
}

export interface Relay {
  send(vaultId: Hex, request: RelayRequest): Promise<Result<UpstreamReply, Refusal>>;
}

/** How often a request that waits asks whether it is its turn: another instance may have the one before it. */
const askMs = 10;

const limited = (untilAt: number): Refusal => ({ reason: 'rate-limited', untilAt });

export function createRelay({ database, upstream, now, onSent, onFailure }: RelayDeps): Relay {
  /** Places that are being given back: the next request of the same key here waits for that, not for its next question. */
  const leaving = new Map<Hex | null, Promise<void>>();

  function leave(ticket: string, key: Hex | null): void {
    const left = leaveRelay(database, ticket).catch(onFailure);
    leaving.set(key, left);
    void left.finally(() => {
      if (leaving.get(key) === left) leaving.delete(key);
    });
  }

  /** Waits for the turn of a place that is not first, as long as the signature is good. */
  async function waitFor(
    ticket: string,
    { exchange, expires, keyHash }: UpstreamRequest,
  ): Promise<Result<null, Refusal>> {
    while (now() < expires) {
      await (leaving.get(keyHash) ?? wait(askMs));
      const turn = await askTurn(database, ticket, exchange);
      if (typeof turn !== 'boolean') return err(limited(turn.untilAt));
      if (turn) return ok(null);
    }
    return err({ reason: 'sign-again' });
  }

  async function sendNow(request: UpstreamRequest): Promise<Result<UpstreamReply, Refusal>> {
    const { exchange, endpoint, expires } = request;
    if (expires <= now()) return err({ reason: 'sign-again' });
    const startedAt = now();
    const reply = await upstream.send(request);
    onSent({ exchange, endpoint, status: reply.ok ? reply.value.status : reply.error.reason, ms: now() - startedAt });
    const until = reply.ok ? blockedUntil(exchange, reply.value.status, reply.value.headers, now()) : null;
    if (until !== null) await blockExchange(database, exchange, until);
    return reply;
  }

  return {
    async send(vaultId, request) {
      const judged = judgeRequest(request, now());
      if (!judged.ok) return judged;
      const { exchange, keyHash, expires } = judged.value;
      const entered = await enterRelay(database, { vaultId, exchange, keyHash, expires });
      if (entered === 'full-vault') return err({ reason: 'too-many-in-flight' });
      if ('untilAt' in entered) return err(limited(entered.untilAt));
      try {
        const turn = entered.first ? ok(null) : await waitFor(entered.ticket, judged.value);
        return turn.ok ? await sendNow(judged.value) : turn;
      } finally {
        leave(entered.ticket, keyHash);
      }
    },
  };
}
