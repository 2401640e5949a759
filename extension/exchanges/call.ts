/**
 * One call to an exchange, from the pace to a payload or the reason why there is none: the same for every exchange.
 *
 * What differs is the protocol: how a request is signed and paced, what a refusal looks like, and what tells the budget.
 */

import type { CallRecord, OnCall } from '../../shared/exchanges/call-record';
import type { ExchangeReply } from '../../shared/exchanges/reply';
import type { Failure } from '../../shared/reasons';
import { err, ok, type Result, type UnixMs } from '../../shared/result';
import type { Budget, Credentials } from './client';
import type { Egress, EgressRequest } from './egress';
import { readJson } from './lossless-json';
import { withoutSecrets } from './without-secrets';

/** The losslessly read payload, with the reply that it came in. */
export interface Answer {
  readonly payload: unknown;
  readonly reply: ExchangeReply;
}

export type CallParams = Readonly<Record<string, string>>;

/** How one exchange is spoken to. `E` is its own list of calls. */
export interface Protocol<E> {
  readonly host: string;
  /** Resolves when the call fits into our share of the limit of the address; in order of asking. */
  pace(endpoint: E): Promise<void>;
  /** The request, ready to be sent. `credentials-invalid`: a key that cannot sign, such as an empty one. */
  sign(
    endpoint: E,
    params: CallParams,
    credentials: Credentials,
  ): Result<EgressRequest, { readonly reason: 'credentials-invalid' }>;
  /** Whether a payload that came with a success status is a refusal all the same. */
  isRefusal(payload: unknown): boolean;
  /** The reason behind a reply that is not what was asked for. */
  classify(reply: ExchangeReply): Failure;
  /** The budget that a reply tells, null where it tells none. */
  budgetOf(reply: ExchangeReply): Budget | null;
  /** The call that tells the exchange's clock, and the clock in its answer. */
  readonly clock: { readonly endpoint: E; readonly params: CallParams; read(answer: Answer): Result<UnixMs, Failure> };
}

/** Asks once. It never throws; a failure carries the host. */
export type Call<E> = (
  endpoint: E,
  params: CallParams,
  signal: AbortSignal | undefined,
) => Promise<Result<Answer, Failure>>;

export interface CallDeps {
  readonly credentials: Credentials;
  readonly egress: Egress;
  readonly now: () => UnixMs;
  readonly onBudget: (budget: Budget) => void;
  readonly onCall?: OnCall;
}

/** Ends the wait when the signal aborts; the place in the queue is then used up for nothing. */
async function waited(turn: () => Promise<void>, signal: AbortSignal | undefined): Promise<boolean> {
  if (signal?.aborted) return false;
  const due = turn();
  if (!signal) return due.then(() => true);
  return new Promise((resolve) => {
    const onAbort = (): void => resolve(false);
    signal.addEventListener('abort', onAbort, { once: true });
    void due.then(() => {
      signal.removeEventListener('abort', onAbort);
      resolve(!signal.aborted);
    });
  });
}

/** A body that ends in the middle is a cut reply whatever its status; a refusal with no body is told by its status. */
function readReply<E>(protocol: Protocol<E>, reply: ExchangeReply): Result<Answer, Failure> {
  const success = reply.status >= 200 && reply.status < 300;
  const payload = readJson(reply.body);
  if (!payload.ok && payload.error.reason === 'cut' && (success || reply.body.trim() !== '')) {
    return err({ reason: 'network-failed', host: reply.host, detail: 'the reply was cut off' });
  }
  if (!success || !payload.ok || protocol.isRefusal(payload.value)) return err(protocol.classify(reply));
  return ok({ payload: payload.value, reply });
}

const recordOf = (
  { method, url }: EgressRequest,
  startedAt: UnixMs,
  endedAt: UnixMs,
  reply: ExchangeReply | null,
  failure: Failure | null,
): CallRecord => {
  const { hostname, pathname } = new URL(url);
  return {
    at: startedAt,
    method,
    host: hostname,
    path: pathname,
    durationMs: endedAt - startedAt,
    status: reply?.status ?? null,
    bodyBytes: reply?.body.length ?? null,
    reason: failure?.reason ?? null,
    code: failure?.code ?? null,
  };
};

const isOverdue = (answer: Result<Answer, Failure>): boolean =>
  !answer.ok && answer.error.reason === 'relay-refused' && answer.error.code === 'sign-again';

/** Creates the call of one account. */
export function createCall<E>(protocol: Protocol<E>, deps: CallDeps): Call<E> {
  const { credentials, egress, now, onBudget, onCall } = deps;
  const { host, clock } = protocol;

  async function send(request: EgressRequest, signal: AbortSignal | undefined): Promise<Result<Answer, Failure>> {
    const startedAt = now();
    const reply = await egress.send(request, signal);
    const read = reply.ok ? readReply(protocol, reply.value) : reply;
    const answer = read.ok ? read : err(withoutSecrets(read.error, credentials, request));
    onCall?.(recordOf(request, startedAt, now(), reply.ok ? reply.value : null, answer.ok ? null : answer.error));
    const budget = reply.ok ? protocol.budgetOf(reply.value) : null;
    if (budget) onBudget(budget);
    return answer;
  }

  async function signAndSend(
    endpoint: E,
    params: CallParams,
    signal: AbortSignal | undefined,
  ): Promise<Result<Answer, Failure>> {
    const request = protocol.sign(endpoint, params, credentials);
    return request.ok ? send(request.value, signal) : err({ ...request.error, host });
  }

  const call: Call<E> = async (endpoint, params, signal) => {
    if (!(await waited(() => protocol.pace(endpoint), signal))) return err({ reason: 'cancelled', host });
    const first = await signAndSend(endpoint, params, signal);
    // it waited at the relay until its signature was too old, and was not sent: the only one that is made anew
    const answer = isOverdue(first) ? await signAndSend(endpoint, params, signal) : first;
    const isSkewed = !answer.ok && answer.error.reason === 'clock-skew' && endpoint !== clock.endpoint;
    return isSkewed ? err(await withMeasuredSkew(answer.error, signal)) : answer;
  };

  /** A refused timestamp is measured against the exchange's own clock, to the millisecond; a dated reply knows seconds only. */
  async function withMeasuredSkew(failure: Failure, signal: AbortSignal | undefined): Promise<Failure> {
    const answer = await call(clock.endpoint, clock.params, signal);
    const time = answer.ok ? clock.read(answer.value) : answer;
    return answer.ok && time.ok ? { ...failure, skewMs: answer.value.reply.receivedAt - time.value } : failure;
  }
  return call;
}

/** Asks, and reads the payload; a failure of either names the host. */
export async function ask<E, T>(
  call: Call<E>,
  endpoint: E,
  params: CallParams,
  signal: AbortSignal | undefined,
  read: (answer: Answer) => Result<T, Failure>,
): Promise<Result<T, Failure>> {
  const answer = await call(endpoint, params, signal);
  if (!answer.ok) return answer;
  const value = read(answer.value);
  return value.ok ? value : err({ host: answer.value.reply.host, ...value.error });
}
