/**
 * Imports an account's fills: stream after stream, page after page, each page and its coverage in one transaction.
 *
 * May stop between any two statements: the coverage document says what is stored, a repeated page brings nothing twice,
 * and a run that was going on when the engine ended goes on when it starts again. A symbol that fails alone is a warning;
 * what concerns the whole account (a refused key, a full disk) stops the run; what passes by itself makes it wait.
 */
import type { ExchangeAccount } from '../../shared/exchanges/account';
import { exchangeInfos } from '../../shared/exchanges/ids';
import { type Failure, reasons } from '../../shared/reasons';
import { err, ok, type Result, type UnixMs, unixMs } from '../../shared/result';
import { type Coverage, wholeAccount } from '../store/coverage';
import { coverageName } from '../store/coverage-name';
import type { StoredDocument } from '../store/documents';
import type { Store } from '../store/store';
import { isActive } from './accounts';
import type { ImportProgress } from './api/imports';
import type { Books } from './books';
import {
  afterFailure,
  dequeued,
  emptyCoverage,
  readingOf,
  unreadStream,
  warningsOf,
  withStream,
} from './coverage-state';
import { unitedCoverage } from './coverage-union';
import { createImportPace, type ImportPace } from './import-pace';
import { createImportPlan, type PlanParts } from './import-plan';
import { createReader } from './import-reader';
import { withSkew } from './observations';
import { accountPaused } from './pausing';
import type { Work } from './work';

export interface Imports {
  progress(accountId: string): ImportProgress;
  coverage(accountId: string): Coverage;
  /** Starts a run, or goes on with the one that was paused, stopped or cut off. Resolves when it is running. */
  start(accountId: string, kind: Coverage['kind']): Promise<Result<void, Failure>>;
  /** Ends the run after the page in flight; resolves when it has ended. */
  cancel(accountId: string): Promise<void>;
  /** Ends every run without marking it paused: it goes on at the next start. */
  suspend(): Promise<void>;
  /** Goes on with what was running when the engine ended, but for paused accounts. */
  resumeAll(): void;
  /** Goes on with what was running when the account was paused or ended. */
  resume(accountId: string): void;
  /** Ends the account's run, if there is one, without marking it paused. */
  end(accountId: string): Promise<void>;
  /** Ends the account's run for good: what was not read to the end is stopped with `failure`. */
  stopFor(accountId: string, failure: Failure): Promise<void>;
  /** Drops what is known of an account that was erased. */
  forget(accountId: string): void;
  /** Reads again what other devices have read. */
  followOthers(): Promise<Result<void, Failure>>;
}

export interface ImportParts extends PlanParts {
  readonly store: Store;
  readonly books: Books;
  readonly work: Work;
  readonly onProgress: (progress: ImportProgress) => void;
  readonly onFills: () => void;
  /** Brings what other devices have stored, before anything is asked for. Waits a bounded time, and a failure blocks nothing. */
  readonly pullFirst: () => Promise<void>;
}

interface Run {
  readonly abort: AbortController;
  readonly ended: Promise<void>;
}

/** Pause before a run that met a passing failure tries again: doubles from the first to the second. */
const waits = { firstMs: 15_000, longestMs: 600_000 } as const;
/** Failures that concern the stream that was read: of several streams the others go on. */
const streamFailures: ReadonlySet<Failure['reason']> = new Set(['unexpected-payload', 'unsupported']);

/** Only the name: a message might quote what must not be shown. */
const defect = (error: unknown): Failure => ({
  reason: 'storage-failed',
  code: error instanceof Error ? error.name : typeof error,
});

const aborted = (signal: AbortSignal): Promise<void> =>
  new Promise((resolve) => signal.addEventListener('abort', () => resolve(), { once: true }));

const timeLeftMs = (pace: ImportPace, by: ImportProgress['by'], streamsLeft: number): number | null =>
  by === 'account' ? pace.timeToNowMs() : pace.timeLeftMs(streamsLeft);

/** Coverage of this device, by account, and of the others; a document from before there was sync is this device's. */
function byDevice(documents: readonly StoredDocument<'coverage'>[], deviceId: string) {
  const coverages = new Map<string, Coverage>();
  const others = new Map<string, Coverage[]>();
  for (const { id, value } of documents) {
    const { accountId } = value;
    if (id === coverageName(accountId, deviceId)) coverages.set(accountId, value);
    else if (id !== accountId) others.set(accountId, [...(others.get(accountId) ?? []), value]);
  }
  for (const { id, value } of documents) if (id === value.accountId && !coverages.has(id)) coverages.set(id, value);
  return { coverages, others };
}

/** Loads every account's coverage. A document that does not open counts as none: the import then reads anew, nothing twice. */
export async function loadImports(parts: ImportParts): Promise<Result<Imports, Failure>> {
  const { store, deps, accounts, work, onProgress } = parts;
  const stored = await store.listDocuments('coverage');
  if (!stored.ok) return stored;
  const { coverages, others } = byDevice(stored.value.documents, store.deviceId);
  const paces = new Map<string, ImportPace>();
  const runs = new Map<string, Run>();
  /** Starts under way: a second one joins the first, and who stops the account stops its planning too. */
  const planning = new Map<
    string,
    { readonly abort: AbortController; readonly ended: Promise<Result<void, Failure>> }
  >();

  const coverageOf = (accountId: string): Coverage =>
    unitedCoverage(coverages.get(accountId) ?? emptyCoverage(accountId), others.get(accountId) ?? []);
  const paceOf = (accountId: string): ImportPace => {
    const pace = paces.get(accountId) ?? createImportPace(deps.now);
    paces.set(accountId, pace);
    return pace;
  };

  /** How the account's exchange lists fills, before its first import tells. */
  const readsBy = (accountId: string): ImportProgress['by'] => {
    const account = accounts.get(accountId);
    return account && exchangeInfos[account.exchange].deepScan === null ? 'account' : 'symbol';
  };

  /** What was going on when the account was paused stands still, and goes on with it. */
  const stateOf = ({ accountId, state }: Coverage): Coverage['state'] => {
    const isPaused = (accounts.get(accountId)?.pausedAt ?? null) !== null;
    return isPaused && (state === 'running' || state === 'waiting') ? 'paused' : state;
  };

  function progress(accountId: string): ImportProgress {
    const coverage = coverageOf(accountId);
    const { done, queue } = coverage;
    const state = stateOf(coverage);
    const span = parts.books.span(accountId);
    const running = state === 'running';
    const reading = readingOf(coverage) ?? { by: readsBy(accountId), readFrom: null, readTo: null };
    return {
      accountId,
      kind: coverage.kind,
      ...reading,
      state,
      symbolsDone: done,
      symbolsTotal: done + queue.length,
      symbol: running && reading.by === 'symbol' ? (queue[0] ?? null) : null,
      fillsStored: span.count,
      fillsPerSecond: running ? paceOf(accountId).fillsPerSecond() : null,
      timeLeftMs: running ? timeLeftMs(paceOf(accountId), reading.by, queue.length) : null,
      reachedFrom: span.oldest,
      reachedTo: span.newest,
      retryAt: state === 'paused' ? null : coverage.retryAt,
      failure: state === 'complete-with-warnings' || state === 'paused' ? null : coverage.failure,
      warnings: warningsOf(coverage),
      startedAt: coverage.startedAt,
      finishedAt: coverage.finishedAt,
    };
  }

  /** Stores the coverage together with what it covers, then takes it as the truth. */
  async function save(next: Coverage, fills: Parameters<Books['add']>[1] = []): Promise<Result<void, Failure>> {
    const written = await store.write({
      putDocuments: [{ kind: 'coverage', id: coverageName(next.accountId, store.deviceId), value: next }],
      ...(fills.length > 0 ? { appendFills: fills } : {}),
    });
    if (!written.ok) return written;
    coverages.set(next.accountId, next);
    if (fills.length > 0) {
      await parts.books.add(next.accountId, fills);
      parts.onFills();
    }
    onProgress(progress(next.accountId));
    return ok(undefined);
  }

  const { prepare, plan } = createImportPlan(parts);

  const readStream = createReader({
    ...parts,
    coverageOf,
    paceOf,
    save,
    note: (next) => {
      coverages.set(next.accountId, next);
      onProgress(progress(next.accountId));
    },
  });

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

  async function mark(accountId: string, change: Partial<Coverage>): Promise<void> {
    const next = { ...coverageOf(accountId), ...change };
    const saved = await save(next);
    if (saved.ok) return;
    // Even when nothing can be written, the page in front of the trader says why.
    coverages.set(accountId, { ...next, state: 'stopped', failure: saved.error });
    onProgress(progress(accountId));
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

  /** Begins a run, behind `pulled`; one that is stopped meanwhile waits for nothing. */
  function launch(account: ExchangeAccount, pulled?: Promise<void>): void {
    const abort = new AbortController();
    paceOf(account.id).start();
    const ended = work
      .during(async () => {
        if (pulled) await Promise.race([pulled, aborted(abort.signal)]);
        // What a run waited for before it was cut off is tried anew, and is no warning of this one.
        const isWaiting = coverageOf(account.id).state === 'waiting' && !abort.signal.aborted;
        if (isWaiting) await mark(account.id, { state: 'running', failure: null, retryAt: null });
        await run(account, abort);
      })
      // A defect must not leave an import that looks as if it ran: it stops, says so, and can be started again.
      .catch((error: unknown) =>
        mark(account.id, { state: 'stopped', failure: defect(error), retryAt: null, finishedAt: deps.now() }),
      )
      .finally(() => runs.delete(account.id));
    runs.set(account.id, { abort, ended });
  }

  async function stop(accountId: string, why: 'pause' | 'suspend'): Promise<void> {
    planning.get(accountId)?.abort.abort(why);
    await planning.get(accountId)?.ended;
    const going = runs.get(accountId);
    going?.abort.abort(why);
    await going?.ended;
  }

  /** Plans a run where there is none to go on with, and launches it; a start that was stopped meanwhile launches nothing. */
  async function begin(
    account: ExchangeAccount,
    kind: Coverage['kind'],
    signal: AbortSignal,
  ): Promise<Result<void, Failure>> {
    await Promise.race([parts.pullFirst(), aborted(signal)]);
    if (kind === 'deep-scan') {
      const client = await accounts.clientOf(account);
      if (client.ok && client.value.fills.by === 'account') return err({ reason: 'unsupported' });
    }
    const before = coverageOf(account.id);
    const unfinished = before.queue.length > 0 && before.kind === kind;
    const planned = unfinished
      ? ok({ ...before, failure: null, retryAt: null })
      : await plan(account, before, kind, signal);
    if (signal.aborted) {
      if (signal.reason === 'pause') await mark(account.id, { kind, state: 'paused', failure: null, retryAt: null });
      return err({ reason: 'cancelled' });
    }
    if (!planned.ok) {
      const { error } = planned;
      await mark(account.id, { kind, state: 'stopped', failure: error, finishedAt: deps.now(), retryAt: null });
      return planned;
    }
    // What ended in a failure has not read the newest fills: the run that goes on with it does not show them as read.
    const { finishedAt } = before.state === 'stopped' || before.state === 'paused' ? { finishedAt: null } : before;
    const saved = await save({ ...planned.value, state: 'running', finishedAt });
    if (!saved.ok) return saved;
    if (!signal.aborted) launch(account);
    else if (signal.reason === 'pause') await mark(account.id, { state: 'paused' });
    return ok(undefined);
  }

  function resume(accountId: string): void {
    const account = accounts.get(accountId);
    if (!account || !isActive(account) || account.pausedAt !== null) return;
    const { state } = coverageOf(accountId);
    const atWork = runs.has(accountId) || planning.has(accountId);
    if ((state === 'running' || state === 'waiting') && !atWork) launch(account, parts.pullFirst());
  }

  return ok({
    progress,
    coverage: coverageOf,
    async start(accountId, kind) {
      const account = accounts.get(accountId);
      if (!account || !isActive(account) || runs.has(accountId)) return ok(undefined);
      if (account.pausedAt !== null) return err(accountPaused);
      const going = planning.get(accountId);
      if (going) return going.ended;
      const abort = new AbortController();
      const ended = begin(account, kind, abort.signal)
        .catch(async (error: unknown) => {
          const failure = defect(error);
          await mark(accountId, { kind, state: 'stopped', failure, finishedAt: deps.now(), retryAt: null });
          return err(failure);
        })
        .finally(() => planning.delete(accountId));
      planning.set(accountId, { abort, ended });
      return ended;
    },
    async cancel(accountId) {
      await stop(accountId, 'pause');
    },
    async suspend() {
      const going = new Set([...planning.keys(), ...runs.keys()]);
      await Promise.all([...going].map((accountId) => stop(accountId, 'suspend')));
    },
    resumeAll() {
      for (const { id } of accounts.list()) resume(id);
    },
    resume,
    end: (accountId) => stop(accountId, 'suspend'),
    async stopFor(accountId, failure) {
      await stop(accountId, 'suspend');
      const { state } = coverageOf(accountId);
      if (state === 'running' || state === 'waiting' || state === 'paused')
        await mark(accountId, { state: 'stopped', failure, finishedAt: deps.now(), retryAt: null });
    },
    async followOthers() {
      const listed = await store.listDocuments('coverage');
      if (!listed.ok) return listed;
      const now = byDevice(listed.value.documents, store.deviceId).others;
      others.clear();
      for (const [accountId, read] of now) others.set(accountId, read);
      return ok(undefined);
    },
    forget(accountId) {
      others.delete(accountId);
      coverages.delete(accountId);
      paces.delete(accountId);
    },
  });
}
