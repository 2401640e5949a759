/**
 * Names and JSON, sealed: the opaque ids of records, and small values as envelopes.
 *
 * Every id in the database is an HMAC of what it stands for, so that a copy of the database tells no names; each
 * envelope is bound to the id it lies under, so that a record moved to another place does not open.
 */
import type { Failure } from '../../shared/reasons';
import { err, ok, type Result } from '../../shared/result';
import type { OpenVault, SealContext } from '../../shared/vault/open-vault';
import { ownBytes } from './database';

export const documentId = (vault: OpenVault, kind: string, name: string): Promise<string> =>
  vault.recordId('document', kind, name);
export const kindId = (vault: OpenVault, kind: string): Promise<string> => kept(vault, 'kind', kind);
export const streamId = (vault: OpenVault, stream: string, accountId: string): Promise<string> =>
  kept(vault, 'stream', stream, accountId);
export const localId = (vault: OpenVault, key: string): Promise<string> => vault.recordId('local', key);

/** Ids that every read of a list or a history begins with: a few per account, reckoned once per open vault. */
const keptIds = new WeakMap<OpenVault, Map<string, string>>();

async function kept(vault: OpenVault, ...parts: readonly string[]): Promise<string> {
  const ids = keptIds.get(vault) ?? new Map<string, string>();
  keptIds.set(vault, ids);
  const name = JSON.stringify(parts);
  const id = ids.get(name) ?? (await vault.recordId(...parts));
  ids.set(name, id);
  return id;
}

export async function sealBytes(vault: OpenVault, context: SealContext, plaintext: Uint8Array): Promise<Uint8Array> {
  return ownBytes(await vault.seal(context, plaintext));
}

/** Seals a JSON value; what JSON cannot hold (undefined, bigint) is a bug of the caller. */
export const sealJson = (vault: OpenVault, context: SealContext, value: unknown): Promise<Uint8Array> =>
  sealBytes(vault, context, new TextEncoder().encode(JSON.stringify(value)));

/** Opens a JSON value; `tampered` or `damaged` with the record's kind as subject. */
export async function openJson(
  vault: OpenVault,
  context: SealContext,
  sealed: Uint8Array,
): Promise<Result<unknown, Failure>> {
  const opened = await vault.open(context, sealed);
  if (!opened.ok) return err({ reason: opened.error.reason, subject: context.kind });
  try {
    return ok(JSON.parse(new TextDecoder().decode(opened.value)));
  } catch {
    // Authentic bytes that are no JSON: the writer was broken.
    return err({ reason: 'damaged', subject: context.kind });
  }
}
