/**
 * Moving a vault to new keys: the one way to remove a device, which knew the old ones.
 *
 * 1. **cut-off**: the server refuses the device from now on, and admits no other. 2. **pull**: all that is on the server, every record
 * opened; else the move stands still here, until a person gives up those that do not, which are told at the end. 3. **reseal**: a new root key; everything sealed anew into a second database. 4. **upload**: a new
 * vault on the server, with all of it. 5. **swap**: one write puts the second database in the first one's place. 6. **retire**: the
 * old vault is closed on the server and its shared snapshots end, its database is deleted.
 *
 * Killed anywhere, exactly one of the two vaults opens, and going on begins again with what is there: each step gives the same when
 * it is repeated, since the new keys are noted before the first one.
 */
import type { Failure } from '../../../shared/reasons';
import { err, ok, type Result } from '../../../shared/result';
import { toBase64 } from '../../../shared/vault/bytes';
import type { SealContext } from '../../../shared/vault/open-vault';
import { vaultPublicKeyOf } from '../../../shared/vault/subkeys';
import { openVault } from '../../../shared/vault/vault';
import { resealAll } from '../../store/reseal';
import type { Database } from '../../store/store';
import type { LeftBehind, MovingState, QuarantinedRecord } from '../api/sync';
import type { EngineDeps } from '../context';
import { openCounted } from '../seal-count';
import type { Session } from '../session';
import type { Work } from '../work';
import { writeAccess, writeDeviceKey } from './access-store';
import { admissionOf, openLabel } from './admission';
import { carryVersions } from './carry-versions';
import type { Connection, Connections } from './connection';
import { dropJournal, type MoveJournal, type MoveTrace, readTrace, writeTrace } from './move-journal';
import { endShares } from './moved-shares';
import { beginSecond, dropOther, keepName, putInPlace, type Replacement, withUnseen } from './second-vault';
import { createServerAccess } from './server-access';
import { doneSchema } from './server-calls';
import type { ServerError } from './server-refusal';
import type { NotWhole } from './sync';

export type MovingStep = Extract<MovingState, { state: 'running' }>['step'];
type Say = (step: MovingStep, done: number, total: number) => void;

export interface MoveParts {
  readonly deps: EngineDeps;
  readonly work: Work;
  readonly connections: Connections;
  readonly database: () => Result<Database, Failure> | null;
  readonly say: Say;
}

/** What every device of the old vault is told that comes later: that it was moved, and by which device. */
const noticeContext = (vaultId: string): SealContext => ({
  purpose: 'documents',
  recordId: vaultId,
  kind: 'vault-notice',
  schemaVersion: 1,
});

const failed = (failure: Failure) => err(failure);

/** Another device has put its own new vault in the place of the one that this device makes. */
const overtaken: Failure = { reason: 'sync-refused', code: 'move-overtaken' };
const over: ReadonlySet<string> = new Set(['device-removed', 'vault-retired', 'vault-closed', 'move-overtaken']);

/** Whether this device's move can never come to its end, because another one's is the vault's. */
export const isOver = ({ reason, code = '' }: Failure): boolean => reason === 'sync-refused' && over.has(code);

const failureOf = ({ refusal, failure }: ServerError): Failure =>
  refusal?.reason === 'exists-already' ? overtaken : failure;

/** Records that are given up, each with the name of its device, which the new vault does not know any more. */
async function namedLeftBehind(
  { access, session }: Connection,
  records: readonly QuarantinedRecord[],
): Promise<readonly LeftBehind[]> {
  if (records.length === 0) return [];
  const listed = await access.devices(session.signal);
  const labels = new Map<string, string | null>();
  for (const { deviceId, label } of listed.ok ? listed.value : [])
    labels.set(deviceId, await openLabel(session.vault, deviceId, label));
  return records.map(({ seq, deviceId, failure, at }) => ({ seq, device: labels.get(deviceId) ?? null, failure, at }));
}

/** Steps 1 and 2, over the vault that is open: afterwards this device holds all there is, but for what it gives. */
export async function prepareMove(
  at: Connection,
  journal: MoveJournal,
  say: Say,
): Promise<Result<readonly LeftBehind[], NotWhole>> {
  say('cut-off', 0, 1);
  if (journal.removeDeviceId !== null) {
    const removed = await at.access.remove(journal.removeDeviceId, at.session.signal);
    if (!removed.ok) return failed(removed.error.failure);
  }
  say('pull', 0, 1);
  const pulled = await at.session.sync.pullWhole(journal.without);
  return pulled.ok ? ok(await namedLeftBehind(at, pulled.value)) : pulled;
}

/** The new vault on the server, which the old one's device may make without an invite. */
async function createSuccessor(at: Connection, next: Session, journal: MoveJournal): Promise<Result<void, Failure>> {
  const { calls, deviceKey, record } = at;
  const { rootKey } = journal;
  const parts = { calls, rootKey, vault: next.vault, deviceKey, label: record.deviceLabel };
  const { devicePublicKey, label, signature } = await admissionOf(parts);
  const json = {
    publicKey: await vaultPublicKeyOf(rootKey),
    device: { publicKey: devicePublicKey, label: toBase64(label) },
    signature,
  };
  const request = { method: 'POST', path: '/v1/vaults/successor', json } as const;
  const made = await at.access.ask(request, doneSchema, next.signal);
  return made.ok ? ok(undefined) : failed(failureOf(made.error));
}

/** Sends all of the new vault. */
async function upload({ deps, say }: MoveParts, next: Session): Promise<Result<void, Failure>> {
  const { records: total } = (await next.sync.view()).waiting;
  say('upload', 0, total);
  let isRunning = true;
  const run = next.sync.run().finally(() => {
    isRunning = false;
  });
  while (isRunning) {
    await Promise.race([run, deps.sleep(1_000, next.signal)]);
    const { records } = (await next.sync.view()).waiting;
    say('upload', Math.max(0, total - records), total);
  }
  const ran = await run;
  if (!ran.ok) return isOver(ran.error) ? failed(overtaken) : ran; // the new vault was let go
  const { records } = (await next.sync.view()).waiting;
  return records === 0 ? ok(undefined) : failed({ reason: 'history-incomplete', code: 'not-sent', subject: 'sync' });
}

/** Makes the second vault's session one of a device that is connected, and leaves the trace of the first. */
async function settleSecond(
  parts: MoveParts,
  at: Connection,
  journal: MoveJournal,
  leftBehind: readonly LeftBehind[],
  next: Session,
): Promise<Result<void, Failure>> {
  const { deps, connections } = parts;
  const former = { vaultId: at.access.vaultId, rootKey: at.session.rootKey };
  const links = await endShares(next.store, at.record.origin, deps.now());
  if (!links.ok) return links;
  const tells = { wasRemoved: journal.removeDeviceId !== null, leftBehind, links: links.value };
  const record = { ...at.record, vouched: null, connectedAt: deps.now() };
  const steps = [
    () => keepName(at.session, next),
    () => writeDeviceKey(next.store, at.deviceKey),
    () => writeAccess(next.store, record),
    () => writeTrace(next.store, { former, isStored: true, tells }),
    () => createSuccessor(at, next, journal),
    () => connections.attach(next, record, at.deviceKey),
    () => upload(parts, next),
  ];
  for (const step of steps) {
    const done = await step();
    if (!done.ok) return done;
  }
  return ok(undefined);
}

/** Steps 3 to 5, while nothing else writes: gives what is to be opened from now on. */
export async function makeSecond(
  parts: MoveParts,
  at: Connection,
  journal: MoveJournal,
  leftBehind: readonly LeftBehind[],
): Promise<Result<Replacement, Failure>> {
  const { deps, say } = parts;
  const first = parts.database();
  if (!first?.ok) return first ?? failed({ reason: 'storage-failed' });
  say('reseal', 0, 1);
  const second = await beginSecond(deps, journal.header);
  if (!second.ok) return second;
  const vault = await openCounted(journal.rootKey, deps.hosts, deps.random);
  const onProgress = (done: number, total: number): void => say('reseal', done, total);
  const ending = new AbortController();
  const from = { database: first.value, vault: at.session.vault };
  const to = { database: second.value.database, vault };
  const resealed = await resealAll(from, to, { signal: ending.signal, onProgress });
  const carried = resealed.ok ? await carryVersions(from, to) : resealed;
  const settled = carried.ok
    ? await withUnseen(parts, second.value, journal.rootKey, (next) =>
        settleSecond(parts, at, journal, leftBehind, next),
      )
    : carried;
  if (!settled.ok) {
    await second.value.database.drop(); // made anew by the next attempt
    return settled;
  }
  say('swap', 0, 1);
  return putInPlace(deps, second.value, journal.rootKey);
}

/**
 * Closes the vault that was left, if the one that is open still is what follows it; one that was erased on the server meanwhile is
 * closed.
 */
async function retire(
  { deps }: MoveParts,
  at: Connection,
  former: NonNullable<MoveTrace['former']>,
): Promise<Result<void, Failure>> {
  const { vaultId, rootKey } = former;
  const access = createServerAccess({ calls: at.calls, vaultId, deviceKey: at.deviceKey, now: deps.now });
  const vault = await openVault(rootKey, { random: deps.random, sealCount: 0 });
  const said = new TextEncoder().encode(JSON.stringify({ version: 1, moved: true, by: access.deviceId }));
  const notice = await vault.seal(noticeContext(vaultId), said);
  const retired = await access.retire(notice, at.access.vaultId, at.session.signal);
  const reason = retired.ok ? null : retired.error.refusal?.reason;
  if (retired.ok || reason === 'vault-unknown' || reason === 'vault-closed') return ok(undefined);
  return failed(failureOf(retired.error));
}

/** Step 6, and whatever an earlier attempt left of it. */
export async function finishMove(parts: MoveParts, at: Connection): Promise<Result<void, Failure>> {
  const { store } = at.session;
  const trace = await readTrace(store);
  if (!trace.ok) return trace;
  if (trace.value === null) return ok(undefined);
  const { former, isStored, tells } = trace.value;
  if (former !== null) {
    parts.say('retire', 0, 1);
    const retired = await retire(parts, at, former);
    if (!retired.ok) return retired;
    const noted = await writeTrace(store, { former: null, isStored, tells });
    if (!noted.ok) return noted;
  }
  if (!isStored) return ok(undefined);
  const dropped = await dropOther(parts.deps);
  return dropped.ok ? writeTrace(store, { former: null, isStored: false, tells }) : dropped;
}

/**
 * Ends a move that is over: what it left is taken away. The vault that is open stays with all it holds, and the server tells that it
 * was moved by another device; paired again, this device takes along what was not sent.
 */
export async function abandonMove(deps: EngineDeps, { store }: Session): Promise<Result<void, Failure>> {
  const trace = await readTrace(store);
  if (!trace.ok) return trace;
  if (trace.value === null) return dropJournal(store);
  const { isStored } = trace.value;
  const noted = await writeTrace(store, { former: null, isStored, tells: null });
  if (!noted.ok || !isStored) return noted;
  const dropped = await dropOther(deps);
  return dropped.ok ? writeTrace(store, { former: null, isStored: false, tells: null }) : dropped;
}
