/** What pages ask of sync while no server is connected. */
import type { Failure } from '../../shared/reasons';
import { err, ok, type Result } from '../../shared/result';
import type { SyncApi, SyncView } from './api/sync';

const notConnected: SyncView = {
  connection: null,
  activity: { state: 'idle' },
  waiting: { records: 0, oldestAt: null },
  devices: [],
  devicesFailure: null,
  quarantined: [],
  future: [],
  lost: [],
  relay: null,
};

const refused = async (): Promise<Result<void, Failure>> => err({ reason: 'unsupported', subject: 'sync' });

export function syncCalls(): SyncApi {
  return {
    syncView: async () => notConnected,
    connectSync: refused,
    syncNow: refused,
    disconnectSync: async () => ok(undefined),
    reuploadSync: refused,
    retryQuarantined: refused,
    renameDevice: refused,
    restoreLostVersion: refused,
    dropLostVersion: refused,
    pairingState: async () => ({ state: 'none' }),
    startPairing: refused,
    joinPairing: refused,
    confirmPairing: refused,
    cancelPairing: async () => undefined,
    movingState: async () => ({ state: 'none' }),
    moveVault: refused,
    resumeMoving: refused,
    endMoving: async () => undefined,
  };
}
