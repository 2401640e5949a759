/**
 * The shared snapshots of a vault that moves. They end with it: the removed device knows the key of each link and the token by which
 * it is replaced, and the server keeps them under the vault that is left, so that no other may send their figures anew.
 *
 * As the old vault is retired its server deletes the bytes of all. The records say so, on every device, until a person takes them off
 * the list or they expire. One that another server has is revoked there, as by hand.
 */
import type { Failure } from '../../../shared/reasons';
import { ok, type Result, type UnixMs } from '../../../shared/result';
import type { DocumentPut } from '../../store/documents';
import type { Store } from '../../store/store';
import type { EndedLink } from '../api/sync';

/** Marks every open share of the new vault, before anybody sees it. Gives the links that are to be made anew. */
export async function endShares(
  store: Pick<Store, 'listDocuments' | 'write'>,
  origin: string,
  now: UnixMs,
): Promise<Result<readonly EndedLink[], Failure>> {
  const stored = await store.listDocuments('share');
  if (!stored.ok) return stored;
  const open = stored.value.documents.filter(
    ({ value: { expiresAt, revokedAt, endedAt } }) => expiresAt > now && revokedAt === null && endedAt === null,
  );
  const putDocuments = open.map(({ id, value }): DocumentPut => {
    const ended = value.origin === origin ? { ...value, endedAt: now } : { ...value, revokedAt: now };
    return { kind: 'share', id, value: ended };
  });
  const written = putDocuments.length === 0 ? ok(undefined) : await store.write({ putDocuments });
  return written.ok ? ok(open.map(({ id, value: { title, live } }) => ({ shareId: id, title, live }))) : written;
}
