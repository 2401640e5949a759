/**
 * One key per purpose, derived from the root key, and the vault's public name.
 *
 * Subkey = HKDF-SHA-256 (RFC 5869) of the root key, no salt, info `fillbook/1/<purpose>`, 32 bytes:
 *
 * | purpose | use |
 * | --- | --- |
 * | `documents`, `segments`, `backup` | AES-256-GCM keys of envelopes |
 * | `record-id` | HMAC-SHA-256 key of opaque record ids |
 * | `vault-auth` | seed of the vault's Ed25519 key (RFC 8032); the vault id is SHA-256 of its public key, hex |
 *
 * A purpose is never given a second use: a new use gets a new name.
 */
import { ed25519 } from '@noble/curves/ed25519.js';
import { sha256 } from '@noble/hashes/sha2.js';
import { type Hex, toHex, utf8 } from './bytes';
import type { SealContext } from './open-vault';
import type { RootKey } from './root-key';

const subtle = globalThis.crypto.subtle;

/** The purposes that seal envelopes. */
export type SealPurpose = SealContext['purpose'];

/** What a key is for; the last two split the KEK of a header. */
type Purpose = SealPurpose | 'record-id' | 'vault-auth' | 'header-wrap' | 'header-check';

/** HKDF-SHA-256 (RFC 5869): `length` bytes, at most 8,160. The caller wipes what it no longer needs. */
export async function hkdf(
  secret: Uint8Array,
  salt: Uint8Array,
  info: Uint8Array,
  length: number,
): Promise<Uint8Array<ArrayBuffer>> {
  const key = await subtle.importKey('raw', new Uint8Array(secret), 'HKDF', false, ['deriveBits']);
  const algorithm = { name: 'HKDF', hash: 'SHA-256', salt: new Uint8Array(salt), info: new Uint8Array(info) };
  return new Uint8Array(await subtle.deriveBits(algorithm, key, length * 8));
}

async function deriveBytes(parent: Uint8Array, purpose: Purpose): Promise<Uint8Array<ArrayBuffer>> {
  return hkdf(parent, new Uint8Array(0), utf8(`fillbook/1/${purpose}`), 32);
}

/** The AES-256-GCM key of a purpose, which WebCrypto does not hand out again. */
export async function deriveAesKey(parent: Uint8Array, purpose: SealPurpose | 'header-wrap'): Promise<CryptoKey> {
  const bytes = await deriveBytes(parent, purpose);
  const key = await subtle.importKey('raw', bytes, 'AES-GCM', false, ['encrypt', 'decrypt']);
  bytes.fill(0);
  return key;
}

/** The HMAC-SHA-256 key of a purpose, which WebCrypto does not hand out again. */
export async function deriveHmacKey(parent: Uint8Array, purpose: 'record-id' | 'header-check'): Promise<CryptoKey> {
  const bytes = await deriveBytes(parent, purpose);
  const key = await subtle.importKey('raw', bytes, { name: 'HMAC', hash: 'SHA-256' }, false, ['sign', 'verify']);
  bytes.fill(0);
  return key;
}

/** Uses the vault's Ed25519 seed for one step and wipes it: nobody else is handed it. */
async function withSeed<T>(rootKey: RootKey, use: (seed: Uint8Array) => T): Promise<T> {
  const seed = await deriveBytes(rootKey.reveal(), 'vault-auth');
  try {
    return use(seed);
  } finally {
    seed.fill(0);
  }
}

/** The vault's Ed25519 public key, 64 hex digits: what a sync server knows the vault by. The same on every device. */
export const vaultPublicKeyOf = (rootKey: RootKey): Promise<Hex> =>
  withSeed(rootKey, (seed) => toHex(ed25519.getPublicKey(seed)));

/** The vault's public name: SHA-256 of its Ed25519 public key, 64 hex digits. The same on every device. */
export const vaultIdOf = (rootKey: RootKey): Promise<Hex> =>
  withSeed(rootKey, (seed) => toHex(sha256(ed25519.getPublicKey(seed))));

/**
 * Signs a statement (shared/sync/statements) with the vault's own key: 64 bytes in hex, the same each time (RFC 8032 §5.1.6).
 *
 * Only what names its purpose and its server may be signed: whoever holds a signature holds what it says.
 */
export const signAsVault = (rootKey: RootKey, statement: Uint8Array): Promise<Hex> =>
  withSeed(rootKey, (seed) => toHex(ed25519.sign(statement, seed)));
