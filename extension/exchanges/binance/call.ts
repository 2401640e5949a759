/** One call to Binance, from the pace to a payload or the reason why there is none. */
import { classify, isErrorBody } from '../../../shared/exchanges/binance/classify';
import { parseServerTime } from '../../../shared/exchanges/binance/markets';
import type { ExchangeReply } from '../../../shared/exchanges/reply';
import type { Failure } from '../../../shared/reasons';
import { err, ok, type Result } from '../../../shared/result';
import type { Budget, Credentials } from '../client';
import type { Egress } from '../egress';
import { readJson } from '../lossless-json';
import { type BinanceEndpoint, binanceEndpoints, weightLimit, weightWindowMs } from './endpoints';
import type { BinanceSigner, QueryParams } from './signer';

/** The losslessly read payload, with the reply that it came in. */
export interface Answer {
  readonly payload: unknown;
  readonly reply: ExchangeReply;
}

export type Call = (
  endpoint: BinanceEndpoint,
  params: QueryParams,
  signal: AbortSignal | undefined,
) => Promise<Result<Answer, Failure>>;

export interface CallDeps {
  readonly credentials: Credentials;
  readonly egress: Egress;
  readonly signer: BinanceSigner;
  readonly onBudget: (budget: Budget) => void;
}

const host = 'api.binance.com';

/** Ends the wait when the signal aborts; the place in the queue is then used up for nothing. */
async function paced(signer: BinanceSigner, weight: number, signal: AbortSignal | undefined): Promise<boolean> {
  if (signal?.aborted) return false;
  const turn = signer.pace(weight);
  if (!signal) return turn.then(() => true);
  return new Promise((resolve) => {
    const onAbort = (): void => resolve(false);
    signal.addEventListener('abort', onAbort, { once: true });
    void turn.then(() => {
      signal.removeEventListener('abort', onAbort);
      resolve(!signal.aborted);
    });
  });
}

function budgetOf({ headers, receivedAt }: ExchangeReply): Budget | null {
  const used = headers['x-mbx-used-weight-1m'];
  if (used === undefined || !/^\d{1,9}$/.test(used)) return null;
  return { used: Number(used), limit: weightLimit, windowMs: weightWindowMs, at: receivedAt };
}

/** A body that ends in the middle is a cut reply whatever its status; a refusal with no body is told by its status. */
function readReply(reply: ExchangeReply): Result<Answer, Failure> {
  const success = reply.status >= 200 && reply.status < 300;
  const payload = readJson(reply.body);
  if (!payload.ok && payload.error.reason === 'cut' && (success || reply.body.trim() !== '')) {
    return err({ reason: 'network-failed', host: reply.host, detail: 'the reply was cut off' });
  }
  if (!success || !payload.ok || isErrorBody(payload.value)) return err(classify(reply));
  return ok({ payload: payload.value, reply });
}

/** A refused timestamp is measured against the exchange's own clock, to the millisecond; its dated reply knows seconds only. */
async function withMeasuredSkew(failure: Failure, call: Call, signal: AbortSignal | undefined): Promise<Failure> {
  const answer = await call(binanceEndpoints.time, {}, signal);
  const time = answer.ok ? parseServerTime(answer.value.payload) : answer;
  return answer.ok && time.ok ? { ...failure, skewMs: answer.value.reply.receivedAt - time.value } : failure;
}

/** Creates the call of one account. It never throws; a failure carries the host. */
export function createCall({ credentials, egress, signer, onBudget }: CallDeps): Call {
  const call: Call = async (endpoint, params, signal) => {
    if (!(await paced(signer, endpoint.weight, signal))) return err({ reason: 'cancelled', host });
    const request = signer.sign(endpoint, params, credentials);
    if (!request.ok) return err({ ...request.error, host });
    const reply = await egress.send(request.value, signal);
    if (!reply.ok) return reply;
    const budget = budgetOf(reply.value);
    if (budget) onBudget(budget);
    const answer = readReply(reply.value);
    const isSkewed = !answer.ok && answer.error.reason === 'clock-skew' && endpoint !== binanceEndpoints.time;
    return isSkewed ? err(await withMeasuredSkew(answer.error, call, signal)) : answer;
  };
  return call;
}
