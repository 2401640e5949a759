/**
 * What is known of each account's import: how far it is read, stored with the fills that it covers, and told to pages as progress.
 *
 * Coverage that this device reads is one document an account; what other devices have read is united with it. How fast a run
 * goes is kept for as long as the engine lives.
 */
import { exchangeInfos } from '../../shared/exchanges/ids';
import type { Failure } from '../../shared/reasons';
import { ok, type Result } from '../../shared/result';
import type { Coverage } from '../store/coverage';
import { coverageName } from '../store/coverage-name';
import type { StoredDocument } from '../store/documents';
import type { Store } from '../store/store';
import type { Accounts } from './accounts';
import type { ImportProgress } from './api/imports';
import type { Books } from './books';
import type { EngineDeps } from './context';
import { emptyCoverage, readingOf, warningsOf } from './coverage-state';
import { unitedCoverage } from './coverage-union';
import { createImportPace, type ImportPace } from './import-pace';

export interface ImportRecordParts {
  readonly deps: EngineDeps;
  readonly store: Store;
  readonly accounts: Accounts;
  readonly books: Books;
  readonly onProgress: (progress: ImportProgress) => void;
  readonly onFills: () => void;
}

export interface ImportRecord {
  /** Of all devices. */
  coverageOf(accountId: string): Coverage;
  progress(accountId: string): ImportProgress;
  paceOf(accountId: string): ImportPace;
  /** Stores the coverage together with what it covers, then takes it as the truth. */
  save(next: Coverage, fills?: Parameters<Books['add']>[1]): Promise<Result<void, Failure>>;
  /** Takes the coverage as the truth without storing it. */
  note(next: Coverage): void;
  /** Stores how a run stands. Where that fails the run is told as stopped. */
  mark(accountId: string, change: Partial<Coverage>): Promise<void>;
  /** Reads again what other devices have read. */
  followOthers(): Promise<Result<void, Failure>>;
  /** Drops what is known of an account that was erased. */
  forget(accountId: string): void;
}

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
export async function loadImportRecord(parts: ImportRecordParts): Promise<Result<ImportRecord, Failure>> {
  const { store, deps, accounts, onProgress } = parts;
  const stored = await store.listDocuments('coverage');
  if (!stored.ok) return stored;
  const { coverages, others } = byDevice(stored.value.documents, store.deviceId);
  const paces = new Map<string, ImportPace>();

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

  function note(next: Coverage): void {
    coverages.set(next.accountId, next);
    onProgress(progress(next.accountId));
  }

  async function mark(accountId: string, change: Partial<Coverage>): Promise<void> {
    const next = { ...coverageOf(accountId), ...change };
    const saved = await save(next);
    if (saved.ok) return;
    // Even when nothing can be written, the page in front of the trader says why.
    note({ ...next, state: 'stopped', failure: saved.error });
  }

  async function followOthers(): Promise<Result<void, Failure>> {
    const listed = await store.listDocuments('coverage');
    if (!listed.ok) return listed;
    const now = byDevice(listed.value.documents, store.deviceId).others;
    others.clear();
    for (const [accountId, read] of now) others.set(accountId, read);
    return ok(undefined);
  }

  function forget(accountId: string): void {
    others.delete(accountId);
    coverages.delete(accountId);
    paces.delete(accountId);
  }

  return ok({ coverageOf, progress, paceOf, save, note, mark, followOthers, forget });
}
