/**
 * How a shared snapshot is sealed. This comment is the specification. Integers are big-endian.
 *
 * | bytes | content |
 * | --- | --- |
 * | 0 | layout version, 1 |
 * | 1 | 0: the link opens it; 1: a passphrase is needed too |
 * | 2 to 9 | when it expires, milliseconds since 1970 |
 * | 10 to 25 | salt, 128 random bits for each share |
 * | 26 to 37 | nonce, 96 random bits for each sealing |
 * | 38 to the end | AES-256-GCM ciphertext of the content (content.ts), padded to a Padmé size (vault/padding), then the 128-bit tag |
 *
 * Key = HKDF-SHA-256 (RFC 5869) of the link key, followed by the passphrase key where there is one; salt as above, info
 * `fillbook/1/snapshot`, 32 bytes. The link key is 256 random bits of this share alone. The passphrase key is Argon2id of the
 * passphrase under the same salt, 64 MiB, 3 passes, 1 lane: version 1 has no other parameters, so that nobody can ask a reader for
 * weaker or larger ones.
 *
 * Associated data: the length-prefixed bytes (vault/bytes.ts) of suite `fillbook/1/snapshot/aes-256-gcm`, share id, expiry in
 * decimal, `link` or `passphrase`, salt in hex. Bytes under another id, with another expiry or without their passphrase do not open.
 *
 * At most 256 KiB in all. Another version or a length that no padding gives is `damaged`; what has the shape and does not open is
 * `does-not-open`, whatever of it is wrong.
 */
import { err, ok, type Result } from '../result';
import { maxShareBytes } from '../sync/limits';
import { concatBytes, type Hex, lengthPrefixed, toHex, utf8 } from '../vault/bytes';
import { defaultKdf, deriveKek, type KdfError } from '../vault/kdf';
import { isPaddedSize, pad, unpad } from '../vault/padding';
import { hkdf } from '../vault/subkeys';
import type { SnapshotContent } from './content';
import { type ContentError, parseContent } from './parse-content';

const layoutVersion = 1;
const tagBytes = 16;
const saltAt = 10;
const nonceAt = 26;
const sealedAt = 38;
/** Padmé sizes: the padding of what is large. */
const padding = 'segments';

/** What a share's bytes are bound to. `shareId`: 16 bytes, `linkKey`: 32, `salt`: 16; `passphraseKey`: 32, or null without one. */
export interface ShareSecrets {
  readonly shareId: Hex;
  readonly linkKey: Uint8Array;
  readonly salt: Uint8Array;
  readonly passphraseKey: Uint8Array | null;
  readonly expiresAt: number;
}

/** What anybody can tell of sealed bytes. Neither is to be relied on before they have opened. */
export interface FrameHead {
  readonly needsPassphrase: boolean;
  readonly expiresAt: number;
}

/** What opened: the content, and until when it may be shown. */
export interface OpenedSnapshot {
  readonly content: SnapshotContent;
  readonly expiresAt: number;
}

type Damaged = { readonly reason: 'damaged' };

/** `passphrase-needed`: none was given, and the bytes want one. */
export type OpenShareError =
  | Damaged
  | { readonly reason: 'passphrase-needed' }
  | { readonly reason: 'does-not-open' }
  | KdfError
  | ContentError;

const damaged = err({ reason: 'damaged' } as const);

/** The key that a passphrase adds: Argon2id under the share's salt, about 0.3 s and 64 MiB. */
export const passphraseKeyOf = (passphrase: string, salt: Uint8Array): Promise<Result<Uint8Array, KdfError>> =>
  deriveKek(passphrase, salt, defaultKdf);

async function cipherOf(
  { shareId, linkKey, salt, passphraseKey, expiresAt }: ShareSecrets,
  nonce: Uint8Array<ArrayBuffer>,
): Promise<{ readonly key: CryptoKey; readonly algorithm: AesGcmParams }> {
  const secret = concatBytes(linkKey, passphraseKey ?? new Uint8Array(0));
  const bytes = await hkdf(secret, salt, utf8('fillbook/1/snapshot'), 32);
  const key = await globalThis.crypto.subtle.importKey('raw', bytes, 'AES-GCM', false, ['encrypt', 'decrypt']);
  const additionalData = lengthPrefixed([
    'fillbook/1/snapshot/aes-256-gcm',
    shareId,
    String(expiresAt),
    passphraseKey === null ? 'link' : 'passphrase',
    toHex(salt),
  ]);
  return { key, algorithm: { name: 'AES-GCM', iv: nonce, additionalData, tagLength: tagBytes * 8 } };
}

function headBytes({ salt, passphraseKey, expiresAt }: ShareSecrets, nonce: Uint8Array): Uint8Array {
  const head = new Uint8Array(sealedAt);
  head[0] = layoutVersion;
  head[1] = passphraseKey === null ? 0 : 1;
  new DataView(head.buffer).setBigUint64(2, BigInt(expiresAt));
  head.set(salt, saltAt);
  head.set(nonce, nonceAt);
  return head;
}

/**
 * Seals content that `parseContent` accepts, with a nonce that was never used with this share.
 *
 * `content-invalid` where it would not be read back: nothing but what the specification names is ever sealed. `too-large` above
 * 256 KiB.
 */
export async function sealSnapshot(
  secrets: ShareSecrets,
  content: SnapshotContent,
  nonce: Uint8Array<ArrayBuffer>,
): Promise<Result<Uint8Array<ArrayBuffer>, ContentError | { readonly reason: 'too-large' }>> {
  const judged = parseContent(content);
  if (!judged.ok) return judged;
  const padded = pad(padding, utf8(JSON.stringify(judged.value)));
  if (sealedAt + padded.length + tagBytes > maxShareBytes) return err({ reason: 'too-large' });
  const { key, algorithm } = await cipherOf(secrets, nonce);
  const sealed = await globalThis.crypto.subtle.encrypt(algorithm, key, padded);
  return ok(concatBytes(headBytes(secrets, nonce), new Uint8Array(sealed)));
}

/** What bytes say of themselves before they are opened; any bytes may be passed. */
export function readFrameHead(bytes: Uint8Array): Result<FrameHead, Damaged> {
  const paddedBytes = bytes.length - sealedAt - tagBytes;
  if (bytes.length > maxShareBytes || bytes[0] !== layoutVersion || !isPaddedSize(padding, paddedBytes)) return damaged;
  const [, mode] = bytes;
  if (mode !== 0 && mode !== 1) return damaged;
  const expiresAt = new DataView(bytes.buffer, bytes.byteOffset).getBigUint64(2);
  if (expiresAt > BigInt(Number.MAX_SAFE_INTEGER)) return damaged;
  return ok({ needsPassphrase: mode === 1, expiresAt: Number(expiresAt) });
}

function contentOf(plaintext: Uint8Array): Result<SnapshotContent, ContentError> {
  try {
    const value: unknown = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(plaintext));
    return parseContent(value);
  } catch {
    return err({ reason: 'content-invalid', field: 'content' }); // no JSON, or no UTF-8
  }
}

/** Opens what `sealSnapshot` gave; any bytes may be passed, and none make it throw. An empty passphrase is none. */
export async function openSnapshot(
  { shareId, linkKey, passphrase }: { shareId: Hex; linkKey: Uint8Array; passphrase: string | null },
  bytes: Uint8Array,
): Promise<Result<OpenedSnapshot, OpenShareError>> {
  const head = readFrameHead(bytes);
  if (!head.ok) return head;
  const { needsPassphrase, expiresAt } = head.value;
  const salt = bytes.slice(saltAt, nonceAt);
  const wanted = needsPassphrase ? passphrase : null;
  if (needsPassphrase && !wanted) return err({ reason: 'passphrase-needed' });
  const derived = wanted ? await passphraseKeyOf(wanted, salt) : ok(null);
  if (!derived.ok) return derived;
  const secrets = { shareId, linkKey, salt, passphraseKey: derived.value, expiresAt };
  const { key, algorithm } = await cipherOf(secrets, new Uint8Array(bytes.slice(nonceAt, sealedAt)));
  try {
    const padded = await globalThis.crypto.subtle.decrypt(algorithm, key, new Uint8Array(bytes.subarray(sealedAt)));
    const plaintext = unpad(padding, new Uint8Array(padded));
    if (plaintext === null) return damaged;
    const content = contentOf(plaintext);
    return content.ok ? ok({ content: content.value, expiresAt }) : content;
  } catch {
    return err({ reason: 'does-not-open' }); // WebCrypto throws the same error for every way not to open
  }
}
