/** What a device that erases its vault on the server leaves there for the others, sealed by the vault: that it was closed. */
import { z } from 'zod';
import { fromBase64, type Hex, utf8 } from '../../../shared/vault/bytes';
import type { OpenVault, SealContext } from '../../../shared/vault/open-vault';
import { jsonOf } from './server-refusal';

const contextOf = (vaultId: Hex): SealContext => ({
  purpose: 'documents',
  recordId: vaultId,
  kind: 'vault-notice',
  schemaVersion: 1,
});

const closedSchema = z.object({ version: z.literal(1), closed: z.literal(true) });

/** The notice of a vault that is erased on the server. */
export const sealClosing = (vault: OpenVault, vaultId: Hex): Promise<Uint8Array> =>
  vault.seal(contextOf(vaultId), utf8(JSON.stringify({ version: 1, closed: true })));

/** Whether a device of the vault sealed this notice and says in it that the vault was closed; `notice`: as the server's refusal carries it. */
export async function saysClosed(vault: OpenVault, vaultId: Hex, notice: unknown): Promise<boolean> {
  const sealed = typeof notice === 'string' ? fromBase64(notice) : null;
  if (!sealed?.ok) return false;
  const opened = await vault.open(contextOf(vaultId), sealed.value);
  return opened.ok && closedSchema.safeParse(jsonOf({ body: new Uint8Array(opened.value) })).success;
}
