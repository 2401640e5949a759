/** The test of a stored key as a page follows it: asked once at a time, cancelled at will, its outcome kept while the page is open. */
import { useEffect, useRef, useState } from 'react';
import type { Failure } from '../../../shared/reasons';
import { type Result, type UnixMs, unixMs } from '../../../shared/result';
import type { AccountTest } from '../../engine/api/accounts';
import { useTask } from '../components/use-task';
import { useEngine } from '../engine';

export interface KeyTestRun {
  readonly running: boolean;
  /** Whole seconds since the test began. */
  readonly seconds: number;
  /** What the last test came to, and when it ended; null before the first, and while one runs. */
  readonly ended: { readonly outcome: Result<AccountTest, Failure>; readonly at: UnixMs } | null;
  start(): void;
  cancel(): void;
}

export function useKeyTest(accountId: string): KeyTestRun {
  const engine = useEngine();
  const task = useTask();
  const [seconds, setSeconds] = useState(0);
  const [ended, setEnded] = useState<KeyTestRun['ended']>(null);
  const running = useRef(false);

  useEffect(() => {
    if (!task.running) return;
    const timer = setInterval(() => setSeconds((before) => before + 1), 1_000);
    return () => clearInterval(timer);
  }, [task.running]);
  // who leaves the page waits for no answer
  useEffect(() => () => void (running.current && engine.cancelAccountTest(accountId)), [engine, accountId]);

  return {
    running: task.running,
    seconds,
    ended,
    start: () =>
      task.run(async () => {
        setSeconds(0);
        setEnded(null);
        running.current = true;
        const outcome = await engine.testAccount(accountId).finally(() => {
          running.current = false;
        });
        setEnded({ outcome, at: unixMs(Date.now()) });
      }),
    cancel: () => void engine.cancelAccountTest(accountId),
  };
}
