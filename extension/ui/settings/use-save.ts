/** Storing one choice: shown at once, and taken back with the reason where it could not be stored. */
import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import type { Failure } from '../../../shared/reasons';
import type { Settings } from '../../engine/api/settings';
import { useTask } from '../components/use-task';
import { type EngineKey, useEngine } from '../engine';

export interface Save {
  /** Stores what changed; the other settings stay as they are. */
  save(changed: Partial<Settings>): void;
  readonly saved: boolean;
  readonly failure: Failure | null;
  dismiss(): void;
}

const queryKey: EngineKey = ['settings'];

/** The choice of one setting. */
export function useSave(): Save {
  const engine = useEngine();
  const queries = useQueryClient();
  const task = useTask();
  const [failure, setFailure] = useState<Failure | null>(null);
  const [saved, setSaved] = useState(false);
  return {
    save: (changed) =>
      task.run(async () => {
        setSaved(false);
        setFailure(null);
        queries.setQueryData<Settings>(queryKey, (now) => now && { ...now, ...changed });
        const result = await engine.saveSettings(changed);
        setSaved(result.ok);
        if (result.ok) return;
        setFailure(result.error);
        await queries.invalidateQueries({ queryKey }); // what holds is what the engine has
      }),
    saved,
    failure,
    dismiss: () => setFailure(null),
  };
}
