/**
 * A page without rows is asked for once more before it is believed.
 *
 * It is the one wrong answer that cannot be told from a right one: rows of another range, market or page are seen to be that,
 * and no rows are no rows. Where it ends a range that no later reading looks into, everything in it would be passed over.
 */
import type { Failure } from '../../shared/reasons';
import type { Result } from '../../shared/result';

/** The answer, the second one where the first had no rows. `matters`: the range is not looked into again. */
export async function confirmEmpty<T>(
  matters: boolean,
  rowsOf: (page: T) => number,
  asked: () => Promise<Result<T, Failure>>,
): Promise<Result<T, Failure>> {
  const first = await asked();
  return matters && first.ok && rowsOf(first.value) === 0 ? asked() : first;
}
