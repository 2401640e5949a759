/**
 * Bytes and their texts: the few encodings that the vault's formats are made of.
 *
 * Length-prefixed bytes are, for each text in order, its length in UTF-8 as 4 bytes big-endian and then those bytes, so
 * that no two different lists of texts give the same bytes: ("ab", "c") and ("a", "bc") differ.
 */
import { type Brand, err, ok, type Result } from '../result';

/** Lower-case hex, two digits a byte. */
export type Hex = Brand<string, 'Hex'>;

/** The UTF-8 bytes of a text; half of a surrogate pair becomes U+FFFD. "é" gives c3 a9. */
export const utf8 = (text: string): Uint8Array<ArrayBuffer> => new TextEncoder().encode(text);

/** The parts one after another, copied. No parts give no bytes. */
export function concatBytes(...parts: readonly Uint8Array[]): Uint8Array<ArrayBuffer> {
  const joined = new Uint8Array(parts.reduce((length, part) => length + part.length, 0));
  let at = 0;
  for (const part of parts) {
    joined.set(part, at);
    at += part.length;
  }
  return joined;
}

/** The length-prefixed bytes of `texts`, as the module comment defines them. No texts give no bytes. */
export function lengthPrefixed(texts: readonly string[]): Uint8Array<ArrayBuffer> {
  return concatBytes(
    ...texts.flatMap((text) => {
      const body = utf8(text);
      const length = new Uint8Array(4);
      new DataView(length.buffer).setUint32(0, body.length);
      return [length, body];
    }),
  );
}

const hexPairs = Array.from({ length: 256 }, (_, byte) => byte.toString(16).padStart(2, '0'));

/** Lower-case hex of the bytes. The bytes 00 ff give "00ff". */
export function toHex(bytes: Uint8Array): Hex {
  let text = '';
  for (const byte of bytes) text += hexPairs[byte];
  return text as Hex; // made of hex digits alone
}

/** The bytes of a hex text that a schema has judged. */
export const fromHex = (hex: Hex): Uint8Array<ArrayBuffer> =>
  Uint8Array.from(hex.match(/../g) ?? [], (pair) => Number.parseInt(pair, 16));

/** Base64 with padding (RFC 4648 §4). Made for short values: a key, not a segment. */
export const toBase64 = (bytes: Uint8Array): string => btoa(String.fromCharCode(...bytes));

/** The bytes of a base64 text exactly as `toBase64` writes it; another spelling (blanks, no padding, other letters) is `damaged`. */
export function fromBase64(text: string): Result<Uint8Array<ArrayBuffer>, { readonly reason: 'damaged' }> {
  if (!/^[A-Za-z0-9+/]*={0,2}$/.test(text) || text.length % 4 !== 0) return err({ reason: 'damaged' });
  const bytes = Uint8Array.from(atob(text), (character) => character.charCodeAt(0));
  return toBase64(bytes) === text ? ok(bytes) : err({ reason: 'damaged' });
}
