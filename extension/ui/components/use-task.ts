/** Work that a click starts: busy until it ends, a second click does nothing, and a fault reaches the screen's boundary. */
import { useRef, useState } from 'react';

/** Takes what a call threw, which is a bug: the boundary above shows it. */
export function useFault(): (value: unknown) => void {
  const [fault, setFault] = useState<{ readonly value: unknown } | null>(null);
  if (fault !== null) throw fault.value;
  return (value) => setFault({ value });
}

export interface Task {
  readonly running: boolean;
  /** Starts `work` in this very call, so that what the browser only allows inside a click still is. */
  run(work: () => Promise<void>): void;
}

export function useTask(): Task {
  const [running, setRunning] = useState(false);
  const fault = useFault();
  const busy = useRef(false); // state alone lets a second click through before the next render
  const run = (work: () => Promise<void>) => {
    if (busy.current) return;
    busy.current = true;
    setRunning(true);
    work()
      .catch(fault)
      .finally(() => {
        busy.current = false;
        setRunning(false);
      });
  };
  return { running, run };
}
