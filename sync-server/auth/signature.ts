/** Checks Ed25519 signatures by Node's own implementation, which is ten times as fast as one in JavaScript. */
import { createPublicKey, verify } from 'node:crypto';
import type { Hex } from '../../shared/vault/bytes';

/** What stands before a raw Ed25519 key in the form that Node reads (RFC 8410 §4). */
const keyPrefix = Buffer.from('302a300506032b6570032100', 'hex');

/** Whether the key signed the statement; false for bytes that are no key, too. */
export function isSignedBy(publicKey: Hex, statement: Uint8Array, signature: Hex): boolean {
  try {
    const der = Buffer.concat([keyPrefix, Buffer.from(publicKey, 'hex')]);
    return verify(
      null,
      statement,
      createPublicKey({ key: der, format: 'der', type: 'spki' }),
      Buffer.from(signature, 'hex'),
    );
  } catch {
    return false; // not a point of the curve
  }
}
