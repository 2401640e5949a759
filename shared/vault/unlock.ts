/**
 * Locks a root key behind a passphrase, and unlocks it again. The form of what is stored: header.ts.
 *
 * A passphrase belongs to a device: each has a header of its own around the same root key.
 */
import { err, ok, type Result, Secret } from '../result';
import { concatBytes, fromHex, toHex, utf8 } from './bytes';
import { nonceBytes } from './envelope';
import { formatHeader, type HeaderBinding, headerAssociatedData, parseHeader, type VaultHeader } from './header';
import { checkKdf, deriveKek, type KdfError, type KdfParams, saltBytes } from './kdf';
import { drawRandom, type Random } from './random';
import { type RootKey, rootKeyBytes } from './root-key';
import { deriveAesKey, deriveHmacKey, vaultIdOf } from './subkeys';

const subtle = globalThis.crypto.subtle;
const keyCheckText = utf8('fillbook vault key check');

/**
 * - `damaged`: not intact, or put together by someone: try the second copy.
 * - `wrong-passphrase`: intact, and the passphrase is not its own. Nothing is ever wiped for it.
 * - `kdf-out-of-bounds`, `kdf-failed`: see kdf.ts.
 */
export type UnlockHeaderError = { readonly reason: 'damaged' } | { readonly reason: 'wrong-passphrase' } | KdfError;

export interface WrapDeps {
  readonly random: Random;
  /** What `calibrateKdf` gave for this device. */
  readonly kdf: KdfParams;
  /** What this device used last (null: nothing yet): a header below it could not be unlocked here, so none is made. */
  readonly floor: KdfParams | null;
}

interface HeaderKeys {
  readonly wrap: CryptoKey;
  readonly check: CryptoKey;
}

async function headerKeys(passphrase: string, kdf: VaultHeader['kdf']): Promise<Result<HeaderKeys, KdfError>> {
  const kek = await deriveKek(passphrase, fromHex(kdf.salt), kdf);
  if (!kek.ok) return kek;
  const [wrap, check] = await Promise.all([
    deriveAesKey(kek.value, 'header-wrap'),
    deriveHmacKey(kek.value, 'header-check'),
  ]);
  kek.value.fill(0);
  return ok({ wrap, check });
}

async function wrap(
  rootKey: RootKey,
  bound: HeaderBinding,
  keys: HeaderKeys,
  nonce: Uint8Array<ArrayBuffer>,
): Promise<string> {
  const cipher = { name: 'AES-GCM', iv: nonce, additionalData: headerAssociatedData(bound) };
  const sealed = await subtle.encrypt(cipher, keys.wrap, new Uint8Array(rootKey.reveal()));
  const keyCheck = await subtle.sign('HMAC', keys.check, keyCheckText);
  return formatHeader({
    ...bound,
    keyCheck: toHex(new Uint8Array(keyCheck)),
    wrappedRootKey: toHex(concatBytes(nonce, new Uint8Array(sealed))),
  });
}

/**
 * A new header for a root key: fresh salt, fresh nonce, and the text to store.
 *
 * Errors are those of the parameters alone. An empty passphrase throws RangeError: the page must not let it through.
 * How strong a passphrase must be is the page's to judge. To change the passphrase, unlock the old header and wrap again: the
 * old text stays valid until it is overwritten, so store the new one, read it back, unlock it, and only then let the old go.
 */
export async function wrapRootKey(
  rootKey: RootKey,
  passphrase: string,
  { random, kdf, floor }: WrapDeps,
): Promise<Result<string, KdfError>> {
  if (passphrase === '') throw new RangeError('empty passphrase');
  const judged = checkKdf(kdf, floor);
  if (!judged.ok) return judged;
  const { memoryKiB, iterations, parallelism } = kdf;
  const salt = toHex(drawRandom(random, saltBytes));
  const bound: HeaderBinding = {
    format: 'fillbook-vault-header',
    version: 1,
    vaultId: await vaultIdOf(rootKey),
    kdf: { algorithm: 'argon2id-1.3', memoryKiB, iterations, parallelism, salt },
  };
  const keys = await headerKeys(passphrase, bound.kdf);
  if (!keys.ok) return keys;
  return ok(await wrap(rootKey, bound, keys.value, drawRandom(random, nonceBytes)));
}

async function unwrap(
  header: VaultHeader,
  wrapKey: CryptoKey,
): Promise<Result<RootKey, { readonly reason: 'damaged' }>> {
  const wrapped = fromHex(header.wrappedRootKey);
  const cipher = {
    name: 'AES-GCM',
    iv: wrapped.slice(0, nonceBytes),
    additionalData: headerAssociatedData(header),
  };
  try {
    const root = new Uint8Array(await subtle.decrypt(cipher, wrapKey, wrapped.slice(nonceBytes)));
    return root.length === rootKeyBytes ? ok(new Secret(root)) : err({ reason: 'damaged' });
  } catch {
    // WebCrypto throws the same OperationError for every way not to open
    return err({ reason: 'damaged' });
  }
}

/**
 * The root key from a stored header and its passphrase. Any text may be passed, and none makes it throw.
 *
 * `floor` is what this device used last (null: nothing yet); weaker parameters are refused before Argon2id runs. After
 * success the engine stores the header's own `kdf` (`parseHeader`) as the next floor.
 */
export async function unlockHeader(
  text: string,
  passphrase: string,
  floor: KdfParams | null,
): Promise<Result<RootKey, UnlockHeaderError>> {
  const header = parseHeader(text);
  if (!header.ok) return header;
  const judged = checkKdf(header.value.kdf, floor);
  if (!judged.ok) return judged;
  if (passphrase === '') return err({ reason: 'wrong-passphrase' });
  const keys = await headerKeys(passphrase, header.value.kdf);
  if (!keys.ok) return keys;
  const isRight = await subtle.verify('HMAC', keys.value.check, fromHex(header.value.keyCheck), keyCheckText);
  return isRight ? unwrap(header.value, keys.value.wrap) : err({ reason: 'wrong-passphrase' });
}
