/**
 * The hash chain over a log: what a device keeps of all rows it has seen, so that no server can change one behind its back.
 *
 * h(0) is 32 zero bytes; h(n) = SHA-256(h(n−1) ‖ seq as 8 bytes big-endian ‖ record id (32) ‖ hash (32)). A row's hash stays when
 * its body goes, and so does the chain. Each device computes it for itself and never adopts a digest that a server tells.
 */
import { sha256 } from '@noble/hashes/sha2.js';
import { concatBytes, fromHex, type Hex, toHex } from '../vault/bytes';
import { u64 } from './frame-bytes';
import type { LogRow } from './pull-frame';

/** The chain up to a row: its sequence number, and h there. */
export interface ChainPoint {
  readonly seq: number;
  readonly h: Hex;
}

/** The chain of an empty log. */
export const emptyChain: ChainPoint = { seq: 0, h: toHex(new Uint8Array(32)) };

/** The hash of a sealed body as rows carry it: SHA-256, hex. */
export const bodyHash = (body: Uint8Array): Hex => toHex(sha256(body));

/** The chain after one more row. Throws for a row that does not follow: pages are decoded without gaps. */
export function extendChain(point: ChainPoint, row: Pick<LogRow, 'seq' | 'rid' | 'hash'>): ChainPoint {
  if (row.seq !== point.seq + 1) throw new RangeError(`row ${row.seq} does not follow ${point.seq}`);
  const link = concatBytes(fromHex(point.h), u64(row.seq), fromHex(row.rid), fromHex(row.hash));
  return { seq: row.seq, h: toHex(sha256(link)) };
}

/** Whether a row's body is the one that its hash was made of; true where the body is gone. */
export const hasItsHash = ({ body, hash }: Pick<LogRow, 'body' | 'hash'>): boolean =>
  body === null || bodyHash(body) === hash;
