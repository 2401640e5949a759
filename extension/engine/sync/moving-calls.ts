/** The calls of moving: begun with this device's passphrase, gone on with after a stop, and the new words shown at its end. */
import type { Failure } from '../../../shared/reasons';
import { err, ok, type Result } from '../../../shared/result';
import { deviceIdSchema } from '../../../shared/sync/ids';
import { rootKeyToWords } from '../../../shared/vault/recovery-words';
import { createRootKey } from '../../../shared/vault/root-key';
import { createSerial } from '../../store/serial';
import { isActive } from '../accounts';
import type { MovingState, RecordName, SyncApi } from '../api/sync';
import type { UnlockError } from '../api/vault';
import type { Events } from '../events';
import type { Keyring } from '../keyring';
import type { Session } from '../session';
import type { Connection } from './connection';
import { type MoveJournal, type MoveTrace, readJournal, readTrace, writeJournal, writeTrace } from './move-journal';
import { abandonMove, finishMove, isOver, type MoveParts, type MovingStep, makeSecond, prepareMove } from './moving';
import type { Replacement } from './second-vault';
import type { NotWhole } from './sync';

type MovingCalls = Pick<SyncApi, 'movingState' | 'moveVault' | 'resumeMoving' | 'endMoving'>;

interface Parts extends Omit<MoveParts, 'say'> {
  readonly events: Events;
  readonly session: () => Session | null;
  readonly withKeyring: <T, E>(use: (ring: Keyring) => Promise<Result<T, E>>) => Promise<Result<T, E | Failure>>;
  /** Ends what the session does and opens what `change` gives in its place; where that fails, the session itself anew. */
  readonly replaceVault: (change: () => Promise<Result<Replacement, Failure>>) => Promise<Result<void, Failure>>;
}

export interface Moving {
  readonly calls: MovingCalls;
  /** Looks what a session that opened has left of a move, and does what needs no person. */
  resume(session: Session): Promise<void>;
}

const none: MovingState = { state: 'none' };
const notConnected: Failure = { reason: 'unsupported', subject: 'sync' };
/** A step threw: a page that vanished in the middle of a call, or a bug. What was noted before it stands. */
const unforeseen: Failure = { reason: 'storage-failed', subject: 'moving' };
const cutOff: Failure = { reason: 'cancelled', subject: 'moving' };

/** Creates it over one engine. */
export function createMoving(parts: Parts): Moving {
  const { deps, events, connections, session, withKeyring, replaceVault, work } = parts;
  let state: MovingState = none;
  let of: Session | null = null;
  let moving: Promise<Result<void, Failure>> | null = null;
  const finishes = createSerial();

  function become(next: MovingState): void {
    state = next;
    events.emit({ topic: 'sync' });
  }
  const say = (step: MovingStep, done: number, total: number): void => become({ state: 'running', step, done, total });
  const moveParts: MoveParts = { ...parts, say };

  /** A move that another device's has overtaken ends here; any other goes on from where it stands. */
  async function standStill({ unopened = [], ...failure }: NotWhole): Promise<Result<never, Failure>> {
    const at = session();
    const hasEnded = isOver(failure) && at !== null && (await abandonMove(deps, at)).ok;
    become({ state: 'failed', failure, canResume: !hasEnded, unopened });
    return err(failure);
  }

  /** What a person is told at the end. */
  const doneState = (at: Session, { wasRemoved, leftBehind, links }: NonNullable<MoveTrace['tells']>): MovingState => ({
    state: 'done',
    words: rootKeyToWords(at.rootKey),
    renew: wasRemoved
      ? at.accounts
          .list()
          .filter(isActive)
          .map(({ id, label }) => ({ accountId: id, label }))
      : [],
    ...{ leftBehind, links },
  });

  /** One end at a time. Over a session that has closed it says nothing: the one that is opened in its place goes on behind it. */
  const finish = (at: Connection): Promise<Result<void, Failure>> =>
    finishes.run(async () => {
      const finished = await finishMove(moveParts, at);
      if (at.session.signal.aborted) return err(cutOff);
      if (!finished.ok) return standStill(finished.error);
      const trace = await readTrace(at.session.store);
      const tells = trace.ok ? (trace.value?.tells ?? null) : null;
      become(tells === null ? none : doneState(at.session, tells));
      return ok(undefined);
    });

  async function steps(at: Connection, journal: MoveJournal): Promise<Result<void, Failure>> {
    const prepared = await prepareMove(at, journal, say);
    if (!prepared.ok) return standStill(prepared.error);
    const replaced = await replaceVault(() => makeSecond(moveParts, at, journal, prepared.value));
    const kept = replaced.ok
      ? await withKeyring<void, Failure>(async ({ headers }) => ok(await headers?.noteStored(journal.header)))
      : replaced;
    if (!kept.ok) return standStill(kept.error);
    const now = await connections.ready();
    return now === null ? err(notConnected) : finish(now);
  }

  /** One move at a time; the engine is held while it runs. */
  function move(at: Connection, journal: MoveJournal): Promise<Result<void, Failure>> {
    moving ??= work
      .during(() => steps(at, journal))
      .catch((): Promise<Result<void, Failure>> => standStill(unforeseen))
      .finally(() => {
        moving = null;
      });
    return moving;
  }

  /** The new keys, noted before anything is done with them; those of a move that was begun stay. */
  async function begin(
    at: Connection,
    ring: Keyring,
    { removeDeviceId, passphrase }: Parameters<SyncApi['moveVault']>[0],
  ): Promise<Result<MoveJournal, UnlockError | Failure>> {
    const opened = await ring.unlock(passphrase);
    if (!opened.ok) return opened;
    const id = removeDeviceId === null ? null : deviceIdSchema.safeParse(removeDeviceId);
    if (id?.success === false || !ring.headers) return err({ reason: 'unsupported', subject: 'moving' });
    const begun = await readJournal(at.session.store);
    const { rootKey, without } = (begun.ok && begun.value) || { rootKey: createRootKey(deps.random), without: [] };
    const header = await ring.headers.wrap(rootKey, passphrase);
    if (!header.ok) return header;
    const journal: MoveJournal = { removeDeviceId: id?.data ?? null, rootKey, header: header.value, without };
    const written = await writeJournal(at.session.store, journal);
    return written.ok ? ok(journal) : written;
  }

  /** What a person gives up is noted before anything is done without it, so that it need not be said twice. */
  async function givingUp(
    { session: { store } }: Connection,
    journal: MoveJournal,
    without: readonly RecordName[],
  ): Promise<Result<MoveJournal, Failure>> {
    if (without.length === 0) return ok(journal);
    const next = { ...journal, without: [...journal.without, ...without.map(({ rid, seq }) => ({ rid, seq }))] };
    const written = await writeJournal(store, next);
    return written.ok ? ok(next) : written;
  }

  return {
    async resume(at) {
      of = at;
      if (moving !== null) {
        await moving;
        // It has said what it came to, unless the session that it ended over was closed.
        if (state.state !== 'running' || session() !== at) return;
      }
      if (state.state !== 'failed' || state.canResume) state = none; // what a person was not told yet is said
      const [journal, trace] = [await readJournal(at.store), await readTrace(at.store)];
      for (const read of [journal, trace]) if (!read.ok) at.noteFailure(read.error);
      const connection = connections.current();
      const tells = trace.ok ? trace.value?.tells : null;
      if (trace.ok && trace.value && connection) await finish(connection);
      else if (tells) become(doneState(at, tells));
      else if (journal.ok && journal.value) await standStill(cutOff);
    },
    calls: {
      movingState: async () => (moving !== null || (of !== null && of === session()) ? state : none),
      async moveVault(draft) {
        const at = await connections.ready();
        if (at === null) return err(notConnected);
        if (draft.removeDeviceId === at.access.deviceId) return err({ reason: 'unsupported', subject: 'device' });
        if (moving !== null) return ok(undefined);
        const journal = await withKeyring((ring) => begin(at, ring, draft));
        if (!journal.ok) return journal;
        say('cut-off', 0, 1);
        void move(at, journal.value);
        return ok(undefined);
      },
      async resumeMoving(without) {
        const at = await connections.ready();
        if (at === null) return err(notConnected);
        if (moving !== null) return moving;
        const journal = await readJournal(at.session.store);
        if (!journal.ok) return journal;
        if (journal.value === null) return finish(at);
        const agreed = await givingUp(at, journal.value, without);
        return agreed.ok ? move(at, agreed.value) : agreed;
      },
      async endMoving() {
        const at = session();
        const trace = at && (await readTrace(at.store));
        if (state.state === 'failed' && !state.canResume) return become(none);
        if (!at || !trace?.ok || !trace.value) return;
        const written = await writeTrace(at.store, { ...trace.value, tells: null });
        if (!written.ok) throw new Error(written.error.reason);
        become(none);
      },
    },
  };
}
