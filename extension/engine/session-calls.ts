/** The calls over the open session, each group from the file that answers it: all of the API but the vault's own life. */
import { accountCommands, type CommandParts } from './account-commands';
import type { EngineApi } from './api';
import type { BackupApi } from './api/backup';
import type { EventsApi } from './api/events';
import type { SharesApi } from './api/shares';
import type { SyncApi } from './api/sync';
import type { VaultApi } from './api/vault';
import { createBalances } from './balances';
import { coverageCalls } from './coverage-view';
import { doctorCalls } from './doctor-calls';
import { egressCommands } from './egress-commands';
import { fillsCalls } from './fills';
import { importCalls } from './import-calls';
import { keyTestCommands } from './key-test';
import { methodCalls } from './method-calls';
import type { Moment } from './overview';
import { overviewCalls } from './overview-calls';
import { pausingCommands } from './pausing';
import { performanceCalls } from './performance-calls';
import { rateCalls } from './rate-calls';
import { reconciliationCalls } from './reconciliation';
import type { Session } from './session';
import { type SettingsParts, settingsCalls } from './settings-calls';
import { tradeCalls } from './trade-calls';

interface SessionCallParts extends CommandParts {
  /** The open session; throws while the vault is locked. */
  readonly open: () => Session;
  readonly moment: () => Promise<Moment>;
  /** Asks an account's exchange anew, or all of them. */
  readonly refresh: (accountId: string | null) => Promise<void>;
  readonly onSettingsSaved: SettingsParts['onSaved'];
}

type SessionApi = Omit<EngineApi, keyof (BackupApi & EventsApi & SharesApi & SyncApi & VaultApi)>;

/** The calls. Each finds the vault locked as its kind does: a query throws `vault-locked`, a command gives it. */
export function sessionCalls(parts: SessionCallParts): SessionApi {
  const { deps, events, open, session, moment, refresh, onSettingsSaved } = parts;
  /** For calls that go through rows: what works behind the screens waits for them. */
  const openForRows = (): Session => {
    const at = open();
    at.pageCalls.note();
    return at;
  };
  return {
    ...settingsCalls({ hosts: deps.hosts, events, open, session, onSaved: onSettingsSaved }),
    ...accountCommands(parts),
    ...egressCommands(parts),
    ...pausingCommands(parts),
    ...keyTestCommands(parts),
    ...overviewCalls({ open, moment, refresh }),
    ...createBalances({ session: open, moment }),
    ...fillsCalls(openForRows),
    ...rateCalls(open, session),
    ...performanceCalls(open, deps.now),
    ...methodCalls({ events, open, session }),
    ...importCalls(open, session),
    ...coverageCalls(open),
    ...reconciliationCalls(open, deps.now),
    ...doctorCalls(open, session),
    ...tradeCalls({ events, open: openForRows, session }),
  };
}
