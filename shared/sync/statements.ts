/**
 * What is signed: the statements by which a vault admits a device, and a device proves that it is one. This comment is their
 * specification.
 *
 * A statement is the length-prefixed bytes (vault/bytes) of these texts, signed with Ed25519 (RFC 8032); ids and keys in hex:
 *
 * | statement | signed by | texts |
 * | --- | --- | --- |
 * | admission | the vault's key | `fillbook/1/admit`, origin, vault id, the device's public key |
 * | login | the device's key | `fillbook/1/device`, origin, vault id, device id, action, challenge |
 *
 * `origin` is the server's own, as in a URL and without a slash at its end, so that what one server was told proves nothing to
 * another. `action` is what the challenge is spent on; there is one, `login`. A challenge is 32 random bytes of the server, good
 * once and for 60 seconds. An admission has no such bound: whoever repeats it admits the same device, which a server that
 * removed it refuses for good.
 */
import { ed25519 } from '@noble/curves/ed25519.js';
import { type Hex, lengthPrefixed, toHex } from '../vault/bytes';

/** What a vault's key says of a device. */
export interface Admission {
  readonly origin: string;
  readonly vaultId: Hex;
  readonly devicePublicKey: Hex;
}

/** What a device's key says to a server that challenged it. */
export interface Login {
  readonly origin: string;
  readonly vaultId: Hex;
  readonly deviceId: Hex;
  readonly action: 'login';
  readonly challenge: Hex;
}

/** The bytes that the vault's key signs. */
export const admissionBytes = ({ origin, vaultId, devicePublicKey }: Admission): Uint8Array<ArrayBuffer> =>
  lengthPrefixed(['fillbook/1/admit', origin, vaultId, devicePublicKey]);

/** The bytes that the device's key signs. */
export const loginBytes = ({ origin, vaultId, deviceId, action, challenge }: Login): Uint8Array<ArrayBuffer> =>
  lengthPrefixed(['fillbook/1/device', origin, vaultId, deviceId, action, challenge]);

/** Signs a statement with the key of a 32-byte seed: 64 bytes, hex, the same each time. */
export const signStatement = (seed: Uint8Array, statement: Uint8Array): Hex => toHex(ed25519.sign(statement, seed));

/** The public key of a 32-byte seed. */
export const publicKeyOf = (seed: Uint8Array): Uint8Array => ed25519.getPublicKey(seed);
