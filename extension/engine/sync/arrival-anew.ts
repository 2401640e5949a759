/**
 * A device whose vault moved is paired again: the vault that another device hands over is made in the second database with all that
 * is on the server, what this one had not sent is merged into it, and it takes the place of the former one. Until that one write the
 * former vault is what opens, with all it holds.
 */
import type { Failure } from '../../../shared/reasons';
import { err, ok, type Result } from '../../../shared/result';
import { readFormer } from '../../store/read-former';
import { planRestore, writeRestore } from '../../store/restore';
import type { Database } from '../../store/store';
import type { EngineDeps } from '../context';
import type { Session } from '../session';
import type { Work } from '../work';
import { type ArrivalParts, settle } from './arrival';
import { writeTrace } from './move-journal';
import type { Arrival } from './pairing-guest';
import { beginSecond, putInPlace, type Replacement, type SecondVault, withUnseen } from './second-vault';

interface AnewParts extends Pick<ArrivalParts, 'connections' | 'session'> {
  readonly deps: EngineDeps;
  readonly work: Work;
  readonly database: () => Result<Database, Failure> | null;
  readonly withKeyring: ArrivalParts['inTurn'];
  readonly replaceVault: (change: () => Promise<Result<Replacement, Failure>>) => Promise<Result<void, Failure>>;
}

/** Whether the open vault has been left by the others, so that another may take its place. */
export async function isLeft(at: Session): Promise<boolean> {
  const { state } = (await at.sync.view()).activity;
  return state === 'moved' || state === 'removed';
}

const watched = { signal: new AbortController().signal, onProgress: () => undefined };

/**
 * Merges what `at` holds and the new vault does not; the later version of a document wins, as between any two devices. Gives how many
 * records of `at` did not open: nothing else could read them either, and they do not hold the rest back.
 */
async function mergeFormer(
  parts: AnewParts,
  at: Session,
  next: Session,
  second: SecondVault,
): Promise<Result<number, Failure>> {
  const first = parts.database();
  if (!first?.ok) return first ?? err({ reason: 'storage-failed' });
  const former = await readFormer({ database: first.value, vault: at.vault }, watched);
  if (!former.ok) return former;
  const target = { database: second.database, vault: next.vault };
  const plan = await planRestore(target, former.value.records, parts.deps.newId, watched);
  if (!plan.ok) return plan;
  const written = await writeRestore(second.database, plan.value, null, parts.deps.now());
  return written.ok ? ok(former.value.leftOut) : written;
}

async function fillSecond(
  parts: AnewParts,
  at: Session,
  second: SecondVault,
  arrival: Arrival,
  onLeftOut: (records: number) => void,
): Promise<Result<void, Failure>> {
  return withUnseen(parts, second, arrival.rootKey, async (next) => {
    const settled = await settle(parts, next, arrival);
    if (!settled.ok) return settled;
    const pulled = await next.sync.pullWhole();
    // What others sent and does not open is listed under Sync, as on any device of the vault: it keeps none from joining.
    if (!pulled.ok && pulled.error.unopened === undefined) return pulled;
    const merged = await mergeFormer(parts, at, next, second);
    if (!merged.ok) return merged;
    onLeftOut(merged.value);
    return writeTrace(next.store, { former: null, isStored: true, tells: null });
  });
}

/** Puts the vault of an arrival in the place of the one that moved. */
export async function arriveAnew(parts: AnewParts, at: Session, arrival: Arrival): Promise<Result<void, Failure>> {
  const header = await parts.withKeyring(async ({ headers }) =>
    headers ? headers.wrap(arrival.rootKey, arrival.passphrase) : err({ reason: 'unsupported' } as const),
  );
  if (!header.ok) return header;
  let leftOut = 0;
  const onLeftOut = (records: number): void => {
    leftOut = records;
  };
  const replaced = await parts.replaceVault(async () => {
    const second = await beginSecond(parts.deps, header.value);
    if (!second.ok) return second;
    const filled = await fillSecond(parts, at, second.value, arrival, onLeftOut);
    if (filled.ok) return putInPlace(parts.deps, second.value, arrival.rootKey);
    await second.value.database.drop(); // made anew by the next attempt
    return filled;
  });
  if (!replaced.ok) return replaced;
  if (leftOut > 0) parts.session()?.noteFailure({ reason: 'damaged', code: 'left-out' });
  return parts.withKeyring(async ({ headers }) => ok(await headers?.noteStored(header.value)));
}
