/**
 * The envelope: how everything that is stored or leaves the device is sealed. This comment is its specification.
 *
 * | bytes | content |
 * | --- | --- |
 * | 0 | layout version, 1 |
 * | 1 to 12 | nonce, 96 random bits for each encryption |
 * | 13 to the end | AES-256-GCM ciphertext of the padded plaintext (padding.ts), then the 128-bit tag |
 *
 * Associated data: the length-prefixed bytes (bytes.ts) of suite `fillbook/1/aes-256-gcm`, purpose, vault id, record id,
 * kind, schema version in decimal. The key is the purpose's subkey (subkeys.ts).
 *
 * There is one suite and no flag that selects another; nothing in the clear is ever accepted. Another version, or a length
 * that no padding gives, is `damaged`; what has the shape and does not open under its key and context is `tampered`.
 */
import { err, ok, type Result } from '../result';
import { concatBytes, lengthPrefixed } from './bytes';
import type { OpenError, SealContext } from './open-vault';
import { isPaddedSize, pad, unpad } from './padding';

const layoutVersion = 1;
const headBytes = 13;
const tagBytes = 16;

/** The nonce's length in bytes. */
export const nonceBytes = 12;

/** What an envelope is sealed under: its purpose's key, and the vault that the associated data name. */
export interface EnvelopeKey {
  readonly key: CryptoKey;
  readonly vaultId: string;
}

const associatedData = (vaultId: string, context: SealContext): Uint8Array<ArrayBuffer> =>
  lengthPrefixed([
    'fillbook/1/aes-256-gcm',
    context.purpose,
    vaultId,
    context.recordId,
    context.kind,
    String(context.schemaVersion),
  ]);

const cipher = (nonce: Uint8Array<ArrayBuffer>, vaultId: string, context: SealContext): AesGcmParams => ({
  name: 'AES-GCM',
  iv: nonce,
  additionalData: associatedData(vaultId, context),
  tagLength: tagBytes * 8,
});

/** Seals with a nonce that was never used with this key. Gives 29 bytes more than the padded plaintext. */
export async function sealEnvelope(
  { key, vaultId }: EnvelopeKey,
  context: SealContext,
  plaintext: Uint8Array,
  nonce: Uint8Array<ArrayBuffer>,
): Promise<Uint8Array<ArrayBuffer>> {
  const padded = pad(context.purpose, plaintext);
  const sealed = await globalThis.crypto.subtle.encrypt(cipher(nonce, vaultId, context), key, padded);
  return concatBytes(Uint8Array.of(layoutVersion), nonce, new Uint8Array(sealed));
}

/** Opens what `sealEnvelope` gave under the same key and context; any bytes may be passed, and none make it throw. */
export async function openEnvelope(
  { key, vaultId }: EnvelopeKey,
  context: SealContext,
  envelope: Uint8Array,
): Promise<Result<Uint8Array, OpenError>> {
  const paddedBytes = envelope.length - headBytes - tagBytes;
  if (envelope[0] !== layoutVersion || !isPaddedSize(context.purpose, paddedBytes)) return err({ reason: 'damaged' });
  const own = new Uint8Array(envelope); // WebCrypto takes no shared memory, which the caller's may be
  try {
    const algorithm = cipher(own.slice(1, headBytes), vaultId, context);
    const padded = await globalThis.crypto.subtle.decrypt(algorithm, key, own.subarray(headBytes));
    const plaintext = unpad(context.purpose, new Uint8Array(padded));
    return plaintext === null ? err({ reason: 'tampered' }) : ok(plaintext);
  } catch {
    // WebCrypto throws the same OperationError for every way not to open
    return err({ reason: 'tampered' });
  }
}
