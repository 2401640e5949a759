/** A doctor's run as a page follows it: the report, starting, and cancelling. */
import { useQueryClient } from '@tanstack/react-query';
import { useEffect, useRef } from 'react';
import type { AccountView } from '../../engine/api/account-view';
import type { DoctorReport } from '../../engine/api/doctor';
import { useTask } from '../components/use-task';
import { useEngine, useEngineQuery } from '../engine';

/** A run that ended longer ago than this is made anew when the page opens. */
const freshMs = 60_000;
const askAgainMs = 5_000;

/**
 * Whether opening the page starts a run: where there was none, or its result is past, or the account has failed since
 * (`failedAt`). One that is going on is followed.
 */
export const isDue = (report: DoctorReport | null, now: number, failedAt: number | null = null): boolean =>
  report === null ||
  (report.endedAt !== null && (now - report.endedAt > freshMs || (failedAt !== null && failedAt > report.endedAt)));

export interface DoctorRun {
  /** Undefined until the engine has said it once; null where there was no run. */
  readonly report: DoctorReport | null | undefined;
  readonly busy: boolean;
  readonly start: () => void;
  readonly cancel: () => void;
}

/** Follows the account's run, and starts one when the page opens and none was made lately, or the engine has forgotten it. */
export function useDoctor({ id: accountId, value }: Pick<AccountView, 'id' | 'value'>): DoctorRun {
  const engine = useEngine();
  const task = useTask();
  const report = useEngineQuery(['doctor', accountId], (asked) => asked.doctorReport(accountId)).data;
  const failedAt = value.state === 'unknown' ? value.failedAt : null;
  const seen = useRef<DoctorReport | null | undefined>(undefined);
  const start = () =>
    task.run(async () => {
      await engine.startDoctor(accountId); // refused only while the vault is locked, and then this page is gone
    });
  useEffect(() => {
    const before = seen.current;
    seen.current = report;
    if (report === undefined || report === before) return;
    if (report === null || (before === undefined && isDue(report, Date.now(), failedAt))) start();
  });
  useAskWhile(report?.endedAt === null, accountId);
  return { report, busy: task.running, start, cancel: () => task.run(() => engine.cancelDoctor(accountId)) };
}

/** Asks for the report now and then while a run goes on: an engine that ended in the middle of it sends no event. */
function useAskWhile(running: boolean, accountId: string): void {
  const queries = useQueryClient();
  useEffect(() => {
    if (!running) return;
    const timer = setInterval(() => void queries.invalidateQueries({ queryKey: ['doctor', accountId] }), askAgainMs);
    return () => clearInterval(timer);
  }, [running, accountId, queries]);
}
