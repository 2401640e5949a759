/** How an engine answers what pages ask: never, with a fault of its own, or once and then no more. */
import type { EngineApi } from '../../extension/engine/api';

/**
 * - `never`: what is asked is still being worked on, so that skeletons stay and what a click began is busy.
 * - `rejects`: every question ends in a fault, as it does where the engine has a bug or its database is gone.
 * - `falls-silent`: a question is answered once; asked again, it ends in a fault.
 */
export type Answers = 'never' | 'rejects' | 'falls-silent';

/** Stands in what a planted fault says, so that its echo on the console is told from a fault of the page. */
export const plantedFault = 'a fault that was planted here';

const questions = [
  ...(['settings', 'accounts', 'balances', 'overview', 'importProgress', 'coverage', 'doctorReport'] as const),
  ...(['backupState', 'trades', 'closings', 'openLots', 'trade', 'dust', 'fills', 'fill', 'performance'] as const),
  ...(['methods', 'syncView', 'shares'] as const),
];

const reject = () => Promise.reject(new Error(plantedFault));
const never = () => new Promise<never>(() => undefined);

/** The same engine, whose questions are answered like that; what it is told to do stays as it is. */
export function answering(engine: EngineApi, answers: Answers): EngineApi {
  const asked = new Set<string>();
  const replaced = questions.map((name) => {
    // one signature for all of them: the arguments are handed on as they came
    const answer = engine[name] as (...args: readonly unknown[]) => Promise<unknown>;
    const silent = (...args: readonly unknown[]) => {
      const question = JSON.stringify([name, ...args]);
      if (asked.has(question)) return reject();
      asked.add(question);
      return answer(...args);
    };
    return [name, answers === 'never' ? never : answers === 'rejects' ? reject : silent];
  });
  return { ...engine, ...Object.fromEntries(replaced) };
}
