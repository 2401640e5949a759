/**
 * Imports an account's fills: symbol after symbol, page after page, each page and its coverage in one transaction.
 *
 * May stop between any two statements: the coverage document says what is stored, a repeated page brings nothing twice,
 * and a run that was going on when the engine ended goes on when it starts again. A symbol that fails alone is a warning;
 * what concerns the whole account (a refused key, a full disk) stops the run; what passes by itself makes it wait.
 */
import type { ExchangeAccount } from '../../shared/exchanges/account';
import { exchangeInfos } from '../../shared/exchanges/ids';
import { type Failure, reasons } from '../../shared/reasons';
import { err, ok, type Result, type UnixMs, unixMs } from '../../shared/result';
import type { ExchangeClient, Market } from '../exchanges/client';
import type { Coverage } from '../store/coverage';
import type { Store } from '../store/store';
import { isActive } from './accounts';
import type { ImportProgress } from './api';
import type { Books } from './books';
import {
  afterFailure,
  afterPage,
  dequeued,
  emptyCoverage,
  unreadSymbol,
  warningsOf,
  withSymbol,
} from './coverage-state';
import { createImportPace, type ImportPace } from './import-pace';
import { createImportPlan, type PlanParts } from './import-plan';
import { withSkew } from './observations';
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
  /** Goes on with what was running when the engine ended. */
  resumeAll(): void;
  /** Ends the account's run, if there is one, without marking it paused. */
  end(accountId: string): Promise<void>;
  /** Drops what is known of an account that was erased. */
  forget(accountId: string): void;
}

export interface ImportParts extends PlanParts {
  readonly store: Store;
  readonly books: Books;
  readonly work: Work;
  readonly onProgress: (progress: ImportProgress) => void;
  readonly onFills: () => void;
}

interface Run {
  readonly abort: AbortController;
  readonly ended: Promise<void>;
}

/** Pause before a run that met a passing failure tries again: doubles from the first to the second. */
const waits = { firstMs: 15_000, longestMs: 600_000 } as const;
/** An exchange's symbols found empty are noted together: one by one, a deep scan would write its whole document 2,000 times. */
const emptySymbolsPerWrite = 20;
/** Failures that concern one symbol, not the account. */
const symbolFailures: ReadonlySet<Failure['reason']> = new Set(['unexpected-payload', 'unsupported']);

/** Only the name: a message might quote what must not be shown. */
const defect = (error: unknown): Failure => ({
  reason: 'storage-failed',
  code: error instanceof Error ? error.name : typeof error,
});

/** Loads every account's coverage. A document that does not open counts as none: the import then reads anew, nothing twice. */
export async function loadImports(parts: ImportParts): Promise<Result<Imports, Failure>> {
  const { store, deps, accounts, work, onProgress } = parts;
  const stored = await store.listDocuments('coverage');
  if (!stored.ok) return stored;
  const coverages = new Map(stored.value.documents.map(({ value }) => [value.accountId, value]));
  const paces = new Map<string, ImportPace>();
  const runs = new Map<string, Run>();
  /** Starts under way: a second one joins the first, and who stops the account stops its planning too. */
  const planning = new Map<
    string,
    { readonly abort: AbortController; readonly ended: Promise<Result<void, Failure>> }
  >();

  const coverageOf = (accountId: string): Coverage => coverages.get(accountId) ?? emptyCoverage(accountId);
  const paceOf = (accountId: string): ImportPace => {
    const pace = paces.get(accountId) ?? createImportPace(deps.now);
    paces.set(accountId, pace);
    return pace;
  };

  function progress(accountId: string): ImportProgress {
    const coverage = coverageOf(accountId);
    const { done, queue, state } = coverage;
    const span = parts.books.span(accountId);
    const running = state === 'running';
    return {
      accountId,
      kind: coverage.kind,
      by: 'symbol',
      readFrom: null,
      readTo: null,
      state,
      symbolsDone: done,
      symbolsTotal: done + queue.length,
      symbol: running ? (queue[0] ?? null) : null,
      fillsStored: span.count,
      fillsPerSecond: running ? paceOf(accountId).fillsPerSecond() : null,
      timeLeftMs: running ? paceOf(accountId).timeLeftMs(queue.length) : null,
      reachedFrom: span.oldest,
      reachedTo: span.newest,
      retryAt: coverage.retryAt,
      failure: state === 'complete-with-warnings' ? null : coverage.failure,
      warnings: warningsOf(coverage),
      startedAt: coverage.startedAt,
      finishedAt: coverage.finishedAt,
    };
  }

  /** Stores the coverage together with what it covers, then takes it as the truth. */
  async function save(next: Coverage, fills: Parameters<Books['add']>[1] = []): Promise<Result<void, Failure>> {
    const written = await store.write({
      putDocuments: [{ kind: 'coverage', id: next.accountId, value: next }],
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

  const calls = (account: ExchangeAccount, signal: AbortSignal) => {
    const [host = account.exchange] = exchangeInfos[account.exchange].hosts;
    return <T>(call: () => Promise<Result<T, Failure>>) => parts.repeat(host, call, signal);
  };

  /** Reads one symbol to its end. Every page is stored with the coverage it proves before the next is asked for. */
  async function readSymbol(
    account: ExchangeAccount,
    client: ExchangeClient,
    market: Market,
    signal: AbortSignal,
  ): Promise<Result<void, Failure>> {
    for (;;) {
      await respectBudget(client, signal);
      if (signal.aborted) return err({ reason: 'cancelled' });
      const coverage = coverageOf(account.id);
      const before = coverage.symbols[market.symbol] ?? unreadSymbol;
      const askedAt = deps.now();
      const { fills: reader } = client;
      if (reader.by === 'account') return err({ reason: 'unsupported' });
      const page = await calls(account, signal)(() => reader.page(market, before.cursor, signal));
      if (!page.ok) return page;
      const fills = parts.books.unknownOf(account.id, page.value.fills);
      const newestUs = page.value.fills.reduce((newest, fill) => Math.max(newest, fill.executedAtUs), 0);
      const after = afterPage(before, {
        next: page.value.next,
        added: fills.filter(({ revision }) => revision === 0).length, // a corrected row was counted before
        newestMs: newestUs === 0 ? null : unixMs(Math.floor(newestUs / 1000)),
        done: page.value.done,
        askedAt,
      });
      const next = withSymbol(coverage, market.symbol, after);
      const finished = page.value.done ? dequeued(next) : next;
      const minor = after.state === 'empty' && finished.queue.length > 0 && finished.done % emptySymbolsPerWrite !== 0;
      paceOf(account.id).page(fills.length, page.value.done);
      if (minor) {
        coverages.set(account.id, finished);
        onProgress(progress(account.id));
      } else {
        const saved = await save(finished, fills);
        if (!saved.ok) return saved;
      }
      if (page.value.done) return ok(undefined);
    }
  }

  /** We share the trader's limit with their bots: half is left free. */
  async function respectBudget(client: ExchangeClient, signal: AbortSignal): Promise<void> {
    const budget = client.budget();
    if (!budget || budget.used * 2 < budget.limit) return;
    const left = budget.windowMs - (deps.now() % budget.windowMs);
    if (deps.now() - budget.at < budget.windowMs) await deps.sleep(left, signal);
  }

  /** One attempt at the whole queue; gives the failure that ended it. */
  async function drain(account: ExchangeAccount, signal: AbortSignal): Promise<Result<void, Failure>> {
    await parts.books.loaded; // what is stored must be known before a page can be told from its repetition
    const ready = await prepare(account, signal);
    if (!ready.ok) return ready;
    const { client, markets } = ready.value;
    for (;;) {
      const [symbol] = coverageOf(account.id).queue;
      if (symbol === undefined) return ok(undefined);
      if (signal.aborted) return err({ reason: 'cancelled' });
      const market = markets.get(symbol);
      const read = market
        ? await readSymbol(account, client, market, signal)
        : err<Failure>({ reason: 'unsupported', subject: symbol });
      if (read.ok) continue;
      if (!symbolFailures.has(read.error.reason)) return withSkew(client, deps, read);
      const coverage = coverageOf(account.id);
      const failed = afterFailure(coverage.symbols[symbol] ?? unreadSymbol, read.error);
      const saved = await save(dequeued(withSymbol(coverage, symbol, failed)));
      if (!saved.ok) return saved;
    }
  }

  /** A run: drains the queue, waits and tries again over passing failures, ends complete, paused or stopped. */
  async function run(account: ExchangeAccount, abort: AbortController): Promise<void> {
    const { signal } = abort;
    for (let waitMs: number = waits.firstMs; ; waitMs = Math.min(waitMs * 2, waits.longestMs)) {
      const before = coverageOf(account.id).done;
      const drained = await drain(account, signal);
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

  function launch(account: ExchangeAccount): void {
    const abort = new AbortController();
    paceOf(account.id).start();
    const ended = work
      .during(() => run(account, abort))
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

  return ok({
    progress,
    coverage: coverageOf,
    async start(accountId, kind) {
      const account = accounts.get(accountId);
      if (!account || !isActive(account) || runs.has(accountId)) return ok(undefined);
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
      for (const account of accounts.list().filter(isActive)) {
        const { state } = coverageOf(account.id);
        if ((state === 'running' || state === 'waiting') && !runs.has(account.id)) launch(account);
      }
    },
    end: (accountId) => stop(accountId, 'suspend'),
    forget(accountId) {
      coverages.delete(accountId);
      paces.delete(accountId);
    },
  });
}
