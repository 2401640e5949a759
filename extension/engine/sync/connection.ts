/**
 * The connection of the open vault to its server: made, gone on with whenever a session opens, and ended. It hands the log to the
 * session's sync and listens for hints while the session lives.
 */
import type { Failure } from '../../../shared/reasons';
import { err, ok, type Result } from '../../../shared/result';
import { vaultIdSchema } from '../../../shared/sync/ids';
import { parseServerOrigin } from '../../../shared/sync/server-origin';
import type { ConnectError } from '../api/sync';
import type { EngineDeps } from '../context';
import type { Events } from '../events';
import { createRepeat } from '../retry';
import { alarmMinutes } from '../schedule';
import type { Session } from '../session';
import { type AccessRecord, deviceKeyOf, forgetAccess, readAccess, readDeviceKey, writeAccess } from './access-store';
import { type Admitting, createOrJoin, sealLabel } from './admission';
import type { DeviceKey } from './device-key';
import { createLogServer } from './http-log-server';
import type { HttpDeps } from './http-send';
import { hearHints } from './live-hints';
import { createServerAccess, type ServerAccess } from './server-access';
import { createServerCalls, type ServerCalls } from './server-calls';
import type { ServerError } from './server-refusal';
import { saysClosed, sealClosing } from './vault-notice';

/** A session with its server. */
export interface Connection {
  readonly session: Session;
  readonly record: AccessRecord;
  readonly deviceKey: DeviceKey;
  readonly calls: ServerCalls;
  readonly access: ServerAccess;
}

interface ConnectDraft {
  readonly origin: string;
  readonly invite: string | null;
  readonly deviceLabel: string;
}

export interface Connections {
  /** The open vault's; null where it has none. */
  current(): Connection | null;
  /** The same, once a session that is just being opened has gone on with its server. */
  ready(): Promise<Connection | null>;
  /** Goes on with what was connected before. A failure is an issue of the session's. */
  resume(session: Session): Promise<void>;
  connect(session: Session, draft: ConnectDraft): Promise<Result<void, ConnectError | Failure>>;
  /** Ends it on this device; `erase`: the vault is erased on the server first, for all devices. */
  disconnect(erase: boolean): Promise<Result<void, Failure>>;
  /** Attaches the log of a record that was written meanwhile, as a move or a pairing does. */
  attach(session: Session, record: AccessRecord, deviceKey: DeviceKey): Promise<Result<void, Failure>>;
  /** The calls of a server, before anything is known of it; null where there is no network to call one by. */
  callsTo(origin: string): ServerCalls | null;
}

interface Parts {
  readonly deps: EngineDeps;
  readonly events: Events;
  readonly session: () => Session | null;
}

const noNetwork: Failure = { reason: 'unsupported', subject: 'sync' };

/** Creates what connects sessions, one at a time. */
export function createConnections({ deps, events, session }: Parts): Connections {
  const repeat = createRepeat(deps.now);
  let resuming: Promise<void> = Promise.resolve();
  let held: (Connection & { readonly ending: AbortController }) | null = null;

  const http: HttpDeps | null = deps.syncFetch && {
    fetch: deps.syncFetch,
    now: deps.now,
    grantedHosts: () => deps.hosts.grantedHosts(),
  };
  const callsTo = (origin: string): ServerCalls | null => http && createServerCalls(http, repeat, origin);
  const current = (): Connection | null => (held !== null && held.session === session() ? held : null);

  function listen({ access, session: at }: Connection, signal: AbortSignal): void {
    if (http === null) return;
    const { now, sleep } = deps;
    const hint = (head: number): void => at.sync.hint(head);
    void hearHints({ http, access, now, sleep, jitter: Math.random, onHead: hint, onEnd: at.sync.touch }, signal);
  }

  /** By hand alone, the server is what an alarm is for. At an interval it is set for the refreshes, whatever the server. */
  async function tellAlarm(at: Session, isConnected: boolean): Promise<void> {
    const { refreshMinutes } = at.settings();
    if (refreshMinutes !== 'manual') return;
    await deps.hosts
      .setRefreshAlarm(alarmMinutes(refreshMinutes, isConnected))
      .catch(() => at.noteFailure({ reason: 'storage-failed' }));
  }

  async function attach(at: Session, record: AccessRecord, deviceKey: DeviceKey): Promise<Result<void, Failure>> {
    const calls = callsTo(record.origin);
    const vaultId = vaultIdSchema.parse(at.vault.vaultId);
    if (calls === null) return err(noNetwork);
    held?.ending.abort();
    const access = createServerAccess({ calls, vaultId, deviceKey, now: deps.now });
    const ending = new AbortController();
    const connection = { session: at, record, deviceKey, calls, access, ending };
    held = connection;
    const start = { deviceId: access.deviceId, vouched: record.vouched };
    const log = createLogServer(access, (notice) => saysClosed(at.vault, vaultId, notice));
    const attached = await at.sync.attach(log, start);
    if (attached.ok) listen(connection, AbortSignal.any([at.signal, ending.signal]));
    await tellAlarm(at, true);
    events.emit({ topic: 'sync' });
    return attached;
  }

  async function goOn(at: Session): Promise<void> {
    const [record, deviceKey] = [await readAccess(at.store), await readDeviceKey(at.store)];
    if (!record.ok) return at.noteFailure(record.error);
    if (record.value === null) return tellAlarm(at, false);
    if (!deviceKey.ok || deviceKey.value === null)
      return at.noteFailure(deviceKey.ok ? { reason: 'damaged', subject: 'sync' } : deviceKey.error);
    const attached = await attach(at, record.value, deviceKey.value);
    if (!attached.ok) at.noteFailure(attached.error);
  }

  async function admitted(admitting: Admitting, invite: string | null, signal: AbortSignal) {
    const { calls, vault, deviceKey } = admitting;
    const joined = await createOrJoin(admitting, invite, signal);
    if (!joined.ok) return err(connectErrorOf(joined.error));
    const access = createServerAccess({ calls, vaultId: vaultIdSchema.parse(vault.vaultId), deviceKey, now: deps.now });
    // A device that was there before gets the name given now; a vault that was retired refuses it.
    const sealed = await sealLabel(vault, access.deviceId, admitting.label);
    const named = await access.label(access.deviceId, sealed, signal);
    return named.ok ? ok(undefined) : err(connectErrorOf(named.error));
  }

  return {
    current,
    callsTo,
    attach,
    resume(at) {
      resuming = goOn(at);
      return resuming;
    },
    async ready() {
      await resuming;
      return current();
    },
    async connect(at, draft) {
      const origin = parseServerOrigin(draft.origin);
      if (!origin.ok) return origin;
      const calls = callsTo(origin.value);
      if (calls === null) return err(noNetwork);
      const info = await calls.info(at.signal);
      if (!info.ok) return err(info.error.failure);
      if (info.value.origin !== origin.value) return err({ reason: 'other-origin', origin: info.value.origin });
      const deviceKey = await deviceKeyOf(at.store, deps.random);
      if (!deviceKey.ok) return deviceKey;
      const { vault, rootKey } = at;
      const admitting = { calls, rootKey, vault, deviceKey: deviceKey.value, label: draft.deviceLabel };
      const isIn = await admitted(admitting, draft.invite, at.signal);
      if (!isIn.ok) return isIn;
      const connectedAt = current()?.record.origin === origin.value ? current()?.record.connectedAt : undefined;
      const record: AccessRecord = {
        origin: origin.value,
        deviceLabel: draft.deviceLabel,
        connectedAt: connectedAt ?? deps.now(),
        vouched: null,
      };
      const written = await writeAccess(at.store, record);
      return written.ok ? attach(at, record, deviceKey.value) : written;
    },
    async disconnect(erase) {
      const at = current();
      if (at === null) return ok(undefined);
      if (erase) {
        const notice = await sealClosing(at.session.vault, at.access.vaultId);
        const erased = await at.access.erase(notice, at.session.signal);
        if (!erased.ok) return err(erased.error.failure);
      }
      held?.ending.abort();
      held = null;
      const forgotten = await forgetAccess(at.session.store);
      if (forgotten.ok) await tellAlarm(at.session, false);
      const disconnected = forgotten.ok ? await at.session.sync.disconnect() : forgotten;
      events.emit({ topic: 'sync' });
      return disconnected;
    },
  };
}

function connectErrorOf({ refusal, failure }: ServerError): ConnectError | Failure {
  switch (refusal?.reason) {
    case 'invite-required':
      return { reason: 'invite-required' };
    case 'vault-frozen':
      return { reason: 'vault-frozen' };
    default:
      return failure;
  }
}
