/** GET /account/detail: which of Gate's two kinds of account a key belongs to. */
import { z } from 'zod';
import type { Failure } from '../../reasons';
import { ok, type Result } from '../../result';
import { parsePayload } from '../payload';

/** `classic`: spot assets are told by /spot/accounts; `unified`: by /unified/accounts, and /spot/accounts tells nothing of them. */
export type AccountMode = 'classic' | 'unified';

const detail = z.object({ key: z.object({ mode: z.enum(['1', '2']) }) });

/**
 * The kind of account, from `key.mode`: 1 is classic, 2 unified.
 *
 * `unexpected-payload` where it is missing or another number: a kind that is not told is never taken for classic, whose
 * balances would then read as none at all.
 */
export function parseAccountMode(payload: unknown): Result<AccountMode, Failure> {
  const parsed = parsePayload(detail, payload);
  return parsed.ok ? ok(parsed.value.key.mode === '2' ? 'unified' : 'classic') : parsed;
}
