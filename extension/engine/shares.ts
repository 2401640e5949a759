/**
 * Shared snapshots: prepared, sent, kept up to date and revoked.
 *
 * The document of a share says what it shows and holds the keys; any device of the vault that is open sends a live one anew after
 * its refreshes. What a device sent last, and what failed of it, it keeps for itself.
 */
import { z } from 'zod';
import type { Failure } from '../../shared/reasons';
import { err, ok, type Result, type UnixMs, unixMs } from '../../shared/result';
import { shareLinkText } from '../../shared/snapshot/link';
import { passphraseKeyOf, sealSnapshot } from '../../shared/snapshot/sealing';
import { fromHex, type Hex, toHex } from '../../shared/vault/bytes';
import { nonceBytes } from '../../shared/vault/envelope';
import { saltBytes } from '../../shared/vault/kdf';
import { drawRandom } from '../../shared/vault/random';
import type { StoredDocument } from '../store/documents';
import { createSerial } from '../store/serial';
import type { Issue } from './api/issues';
import type { CreateShareError, PreparedShare, PrepareShareError, SharesApi, ShareView } from './api/shares';
import type { EngineDeps } from './context';
import type { Events } from './events';
import type { Session } from './session';
import { shareContent } from './share-content';
import { type ShareTrouble, shareIssues } from './share-issues';
import { createShareVolumes, type ShareVolumes } from './share-volume';
import type { ShareServer } from './sync/share-server';

type StoredShare = StoredDocument<'share'>;

interface Parts {
  readonly deps: Pick<EngineDeps, 'now' | 'random'>;
  readonly events: Pick<Events, 'emit'>;
  readonly open: () => Session;
  readonly session: <T, E>(use: (session: Session) => Promise<Result<T, E>>) => Promise<Result<T, E | Failure>>;
  readonly server: ShareServer;
}

export interface Shares {
  readonly calls: SharesApi;
  /** After a refresh: live shares are sent anew, revoked ones asked for again, expired ones forgotten. Never rejects. */
  follow(session: Session): Promise<void>;
  /** What stands in the way of an open session's shares, since this engine began; `said`: the issues that stand beside them. */
  issues(session: Session, said: readonly Issue[]): readonly Issue[];
}

const dayMs = 86_400_000;
const sentKey = 'shares-sent';
const sentSchema = z.record(z.string(), z.int());

/** What this session knows beside the documents. */
interface Upkeep {
  readonly volumes: ShareVolumes;
  readonly troubles: Map<string, ShareTrouble>;
}

type ShareSecretsHex = Pick<PreparedShare, 'shareId' | 'linkKey' | 'salt' | 'passphraseKey' | 'expiresAt'>;

/** Hex that this engine made, or read of a document that its schema judged. */
const bytesOf = (hex: string): Uint8Array<ArrayBuffer> => fromHex(hex as Hex);

export function createShares({ deps, events, open, session, server }: Parts): Shares {
  const { now, random } = deps;
  const upkeeps = new WeakMap<Session, Upkeep>();
  const steps = createSerial(); // two refreshes that end at once send one after the other

  function upkeepOf(at: Session): Upkeep {
    const upkeep = upkeeps.get(at) ?? { volumes: createShareVolumes(at.books, now), troubles: new Map() };
    upkeeps.set(at, upkeep);
    return upkeep;
  }

  /** A cause that stays keeps its instant. */
  function noteTrouble(at: Session, id: string, problem: ShareTrouble['problem'], isRevoking = false): void {
    const { troubles } = upkeepOf(at);
    const known = troubles.get(id);
    const stays = known?.isRevoking === isRevoking && known.problem.reason === problem.reason;
    troubles.set(id, { problem, isRevoking, since: stays ? known.since : now() });
  }

  async function sealed(
    at: Session,
    choices: Parameters<typeof shareContent>[1],
    secrets: ShareSecretsHex,
  ): Promise<Result<Uint8Array<ArrayBuffer>, PrepareShareError | Failure>> {
    await Promise.all([at.books.loaded, at.cashFlows.loaded]);
    const content = await shareContent(at, choices, upkeepOf(at).volumes, now());
    if (!content.ok) return content;
    const { linkKey, salt, passphraseKey, expiresAt } = secrets;
    const bytes = await sealSnapshot(
      {
        shareId: secrets.shareId as Hex, // as `bytesOf`
        linkKey: bytesOf(linkKey),
        salt: bytesOf(salt),
        passphraseKey: passphraseKey === null ? null : bytesOf(passphraseKey),
        expiresAt,
      },
      content.value,
      drawRandom(random, nonceBytes),
    );
    if (bytes.ok) return bytes;
    // a figure that the specification has no room for: nothing of it is sent
    return bytes.error.reason === 'too-large'
      ? err({ reason: 'too-large' })
      : err({ reason: 'unsupported', subject: bytes.error.field });
  }

  async function noteSent(at: Session, id: string, sentAt: UnixMs | null): Promise<void> {
    const stored = await at.store.readLocal(sentKey, sentSchema);
    const { [id]: _, ...rest } = (stored.ok ? stored.value : null) ?? {};
    await at.store.write({ putLocal: [{ key: sentKey, value: sentAt === null ? rest : { ...rest, [id]: sentAt } }] });
  }

  async function forget(at: Session, id: string): Promise<Result<void, Failure>> {
    upkeepOf(at).troubles.delete(id);
    const forgotten = await at.store.write({ deleteDocuments: [{ kind: 'share', id }] });
    if (forgotten.ok) await noteSent(at, id, null);
    return forgotten;
  }

  async function send(at: Session, { id, value }: StoredShare): Promise<void> {
    const expiresAt = unixMs(value.expiresAt);
    const bytes = await sealed(at, value, { ...value, shareId: id, expiresAt });
    if (at.signal.aborted) return;
    if (!bytes.ok) return noteTrouble(at, id, bytes.error);
    const put = await server.put(
      { shareId: id, ownerToken: value.ownerToken, expiresAt, bytes: bytes.value },
      at.signal,
    );
    if (put.ok) {
      upkeepOf(at).troubles.delete(id);
      return noteSent(at, id, now());
    }
    if (put.error.reason === 'share-gone')
      await forget(at, id); // revoked on another device
    else noteTrouble(at, id, put.error);
  }

  async function tryRevoke(
    at: Session,
    { id, value }: Pick<StoredShare, 'id' | 'value'>,
  ): Promise<Result<void, Failure>> {
    const revoked = await server.revoke(value.origin, id, value.ownerToken, at.signal);
    if (revoked.ok) return forget(at, id);
    noteTrouble(at, id, revoked.error, true);
    return revoked;
  }

  /** Notes that it is revoked before the server is asked: where that is not reached, each refresh asks it again. */
  async function revokeNow(
    at: Session,
    { id, value }: Pick<StoredShare, 'id' | 'value'>,
  ): Promise<Result<void, Failure>> {
    const revoked = { ...value, revokedAt: value.revokedAt ?? now() };
    const noted = await at.store.write({ putDocuments: [{ kind: 'share', id, value: revoked }] });
    return noted.ok ? tryRevoke(at, { id, value: revoked }) : noted;
  }

  async function follow(at: Session): Promise<void> {
    const stored = await at.store.listDocuments('share');
    if (at.signal.aborted) return;
    if (!stored.ok) return at.noteFailure(stored.error);
    const { troubles } = upkeepOf(at);
    const ids = new Set(stored.value.documents.map(({ id }) => id));
    for (const id of troubles.keys()) if (!ids.has(id)) troubles.delete(id); // revoked on another device
    if (ids.size === 0) return;
    for (const share of stored.value.documents) {
      const { expiresAt, revokedAt, endedAt, live, origin } = share.value;
      if (expiresAt <= now()) await forget(at, share.id);
      else if (revokedAt !== null) await tryRevoke(at, share);
      else if (live && endedAt === null && server.origin() === origin) await send(at, share);
      if (at.signal.aborted) return;
    }
    events.emit({ topic: 'shares' });
  }

  const readShare = async (at: Session, id: string): Promise<StoredShare | null> => {
    const stored = await at.store.readDocument('share', id);
    return stored.ok ? stored.value : null;
  };

  function stateOf({ expiresAt, revokedAt, endedAt }: StoredShare['value']): ShareView['state'] {
    if (expiresAt <= now()) return 'expired';
    if (revokedAt !== null) return 'revoking';
    return endedAt === null ? 'open' : 'ended';
  }

  function viewOf(at: Session, { id, value }: StoredShare, sent: Readonly<Record<string, number>>): ShareView {
    const { title, accountIds, detail, live, passphraseKey, createdAt, expiresAt } = value;
    const sentAt = sent[id];
    return {
      ...{ id, title, detail, live, hasPassphrase: passphraseKey !== null },
      accountLabels: accountIds?.flatMap((accountId) => at.accounts.get(accountId)?.label ?? []) ?? null,
      createdAt: unixMs(createdAt),
      expiresAt: unixMs(expiresAt),
      state: stateOf(value),
      sentAt: sentAt === undefined ? null : unixMs(sentAt),
      problem: upkeepOf(at).troubles.get(id)?.problem ?? null,
    };
  }

  const calls: SharesApi = {
    async shares() {
      const at = open();
      const stored = await at.store.listDocuments('share');
      const sent = await at.store.readLocal(sentKey, sentSchema);
      const told = (sent.ok ? sent.value : null) ?? {};
      if (!stored.ok) return { origin: server.origin(), shares: [], unread: [stored.error] };
      const { documents, failures } = stored.value;
      return {
        origin: server.origin(),
        shares: documents.map((share) => viewOf(at, share, told)).sort((a, b) => b.createdAt - a.createdAt),
        unread: failures.map(({ failure }) => failure),
      };
    },
    prepareShare: (draft) =>
      session(async (at): Promise<Result<PreparedShare, PrepareShareError | Failure>> => {
        const salt = drawRandom(random, saltBytes);
        const derived = draft.passphrase === null ? ok(null) : await passphraseKeyOf(draft.passphrase, salt);
        if (!derived.ok) return err({ reason: 'unsupported', subject: derived.error.reason });
        const preparedAt = now();
        const secrets = {
          shareId: toHex(drawRandom(random, 16)),
          linkKey: toHex(drawRandom(random, 32)),
          salt: toHex(salt),
          passphraseKey: derived.value === null ? null : toHex(derived.value),
          expiresAt: unixMs(preparedAt + draft.days * dayMs),
        };
        const bytes = await sealed(at, draft, secrets);
        return bytes.ok ? ok({ ...secrets, preparedAt, bytes: bytes.value }) : bytes;
      }),
    createShare: (choices, prepared) =>
      session(async (at): Promise<Result<{ readonly link: string }, CreateShareError | Failure>> => {
        const origin = server.origin();
        if (origin === null) return err({ reason: 'not-connected' });
        const { shareId, linkKey, salt, passphraseKey, expiresAt } = prepared;
        const link = shareLinkText(origin, bytesOf(shareId), bytesOf(linkKey));
        const known = await readShare(at, shareId);
        const ownerToken = known?.value.ownerToken ?? toHex(drawRandom(random, 32));
        const { title, accountIds, detail, live } = choices;
        const ids = accountIds && [...accountIds];
        const kept = { origin, linkKey, ownerToken, salt, passphraseKey, title, accountIds: ids, detail, live };
        // the document first: bytes on a server that nothing here could revoke must not be
        const value = known?.value ?? { ...kept, createdAt: now(), expiresAt, revokedAt: null, endedAt: null };
        const stored = await at.store.write({ putDocuments: [{ kind: 'share', id: shareId, value }] });
        if (!stored.ok) return stored;
        const put = await server.put(
          { shareId, ownerToken, expiresAt, bytes: new Uint8Array(prepared.bytes) },
          at.signal,
        );
        if (!put.ok) {
          // an answer may have been lost: what the server has of it goes, now or after the next refresh
          await revokeNow(at, { id: shareId, value });
          events.emit({ topic: 'shares' });
          return put.error.reason === 'share-gone' ? err({ reason: 'cancelled' }) : err(put.error);
        }
        await noteSent(at, shareId, prepared.preparedAt);
        events.emit({ topic: 'shares' });
        return ok({ link });
      }),
    shareLink: (shareId) =>
      session(async (at): Promise<Result<string, Failure>> => {
        const share = await readShare(at, shareId);
        if (share === null || stateOf(share.value) !== 'open') return err({ reason: 'cancelled' });
        return ok(shareLinkText(share.value.origin, bytesOf(shareId), bytesOf(share.value.linkKey)));
      }),
    revokeShare: (shareId) =>
      session((at) =>
        steps.run(async (): Promise<Result<void, Failure>> => {
          const share = await readShare(at, shareId);
          if (share === null) return ok(undefined); // revoked before
          const revoked = await revokeNow(at, share);
          events.emit({ topic: 'shares' });
          return revoked;
        }),
      ),
  };

  return {
    calls,
    follow: (at) => steps.run(() => follow(at)),
    issues: (at, said) => shareIssues(upkeepOf(at).troubles.values(), said, now()),
  };
}
