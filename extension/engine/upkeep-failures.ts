/**
 * What failed while no page waited for its outcome: the store's own upkeep, and work that goes on by itself. Shown as issues, one
 * a cause.
 */
import type { Failure } from '../../shared/reasons';

export interface UpkeepFailures {
  /** Newest last. */
  readonly list: readonly Failure[];
  /** Adds a failure, unless its cause is there. */
  note(failure: Failure): void;
  /** What was noted holds no more. */
  end(failure: Failure): void;
}

/** `onChange`: pages that list issues are to ask again. */
export function createUpkeepFailures(onChange: () => void): UpkeepFailures {
  const list: Failure[] = [];
  const isAlike = (a: Failure, b: Failure): boolean => a.reason === b.reason && a.code === b.code;
  return {
    list,
    note(failure) {
      if (list.some((each) => isAlike(each, failure))) return;
      list.push(failure);
      onChange();
    },
    end(failure) {
      const left = list.filter((each) => !isAlike(each, failure));
      if (left.length === list.length) return;
      list.splice(0, list.length, ...left);
      onChange();
    },
  };
}
