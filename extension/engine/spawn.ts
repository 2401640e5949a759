/** Where the engine's worker file is named: one place, so that every page of the build starts the same shared instance. */
import type { EngineClient } from './client';
import { connectEngine } from './client';
import type { Host } from './host';
import { type EngineMode, engineNames } from './wire';

/** Connects this context to the engine of the mode with the browser's own worker, locks and random source. */
export function joinEngine(host: Host, mode: EngineMode = 'own'): EngineClient {
  return connectEngine({
    names: engineNames[mode],
    host,
    createWorker: (name) => new SharedWorker(new URL('./worker.ts', import.meta.url), { type: 'module', name }),
    locks: navigator.locks,
    randomId: () => crypto.randomUUID(),
  });
}
