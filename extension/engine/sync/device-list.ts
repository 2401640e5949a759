/**
 * The vault's devices and the relay's addresses, as the server told last: asked again behind whoever looks, once what is known is
 * half a minute old.
 */
import type { Failure } from '../../../shared/reasons';
import type { UnixMs } from '../../../shared/result';
import type { SyncDevice, SyncView } from '../api/sync';
import { openLabel } from './admission';
import type { Connection } from './connection';
import type { ServerError } from './server-refusal';

interface Told {
  readonly devices: readonly Omit<SyncDevice, 'lastSeenAt'>[];
  readonly failure: Failure | null;
  readonly relay: SyncView['relay'];
}

interface DeviceList {
  /** What is known now. */
  told(): Told;
  /**
   * Asks where it is due: what is known is half a minute old, or a run has ended since (`lastSyncAt`), which a device that was added
   * or renamed begins with. Null: now. Resolves when it was answered.
   */
  ask(connection: Connection, run: { readonly lastSyncAt: UnixMs | null } | null): Promise<void>;
}

const freshMs = 30_000;
const nothing: Told = { devices: [], failure: null, relay: null };

/** A server without a relay has no such route. */
const hasNoRelay = ({ refusal }: ServerError): boolean => refusal?.reason === 'route-unknown';

/** Creates the list; `onChange` when it has become another. */
export function createDeviceList(now: () => UnixMs, onChange: () => void): DeviceList {
  let told = nothing;
  let of: Connection['access'] | null = null;
  let askedAt = Number.NEGATIVE_INFINITY;
  let askedFor: UnixMs | null = null;
  let asking: Promise<void> | null = null;

  async function read(connection: Connection): Promise<void> {
    const { access, session } = connection;
    const devices = await access.devices(session.signal);
    const egress = devices.ok ? await access.egress(session.signal) : null;
    const before = told;
    const relay =
      egress === null ? before.relay : egress.ok ? egress.value : hasNoRelay(egress.error) ? null : before.relay;
    if (!devices.ok) told = { ...before, failure: devices.error.failure };
    else {
      const named = devices.value.map(async ({ deviceId, label, admittedAt, removedAt, lastAskedAt }) => ({
        deviceId,
        label: await openLabel(session.vault, deviceId, label),
        isThis: deviceId === access.deviceId,
        ...{ admittedAt, removedAt, lastAskedAt },
      }));
      told = { devices: await Promise.all(named), failure: null, relay };
    }
    if (JSON.stringify(told) !== JSON.stringify(before)) onChange();
  }

  return {
    told: () => told,
    ask(connection, run) {
      // A session that is opened anew has an access of its own; what its server told stays.
      const isOther = of?.vaultId !== connection.access.vaultId || of.origin !== connection.access.origin;
      if (isOther) [of, told, asking] = [connection.access, nothing, null];
      const isDue = run === null || run.lastSyncAt !== askedFor || now() - askedAt >= freshMs;
      if (!isOther && !isDue) return asking ?? Promise.resolve();
      askedAt = now();
      askedFor = run?.lastSyncAt ?? askedFor;
      const reading: Promise<void> = read(connection).finally(() => {
        if (asking === reading) asking = null;
      });
      asking = reading;
      return reading;
    },
  };
}
