/** The dashboard's routes: the one place that knows their form. Ids in them are opaque, never a label or an amount. */

export const routes = {
  overview: '/',
  /** Overview with the whole list of issues in front. */
  issues: '/?show=issues',
  balances: '/balances',
  trades: '/trades',
  trade: (tradeId: string) => `/trades/${encodeURIComponent(tradeId)}`,
  fills: '/fills',
  fill: (fillId: string) => `/fills/${encodeURIComponent(fillId)}`,
  performance: '/performance',
  /** The sync server, this vault's devices, and what waits or could not be taken. */
  sync: '/sync',
  /** Snapshots that others see by a link. */
  shares: '/shares',
  accounts: '/accounts',
  addAccount: '/accounts/new',
  account: (accountId: string) => `/accounts/${encodeURIComponent(accountId)}`,
  /** The account's page with the form for its key open. */
  accountKey: (accountId: string) => `/accounts/${encodeURIComponent(accountId)}?do=key`,
  /** What is wrong with the account, step by step. */
  doctor: (accountId: string) => `/accounts/${encodeURIComponent(accountId)}/doctor`,
  /** The account's page with the list of symbols open. */
  accountSymbols: (accountId: string) => `/accounts/${encodeURIComponent(accountId)}?do=symbols`,
  settings: '/settings',
  /** Opening the vault by its words, while it is locked or damaged. */
  recover: '/recover',
} as const;

/** The settings, at their backups. */
export const backupRoute = `${routes.settings}?at=backup`;

/** The same route with the scope kept: `?account=` names the one account that figures are shown for. */
export function withScope(route: string, accountId: string | null): string {
  if (accountId === null) return route;
  return `${route}${route.includes('?') ? '&' : '?'}account=${encodeURIComponent(accountId)}`;
}
