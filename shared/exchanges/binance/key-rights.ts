/** GET /sapi/v1/account/apiRestrictions: what a key may do. */
import { z } from 'zod';
import type { Failure } from '../../reasons';
import { ok, type Result } from '../../result';
import { parsePayload } from '../payload';
import type { KeyRights } from '../readings';

const restrictions = z.looseObject({
  ipRestrict: z.boolean(),
  enableReading: z.boolean(),
  enableWithdrawals: z.boolean(),
  enableInternalTransfer: z.boolean(),
  permitsUniversalTransfer: z.boolean(),
  enableSpotAndMarginTrading: z.boolean(),
});

/** Rights that are no trading: all other `enable…` and `permits…` flags count as trading, those of tomorrow too. */
const otherRights = new Set([
  'enableReading',
  'enableFixReadOnly',
  'enableWithdrawals',
  'enableInternalTransfer',
  'permitsUniversalTransfer',
]);

/**
 * The rights of the key that signed.
 *
 * `trade` is true when any trading right is set (spot, margin, futures, options, portfolio margin), or one that is not known
 * here: a warning too many costs less than one too few. `transfer` is an internal or a universal transfer.
 * `unexpected-payload` where one of the six flags that decide is missing: a right is never assumed to be absent.
 */
export function parseKeyRights(payload: unknown): Result<KeyRights, Failure> {
  const parsed = parsePayload(restrictions, payload);
  if (!parsed.ok) return parsed;
  const flags = parsed.value;
  const grants = Object.entries(flags).filter(([name, value]) => /^(enable|permits)/.test(name) && value === true);
  return ok({
    readable: true,
    read: flags.enableReading,
    trade: grants.some(([name]) => !otherRights.has(name)),
    withdraw: flags.enableWithdrawals,
    transfer: flags.enableInternalTransfer || flags.permitsUniversalTransfer,
    ipRestricted: flags.ipRestrict,
  });
}
