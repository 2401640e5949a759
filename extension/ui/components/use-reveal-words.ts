/** Showing the recovery words once more: the passphrase is typed again, and forgotten as soon as it was sent. */
import { useState } from 'react';
import type { Failure } from '../../../shared/reasons';
import type { UnlockError } from '../../engine/api/vault';
import { useEngine } from '../engine';
import { useTask } from './use-task';

export interface RevealWords {
  readonly passphrase: string;
  readonly running: boolean;
  readonly error: UnlockError | Failure | null;
  setPassphrase(value: string): void;
  submit(): void;
  dismiss(): void;
}

export function useRevealWords(onWords: (words: readonly string[]) => void): RevealWords {
  const engine = useEngine();
  const task = useTask();
  const [passphrase, setPassphrase] = useState('');
  const [error, setError] = useState<UnlockError | Failure | null>(null);
  const submit = () => {
    if (passphrase === '') return;
    task.run(async () => {
      const revealed = await engine.revealWords(passphrase);
      setPassphrase('');
      setError(revealed.ok ? null : revealed.error);
      if (revealed.ok) onWords(revealed.value.words);
    });
  };
  return { passphrase, running: task.running, error, setPassphrase, submit, dismiss: () => setError(null) };
}
