/**
 * Imports an account's fills: stream after stream, page after page, each page and its coverage in one transaction.
 *
 * May stop between any two statements: the coverage document says what is stored, a repeated page brings nothing twice,
 * and a run that was going on when the engine ended goes on when it starts again. A symbol that fails alone is a warning;
 * what concerns the whole account (a refused key, a full disk) stops the run; what passes by itself makes it wait.
 */
import type { ExchangeAccount } from '../../shared/exchanges/account';
import type { Failure } from '../../shared/reasons';
import { err, ok, type Result } from '../../shared/result';
import type { Coverage } from '../store/coverage';
import { isActive } from './accounts';
import type { ImportProgress } from './api/imports';
import { createImportPlan, type PlanParts } from './import-plan';
import { type ImportRecordParts, loadImportRecord } from './import-record';
import { createImportRun } from './import-run';
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

export interface ImportParts extends PlanParts, ImportRecordParts {
  readonly work: Work;
  /** Brings what other devices have stored, before anything is asked for. Waits a bounded time, and a failure blocks nothing. */
  readonly pullFirst: () => Promise<void>;
}

interface Run {
  readonly abort: AbortController;
  readonly ended: Promise<void>;
}

/** Only the name: a message might quote what must not be shown. */
const defect = (error: unknown): Failure => ({
  reason: 'storage-failed',
  code: error instanceof Error ? error.name : typeof error,
});

const aborted = (signal: AbortSignal): Promise<void> =>
  new Promise((resolve) => signal.addEventListener('abort', () => resolve(), { once: true }));

/** The imports of all accounts, over what is stored of them; none runs before it is started or resumed. */
export async function loadImports(parts: ImportParts): Promise<Result<Imports, Failure>> {
  const { deps, accounts, work } = parts;
  const loaded = await loadImportRecord(parts);
  if (!loaded.ok) return loaded;
  const record = loaded.value;
  const { coverageOf, paceOf, save, mark } = record;
  const { prepare, plan } = createImportPlan(parts);
  const run = createImportRun({ ...parts, record, prepare });
  const runs = new Map<string, Run>();
  /** Starts under way: a second one joins the first, and who stops the account stops its planning too. */
  const planning = new Map<
    string,
    { readonly abort: AbortController; readonly ended: Promise<Result<void, Failure>> }
  >();

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
    progress: record.progress,
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
    followOthers: record.followOthers,
    forget: record.forget,
  });
}
