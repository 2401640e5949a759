/** A mark of what accounts, keys and settings are: another one as soon as any of them is written anew. Coverage is not in it. */
import type { Failure } from '../../shared/reasons';
import type { Result } from '../../shared/result';
import { concatBytes, toHex, utf8 } from '../../shared/vault/bytes';
import type { OpenVault } from '../../shared/vault/open-vault';
import { type Database, guarded } from './database';
import { kindId } from './sealing';

/** Layout version and nonce: no two envelopes begin alike. */
const envelopeHead = 13;

/** The mark as hex; nothing is opened for it. */
export function documentsMark(database: Database, vault: OpenVault): Promise<Result<string, Failure>> {
  return guarded(async () => {
    const kinds = await Promise.all(['account', 'credential', 'settings'].map((kind) => kindId(vault, kind)));
    const rows = await database.tables.documents.where('kindId').anyOf(kinds).sortBy('id');
    const heads = rows.flatMap(({ id, sealed }) => [utf8(id), sealed.subarray(0, envelopeHead)]);
    return toHex(new Uint8Array(await crypto.subtle.digest('SHA-256', concatBytes(...heads))));
  });
}
