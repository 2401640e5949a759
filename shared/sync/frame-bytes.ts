/** Reads and writes the fields of binary frames: unsigned integers big-endian, byte strings by a length that is known. */
import { concatBytes } from '../vault/bytes';

/** Thrown inside a decoder where bytes are missing or a number is beyond 2^53 − 1; decoders catch it and answer `malformed`. */
export class FrameEnd extends Error {}

/** Takes fields off the front of a frame. */
export class FrameReader {
  readonly #bytes: Uint8Array;
  readonly #view: DataView;
  #at = 0;

  constructor(bytes: Uint8Array) {
    this.#bytes = bytes;
    this.#view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  }

  #advance(length: number): number {
    const from = this.#at;
    if (from + length > this.#bytes.length) throw new FrameEnd();
    this.#at = from + length;
    return from;
  }

  u8(): number {
    return this.#view.getUint8(this.#advance(1));
  }
  u16(): number {
    return this.#view.getUint16(this.#advance(2));
  }
  u32(): number {
    return this.#view.getUint32(this.#advance(4));
  }
  /** A sequence number: 64 bits of which 53 may be used. */
  u64(): number {
    const value = Number(this.#view.getBigUint64(this.#advance(8)));
    if (!Number.isSafeInteger(value)) throw new FrameEnd();
    return value;
  }
  /** A view of the next bytes, not a copy. */
  bytes(length: number): Uint8Array {
    const from = this.#advance(length);
    return this.#bytes.subarray(from, from + length);
  }
  /** Whether every byte was taken. */
  get done(): boolean {
    return this.#at === this.#bytes.length;
  }
}

function field(length: number, write: (view: DataView) => void): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(length);
  write(new DataView(bytes.buffer));
  return bytes;
}

/** The bytes of an unsigned integer, big-endian. */
export const u8 = (value: number): Uint8Array<ArrayBuffer> => field(1, (view) => view.setUint8(0, value));
export const u16 = (value: number): Uint8Array<ArrayBuffer> => field(2, (view) => view.setUint16(0, value));
export const u32 = (value: number): Uint8Array<ArrayBuffer> => field(4, (view) => view.setUint32(0, value));
export const u64 = (value: number): Uint8Array<ArrayBuffer> => field(8, (view) => view.setBigUint64(0, BigInt(value)));

/** One frame of its fields. */
export const frameOf = (fields: readonly Uint8Array[]): Uint8Array<ArrayBuffer> => concatBytes(...fields);
