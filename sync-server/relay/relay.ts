/**
 * Hands signed requests to exchanges, for keys that are bound to this server's address. It keeps no key, no request and no reply.
 *
 * Requests of one API key go out one after another, in the order in which they came to any instance, and none is sent twice. At
 * most four of a vault are under way. What an exchange says of its limits blocks it for all instances until then.
 */
import { setImmediate as afterThisTurn, setTimeout as wait } from 'node:timers/promises';
import type { ExchangeId } from '../../shared/exchanges/ids';
import { err, ok, type Result } from '../../shared/result';
import type { Refusal } from '../../shared/sync/refusals';
import type { Hex } from '../../shared/vault/bytes';
import type { Admitted } from '../auth/token';
import type { Database, VaultCall } from '../db/database';
import { askTurn, blockExchange, enterCall, enteredOf, leaveRelay } from '../db/relay-turns';
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

/** Looks at the caller's token, counts the request, and does `work` in the same call of the database for one that is let through. */
type Admit = (work?: VaultCall) => Promise<Result<Admitted, Refusal>>;

export interface Relay {
  /** `arrivedAt`: when the request's first byte came, by this server's clock. */
  send(request: RelayRequest, arrivedAt: number, admit: Admit): Promise<Result<UpstreamReply, Refusal>>;
}

/** How often a request that waits asks whether it is its turn: another instance may have the one before it. */
const askMs = 10;

/** A retired vault's devices send nothing. */
const refusalOf = ({ retired }: Admitted) => (retired === null ? null : err(retired));

const limited = (untilAt: number): Refusal => ({ reason: 'rate-limited', untilAt });

export function createRelay({ database, upstream, now, onSent, onFailure }: RelayDeps): Relay {
  /** Places that are being given back: the next request of the same key here waits for that, not for its next question. */
  const leaving = new Map<Hex | null, Promise<void>>();

  /** Gives a place back when the answer is on its way, which who asked waits for, and before another request is read. */
  function leave(ticket: string, key: Hex | null): void {
    const left = afterThisTurn()
      .then(() => leaveRelay(database, ticket))
      .catch(onFailure);
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
    async send(request, arrivedAt, admit) {
      const judged = judgeRequest(request, arrivedAt, now());
      if (!judged.ok) {
        const admitted = await admit(); // it counts, and a stranger is told nothing else
        return admitted.ok ? (refusalOf(admitted.value) ?? judged) : admitted;
      }
      const { keyHash } = judged.value;
      if (keyHash !== null) await leaving.get(keyHash); // else the request before would still stand in this one's way
      const admitted = await admit(enterCall(judged.value));
      if (!admitted.ok) return admitted;
      const [refused, entered] = [refusalOf(admitted.value), enteredOf(admitted.value.answer)];
      if (!entered.ok) return refused ?? entered;
      const { ticket, first } = entered.value;
      try {
        if (refused !== null) return refused;
        const turn = first ? ok(null) : await waitFor(ticket, judged.value);
        return turn.ok ? await sendNow(judged.value) : turn;
      } finally {
        leave(ticket, keyHash);
      }
    },
  };
}
