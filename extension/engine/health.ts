/** Says outside the pages that accounts begin to fail or answer again: reads the state, has the host notify, stores what was said. */
import { exchangeInfos } from '../../shared/exchanges/ids';
import { createSerial } from '../store/serial';
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

/** Says what is due after a refresh of these accounts, and resolves when it was said and stored. */
export type SayHealth = (session: Session, accountIds: readonly string[]) => Promise<void>;

function healthOf({ accounts, observations }: Session, accountIds: readonly string[]): readonly AccountHealth[] {
  return accountIds.flatMap((id) => {
    const account = accounts.get(id);
    if (!account) return [];
    const [failed] = observations.of(id).wallets.flatMap(({ balances }) => balances.failure?.failure ?? []);
    return [{ id, exchange: account.exchange, failure: failed ?? null }];
  });
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
export function createHealth(deps: Pick<EngineDeps, 'hosts' | 'now'>): SayHealth {
  const steps = createSerial(); // two refreshes that end at once must not both say it

  async function say(at: Session, accountIds: readonly string[]): Promise<void> {
    const stored = await at.store.readLocal(storedKey, healthStateSchema);
    if (at.signal.aborted) return; // locked: what is not stored as said is said after the next refresh
    const before: HealthState = (stored.ok ? stored.value : null) ?? {};
    const asked = new Set(
      at.accounts
        .list()
        .filter((account) => isAsked(account, deps.now()))
        .map(({ id }) => id),
    );
    const { state, notices } = healthAfter(before, healthOf(at, accountIds), asked);
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

  return (at, accountIds) => steps.run(() => say(at, accountIds));
}
