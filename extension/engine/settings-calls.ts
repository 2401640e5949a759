/**
 * Settings: reading and storing them, and telling the background those that hold while the vault is locked or no page is open.
 *
 * The background goes on with what it was told last. So it is told first and the choice is stored after: a choice that it did
 * not take is not stored either, and "saved" is said only of one that holds.
 */
import type { Failure } from '../../shared/reasons';
import { err, ok, type Result } from '../../shared/result';
import type { StoredSettings } from '../store/documents';
import { createSerial } from '../store/serial';
import type { SettingsApi } from './api/settings';
import type { Events } from './events';
import { type Host, lookBackSilentKey } from './host';
import { alarmMinutes } from './schedule';
import type { Session } from './session';
import { readAccess } from './sync/access-store';

const toldKeys = ['autoLock', 'refreshMinutes', 'notifyLookBack'] as const satisfies readonly (keyof StoredSettings)[];
type Told = Pick<StoredSettings, (typeof toldKeys)[number]>;
type Telling = Pick<Host, 'setAutoLock' | 'setRefreshAlarm' | 'writeLocal' | 'removeLocal'>;

/**
 * Tells what differs from `former`; `storage-failed` where any of it was refused. Where there is none, as the vault opens, everything
 * is told but the alarm of refreshes by hand: whether one is set hangs on the server, and is told when that is known (sync/connection).
 */
export async function tellBackground(
  hosts: Telling,
  { autoLock, refreshMinutes, notifyLookBack }: Told,
  former: Told | null = null,
  isConnected = false,
): Promise<Result<void, Failure>> {
  const told: Promise<void>[] = [];
  if (autoLock !== former?.autoLock)
    told.push(hosts.setAutoLock(autoLock === 'browser-close' ? null : Number(autoLock)));
  if (refreshMinutes !== (former?.refreshMinutes ?? 'manual'))
    told.push(hosts.setRefreshAlarm(alarmMinutes(refreshMinutes, isConnected)));
  if (notifyLookBack !== former?.notifyLookBack)
    told.push(notifyLookBack ? hosts.removeLocal(lookBackSilentKey) : hosts.writeLocal(lookBackSilentKey, 'silent'));
  const outcomes = await Promise.allSettled(told);
  return outcomes.every(({ status }) => status === 'fulfilled') ? ok(undefined) : err({ reason: 'storage-failed' });
}

export interface SettingsParts {
  readonly hosts: Telling;
  readonly events: Events;
  readonly open: () => Session;
  readonly session: <T, E>(use: (session: Session) => Promise<Result<T, E>>) => Promise<Result<T, E | Failure>>;
  /** A choice holds now; `before` is what held until then. */
  readonly onSaved: (session: Session, before: StoredSettings) => void;
}

/** The calls of settings, over one engine. */
export function settingsCalls({ hosts, events, open, session, onSaved }: SettingsParts): SettingsApi {
  /** What the background is told goes to it in the order of the choices: the later of two that come together is the one that holds. */
  const tellings = createSerial();

  async function save(at: Session, changed: Partial<StoredSettings>): Promise<Result<void, Failure>> {
    const before = at.settings();
    const next = { ...before, ...changed };
    const access = await readAccess(at.store);
    const isConnected = access.ok && access.value !== null;
    const told = await tellBackground(hosts, next, before, isConnected);
    const saved = told.ok ? await at.saveSettings(changed) : told;
    if (saved.ok) onSaved(at, before);
    // The former choice holds again. Where that too is refused, what is stored is told once more at the next opening.
    else await tellBackground(hosts, before, next, isConnected);
    return saved;
  }

  return {
    settings: async () => {
      const { wordsConfirmed, backupReminder, ...settings } = open().settings();
      return settings;
    },
    saveSettings: (changed) =>
      session(async (at) => {
        const isTold = toldKeys.some((key) => key in changed);
        const saved = await (isTold ? tellings.run(() => save(at, changed)) : save(at, changed));
        if (saved.ok) events.emit({ topic: 'settings' });
        return saved;
      }),
  };
}
