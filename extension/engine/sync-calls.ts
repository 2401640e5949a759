/** The calls of sync: what a connected vault's server, devices and log are like, and what a person does about them. */
import type { Failure } from '../../shared/reasons';
import { err, ok, type Result } from '../../shared/result';
import { deviceIdSchema } from '../../shared/sync/ids';
import type { SyncActivity, SyncApi, SyncView } from './api/sync';
import type { EngineDeps } from './context';
import type { Events } from './events';
import type { Session } from './session';
import { sealLabel } from './sync/admission';
import type { Connection, Connections } from './sync/connection';
import { createDeviceList } from './sync/device-list';

/** Those that neither pair nor move. */
type ConnectedCalls = Omit<
  SyncApi,
  | 'pairingState'
  | 'startPairing'
  | 'joinPairing'
  | 'confirmPairing'
  | 'cancelPairing'
  | 'movingState'
  | 'moveVault'
  | 'resumeMoving'
  | 'endMoving'
>;

interface Parts {
  readonly deps: Pick<EngineDeps, 'now'>;
  readonly events: Events;
  readonly open: () => Session;
  readonly session: <T, E>(use: (session: Session) => Promise<Result<T, E>>) => Promise<Result<T, E | Failure>>;
  readonly connections: Connections;
}

const notConnected: Failure = { reason: 'unsupported', subject: 'sync' };

/** A run that may not reach its host is blocked: one click mends it. */
const shown = (activity: SyncActivity): SyncActivity =>
  activity.state === 'refused' && activity.failure.reason === 'host-access-missing'
    ? { state: 'blocked', failure: activity.failure }
    : activity;

/** The calls over the engine's connections. */
export function syncCalls({ deps, events, open, session, connections }: Parts): ConnectedCalls {
  const list = createDeviceList(deps.now, () => events.emit({ topic: 'sync' }));

  async function syncView(): Promise<SyncView> {
    const parts = await open().sync.view();
    const at = connections.current();
    if (at !== null) void list.ask(at, parts);
    const { activity, waiting, quarantined, future, lost, seq, lastSyncAt, lastSeenAt } = parts;
    const { devices, failure, relay } = at === null ? { devices: [], failure: null, relay: null } : list.told();
    return {
      connection: at && {
        origin: at.record.origin,
        vaultId: at.access.vaultId,
        deviceId: at.access.deviceId,
        connectedAt: at.record.connectedAt,
        ...{ lastSyncAt, seq },
      },
      activity: shown(activity),
      devices: devices.map((device) => ({ ...device, lastSeenAt: lastSeenAt.get(device.deviceId) ?? null })),
      devicesFailure: failure,
      ...{ waiting, quarantined, future, lost, relay },
    };
  }

  const connected = (use: (at: Connection) => Promise<Result<void, Failure>>): Promise<Result<void, Failure>> =>
    session(async () => {
      const at = await connections.ready();
      return at === null ? err(notConnected) : use(at);
    });

  return {
    syncView,
    connectSync: (draft) => session((at) => connections.connect(at, draft)),
    syncNow: () => connected(({ session: at }) => at.sync.run()),
    disconnectSync: (eraseOnServer) => session(() => connections.disconnect(eraseOnServer)),
    reuploadSync: () => connected(({ session: at }) => at.sync.reupload()),
    retryQuarantined: () => session((at) => at.sync.retryQuarantined()),
    renameDevice: (deviceId, label) =>
      connected(async (at) => {
        const id = deviceIdSchema.safeParse(deviceId);
        if (!id.success) return err({ reason: 'unsupported', subject: 'device' });
        const sealed = await sealLabel(at.session.vault, id.data, label);
        const renamed = await at.access.label(id.data, sealed, at.session.signal);
        if (!renamed.ok) return err(renamed.error.failure);
        await list.ask(at, null);
        return ok(undefined);
      }),
    restoreLostVersion: (id) => session((at) => at.sync.restoreLost(id)),
    dropLostVersion: (id) => session((at) => at.sync.dropLost(id)),
  };
}
