/**
 * From a passphrase to the key that wraps the root key (the KEK): Argon2id, version 1.3 (RFC 9106), 32 bytes.
 *
 * Parameters come from a stored header, so they are hostile until judged: too weak would let a passphrase be guessed, too
 * large would take all memory. They are judged before any memory is taken.
 */
import { argon2id } from 'hash-wasm';
import { err, ok, type Result } from '../result';
import { utf8 } from './bytes';

/** Argon2id's cost: memory in KiB (m), passes over it (t), lanes (p). */
export interface KdfParams {
  readonly memoryKiB: number;
  readonly iterations: number;
  readonly parallelism: number;
}

/** Which bound was crossed; `below-device-floor`: weaker than what this device used last. */
type KdfBound =
  | 'memory-too-low'
  | 'memory-too-high'
  | 'iterations-too-low'
  | 'iterations-too-high'
  | 'parallelism-too-low'
  | 'parallelism-too-high'
  | 'below-device-floor';

/** `kdf-out-of-bounds`: refused before any memory was taken. `kdf-failed`: Argon2id did not run, in practice for want of memory. */
export type KdfError =
  | { readonly reason: 'kdf-out-of-bounds'; readonly bound: KdfBound }
  | { readonly reason: 'kdf-failed' };

/** 64 MiB, 3 passes, 1 lane: 0.2 to 0.35 s in WebAssembly; the second recommendation of RFC 9106 §4 with one lane, since WebAssembly runs one. */
export const defaultKdf: KdfParams = { memoryKiB: 64 * 1024, iterations: 3, parallelism: 1 };

/** Accepted, both ends included. The lower ends are OWASP's weakest Argon2id setting that needs no third pass: 19 MiB, t = 2, p = 1. */
const bounds = {
  memoryKiB: { min: 19 * 1024, max: 1024 * 1024 },
  iterations: { min: 2, max: 10 },
  parallelism: { min: 1, max: 4 },
} as const;

/** The salt's length in bytes, as RFC 9106 §3.1 recommends for passwords. */
export const saltBytes = 16;

function crossedBound(kdf: KdfParams, floor: KdfParams | null): KdfBound | null {
  if (!(kdf.memoryKiB >= bounds.memoryKiB.min)) return 'memory-too-low';
  if (!(kdf.memoryKiB <= bounds.memoryKiB.max)) return 'memory-too-high';
  if (!(kdf.iterations >= bounds.iterations.min)) return 'iterations-too-low';
  if (!(kdf.iterations <= bounds.iterations.max)) return 'iterations-too-high';
  if (!(kdf.parallelism >= bounds.parallelism.min)) return 'parallelism-too-low';
  if (!(kdf.parallelism <= bounds.parallelism.max)) return 'parallelism-too-high';
  if (floor && (kdf.memoryKiB < floor.memoryKiB || kdf.iterations < floor.iterations)) return 'below-device-floor';
  return null;
}

/**
 * Judges Argon2id parameters without running anything.
 *
 * Accepted: 19 MiB to 1 GiB, t from 2 to 10, p from 1 to 4, both ends included, and neither memory nor t below `floor`
 * (what this device used last; null: never used any). NaN is out of bounds.
 */
export function checkKdf(kdf: KdfParams, floor: KdfParams | null): Result<KdfParams, KdfError> {
  const bound = crossedBound(kdf, floor);
  return bound === null ? ok(kdf) : err({ reason: 'kdf-out-of-bounds', bound });
}

/**
 * The KEK: Argon2id(NFKC(passphrase) in UTF-8, salt; parameters), 32 bytes. The caller has judged the parameters and wipes the bytes.
 *
 * NFKC, so that one passphrase typed on two keyboards gives one key. `kdf-failed` for an empty passphrase too.
 */
export async function deriveKek(
  passphrase: string,
  salt: Uint8Array,
  kdf: KdfParams,
): Promise<Result<Uint8Array<ArrayBuffer>, KdfError>> {
  try {
    const kek = await argon2id({
      password: utf8(passphrase.normalize('NFKC')),
      salt,
      memorySize: kdf.memoryKiB,
      iterations: kdf.iterations,
      parallelism: kdf.parallelism,
      hashLength: 32,
      outputType: 'binary',
    });
    return ok(new Uint8Array(kek));
  } catch {
    // hash-wasm throws where WebAssembly cannot grow its memory; its text is of no use to anyone and is dropped
    return err({ reason: 'kdf-failed' });
  }
}

/** Runs Argon2id once on fixed input: what `calibrateKdf` takes the time of. */
export const probeKdf = (kdf: KdfParams): Promise<Result<unknown, KdfError>> =>
  deriveKek('fillbook', new Uint8Array(saltBytes), kdf);
