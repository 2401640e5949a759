/**
 * The doctor of an account: looks at one thing after another, shows each while it runs, and ends in one diagnosis.
 *
 * A run lives in the engine's memory and disturbs nobody: it stores nothing, its calls wait their turn like every other,
 * and it has a signal of its own. Pages follow it by events. Accounts are examined side by side, one run each.
 */
import type { ExchangeAccount } from '../../shared/exchanges/account';
import { type UnixMs, unixMs } from '../../shared/result';
import type { DoctorDiagnosis, DoctorReport, DoctorStep, DoctorStepId } from './api/doctor';
import type { CallJournal } from './call-journal';
import { diagnose } from './diagnosis';
import { type Finding, type PlannedStep, planSteps, type StepParts } from './doctor-steps';
import type { Work } from './work';

export interface Doctor {
  /** Starts a run, or joins the one that is going on. Nothing for an account that is not there. */
  start(accountId: string): void;
  /** Resolves when the run, if there was one, has ended. */
  cancel(accountId: string): Promise<void>;
  /** The run that is going on or was the last one; null where there was none. */
  report(accountId: string): DoctorReport | null;
  /** Cancels the run of an account that is removed, and drops what it found. */
  forget(accountId: string): Promise<void>;
  /** Cancels every run; resolves when they have ended. */
  close(): Promise<void>;
}

export interface DoctorParts extends StepParts {
  readonly journal: CallJournal;
  readonly work: Work;
  readonly onReport: (report: DoctorReport) => void;
}

interface Run {
  readonly account: ExchangeAccount;
  readonly abort: AbortController;
  readonly startedAt: UnixMs;
  endedAt: UnixMs | null;
  steps: readonly DoctorStep[];
  diagnosis: DoctorDiagnosis | null;
  ended: Promise<void>;
}

/** Only the name: a message might quote what must not be shown. */
const defect = (id: DoctorStepId, error: unknown): Finding => ({
  id,
  state: 'failed',
  failure: { reason: 'unexpected-payload', code: error instanceof Error ? error.name : typeof error },
});

const notRun = (
  steps: readonly DoctorStep[],
  because: 'failed' | 'cancelled',
  after: DoctorStepId,
): readonly DoctorStep[] =>
  steps.map((step) =>
    step.state === 'waiting' || step.state === 'running' ? { id: step.id, state: 'not-run', because, after } : step,
  );

/** Creates the doctor of an open vault. */
export function createDoctor(parts: DoctorParts): Doctor {
  const { deps, accounts, journal, work } = parts;
  const runs = new Map<string, Run>();
  /** Nothing is shown any more once the vault is being locked. */
  let closed = false;

  const reportOf = ({ account, startedAt, endedAt, steps, diagnosis }: Run): DoctorReport => ({
    accountId: account.id,
    exchange: account.exchange,
    label: account.label,
    startedAt,
    endedAt,
    steps,
    diagnosis,
    calls: journal.of(account.id),
  });

  function show(run: Run, steps: readonly DoctorStep[]): void {
    run.steps = steps;
    if (!closed && runs.get(run.account.id) === run) parts.onReport(reportOf(run));
  }

  const replaced = (run: Run, step: DoctorStep): readonly DoctorStep[] =>
    run.steps.map((before) => (before.id === step.id ? step : before));

  /** Takes one step; false where the run ends with it. */
  async function take(run: Run, { id, take: look }: PlannedStep): Promise<boolean> {
    const { signal } = run.abort;
    const startedAt = deps.now();
    show(run, replaced(run, { id, state: 'running', startedAt }));
    const finding = await look().catch((error: unknown) => defect(id, error));
    if (signal.aborted || !accounts.get(run.account.id)) {
      run.steps = notRun(run.steps, 'cancelled', id);
      return false;
    }
    const durationMs = Math.max(0, deps.now() - startedAt);
    show(run, replaced(run, { ...finding, startedAt, durationMs }));
    if (finding.state === 'failed') run.steps = notRun(run.steps, 'failed', id);
    return finding.state !== 'failed';
  }

  async function examine(run: Run, planned: readonly PlannedStep[]): Promise<void> {
    for (const step of planned) if (!(await take(run, step))) break;
    run.endedAt = unixMs(deps.now());
    run.diagnosis = diagnose(run.steps);
    show(run, run.steps);
  }

  async function cancel(accountId: string): Promise<void> {
    const run = runs.get(accountId);
    if (!run || run.endedAt !== null) return;
    run.abort.abort();
    await run.ended;
  }

  return {
    start(accountId) {
      const account = accounts.get(accountId);
      const going = runs.get(accountId);
      if (!account || (going && going.endedAt === null)) return;
      const abort = new AbortController();
      const planned = planSteps(parts, account, abort.signal);
      const steps = planned.map(({ id }): DoctorStep => ({ id, state: 'waiting' }));
      const run: Run = {
        account,
        abort,
        startedAt: deps.now(),
        endedAt: null,
        steps,
        diagnosis: null,
        ended: Promise.resolve(),
      };
      runs.set(accountId, run);
      run.ended = work.during(() => examine(run, planned));
    },
    cancel,
    report(accountId) {
      const run = runs.get(accountId);
      return run ? reportOf(run) : null;
    },
    async forget(accountId) {
      await cancel(accountId);
      runs.delete(accountId);
    },
    async close() {
      closed = true;
      await Promise.all([...runs.keys()].map(cancel));
    },
  };
}
