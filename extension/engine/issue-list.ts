/** Issues as they are found, one per cause: a key that is refused for balances and for history is one, and so is a network that is down. */
import type { ExchangeAccount } from '../../shared/exchanges/account';
import type { Failure } from '../../shared/reasons';
import { type UnixMs, unixMs } from '../../shared/result';
import { accountsOf, type Issue } from './api/issues';
import { isOwnCause } from './own-causes';

interface Found {
  /** Null where it is no account's. */
  readonly account: ExchangeAccount | null;
  readonly area: Issue['area'];
  readonly failure: Failure;
  readonly since: UnixMs;
  /** The one wallet that it is about; absent where it is about none alone. */
  readonly wallet?: Issue['wallet'];
}

export interface IssueList {
  add(found: Found): void;
  all(): readonly Issue[];
}

const causeOf = ({ account, failure }: Found): string =>
  account !== null && isOwnCause(failure)
    ? `own:${failure.reason}:${failure.code ?? ''}`
    : `${account?.id ?? ''}:${failure.reason}:${failure.reason === 'price-missing' ? failure.subject : ''}`;

function issueOf(id: string, { account, area, failure, since, wallet = null }: Found): Issue {
  const { label = null, exchange = null } = account ?? {};
  return { id, accountId: account?.id ?? null, accountLabel: label, exchange, failure, since, area, wallet };
}

/** One cause of several things is about no wallet alone, and one of several accounts about none of them alone. */
function joined(known: Issue, { account, since, wallet = null }: Found): Issue {
  const before = accountsOf(known);
  if (account === null || before.some(({ id }) => id === account.id))
    return known.wallet === wallet ? known : { ...known, wallet: null };
  const { id, label, exchange } = account;
  return {
    ...known,
    ...{ accountId: null, accountLabel: null, wallet: null },
    accounts: [...before, { id, label, exchange }],
    exchange: before.every((one) => one.exchange === exchange) ? exchange : null,
    since: unixMs(Math.min(known.since, since)),
  };
}

/** An empty list, to be filled with whatever is found; the order is that in which causes came first. */
export function createIssueList(): IssueList {
  const issues = new Map<string, Issue>();
  return {
    add(found) {
      const id = causeOf(found);
      const known = issues.get(id);
      issues.set(id, known ? joined(known, found) : issueOf(id, found));
    },
    all: () => [...issues.values()],
  };
}
