/**
 * Which of Bitget's two kinds of accounts a key belongs to: learnt from the answers, never from a probe.
 *
 * A call goes to the kind that answered last, classic at first. Only Bitget's own word that the account is of the other kind
 * sends it there once more; any other failure says nothing about the kind and is returned as it is.
 */
import { type AccountMode, otherMode } from '../../../shared/exchanges/bitget/account-mode';
import type { Failure } from '../../../shared/reasons';
import type { Result } from '../../../shared/result';

/** Asks in the account's own mode. `account-mode`: both kinds say that the account is of the other one. */
type ByMode = <T>(ask: (mode: AccountMode) => Promise<Result<T, Failure>>) => Promise<Result<T, Failure>>;

const isOtherMode = <T>(answer: Result<T, Failure>): boolean => !answer.ok && answer.error.reason === 'account-mode';

export function createByMode(): ByMode {
  let known: AccountMode = 'classic';
  return async (ask) => {
    const first = known;
    const answer = await ask(first);
    if (!isOtherMode(answer)) return answer;
    const second = otherMode(first);
    const other = await ask(second);
    if (!isOtherMode(other)) known = second;
    return other;
  };
}
