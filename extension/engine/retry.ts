/**
 * Repeats what may be repeated: transient failures with exponential backoff and full jitter, behind one circuit per host.
 *
 * The table of reasons decides what is transient. A rejected key is asked for once; a rate limit is left to the caller,
 * who knows what else it could do until then. While a circuit is open nothing is sent, and the answer is what opened it,
 * with until when.
 */
import {
  BrokenCircuitError,
  type CircuitBreakerPolicy,
  ConsecutiveBreaker,
  circuitBreaker,
  ExponentialBackoff,
  fullJitterGenerator,
  handleWhenResult,
  retry,
  wrap,
} from 'cockatiel';
import { type Failure, reasons } from '../../shared/reasons';
import { err, type Result, unixMs } from '../../shared/result';

/**
 * Attempts after the first, and the longest pause between two: about 4 s in all where the failure comes at once. Nothing is
 * repeated once `withinMs` have passed since the first attempt: an exchange that does not answer takes 15 s each time, and
 * whoever refreshes waits for all of it.
 */
const retries = { maxAttempts: 3, initialDelay: 400, maxDelay: 10_000, withinMs: 20_000 } as const;
/** Calls in a row that failed after all their attempts open a host's circuit; how long it stays open. */
const circuit = { failures: 5, openMs: 20_000 } as const;
/**
 * How long an exchange's word that it is away explains that nothing answers. After two replies of status 5xx Chromium itself
 * refuses further requests of an extension to that address for a while, and `fetch` then fails as if there were no connection.
 */
const awayMs = 60_000;

/** Worth repeating at once; an exchange that said until when it is away is not asked before. */
const isRepeatable = (outcome: unknown): boolean => {
  const result = outcome as Result<unknown, Failure>; // as below
  return isTransient(outcome) && !result.ok && result.error.untilAt === undefined;
};

const isTransient = (outcome: unknown): boolean => {
  const result = outcome as Result<unknown, Failure>; // every call passed here returns one: see the signature of `Repeat`
  return !result.ok && reasons[result.error.reason].retry === 'backoff';
};

interface Circuit {
  readonly policy: CircuitBreakerPolicy;
  openedAt: number;
  /** What the last call that counted against the circuit ended with. */
  last: Failure | null;
  /** What the host said last, where that was that it is away. */
  away: { readonly failure: Failure; readonly at: number } | null;
}

/** Runs a call, repeating it while its failure is transient. `host` names the circuit. */
export type Repeat = <T>(
  host: string,
  call: () => Promise<Result<T, Failure>>,
  signal: AbortSignal,
) => Promise<Result<T, Failure>>;

/** Creates the policy for one engine. `now` in UTC milliseconds. */
export function createRepeat(now: () => number): Repeat {
  const circuits = new Map<string, Circuit>();

  const circuitOf = (host: string): Circuit => {
    const known = circuits.get(host);
    if (known) return known;
    const entry: Circuit = {
      policy: circuitBreaker(handleWhenResult(isTransient), {
        halfOpenAfter: circuit.openMs,
        breaker: new ConsecutiveBreaker(circuit.failures),
      }),
      openedAt: 0,
      last: null,
      away: null,
    };
    entry.policy.onBreak(() => {
      entry.openedAt = now();
    });
    circuits.set(host, entry);
    return entry;
  };

  /** The attempt's outcome, or why the host does not answer where it has said so itself. */
  function explained<T>(entry: Circuit, outcome: Result<T, Failure>): Result<T, Failure> {
    if (outcome.ok) entry.away = null;
    else if (outcome.error.reason === 'exchange-unavailable') entry.away = { failure: outcome.error, at: now() };
    else if (outcome.error.reason === 'network-failed' && entry.away && now() - entry.away.at < awayMs)
      return err(entry.away.failure);
    return outcome;
  }

  return async (host, call, signal) => {
    const entry = circuitOf(host);
    const startedAt = now();
    const isDue = (outcome: unknown): boolean => isRepeatable(outcome) && now() - startedAt < retries.withinMs;
    const again = retry(handleWhenResult(isDue), {
      maxAttempts: retries.maxAttempts,
      backoff: new ExponentialBackoff({
        initialDelay: retries.initialDelay,
        maxDelay: retries.maxDelay,
        generator: fullJitterGenerator,
      }),
    });
    try {
      // Stopped during a pause: the attempt that the pause was for is not sent.
      const attempt = async () =>
        signal.aborted ? err<Failure>({ reason: 'cancelled', host }) : explained(entry, await call());
      const outcome = await wrap(entry.policy, again).execute(attempt, signal);
      // Only what opens circuits: a key that the host refused belongs to its own account.
      if (!outcome.ok && isTransient(outcome)) entry.last = outcome.error;
      return outcome;
    } catch (error) {
      if (signal.aborted) return err({ reason: 'cancelled', host });
      if (error instanceof BrokenCircuitError) {
        return err({
          ...(entry.last ?? { reason: 'exchange-unavailable', host }),
          untilAt: unixMs(entry.openedAt + circuit.openMs),
        });
      }
      throw error;
    }
  };
}
