/** The calls of Overview and of the list of accounts: what is known of them now, and asking the exchanges anew. */
import type { AccountViewApi } from './api/account-view';
import type { OverviewApi } from './api/overview';
import { accountView, type Moment } from './overview';
import type { Session } from './session';

interface OverviewCallParts {
  /** The open session; throws while the vault is locked. */
  readonly open: () => Session;
  readonly moment: () => Promise<Moment>;
  readonly refresh: (accountId: string | null) => Promise<void>;
}

/** The calls, over one engine. */
export function overviewCalls({ open, moment, refresh }: OverviewCallParts): OverviewApi & AccountViewApi {
  return {
    accounts: async () => {
      const at = open();
      const now = await moment();
      return at.accounts.list().map((account) => accountView(at, account, now));
    },
    refresh,
    overview: async () => open().answers.answer('overview', null),
  };
}
