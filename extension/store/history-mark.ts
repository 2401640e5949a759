/**
 * A mark of everything that figures of the history rest on, accounts, settings and coverage among it: another one as soon as any
 * record of it is written anew. What may be fetched again at any time (prices, balances) is not in it.
 */
import type { Failure } from '../../shared/reasons';
import type { Result } from '../../shared/result';
import { concatBytes, toHex, utf8 } from '../../shared/vault/bytes';
import { type Database, guarded } from './database';

/** Layout version and nonce: no two envelopes begin alike. */
const envelopeHead = 13;

/** How many segments there are of all accounts: how long reading them takes. */
export const segmentCount = ({ tables }: Pick<Database, 'tables'>): Promise<Result<number, Failure>> =>
  guarded(() => tables.segments.count());

/** The mark as hex; nothing is opened for it. Segments and tails never change under their ids. */
export function historyMark({ tables }: Pick<Database, 'tables'>): Promise<Result<string, Failure>> {
  return guarded(async () => {
    const segments = await tables.segments.toCollection().primaryKeys();
    const tails = await tables.tails.toCollection().primaryKeys();
    const documents = await tables.documents.orderBy('id').toArray();
    const heads = documents.flatMap(({ id, sealed }) => [utf8(id), sealed.subarray(0, envelopeHead)]);
    const ids = [...segments, ...tails].map(utf8);
    return toHex(new Uint8Array(await crypto.subtle.digest('SHA-256', concatBytes(...ids, ...heads))));
  });
}
