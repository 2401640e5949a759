/**
 * Accounts that the trader has paused: nothing is asked for them until they are resumed, and what is known of them ages.
 *
 * What a paused account holds now is not known, so that its value is its last one, and every total of now misses it. It is no
 * failure: no issue, no badge. An import that was going on stands where it is and goes on with the resuming.
 */
import type { ExchangeAccount } from '../../shared/exchanges/account';
import type { Failure } from '../../shared/reasons';
import { ok, type UnixMs, unixMs } from '../../shared/result';
import type { CommandParts } from './account-commands';
import type { EngineApi } from './api';

export const accountPaused: Failure = { reason: 'account-paused' };

/** Since when the account is paused; null while it is not. */
export const pausedAtOf = ({ pausedAt }: ExchangeAccount): UnixMs | null =>
  pausedAt === null ? null : unixMs(pausedAt);

/** Creates the commands. Repeating one changes nothing. */
export function pausingCommands({
  deps,
  events,
  refresher,
  session,
}: CommandParts): Pick<EngineApi, 'pauseAccount' | 'resumeAccount'> {
  return {
    pauseAccount: (accountId) =>
      session(async (at) => {
        const account = at.accounts.get(accountId);
        if (!account || account.pausedAt !== null) return ok(undefined);
        const saved = await at.accounts.save({ ...account, pausedAt: deps.now() });
        if (!saved.ok) return saved;
        refresher.stop(accountId);
        events.emit({ topic: 'accounts' });
        await Promise.all([at.imports.end(accountId), at.cashFlows.end(accountId)]);
        events.emit({ topic: 'import', progress: at.imports.progress(accountId) });
        return saved;
      }),
    resumeAccount: (accountId) =>
      session(async (at) => {
        const account = at.accounts.get(accountId);
        if (!account || account.pausedAt === null) return ok(undefined);
        await at.imports.end(accountId); // what the pause may still be ending would not be started again
        const saved = await at.accounts.save({ ...account, pausedAt: null });
        if (!saved.ok) return saved;
        events.emit({ topic: 'accounts' });
        at.imports.resume(accountId);
        const progress = at.imports.progress(accountId);
        // one that had ended before has not ended now: the refresh begins another
        if (progress.state === 'running' || progress.state === 'waiting') events.emit({ topic: 'import', progress });
        void refresher.refresh(accountId);
        return saved;
      }),
  };
}
