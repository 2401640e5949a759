/** A doctor's run as a page follows it: the report, starting, and cancelling. */
import { useEffect, useRef } from 'react';
import type { DoctorReport } from '../../engine/api';
import { useTask } from '../components/use-task';
import { useEngine, useEngineQuery } from '../engine';

/** A run that ended longer ago than this is made anew when the page opens. */
const freshMs = 60_000;

/** Whether opening the page starts a run: where there was none, or its result is past. One that is going on is followed. */
export const isDue = (report: DoctorReport | null, now: number): boolean =>
  report === null || (report.endedAt !== null && now - report.endedAt > freshMs);

export interface DoctorRun {
  /** Undefined until the engine has said it once; null where there was no run. */
  readonly report: DoctorReport | null | undefined;
  readonly busy: boolean;
  readonly start: () => void;
  readonly cancel: () => void;
}

/** Follows the account's run, and starts one when the page opens and none was made lately. */
export function useDoctor(accountId: string): DoctorRun {
  const engine = useEngine();
  const task = useTask();
  const report = useEngineQuery(['doctor', accountId], (asked) => asked.doctorReport(accountId)).data;
  const opened = useRef(false);
  const start = () =>
    task.run(async () => {
      await engine.startDoctor(accountId); // refused only while the vault is locked, and then this page is gone
    });
  useEffect(() => {
    if (opened.current || report === undefined) return;
    opened.current = true;
    if (isDue(report, Date.now())) start();
  });
  return { report, busy: task.running, start, cancel: () => task.run(() => engine.cancelDoctor(accountId)) };
}
