/**
 * What passes between two devices in a pairing, sealed with keys of the code's random bits. This comment is its specification.
 *
 * - Pairing id: HKDF-SHA-256 of the bits, info `fillbook/1/pairing-id`, 32 bytes. Message key: the same with `fillbook/1/pairing-key`.
 * - **Offer** of the new device: an envelope (vault/envelope) under the message key, purpose `documents`, record id the pairing's,
 *   kind `pairing-offer`, version 1, of JSON: `publicKey` (its Ed25519 key), `exchangeKey` (an X25519 key made for this pairing),
 *   `label`.
 * - **Parcel** for it: an X25519 public key made for this parcel (32 bytes), then an envelope of kind `pairing-parcel` of the root
 *   key, under HKDF of the bits and the shared secret (RFC 7748), info `fillbook/1/pairing-parcel`. So whoever saw the code and
 *   what the server held still cannot open it: that takes the new device's secret.
 * - **Digits**: what both screens show. Argon2id (64 MiB, 3 passes) of the bits in hex, salted with the first 16 bytes of SHA-256 of
 *   the length-prefixed texts `fillbook/1/pairing-digits`, vault id, id of the device with the code, and both keys of the offer;
 *   the first four bytes, big-endian, modulo 1,000,000. Slow, so that nobody who stands between finds keys that give the same six
 *   digits within the ten minutes of a code.
 */
import { x25519 } from '@noble/curves/ed25519.js';
import { sha256 } from '@noble/hashes/sha2.js';
import { z } from 'zod';
import type { Failure } from '../../../shared/reasons';
import { err, ok, type Result, Secret } from '../../../shared/result';
import { publicKeySchema } from '../../../shared/sync/ids';
import type { PairingCode } from '../../../shared/sync/pairing-code';
import { concatBytes, fromHex, type Hex, lengthPrefixed, toHex, utf8 } from '../../../shared/vault/bytes';
import { nonceBytes, openEnvelope, sealEnvelope } from '../../../shared/vault/envelope';
import { defaultKdf, deriveKek } from '../../../shared/vault/kdf';
import type { SealContext } from '../../../shared/vault/open-vault';
import { drawRandom, type Random } from '../../../shared/vault/random';
import { type RootKey, rootKeyBytes } from '../../../shared/vault/root-key';
import { hkdf } from '../../../shared/vault/subkeys';

const offerSchema = z.strictObject({
  publicKey: publicKeySchema,
  exchangeKey: publicKeySchema,
  label: z.string().max(100),
});

/** What the new device says of itself. */
export type Offer = Readonly<z.infer<typeof offerSchema>>;

const changed: Failure = { reason: 'tampered', subject: 'pairing' };
const keyBytes = 32;

type Named = Pick<PairingCode, 'vaultId' | 'bits'>;

const derive = (secret: Uint8Array, purpose: string): Promise<Uint8Array<ArrayBuffer>> =>
  hkdf(secret, new Uint8Array(0), utf8(`fillbook/1/pairing-${purpose}`), keyBytes);

async function aesKey(secret: Uint8Array, purpose: string): Promise<CryptoKey> {
  const bytes = await derive(secret, purpose);
  const key = await globalThis.crypto.subtle.importKey('raw', bytes, 'AES-GCM', false, ['encrypt', 'decrypt']);
  bytes.fill(0);
  return key;
}

const contextOf = (kind: 'offer' | 'parcel', pairingId: Hex): SealContext => ({
  purpose: 'documents',
  recordId: pairingId,
  kind: `pairing-${kind}`,
  schemaVersion: 1,
});

/** The name under which the server keeps a pairing. */
export const pairingIdOf = async ({ bits }: Named): Promise<Hex> => toHex(await derive(bits.reveal(), 'id'));

/** Seals the new device's offer. */
export async function sealOffer(code: Named, offer: Offer, random: Random): Promise<Uint8Array> {
  const key = await aesKey(code.bits.reveal(), 'key');
  const context = contextOf('offer', await pairingIdOf(code));
  const plaintext = utf8(JSON.stringify(offer));
  return sealEnvelope({ key, vaultId: code.vaultId }, context, plaintext, drawRandom(random, nonceBytes));
}

/** Opens an offer; `tampered` for anything but one that was made with the same code. */
export async function openOffer(code: Named, sealed: Uint8Array): Promise<Result<Offer, Failure>> {
  const key = await aesKey(code.bits.reveal(), 'key');
  const context = contextOf('offer', await pairingIdOf(code));
  const opened = await openEnvelope({ key, vaultId: code.vaultId }, context, sealed);
  if (!opened.ok) return err(changed);
  try {
    return ok(offerSchema.parse(JSON.parse(new TextDecoder().decode(opened.value))));
  } catch {
    return err(changed); // sealed with the code, and no offer
  }
}

/** The six digits. `unsupported` where Argon2id does not run, in practice for want of memory. */
export async function digitsOf(
  { vaultId, deviceId, bits }: Pick<PairingCode, 'vaultId' | 'deviceId' | 'bits'>,
  { publicKey, exchangeKey }: Omit<Offer, 'label'>,
): Promise<Result<string, Failure>> {
  const named = lengthPrefixed(['fillbook/1/pairing-digits', vaultId, deviceId, publicKey, exchangeKey]);
  const slow = await deriveKek(toHex(bits.reveal()), sha256(named).subarray(0, 16), defaultKdf);
  if (!slow.ok) return err({ reason: 'storage-failed', code: slow.error.reason });
  const number = new DataView(slow.value.buffer).getUint32(0) % 1_000_000;
  return ok(String(number).padStart(6, '0'));
}

/** The secret half of an offer's exchange key, and the half that is told. */
export function createExchangeKey(random: Random): { readonly secret: Secret<Uint8Array>; readonly publicKey: Hex } {
  const secret = drawRandom(random, keyBytes);
  return { secret: new Secret(secret), publicKey: toHex(x25519.getPublicKey(secret)) };
}

/** The parcel's key; null where the other half is a point that gives no secret (RFC 7748 §6.1). */
async function parcelKey(code: Named, secret: Uint8Array, other: Uint8Array): Promise<CryptoKey | null> {
  try {
    const shared = x25519.getSharedSecret(secret, other);
    const both = concatBytes(code.bits.reveal(), shared);
    shared.fill(0);
    return await aesKey(both, 'parcel');
  } catch {
    return null; // all zero: somebody chose the key
  }
}

/** Seals the root key for the device of an offer. */
export async function sealParcel(
  code: Named,
  offer: Offer,
  rootKey: RootKey,
  random: Random,
): Promise<Result<Uint8Array, Failure>> {
  const own = createExchangeKey(random);
  const key = await parcelKey(code, own.secret.reveal(), fromHex(offer.exchangeKey));
  if (key === null) return err(changed);
  const context = contextOf('parcel', await pairingIdOf(code));
  const nonce = drawRandom(random, nonceBytes);
  const sealed = await sealEnvelope({ key, vaultId: code.vaultId }, context, rootKey.reveal(), nonce);
  return ok(concatBytes(fromHex(own.publicKey), sealed));
}

/** Opens a parcel with the secret half of the offer's exchange key. Whose root key it is the caller compares with the code's vault. */
export async function openParcel(
  code: Named,
  exchangeSecret: Secret<Uint8Array>,
  parcel: Uint8Array,
): Promise<Result<RootKey, Failure>> {
  if (parcel.length <= keyBytes) return err(changed);
  const key = await parcelKey(code, exchangeSecret.reveal(), parcel.subarray(0, keyBytes));
  if (key === null) return err(changed);
  const context = contextOf('parcel', await pairingIdOf(code));
  const opened = await openEnvelope({ key, vaultId: code.vaultId }, context, parcel.subarray(keyBytes));
  return opened.ok && opened.value.length === rootKeyBytes ? ok(new Secret(opened.value)) : err(changed);
}
