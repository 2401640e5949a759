/**
 * This device's own key: an Ed25519 seed made here, which lies sealed in the database and is never sent. Its public key is what
 * the vault's key admits to a server; the device's id is a hash of that (shared/sync/ids).
 */
import { Secret } from '../../../shared/result';
import { deviceIdOfKey } from '../../../shared/sync/ids';
import { publicKeyOf, signStatement } from '../../../shared/sync/statements';
import { type Hex, toHex } from '../../../shared/vault/bytes';
import { drawRandom, type Random } from '../../../shared/vault/random';

/** 32 bytes that print as `<secret>`. */
export type DeviceKey = Secret<Uint8Array>;

/** The seed's length in bytes. */
export const deviceKeyBytes = 32;

/** The key of a device that has none yet. */
export const createDeviceKey = (random: Random): DeviceKey => new Secret(drawRandom(random, deviceKeyBytes));

/** 64 hex digits. */
export const devicePublicKeyOf = (key: DeviceKey): Hex => toHex(publicKeyOf(key.reveal()));

/** 32 hex digits. */
export const deviceIdOf = (key: DeviceKey): Hex => deviceIdOfKey(publicKeyOf(key.reveal()));

/** The device's signature of a statement (shared/sync/statements). */
export const signAsDevice = (key: DeviceKey, statement: Uint8Array): Hex => signStatement(key.reveal(), statement);
