/** Choosing how an account's requests travel. */
import type { Failure } from '../../shared/reasons';
import { err, ok, type Result } from '../../shared/result';
import type { CommandParts } from './account-commands';
import type { EgressApi } from './api/egress';
import { relayRefusal } from './relay-rights';

/** Creates the command. One that fails has changed nothing. */
export function egressCommands({ deps, events, refresher, session }: CommandParts): EgressApi {
  return {
    setEgress: (accountId, egress, readOnlyConfirmed) =>
      session(async (at): Promise<Result<void, Failure>> => {
        const account = at.accounts.get(accountId);
        if (!account || account.egress === egress) return ok(undefined);
        if (egress === 'relay') {
          const refused = relayRefusal(at.observations.of(accountId).rights.last?.value ?? null, readOnlyConfirmed);
          if (refused) return err(refused);
          if (!deps.relay?.isConnected()) return err({ reason: 'relay-unreachable', code: 'not-connected' });
        }
        const { relayConfirmedAt: _, ...rest } = account;
        const confirmed = egress === 'relay' && readOnlyConfirmed ? { relayConfirmedAt: deps.now() } : {};
        const saved = await at.accounts.saveEgress({ ...rest, egress, ...confirmed });
        if (!saved.ok) return saved;
        events.emit({ topic: 'accounts' });
        void refresher.refresh(accountId);
        return ok(undefined);
      }),
  };
}
