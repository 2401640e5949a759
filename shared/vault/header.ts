/**
 * The vault header: the root key, wrapped under this device's passphrase. This comment is its specification.
 *
 * One line of ASCII, JSON without blanks, these keys in this order; no secret is readable in it:
 *
 * | key | content |
 * | --- | --- |
 * | `format` | `fillbook-vault-header` |
 * | `version` | 1 |
 * | `vaultId` | 64 hex digits (subkeys.ts) |
 * | `kdf` | `algorithm` (`argon2id-1.3`), `memoryKiB`, `iterations`, `parallelism`, `salt` (16 bytes, hex) |
 * | `keyCheck` | HMAC-SHA-256 of `fillbook vault key check`, hex, under HKDF(KEK, `fillbook/1/header-check`) |
 * | `wrappedRootKey` | nonce (12), AES-256-GCM ciphertext of the root key (32), tag (16), hex, under HKDF(KEK, `fillbook/1/header-wrap`) |
 * | `sha256` | of the same text without this key, hex |
 *
 * KEK: kdf.ts. Associated data of the wrapping: the length-prefixed bytes (bytes.ts) of `format`, `version`, `vaultId` and
 * the whole `kdf` block as it stands in the text, so that none of it can be exchanged.
 * Each wrapping takes a fresh salt, so a KEK wraps once. Hex is lower-case throughout.
 *
 * A text that is not exactly of this form, or whose `sha256` does not fit, is `damaged` (take the second copy), and so is a
 * version other than 1. An intact header whose key check fails is `wrong-passphrase`. One whose key check holds and whose
 * wrapping does not open was put together by someone: `damaged` too.
 */
import { sha256 } from '@noble/hashes/sha2.js';
import { z } from 'zod';
import { err, ok, type Result } from '../result';
import { type Hex, lengthPrefixed, toHex, utf8 } from './bytes';
import { kdfParamsSchema } from './kdf-params';

const hexOf = (bytes: number) =>
  z
    .string()
    .regex(new RegExp(`^[0-9a-f]{${bytes * 2}}$`))
    .transform((text) => text as Hex); // the brand is made here: the expression has judged the text

const headerSchema = z.strictObject({
  format: z.literal('fillbook-vault-header'),
  version: z.literal(1),
  vaultId: hexOf(32),
  kdf: z.strictObject({
    algorithm: z.literal('argon2id-1.3'),
    ...kdfParamsSchema.shape,
    salt: hexOf(16),
  }),
  keyCheck: hexOf(32),
  wrappedRootKey: hexOf(12 + 32 + 16),
  sha256: hexOf(32),
});

/** A header whose form and SHA-256 were checked; its parameters were not judged yet. Nothing in it is secret. */
export type VaultHeader = Readonly<Omit<z.infer<typeof headerSchema>, 'sha256'>>;

/** The text of a header: fixed order of keys, SHA-256 at the end. 512 to 600 characters. */
export function formatHeader(header: VaultHeader): string {
  const { format, version, vaultId, kdf, keyCheck, wrappedRootKey } = header;
  const body = { format, version, vaultId, kdf: kdfInOrder(kdf), keyCheck, wrappedRootKey };
  return JSON.stringify({ ...body, sha256: toHex(sha256(utf8(JSON.stringify(body)))) });
}

const kdfInOrder = ({ algorithm, memoryKiB, iterations, parallelism, salt }: VaultHeader['kdf']) => ({
  algorithm,
  memoryKiB,
  iterations,
  parallelism,
  salt,
});

/** The part of a header that the wrapping is bound to. */
export type HeaderBinding = Pick<VaultHeader, 'format' | 'version' | 'vaultId' | 'kdf'>;

/** The associated data of the wrapping: format, version, vault id and the whole KDF block, as the module comment says. */
export const headerAssociatedData = ({ format, version, vaultId, kdf }: HeaderBinding): Uint8Array<ArrayBuffer> =>
  lengthPrefixed([format, String(version), vaultId, JSON.stringify(kdfInOrder(kdf))]);

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined; // not JSON: the schema refuses it
  }
}

/** Checks a stored text's form and SHA-256. Any text may be passed; `damaged` for all but exactly what `formatHeader` gives. */
export function parseHeader(text: string): Result<VaultHeader, { readonly reason: 'damaged' }> {
  const parsed = headerSchema.safeParse(parseJson(text));
  if (!parsed.success) return err({ reason: 'damaged' });
  const { sha256: _, ...header } = parsed.data;
  return formatHeader(header) === text ? ok(header) : err({ reason: 'damaged' });
}
