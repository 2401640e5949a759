/**
 * A vault that another device handed over becomes this browser's: its header under a passphrase of this device's own, this
 * device's key, its admission by the vault's key, and all that is on the server, before the pages see any of it.
 *
 * A server that refuses the device, since the vault is moving or has moved, ends it before anything is stored: this browser can be paired
 * again. What fails once the header is stored leaves a vault that opens and has no server yet: it is an issue there, and connecting by the
 * server's address goes on with it.
 */
import type { Failure } from '../../../shared/reasons';
import { err, ok, type Result } from '../../../shared/result';
import type { OpenVault } from '../../../shared/vault/open-vault';
import type { RootKey } from '../../../shared/vault/root-key';
import { openVault } from '../../../shared/vault/vault';
import type { EngineDeps } from '../context';
import type { Keyring } from '../keyring';
import type { Session } from '../session';
import { type AccessRecord, writeAccess, writeDeviceKey } from './access-store';
import { admissionOf } from './admission';
import type { Connections } from './connection';
import type { Arrival } from './pairing-guest';

/** The longest wait for what the server has: the rest comes while the vault is open. */
const firstPullMs = 60_000;

export interface ArrivalParts {
  readonly deps: Pick<EngineDeps, 'now' | 'random'>;
  readonly connections: Connections;
  readonly inTurn: <T, E>(use: (ring: Keyring) => Promise<Result<T, E>>) => Promise<Result<T, E | Failure>>;
  /** A session that no page sees. */
  readonly openUnseen: (rootKey: RootKey) => Promise<Result<Session, Failure>>;
  readonly enter: (rootKey: RootKey) => Promise<Result<void, Failure>>;
  readonly session: () => Session | null;
}

async function admit(
  { calls, rootKey, deviceKey, deviceLabel }: Arrival,
  vault: OpenVault,
  signal: AbortSignal,
): Promise<Result<void, Failure>> {
  const admission = await admissionOf({ calls, rootKey, vault, deviceKey, label: deviceLabel });
  const admitted = await calls.admit(admission, signal);
  return admitted.ok ? ok(undefined) : err(admitted.error.failure);
}

/** Admits the device, if it is not yet, notes its server and attaches the log. */
export async function settle(
  { deps, connections }: Pick<ArrivalParts, 'deps' | 'connections'>,
  at: Session,
  arrival: Arrival,
  isAdmitted = false,
): Promise<Result<void, Failure>> {
  const { code, deviceKey, deviceLabel } = arrival;
  const kept = await writeDeviceKey(at.store, deviceKey);
  if (!kept.ok) return kept;
  const admitted = isAdmitted ? ok(undefined) : await admit(arrival, at.vault, at.signal);
  if (!admitted.ok) return admitted;
  const vouched = { logId: code.logId, ...code.point };
  const record: AccessRecord = { origin: code.origin, deviceLabel, connectedAt: deps.now(), vouched };
  const written = await writeAccess(at.store, record);
  return written.ok ? connections.attach(at, record, deviceKey) : written;
}

/** Makes the vault of an arrival in a browser that has none. */
export const arriveHere = (parts: ArrivalParts, arrival: Arrival): Promise<Result<void, Failure>> =>
  parts.inTurn(async ({ headers, state }): Promise<Result<void, Failure>> => {
    const now = await state();
    if (!now.ok) return now;
    if (!headers || now.value !== 'none')
      return err({ reason: 'unsupported', subject: 'pairing', code: 'vault-exists' });
    const vault = await openVault(arrival.rootKey, { random: parts.deps.random, sealCount: 0 });
    const admitted = await admit(arrival, vault, new AbortController().signal);
    if (!admitted.ok && admitted.error.reason === 'sync-refused') return admitted;
    const header = await headers.wrap(arrival.rootKey, arrival.passphrase);
    const stored = header.ok ? await headers.replace(header.value) : header;
    if (!stored.ok) return stored;
    const filled = await fill(parts, arrival, admitted.ok);
    const entered = await parts.enter(arrival.rootKey);
    if (entered.ok && !filled.ok) parts.session()?.noteFailure(filled.error);
    return entered;
  });

/** Brings what is on the server, so that the first page shows it and not an empty vault. */
async function fill(parts: ArrivalParts, arrival: Arrival, isAdmitted: boolean): Promise<Result<void, Failure>> {
  const opened = await parts.openUnseen(arrival.rootKey);
  if (!opened.ok) return opened;
  const at = opened.value;
  const settled = await settle(parts, at, arrival, isAdmitted);
  if (settled.ok) await at.sync.pullFirst(firstPullMs);
  await at.close();
  return settled.ok ? ok(undefined) : settled;
}
