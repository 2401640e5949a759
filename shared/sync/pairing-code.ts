/**
 * The code that a new device is given: everything it needs to find the vault and to know it again. This comment is its
 * specification.
 *
 * | bytes | field |
 * | --- | --- |
 * | 1 | version, 1 |
 * | 32 | vault id |
 * | 16 | id of the device that shows the code |
 * | 16 | log id |
 * | 8 | sequence number up to which that device has read the log, big-endian |
 * | 32 | h there (chain.ts): what the new device's own chain must come to |
 * | 16 | random bits: who knows them has seen the code |
 * | the rest | the server's origin in ASCII, at most 255 bytes |
 * | 4 at the end | the first four bytes of SHA-256 of all before |
 *
 * Written in Crockford's base32, most significant bit first, in groups of four letters with a dash between. Read whatever the
 * case and the blanks; O counts as 0, I and L as 1. About 60 groups: to be scanned or pasted; to be typed where neither goes.
 */
import { sha256 } from '@noble/hashes/sha2.js';
import { err, ok, type Result, Secret } from '../result';
import { concatBytes, fromHex, type Hex, toHex } from '../vault/bytes';
import type { ChainPoint } from './chain';
import { FrameEnd, FrameReader, frameOf, u8, u64 } from './frame-bytes';
import { parseServerOrigin } from './server-origin';

export interface PairingCode {
  readonly origin: string;
  readonly vaultId: Hex;
  /** The device that shows the code. */
  readonly deviceId: Hex;
  readonly logId: Hex;
  /** How far that device has read the log, and its chain there. */
  readonly point: ChainPoint;
  /** 16 random bytes. */
  readonly bits: Secret<Uint8Array>;
}

/** Random bytes of a code. */
export const pairingBitBytes = 16;

const version = 1;
const headBytes = 1 + 32 + 16 + 16 + 8 + 32 + 16;
const checkBytes = 4;
const alphabet = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';

const checksum = (bytes: Uint8Array): Uint8Array => sha256(bytes).subarray(0, checkBytes);

function toBase32(bytes: Uint8Array): string {
  let [bits, held, text] = [0, 0, ''];
  for (const byte of bytes) {
    held = (held << 8) | byte;
    bits += 8;
    while (bits >= 5) {
      bits -= 5;
      text += alphabet[(held >> bits) & 31];
      held &= (1 << bits) - 1;
    }
  }
  return bits === 0 ? text : text + alphabet[(held << (5 - bits)) & 31];
}

/** Null where a letter is none of the alphabet, or what is left over is not zero: each code has one spelling. */
function fromBase32(text: string): Uint8Array | null {
  const bytes: number[] = [];
  let [bits, held] = [0, 0];
  for (const letter of text) {
    const value = alphabet.indexOf(letter);
    if (value === -1) return null;
    held = (held << 5) | value;
    bits += 5;
    if (bits < 8) continue;
    bits -= 8;
    bytes.push((held >> bits) & 255);
    held &= (1 << bits) - 1;
  }
  return held === 0 && bits < 5 ? Uint8Array.from(bytes) : null;
}

/** The code as it is shown. */
export function formatPairingCode({ origin, vaultId, deviceId, logId, point, bits }: PairingCode): string {
  const body = frameOf([
    u8(version),
    ...[vaultId, deviceId, logId].map(fromHex),
    u64(point.seq),
    fromHex(point.h),
    bits.reveal(),
    new TextEncoder().encode(origin),
  ]);
  return (toBase32(concatBytes(body, checksum(body))).match(/.{1,4}/g) ?? []).join('-');
}

function readCode(body: Uint8Array): PairingCode | null {
  const reader = new FrameReader(body);
  if (reader.u8() !== version) return null;
  const [vaultId, deviceId, logId] = [toHex(reader.bytes(32)), toHex(reader.bytes(16)), toHex(reader.bytes(16))];
  const point = { seq: reader.u64(), h: toHex(reader.bytes(32)) };
  const bits = new Secret(new Uint8Array(reader.bytes(pairingBitBytes)));
  const text = String.fromCharCode(...body.subarray(headBytes));
  const origin = parseServerOrigin(text);
  return origin.ok && origin.value === text ? { origin: origin.value, vaultId, deviceId, logId, point, bits } : null;
}

/** Reads what was typed, pasted or scanned; `code-invalid` for anything that `formatPairingCode` did not write. */
export function parsePairingCode(typed: string): Result<PairingCode, { readonly reason: 'code-invalid' }> {
  const text = typed.toUpperCase().replace(/[\s-]/g, '').replace(/O/g, '0').replace(/[IL]/g, '1');
  const bytes = fromBase32(text);
  if (bytes === null || bytes.length > headBytes + 255 + checkBytes) return err({ reason: 'code-invalid' });
  const body = bytes.subarray(0, Math.max(0, bytes.length - checkBytes));
  if (toHex(checksum(body)) !== toHex(bytes.subarray(body.length))) return err({ reason: 'code-invalid' });
  try {
    const code = readCode(body);
    return code === null ? err({ reason: 'code-invalid' }) : ok(code);
  } catch (error) {
    if (error instanceof FrameEnd) return err({ reason: 'code-invalid' });
    throw error;
  }
}
