/**
 * A shared snapshot as it is kept, version 2: what its link opens, what it may show, and until when.
 *
 * `linkKey` and `ownerToken` are secrets: who has the one reads the snapshot, who has the other replaces or revokes it. They are
 * sealed as every document is, so that each device of the vault can refresh and revoke what any of them shared.
 */
import { z } from 'zod';
import { shareDetails } from '../../shared/snapshot/content';

const hexOf = (bytes: number) => z.string().regex(new RegExp(`^[0-9a-f]{${bytes * 2}}$`));

/**
 * - `origin`: of the server that has it. `linkKey`, `ownerToken`: 32 bytes as hex. `salt`: 16 bytes as hex.
 * - `passphraseKey`: what Argon2id made of the passphrase, which is not kept itself; null where there is none.
 * - `title`: as the trader typed it for who opens it; may be empty. `accountIds`: null for all accounts that count.
 * - `revokedAt`: when the trader revoked it; kept until it expires, since the server may not have been reached.
 * - `endedAt`: when the vault moved to new keys, with which its link ended; kept until it expires, so that it is told.
 */
export const sharedSnapshotSchema = z.object({
  origin: z.string(),
  linkKey: hexOf(32),
  ownerToken: hexOf(32),
  salt: hexOf(16),
  passphraseKey: hexOf(32).nullable(),
  title: z.string(),
  accountIds: z.array(z.string()).nullable(),
  detail: z.enum(shareDetails),
  live: z.boolean(),
  createdAt: z.int(),
  expiresAt: z.int(),
  revokedAt: z.int().nullable(),
  endedAt: z.int().nullable().default(null), // version 1 has none
});

export type StoredSharedSnapshot = z.infer<typeof sharedSnapshotSchema>;
