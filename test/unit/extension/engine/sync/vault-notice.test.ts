import { expect, test } from 'vitest';
import { saysClosed, sealClosing } from '../../../../../extension/engine/sync/vault-notice';
import { Secret } from '../../../../../shared/result';
import { type Hex, toBase64, toHex, utf8 } from '../../../../../shared/vault/bytes';
import { openVault } from '../../../../../shared/vault/vault';

const random = (bytes: number) => new Uint8Array(bytes).fill(3);
const vaultOf = (fill: number) =>
  openVault(new Secret<Uint8Array<ArrayBuffer>>(new Uint8Array(32).fill(fill)), { random, sealCount: 0 });
const vaultId: Hex = toHex(new Uint8Array(32).fill(1));
const otherId: Hex = toHex(new Uint8Array(32).fill(2));

test('a notice says that the vault was closed where a device of it sealed it so', async () => {
  const [vault, stranger] = [await vaultOf(7), await vaultOf(8)];
  const notice = toBase64(await sealClosing(vault, vaultId));
  expect(await saysClosed(vault, vaultId, notice)).toBe(true);
  expect(await saysClosed(stranger, vaultId, notice)).toBe(false);
  expect(await saysClosed(vault, otherId, notice)).toBe(false);
  expect(await saysClosed(vault, vaultId, toBase64(await sealClosing(stranger, vaultId)))).toBe(false);
  for (const none of [undefined, null, '', 'no base64', 7]) expect(await saysClosed(vault, vaultId, none)).toBe(false);
});

test('the notice of a move does not say it', async () => {
  const vault = await vaultOf(7);
  const context = { purpose: 'documents', recordId: vaultId, kind: 'vault-notice', schemaVersion: 1 } as const;
  const moved = await vault.seal(context, utf8('{"version":1,"moved":true,"by":"a device"}'));
  expect(await saysClosed(vault, vaultId, toBase64(moved))).toBe(false);
});
