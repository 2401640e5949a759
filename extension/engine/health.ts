/**
 * Says outside the pages that accounts begin to fail or answer again: reads the state, has the host notify, stores what was said.
 *
 * Where a run of an import ends, its account is looked at as after a refresh. A run that waits to try again by itself, or that the
 * trader ended, tells nothing; nor does any while the balances fail, which say it already.
 *
 * A notice is shown before it is stored as said: an engine that dies between the two says it twice rather than never.
 */
import { exchangeInfos } from '../../shared/exchanges/ids';
import type { Failure } from '../../shared/reasons';
import { createSerial } from '../store/serial';
import type { ImportProgress } from './api/imports';
import { isAsked } from './closing';
import type { EngineDeps } from './context';
import {
  type AccountHealth,
  type DueNotice,
  type HealthState,
  healthAfter,
  healthStateSchema,
  withoutNotice,
} from './health-notices';
import type { HealthNotice } from './host';
import type { Session } from './session';

const storedKey = 'health';

/** Says what is due, and resolves when it was said and stored. */
export interface Health {
  /** These accounts were refreshed. */
  refreshed(session: Session, accountIds: readonly string[]): Promise<void>;
  /** A run of the account's import has ended, and this is how. */
  imported(session: Session, progress: ImportProgress): Promise<void>;
}

const balancesFailed = ({ observations }: Session, accountId: string): Failure | null =>
  observations.of(accountId).wallets.flatMap(({ balances }) => balances.failure?.failure ?? [])[0] ?? null;

function afterRefresh(at: Session, accountIds: readonly string[]): readonly AccountHealth[] {
  return accountIds.flatMap((id) => {
    const account = at.accounts.get(id);
    return account ? [{ id, exchange: account.exchange, of: 'balances', failure: balancesFailed(at, id) }] : [];
  });
}

function afterImport(at: Session, { accountId: id, state, failure }: ImportProgress): readonly AccountHealth[] {
  const account = at.accounts.get(id);
  if (!account || balancesFailed(at, id)) return [];
  if (state === 'stopped') return failure ? [{ id, exchange: account.exchange, of: 'import', failure }] : [];
  const isRead = state === 'complete' || state === 'complete-with-warnings';
  return isRead ? [{ id, exchange: account.exchange, of: 'import', failure: null }] : [];
}

function noticeOf({ accounts, settings }: Session, { kind, reason, accountIds }: DueNotice): HealthNotice {
  const { notifyNames } = settings();
  const named = accountIds.map((id) => {
    const account = accounts.get(id);
    const name = account && { exchange: exchangeInfos[account.exchange].name, label: account.label };
    return { id, name: notifyNames && name ? name : null };
  });
  return { kind, reason, accounts: named };
}

/** Creates it for one engine. */
export function createHealth(deps: Pick<EngineDeps, 'hosts' | 'now'>): Health {
  const steps = createSerial(); // two that end at once must not both say it

  async function say(at: Session, found: readonly AccountHealth[]): Promise<void> {
    if (found.length === 0) return;
    const stored = await at.store.readLocal(storedKey, healthStateSchema);
    if (at.signal.aborted) return; // locked: what is not stored as said is said the next time
    const before: HealthState = (stored.ok ? stored.value : null) ?? {};
    const asked = new Set(
      at.accounts
        .list()
        .filter((account) => isAsked(account, deps.now()))
        .map(({ id }) => id),
    );
    const { state, notices } = healthAfter(before, found, asked);
    let after = state;
    for (const notice of notices) {
      // Switched off, a recovery is forgotten, and a failure that lasts is said once they are on again.
      const shown = at.settings().notifyFailures ? await notify(noticeOf(at, notice)) : notice.kind === 'recovered';
      if (!shown) after = withoutNotice(before, after, notice);
    }
    if (!at.signal.aborted) await at.store.write({ putLocal: [{ key: storedKey, value: after }] });
  }

  const notify = (notice: HealthNotice): Promise<boolean> =>
    deps.hosts.notify(notice).then(
      () => true,
      () => false,
    );

  return {
    refreshed: (at, accountIds) => steps.run(() => say(at, afterRefresh(at, accountIds))),
    imported: (at, progress) => steps.run(() => say(at, afterImport(at, progress))),
  };
}
