/** Checks Ed25519 signatures by Node's own implementation, which is ten times as fast as one in JavaScript. */
import { createPublicKey, verify } from 'node:crypto';
import type { Hex } from '../../shared/vault/bytes';

/** Whether the key signed the statement; false for bytes that are no key, too. */
export function isSignedBy(publicKey: Hex, statement: Uint8Array, signature: Hex): boolean {
  try {
    // as JWK (RFC 8037 §2), which is read without a search through all that a DER could hold
    const x = Buffer.from(publicKey, 'hex').toString('base64url');
    const key = createPublicKey({ key: { kty: 'OKP', crv: 'Ed25519', x }, format: 'jwk' });
    return verify(null, statement, key, Buffer.from(signature, 'hex'));
  } catch {
    return false; // not a point of the curve
  }
}
