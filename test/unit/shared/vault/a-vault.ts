/** What the vault's tests share: the weakest Argon2id that is accepted, so that they are fast, and random bytes. */
import { createHash } from 'node:crypto';
import { expect } from 'vitest';
import type { Result } from '../../../../shared/result';
import type { KdfParams } from '../../../../shared/vault/kdf';
import type { Random } from '../../../../shared/vault/random';
import { createRootKey, type RootKey } from '../../../../shared/vault/root-key';
import { type WrapDeps, wrapRootKey } from '../../../../shared/vault/unlock';

export const random: Random = (bytes) => globalThis.crypto.getRandomValues(new Uint8Array(bytes));

export const lightKdf: KdfParams = { memoryKiB: 19 * 1024, iterations: 2, parallelism: 1 };

export const wrapDeps: WrapDeps = { random, kdf: lightKdf, floor: null };

/** The value of a result that must be one. */
export function expectOk<T, E>(result: Result<T, E>): T {
  expect(result).toMatchObject({ ok: true });
  if (!result.ok) throw new Error('not reached');
  return result.value;
}

export async function aHeader(passphrase: string): Promise<{ rootKey: RootKey; text: string }> {
  const rootKey = createRootKey(random);
  return { rootKey, text: expectOk(await wrapRootKey(rootKey, passphrase, wrapDeps)) };
}

/** A header that someone changed and hashed anew, as an attacker with the format's specification would. */
export function rehashed(text: string, change: (fields: HeaderFields) => object): string {
  const { sha256: _, ...fields } = JSON.parse(text);
  change(fields);
  const body = JSON.stringify(fields);
  return `${body.slice(0, -1)},"sha256":"${createHash('sha256').update(body).digest('hex')}"}`;
}

export interface HeaderFields {
  version: number;
  vaultId: string;
  kdf: { algorithm: string; memoryKiB: number; iterations: number; parallelism: number; salt: string };
  keyCheck: string;
  wrappedRootKey: string;
}

/** Another digit in the last place of a hex text. */
export const otherHex = (hex: string): string => hex.slice(0, -1) + (hex.endsWith('0') ? '1' : '0');

export const hexOf = (bytes: Uint8Array): string => Buffer.from(bytes).toString('hex');
export const bytesOf = (hex: string): Uint8Array => new Uint8Array(Buffer.from(hex, 'hex'));
