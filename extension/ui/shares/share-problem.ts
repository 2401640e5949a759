/** What stands in the way of a share, in a sentence. */
import { type Failure, reasons } from '../../../shared/reasons';
import type { CreateShareError, PrepareShareError } from '../../engine/api/shares';
import { failureSentence } from '../components/FailureNotice';
import { shares as says } from '../text/shares';

export type ShareProblem = PrepareShareError | CreateShareError | Failure;

const isFailure = (problem: ShareProblem): problem is Failure => Object.hasOwn(reasons, problem.reason);

export function problemSentence(problem: ShareProblem): string {
  if (isFailure(problem)) return failureSentence(problem, null);
  switch (problem.reason) {
    case 'too-many-accounts':
      return says.problems['too-many-accounts'](problem.limit);
    case 'too-many-shares':
      return says.problems['too-many-shares'](problem.limit);
    default:
      return says.problems[problem.reason];
  }
}
