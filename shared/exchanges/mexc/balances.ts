/** GET /api/v3/account. */
import { z } from 'zod';
import { add18, e18, formatE18 } from '../../money/decimal';
import type { Failure } from '../../reasons';
import { ok, type Result } from '../../result';
import { nameText, parsePayload, unsignedText } from '../payload';
import type { Balance } from '../readings';

const account = z.object({
  balances: z.array(z.object({ asset: nameText, free: unsignedText, locked: unsignedText })),
});

/**
 * Every asset of the spot wallet whose total is above 0, in the order of the payload.
 *
 * `locked` is held by open orders; `total` = `free` + `locked`, exact: 0.1 + 0.2 = 0.3. The flags beside the balances
 * (canTrade, canWithdraw) tell what the account may do, not the key: they are not read.
 * `unexpected-payload` where an amount is missing, negative or no decimal.
 */
export function parseBalances(payload: unknown): Result<readonly Balance[], Failure> {
  const parsed = parsePayload(account, payload);
  if (!parsed.ok) return parsed;
  const balances = parsed.value.balances.map(({ asset, free, locked }) => ({
    asset,
    free,
    locked,
    total: formatE18(add18(e18(free), e18(locked))),
  }));
  return ok(balances.filter((balance) => balance.total !== '0'));
}
