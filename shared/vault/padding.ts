/**
 * Padding: what a sealed record's length may tell.
 *
 * Padded plaintext = length of the plaintext (4 bytes, big-endian), the plaintext, zeros up to the padded size.
 * Documents are padded to steps of 256 bytes: a key and a note look alike. Segments and backups, which are large, to
 * Padmé sizes (Nikitin et al., "Reducing Metadata Leakage from Encrypted Files", PoPETs 2019, §4), at most 12 % more.
 */
import type { SealPurpose } from './subkeys';

const lengthBytes = 4;
const documentStep = 256;

/**
 * The next Padmé size at or above `bytes`, an integer from 0 to 2^32 − 1.
 *
 * With E = ⌊log2 bytes⌋ and S = ⌊log2 E⌋ + 1, the last E − S bits are zero. 1,000: E = 9, S = 4, so a multiple of
 * 2^5 = 32: 1,024. 0 and 1 stay.
 */
export function padmeSize(bytes: number): number {
  const exponent = 31 - Math.clz32(bytes);
  const kept = 32 - Math.clz32(exponent);
  const step = 2 ** (exponent - kept);
  return Math.ceil(bytes / step) * step;
}

/** The size of the padded plaintext of `plaintextBytes`, its 4 bytes of length included. 0 gives 256 for a document. */
export function paddedSize(purpose: SealPurpose, plaintextBytes: number): number {
  const bytes = plaintextBytes + lengthBytes;
  return purpose === 'documents' ? Math.ceil(bytes / documentStep) * documentStep : padmeSize(bytes);
}

/** Whether a padded plaintext of that purpose can have this size. */
export function isPaddedSize(purpose: SealPurpose, bytes: number): boolean {
  return bytes >= lengthBytes && paddedSize(purpose, bytes - lengthBytes) === bytes;
}

/** Pads a plaintext of at most 2^31 bytes, as the module comment defines it. */
export function pad(purpose: SealPurpose, plaintext: Uint8Array): Uint8Array<ArrayBuffer> {
  const padded = new Uint8Array(paddedSize(purpose, plaintext.length));
  new DataView(padded.buffer).setUint32(0, plaintext.length);
  padded.set(plaintext, lengthBytes);
  return padded;
}

/** The plaintext, in memory of its own; null where the bytes are not what `pad` gives (length, size or a zero that is none). */
export function unpad(purpose: SealPurpose, padded: Uint8Array<ArrayBuffer>): Uint8Array<ArrayBuffer> | null {
  if (padded.length < lengthBytes) return null;
  const length = new DataView(padded.buffer, padded.byteOffset).getUint32(0);
  if (paddedSize(purpose, length) !== padded.length) return null;
  if (padded.subarray(lengthBytes + length).some((byte) => byte !== 0)) return null;
  return padded.slice(lengthBytes, lengthBytes + length);
}
