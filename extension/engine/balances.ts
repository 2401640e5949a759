/** The figures of Balances: every asset of every wallet, and over which accounts the totals are. No PnL is computed for it. */
import type { BalancesAccount, BalancesApi, BalancesPage } from './api/balances';
import { accountView, countedAccounts, type Moment, totalOfAll, valueNow } from './overview';
import { assetRows } from './portfolio';
import type { Session } from './session';

export interface BalancesDeps {
  /** The open session; throws `vault-locked`. */
  readonly session: () => Session;
  readonly moment: () => Promise<Moment>;
}

/** Everything Balances shows. */
export function balancesOf(session: Session, moment: Moment): BalancesPage {
  const { baseCurrency } = session.settings();
  const prices = session.observations.prices();
  const accounts = session.accounts.list();
  const counted = new Set(countedAccounts(session, moment.now));
  return {
    baseCurrency,
    total: totalOfAll(session, 'total', moment.now),
    free: totalOfAll(session, 'free', moment.now),
    locked: totalOfAll(session, 'locked', moment.now),
    rows: accounts.flatMap((account) =>
      assetRows(account, session.observations.of(account.id).wallets, baseCurrency, prices),
    ),
    accounts: accounts.map((account): BalancesAccount => {
      const { id, exchange, exchangeName, label, value, wallets, refreshing, frozen } = accountView(
        session,
        account,
        moment,
      );
      return {
        ...{ id, exchange, exchangeName, label, value, wallets, refreshing, frozen },
        free: valueNow(session, account, 'free', moment.now),
        locked: valueNow(session, account, 'locked', moment.now),
        counted: counted.has(account),
      };
    }),
    at: moment.now,
  };
}

export const createBalances = ({ session, moment }: BalancesDeps): BalancesApi => ({
  balances: async () => {
    const at = session();
    return balancesOf(at, await moment());
  },
});
