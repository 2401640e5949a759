/** Storing a choice: shown at once, and taken back with the reason where it could not be stored. None that follows is left out. */
import { useQueryClient } from '@tanstack/react-query';
import { useRef, useState } from 'react';
import type { Failure } from '../../../shared/reasons';
import type { Settings } from '../../engine/api/settings';
import { useFault } from '../components/use-task';
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
  const fault = useFault();
  const last = useRef(0);
  const [failure, setFailure] = useState<Failure | null>(null);
  const [saved, setSaved] = useState(false);
  const store = async (changed: Partial<Settings>): Promise<void> => {
    last.current += 1;
    const turn = last.current;
    setSaved(false);
    setFailure(null);
    queries.setQueryData<Settings>(queryKey, (now) => now && { ...now, ...changed });
    const result = await engine.saveSettings(changed);
    if (result.ok) {
      setSaved(turn === last.current);
      return;
    }
    setFailure(result.error);
    await queries.invalidateQueries({ queryKey }); // what holds is what the engine has
  };
  return {
    save: (changed) => void store(changed).catch(fault),
    saved,
    failure,
    dismiss: () => setFailure(null),
  };
}
