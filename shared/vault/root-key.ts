/**
 * The root key: the 32 random bytes that every other key of a vault comes from.
 *
 * It exists in the engine's memory, wrapped in the header, as 24 words on the trader's paper, and, while the vault is
 * open, as text in the browser's session storage, from which a restarted engine takes it.
 */
import { err, ok, type Result, Secret } from '../result';
import { fromBase64, toBase64 } from './bytes';
import { drawRandom, type Random } from './random';

/** 32 bytes that print as `<secret>`. */
export type RootKey = Secret<Uint8Array>;

/** The root key's length in bytes. */
export const rootKeyBytes = 32;

/** The root key of a new vault. */
export const createRootKey = (random: Random): RootKey => new Secret(drawRandom(random, rootKeyBytes));

/** The root key as text for `storage.session`, base64, 44 characters. It is the key itself: never store it elsewhere. */
export const rootKeyToSession = (rootKey: RootKey): string => toBase64(rootKey.reveal());

/**
 * The root key from its session text. `damaged`: not 32 bytes of base64; treat the vault as locked.
 *
 * A text that was changed into another key is not noticed here: compare the opened vault's id with the header's.
 */
export function rootKeyFromSession(text: string): Result<RootKey, { readonly reason: 'damaged' }> {
  const bytes = fromBase64(text);
  if (!bytes.ok) return bytes;
  return bytes.value.length === rootKeyBytes ? ok(new Secret(bytes.value)) : err({ reason: 'damaged' });
}
