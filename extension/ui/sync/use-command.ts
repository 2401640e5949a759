/** A call of sync that a click starts: busy until it ends, why it was not done, and what it changed is asked for again. */
import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import type { Failure } from '../../../shared/reasons';
import type { Result } from '../../../shared/result';
import { useTask } from '../components/use-task';
import type { QueryRoot } from '../engine-events';

export interface Command {
  readonly running: boolean;
  readonly failure: Failure | null;
  run(call: () => Promise<Result<void, Failure>>, onDone?: () => void): void;
  dismiss(): void;
}

const changed: readonly QueryRoot[] = ['sync', 'pairing', 'moving'];

export function useCommand(): Command {
  const queries = useQueryClient();
  const task = useTask();
  const [failure, setFailure] = useState<Failure | null>(null);
  return {
    running: task.running,
    failure,
    run: (call, onDone) => {
      setFailure(null);
      task.run(async () => {
        const done = await call();
        for (const root of changed) void queries.invalidateQueries({ queryKey: [root] });
        if (done.ok) onDone?.();
        else setFailure(done.error);
      });
    },
    dismiss: () => setFailure(null),
  };
}
