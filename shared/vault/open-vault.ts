/**
 * An open vault, as everything that stores sees it: something that seals bytes and opens them again.
 *
 * The keys behind it are reachable only in `shared/vault`.
 */
import type { Result } from '../result';

/**
 * What an envelope is bound to, as associated data: a record moved to another id, kind, purpose or vault does not open.
 *
 * - `purpose` chooses the subkey: `documents` (documents and everything small that stays on the device), `segments`, `backup`.
 * - `recordId`: the record's own id. `kind`: the document's kind or the segment's stream.
 * - `schemaVersion`: of the plaintext, an integer from 1.
 */
export interface SealContext {
  readonly purpose: 'documents' | 'segments' | 'backup';
  readonly recordId: string;
  readonly kind: string;
  readonly schemaVersion: number;
}

/** `damaged`: these bytes are no envelope of ours (length, version). `tampered`: they are, and do not open under this key and context. */
export interface OpenError {
  readonly reason: 'damaged' | 'tampered';
}

export interface OpenVault {
  /** Hash of the vault's public key, hex. Public. */
  readonly vaultId: string;
  /** Seals; two calls never give equal bytes. Documents are padded to steps of 256 bytes, segments to Padmé sizes. */
  seal(context: SealContext, plaintext: Uint8Array): Promise<Uint8Array>;
  /** Opens; gives exactly what was sealed, padding removed. */
  open(context: SealContext, envelope: Uint8Array): Promise<Result<Uint8Array, OpenError>>;
  /** An opaque id from names, the same on every device: HMAC-SHA-256 under the `record-id` subkey over the length-prefixed parts, hex. */
  recordId(...parts: readonly string[]): Promise<string>;
}
