/**
 * Exchanges that end: a notice until then, and from then on accounts without a key, kept for their history and PnL.
 */
import type { ExchangeAccount } from '../../shared/exchanges/account';
import { type ExchangeId, exchangeIds, exchangeInfos } from '../../shared/exchanges/ids';
import type { Failure } from '../../shared/reasons';
import type { UnixMs } from '../../shared/result';
import { isActive } from './accounts';
import type { AccountView } from './api/account-view';
import type { Notice } from './api/issues';
import type { Session } from './session';

export const exchangeClosed: Failure = { reason: 'exchange-closed' };
/** What an account without a key holds now is not known. */
export const keyRemoved: Failure = { reason: 'no-credentials' };

/** Whether nothing answers there any more. */
export function isClosed(exchange: ExchangeId, nowMs: UnixMs): boolean {
  const { closing } = exchangeInfos[exchange];
  return closing !== null && nowMs >= closing.closesAt;
}

/** Whether an account counts: it has a key, and its exchange answers. Totals of now are over these, paused ones too. */
export const isLive = (account: ExchangeAccount, nowMs: UnixMs): boolean =>
  isActive(account) && !isClosed(account.exchange, nowMs);

/** Whether an account is asked for anything: it counts, and is not paused. */
export const isAsked = (account: ExchangeAccount, nowMs: UnixMs): boolean =>
  isLive(account, nowMs) && account.pausedAt === null;

/** When the account's exchange will close; null where it will not, has, or the account has no key. */
export function closingOf(account: ExchangeAccount, nowMs: UnixMs): AccountView['closing'] {
  const { closing } = exchangeInfos[account.exchange];
  return closing && isLive(account, nowMs) ? { closesAt: closing.closesAt } : null;
}

/** Why the account is kept for its history alone; null while it counts. */
export function frozenOf(account: ExchangeAccount, nowMs: UnixMs): AccountView['frozen'] {
  if (isClosed(account.exchange, nowMs)) return 'closed';
  return isActive(account) ? null : 'key-removed';
}

/** One notice for each exchange that will close and has accounts. */
export function closingNotices(accounts: readonly ExchangeAccount[], nowMs: UnixMs): readonly Notice[] {
  return exchangeIds.flatMap((exchange) => {
    const here = accounts.filter((account) => account.exchange === exchange && closingOf(account, nowMs) !== null);
    const { closing } = exchangeInfos[exchange];
    if (here.length === 0 || !closing) return [];
    const accountIds = here.map(({ id }) => id);
    return [{ id: `closing:${exchange}`, kind: 'closing', exchange, accountIds, closesAt: closing.closesAt }];
  });
}

/**
 * Ends the imports of accounts whose exchange has closed and drops their keys. Where that cannot be stored the account is asked
 * for nothing all the same, and the next call drops its key.
 */
export async function freezeClosed({ accounts, imports }: Session, nowMs: UnixMs): Promise<void> {
  const closed = accounts.list().filter((account) => isActive(account) && isClosed(account.exchange, nowMs));
  for (const { id } of closed) {
    await imports.stopFor(id, exchangeClosed);
    const account = accounts.get(id);
    if (account) await accounts.freeze(account);
  }
}
