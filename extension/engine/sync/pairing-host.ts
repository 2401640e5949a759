/**
 * The unlocked device's side of a pairing: it shows a code, waits for the new device's offer, shows the digits, and hands the root
 * key over once a person has said that they are equal. An engine that starts anew goes on with the code that is still good; what was
 * confirmed before the vault was locked is confirmed again.
 */
import type { Failure } from '../../../shared/reasons';
import { err, ok, type Result, Secret, type UnixMs, unixMs } from '../../../shared/result';
import { formatPairingCode, type PairingCode, pairingBitBytes } from '../../../shared/sync/pairing-code';
import { drawRandom } from '../../../shared/vault/random';
import type { PairingState } from '../api/sync';
import type { EngineDeps } from '../context';
import type { Session } from '../session';
import type { Connection } from './connection';
import { forgetPairingNote, readPairingNote, writePairingNote } from './pairing-note';
import { digitsOf, type Offer, openOffer, pairingIdOf, sealParcel } from './pairing-secrets';
import { awaitMessage } from './pairing-wait';

/** How long the server keeps a pairing. */
export const pairingLifeMs = 10 * 60_000;

interface PairingHost {
  state(): PairingState;
  /** Shows a code; one that is good stays. */
  start(connection: Connection): Promise<Result<void, Failure>>;
  /** The digits are equal: the root key is sealed for the new device, and left for it. */
  confirm(): Promise<Result<void, Failure>>;
  /** A session has opened: goes on with a code that an engine before this one showed. */
  resume(connection: Connection): Promise<void>;
  /** The vault is locked: nothing is handed over until it is open again. */
  pause(): void;
  /** Resolves when no engine shows the code again. */
  cancel(): Promise<void>;
}

interface Hosted {
  readonly connection: Connection;
  readonly code: PairingCode;
  readonly expiresAt: UnixMs;
  readonly ending: AbortController;
  offer: Offer | null;
}

const none: PairingState = { state: 'none' };

/** Creates it; `onChange` whenever its state is another. */
export function createPairingHost(
  { now, random, sleep }: Pick<EngineDeps, 'now' | 'random' | 'sleep'>,
  onChange: () => void,
): PairingHost {
  let state: PairingState = none;
  let hosted: Hosted | null = null;

  function become(next: PairingState): void {
    state = next;
    onChange();
  }

  async function awaitOffer(at: Hosted): Promise<void> {
    const { connection, code, expiresAt } = at;
    const { signal } = at.ending;
    const pairingId = await pairingIdOf(code);
    const read = (): ReturnType<typeof connection.access.readOffer> => connection.access.readOffer(pairingId, signal);
    const message = await awaitMessage({ now, sleep, expiresAt, signal }, read);
    const offer = message.ok ? await openOffer(code, message.value) : message;
    const digits = offer.ok ? await digitsOf(code, offer.value) : offer;
    if (hosted !== at || signal.aborted) return;
    if (!offer.ok) return become({ state: 'failed', failure: offer.error });
    if (!digits.ok) return become({ state: 'failed', failure: digits.error });
    at.offer = offer.value;
    become({ state: 'compare', digits: digits.value, expiresAt, deviceLabel: offer.value.label });
  }

  async function codeOf(connection: Connection): Promise<Result<PairingCode, Failure>> {
    const point = await connection.session.sync.point();
    if (point === null) return err({ reason: 'unsupported', subject: 'sync', code: 'not-synced' });
    const { origin, vaultId, deviceId } = connection.access;
    const { logId, seq, h } = point;
    const bits = new Secret<Uint8Array>(drawRandom(random, pairingBitBytes));
    return ok({ origin, vaultId, deviceId, logId, point: { seq, h }, bits });
  }

  async function handOver({ connection, code, ending }: Hosted, offer: Offer): Promise<Result<void, Failure>> {
    const { access, session } = connection;
    const parcel = await sealParcel(code, offer, session.rootKey, random);
    if (!parcel.ok) return parcel;
    const left = await access.leaveParcel(await pairingIdOf(code), parcel.value, ending.signal);
    return left.ok ? ok(undefined) : err(left.error.failure);
  }

  function pause(): void {
    hosted?.ending.abort();
    hosted = null;
    if (state.state !== 'none') become(none);
  }

  /** The code is not shown again. */
  async function forget(session: Session): Promise<void> {
    const forgotten = await forgetPairingNote(session.store);
    if (!forgotten.ok && !session.signal.aborted) session.noteFailure(forgotten.error);
  }

  async function cancel(): Promise<void> {
    const session = hosted?.connection.session;
    pause();
    if (session !== undefined) await forget(session);
  }

  function show(connection: Connection, code: PairingCode, expiresAt: UnixMs): void {
    const at: Hosted = { connection, code, expiresAt, ending: new AbortController(), offer: null };
    hosted = at;
    become({ state: 'waiting', code: formatPairingCode(code), expiresAt });
    void awaitOffer(at);
  }

  return {
    state: () => state,
    async start(connection) {
      const isGood = state.state === 'waiting' || state.state === 'compare';
      if (isGood && hosted?.connection.access.vaultId === connection.access.vaultId && hosted.expiresAt > now())
        return ok(undefined);
      await cancel();
      const code = await codeOf(connection);
      if (!code.ok) return code;
      const expiresAt = unixMs(now() + pairingLifeMs);
      const opened = await connection.access.openPairing(await pairingIdOf(code.value), connection.session.signal);
      if (!opened.ok) return err(opened.error.failure);
      const kept = await writePairingNote(connection.session.store, { code: code.value, expiresAt });
      if (kept.ok) show(connection, code.value, expiresAt);
      return kept;
    },
    async resume(connection) {
      if (hosted !== null) return; // the session was opened anew, and the engine is the same
      const { session, access } = connection;
      const note = await readPairingNote(session.store);
      if (!note.ok) return session.noteFailure(note.error);
      if (hosted !== null || note.value === null) return;
      const { code, expiresAt } = note.value;
      if (expiresAt > now() && code.vaultId === access.vaultId) show(connection, code, expiresAt);
      else await forget(session);
    },
    pause,
    async confirm() {
      const at = hosted;
      if (state.state === 'done' || state.state === 'handing-over') return ok(undefined);
      if (at === null || at.offer === null || state.state !== 'compare') return err(noOffer);
      become({ state: 'handing-over' });
      const handed = await handOver(at, at.offer);
      if (handed.ok) await forget(at.connection.session);
      if (hosted === at) become(handed.ok ? { state: 'done' } : { state: 'failed', failure: handed.error });
      return handed;
    },
    cancel,
  };
}

/** Confirmed without anything to confirm. */
const noOffer: Failure = { reason: 'cancelled', subject: 'pairing' };
