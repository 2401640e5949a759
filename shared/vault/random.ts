/** Randomness for the vault: passed in by the program, and checked where it is drawn. */

/** Gives that many fresh bytes of a cryptographic source (`crypto.getRandomValues`). */
export type Random = (bytes: number) => Uint8Array;

/**
 * Exactly `bytes` fresh bytes, in memory of their own.
 *
 * Throws when the source gives another number: AES-GCM would take a short nonce without a word.
 */
export function drawRandom(random: Random, bytes: number): Uint8Array<ArrayBuffer> {
  const drawn = random(bytes);
  if (drawn.length !== bytes) throw new RangeError(`random source gave ${drawn.length} bytes, not ${bytes}`);
  return new Uint8Array(drawn);
}
