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

export interface DeviceList {
  /** What is known now. */
  told(): Told;
  /** Asks where it is due, or `now`; resolves when it was answered. */
  ask(connection: Connection, now?: boolean): Promise<void>;
}

const freshMs = 30_000;
const nothing: Told = { devices: [], failure: null, relay: null };

/** A server without a relay has no such route. */
const hasNoRelay = ({ refusal }: ServerError): boolean => refusal?.reason === 'route-unknown';

/** Creates the list; `onChange` when it has become another. */
export function createDeviceList(now: () => UnixMs, onChange: () => void): DeviceList {
  let told = nothing;
  let of: Connection | null = null;
  let askedAt = Number.NEGATIVE_INFINITY;
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
      const named = devices.value.map(async ({ deviceId, label, admittedAt, removedAt }) => ({
        deviceId,
        label: await openLabel(session.vault, deviceId, label),
        isThis: deviceId === access.deviceId,
        ...{ admittedAt, removedAt },
      }));
      told = { devices: await Promise.all(named), failure: null, relay };
    }
    if (JSON.stringify(told) !== JSON.stringify(before)) onChange();
  }

  return {
    told: () => told,
    ask(connection, isDue = false) {
      const isOther = of?.access !== connection.access;
      if (isOther) [of, told, asking] = [connection, nothing, null];
      if (!isOther && !isDue && now() - askedAt < freshMs) return asking ?? Promise.resolve();
      askedAt = now();
      const reading: Promise<void> = read(connection).finally(() => {
        if (asking === reading) asking = null;
      });
      asking = reading;
      return reading;
    },
  };
}
