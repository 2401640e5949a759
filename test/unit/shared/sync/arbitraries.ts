/** Random ids and records for properties of the sync log. */
import fc from 'fast-check';
import type { Hex } from '../../../../shared/vault/bytes';
import { toHex } from '../../../../shared/vault/bytes';

const bytesOf = (length: number): fc.Arbitrary<Uint8Array> => fc.uint8Array({ minLength: length, maxLength: length });

export const hexOfBytes = (length: number): fc.Arbitrary<Hex> => bytesOf(length).map(toHex);

export const seqs = fc.integer({ min: 1, max: Number.MAX_SAFE_INTEGER });

export const bodies = fc.uint8Array({ minLength: 1, maxLength: 200 });
