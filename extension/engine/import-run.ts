/**
 * One run of an account's import: reads its queue stream by stream, waits where a failure passes by itself and tries again, and
 * ends complete, paused or stopped.
 */
import type { ExchangeAccount } from '../../shared/exchanges/account';
import { type Failure, reasons } from '../../shared/reasons';
import { err, ok, type Result, type UnixMs, unixMs } from '../../shared/result';
import { wholeAccount } from '../store/coverage';
import type { Books } from './books';
import type { EngineDeps } from './context';
import { afterFailure, dequeued, unreadStream, warningsOf, withStream } from './coverage-state';
import type { ImportPlan } from './import-plan';
import { createReader } from './import-reader';
import type { ImportRecord } from './import-record';
import { withSkew } from './observations';
import type { Repeat } from './retry';

interface ImportRunParts {
  readonly deps: EngineDeps;
  readonly books: Books;
  readonly repeat: Repeat;
  readonly record: ImportRecord;
  readonly prepare: ImportPlan['prepare'];
  readonly onFills: () => void;
}

/** Resolves when the run has ended. Aborted with `pause` it is marked as paused; with `suspend` it stays marked as running. */
type ImportRun = (account: ExchangeAccount, abort: AbortController) => Promise<void>;

/** Pause before a run that met a passing failure tries again: doubles from the first to the second. */
const waits = { firstMs: 15_000, longestMs: 600_000 } as const;
/** Failures that concern the stream that was read: of several streams the others go on. */
const streamFailures: ReadonlySet<Failure['reason']> = new Set(['unexpected-payload', 'unsupported']);

/** Nothing is read before the run is called. */
export function createImportRun(parts: ImportRunParts): ImportRun {
  const { deps, prepare } = parts;
  const { coverageOf, paceOf, save, note, mark } = parts.record;
  const readStream = createReader({ ...parts, coverageOf, paceOf, save, note });

  /** One attempt at the whole queue; gives the failure that ended it. */
  async function drain(account: ExchangeAccount, signal: AbortSignal): Promise<Result<void, Failure>> {
    await parts.books.loaded; // what is stored must be known before a page can be told from its repetition
    const ready = await prepare(account, signal);
    if (!ready.ok) return ready;
    for (;;) {
      const [stream] = coverageOf(account.id).queue;
      if (stream === undefined) return ok(undefined);
      if (signal.aborted) return err({ reason: 'cancelled' });
      const read = await readStream(account, ready.value, stream, signal);
      if (read.ok) continue;
      if (!streamFailures.has(read.error.reason)) return withSkew(ready.value.client, deps, read);
      const coverage = coverageOf(account.id);
      const failed = withStream(coverage, stream, afterFailure(coverage.symbols[stream] ?? unreadStream, read.error));
      const alone = stream !== wholeAccount;
      const saved = await save(alone ? dequeued(failed) : failed);
      if (!saved.ok || !alone) return saved.ok ? read : saved;
    }
  }

  /** A run: drains the queue, waits and tries again over passing failures, ends complete, paused or stopped. */
  async function run(account: ExchangeAccount, abort: AbortController): Promise<void> {
    const { signal } = abort;
    for (let waitMs: number = waits.firstMs; ; waitMs = Math.min(waitMs * 2, waits.longestMs)) {
      const before = coverageOf(account.id).done;
      const drained = await drain(account, signal);
      // Locked, nobody asks for figures any more; else a run that rests leaves none of its fills out of them.
      if (signal.reason !== 'suspend') {
        await parts.books.settle(account.id);
        parts.onFills();
      }
      if (drained.ok) return finish(account.id);
      if (signal.aborted) {
        if (signal.reason === 'pause') await mark(account.id, { state: 'paused', retryAt: null, failure: null });
        return;
      }
      const { error } = drained;
      if (reasons[error.reason].retry === 'never') {
        await mark(account.id, { state: 'stopped', failure: error, retryAt: null, finishedAt: deps.now() });
        return;
      }
      if (coverageOf(account.id).done > before) waitMs = waits.firstMs;
      const retryAt: UnixMs = unixMs(
        Math.max(error.untilAt ?? 0, deps.now() + Math.min(waitMs, error.untilAt ? 1000 : waitMs)),
      );
      await mark(account.id, { state: 'waiting', failure: error, retryAt });
      await deps.sleep(retryAt - deps.now(), signal);
      if (!signal.aborted) await mark(account.id, { state: 'running', failure: null, retryAt: null });
    }
  }

  function finish(accountId: string): Promise<void> {
    const coverage = coverageOf(accountId);
    const warned = coverage.failure !== null || warningsOf(coverage).length > 0;
    return mark(accountId, {
      state: warned ? 'complete-with-warnings' : 'complete',
      finishedAt: deps.now(),
      retryAt: null,
    });
  }

  return run;
}
