/**
 * The names of vaults, devices, logs and records: hashes and random bytes, none of which tells whose they are.
 *
 * | id | bytes | made of |
 * | --- | --- | --- |
 * | vault | 32 | SHA-256 of the vault's Ed25519 public key, so that nobody can take another's name |
 * | device | 16 | the first half of SHA-256 of the device's Ed25519 public key |
 * | log | 16 | random bytes of the server, new after every restore |
 * | record | 32 | chosen by the client: an HMAC of the vault (vault/subkeys) |
 * | share | 16 | random bytes of the client, told by the share's link alone |
 *
 * Each is written as lower-case hex.
 */
import { sha256 } from '@noble/hashes/sha2.js';
import { z } from 'zod';
import { type Hex, toHex } from '../vault/bytes';

/** A schema of lower-case hex of exactly so many bytes. */
export const hexOf = (bytes: number) =>
  z
    .string()
    .regex(new RegExp(`^[0-9a-f]{${bytes * 2}}$`), `must be ${bytes * 2} lower-case hex digits`)
    .transform((text) => text as Hex); // the brand is made here: the expression has judged the text

export const vaultIdSchema = hexOf(32);
export const deviceIdSchema = hexOf(16);
export const shareIdSchema = hexOf(16);
/** An Ed25519 public key (RFC 8032), 32 bytes. */
export const publicKeySchema = hexOf(32);
/** An Ed25519 signature (RFC 8032), 64 bytes. */
export const signatureSchema = hexOf(64);

/** The vault's id from its public key of 32 bytes: 64 hex digits. */
export const vaultIdOfKey = (publicKey: Uint8Array): Hex => toHex(sha256(publicKey));

/** The device's id from its public key of 32 bytes: 32 hex digits. */
export const deviceIdOfKey = (publicKey: Uint8Array): Hex => toHex(sha256(publicKey).subarray(0, 16));
