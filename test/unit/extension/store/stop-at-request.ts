/** The engine stops at the n-th request to the database. */
import { IDBIndex, IDBObjectStore } from 'fake-indexeddb';

/** Counts down; once spent, everything asked of the database throws: the engine has stopped. */
export class Countdown {
  used = 0;
  constructor(readonly limit: number) {}
  get over(): boolean {
    return this.used >= this.limit;
  }
  step(): void {
    if (this.over) throw new DOMException('the engine has stopped', 'AbortError');
    this.used += 1;
  }
}

const requests = ['put', 'add', 'get', 'getAll', 'getAllKeys', 'delete', 'openCursor', 'openKeyCursor'] as const;

/** Patches the fake database; gives what undoes it. */
export function stopAtRequest(countdown: Countdown): () => void {
  const undo: (() => void)[] = [];
  for (const source of [IDBObjectStore.prototype, IDBIndex.prototype])
    for (const name of requests) {
      const original: unknown = Reflect.get(source, name);
      if (typeof original !== 'function') continue;
      Reflect.set(source, name, function (this: IDBObjectStore | IDBIndex, ...args: unknown[]) {
        if (countdown.over) ('transaction' in this ? this : this.objectStore).transaction.abort();
        countdown.step();
        return Reflect.apply(original, this, args);
      });
      undo.push(() => Reflect.set(source, name, original));
    }
  return () => {
    for (const step of undo) step();
  };
}
