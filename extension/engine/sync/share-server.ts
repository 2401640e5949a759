/** Shared snapshots on a sync server: sealed bytes are put by this vault's device, and deleted by whoever has the owner's token. */
import type { Failure } from '../../../shared/reasons';
import { err, ok, type Result, type UnixMs } from '../../../shared/result';
import type { Connections } from './connection';
import { doneSchema } from './server-calls';

/** `shareId`: 16 bytes as hex; `ownerToken`: 32 bytes as hex, sent in a header, since addresses stand in logs. */
export interface SharePut {
  readonly shareId: string;
  readonly ownerToken: string;
  readonly expiresAt: UnixMs;
  readonly bytes: Uint8Array<ArrayBuffer>;
}

/** `share-gone`: it was revoked, by another device perhaps. */
type PutShareError = { readonly reason: 'share-gone' } | { readonly reason: 'too-many-shares'; readonly limit: number };

export interface ShareServer {
  /** The server that this vault is connected to; null where none. */
  origin(): string | null;
  /** Stores or replaces; safe to repeat. To be called while connected. */
  put(put: SharePut, signal: AbortSignal): Promise<Result<void, PutShareError | Failure>>;
  /** Deletes the bytes on the server of that origin, whether this vault is still connected to it or not. */
  revoke(origin: string, shareId: string, ownerToken: string, signal: AbortSignal): Promise<Result<void, Failure>>;
}

const notConnected: Failure = { reason: 'unsupported', subject: 'sync' };

/** The share's calls over the engine's connections. */
export const createShareServer = (connections: Pick<Connections, 'current' | 'callsTo'>): ShareServer => ({
  origin: () => connections.current()?.access.origin ?? null,
  async put({ shareId, ownerToken, expiresAt, bytes }, signal) {
    const at = connections.current();
    if (at === null) return err(notConnected);
    const path = `/v1/shares/${shareId}?expiresAt=${expiresAt}`;
    const put = await at.access.ask({ method: 'PUT', path, bytes, shareToken: ownerToken }, doneSchema, signal);
    if (put.ok) return ok(undefined);
    const { refusal, failure } = put.error;
    if (refusal?.reason === 'share-unknown') return err({ reason: 'share-gone' });
    if (refusal?.reason === 'too-many-shares')
      return err({ reason: 'too-many-shares', limit: typeof refusal.limit === 'number' ? refusal.limit : 0 });
    return err(failure);
  },
  async revoke(origin, shareId, ownerToken, signal) {
    const calls = connections.callsTo(origin);
    if (calls === null) return err(notConnected);
    const request = { method: 'DELETE', path: `/v1/shares/${shareId}`, shareToken: ownerToken } as const;
    const revoked = await calls.ask(request, doneSchema, signal);
    // gone already is as good as revoked
    return revoked.ok || revoked.error.refusal?.reason === 'share-unknown' ? ok(undefined) : err(revoked.error.failure);
  },
});
