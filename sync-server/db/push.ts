/**
 * Appends to a vault's log, in one call of the database (`push_log` in migrations/0008-fewer-statements.sql).
 *
 * The vault's head row is locked first and read, and only the next statements look at the log and append to it: sequence numbers
 * follow one another without a gap, and no reader sees a later one before an earlier one. Everything is judged before anything
 * is written, so that a push is stored whole or not at all; one that was stored before changes nothing.
 */
import { z } from 'zod';
import { err, ok, type Result } from '../../shared/result';
import { type Push, pushRecordHeadBytes } from '../../shared/sync/push-frame';
import type { Refusal } from '../../shared/sync/refusals';
import type { Hex } from '../../shared/vault/bytes';
import { bytea, type VaultCall } from './database';

/** An array as PostgreSQL reads it: the driver does not know the types of arrays without asking for them first. */
const arrayText = (values: readonly number[]): string => `{${values.join(',')}}`;

/**
 * The call that stores a push. `frame` is what `push` was decoded from, whose bodies are views into it: it goes on as it came.
 * `serverQuota`: bytes that a vault may hold where it has no quota of its own.
 */
export const pushCall =
  (frame: Uint8Array, { records, drops }: Push, serverQuota: number): VaultCall =>
  (sql, vaultId, device) => {
    const bodiesAt = records.map(({ body }) => body.byteOffset - frame.byteOffset);
    const dropRids = bytea(drops.map(({ rid }) => rid).join('') as Hex); // hex after hex is hex
    return sql`
      push_log(
        ${bytea(vaultId)}, ${device}, ${serverQuota}, ${frame},
        ${arrayText(bodiesAt.map((at) => at - pushRecordHeadBytes))}, ${arrayText(bodiesAt)},
        ${arrayText(records.map(({ body }) => body.length))}, ${arrayText(records.map(({ supersedes }) => supersedes))},
        ${dropRids}, ${arrayText(drops.map(({ seq }) => seq))})`;
  };

/** Where the log ends now, and the sequence number of each record in the order of the push. */
const pushedSchema = z.object({ logId: z.string(), head: z.int(), seqs: z.array(z.int()) });
const refusedSchema = z.object({ refusal: z.custom<Refusal>((value) => value !== null) }); // as the function makes it

/** What `pushCall` gave: where the records lie, or why the push was not stored. */
export function pushedOf(answer: unknown): Result<z.infer<typeof pushedSchema>, Refusal> {
  const judged = z.union([refusedSchema, pushedSchema]).parse(answer);
  return 'refusal' in judged ? err(judged.refusal) : ok(judged);
}
