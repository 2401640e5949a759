/** POST /spot/accountList: one row per coin and kind of balance. */
import { z } from 'zod';
import { add18, type E18, e18, formatE18, zero18 } from '../../money/decimal';
import type { Failure } from '../../reasons';
import { err, ok, type Result } from '../../result';
import { exponentText, nameText, parsePayload, unexpected } from '../payload';
import type { Balance } from '../readings';
import { envelope } from './envelope';

const kinds = { available: '1', frozen: '4' } as const;

const accountList = envelope(
  z.array(
    z.object({
      currency: nameText,
      type: z.string(),
      balance: exponentText.refine((amount) => !amount.startsWith('-'), 'negative'),
    }),
  ),
);

/**
 * Every coin whose total is above 0, in the order in which the payload names them first.
 *
 * `free` is the sum of its rows of kind 1 (AVAILABLE), `locked` of kind 4 (FROZEN), `total` both, exact:
 * 0.05001 frozen and 13297.94999 available are 13298 in all. Coins are in capitals.
 * No other kind is documented. A row of one is let pass at 0 and is `unexpected-payload` naming its `type` otherwise: it may
 * be an asset or a debt, so counting it and leaving it out could both make the total wrong.
 */
export function parseBalances(payload: unknown): Result<readonly Balance[], Failure> {
  const parsed = parsePayload(accountList, payload);
  if (!parsed.ok) return parsed;
  const sums = new Map<string, { free: E18; locked: E18 }>();
  for (const [index, { currency, type, balance }] of parsed.value.data.entries()) {
    const asset = currency.toUpperCase();
    const sum = sums.get(asset) ?? { free: zero18, locked: zero18 };
    if (type === kinds.available) sum.free = add18(sum.free, e18(balance));
    else if (type === kinds.frozen) sum.locked = add18(sum.locked, e18(balance));
    else if (balance !== '0') return err(unexpected(`data[${index}].type`, 'an-unknown-kind-of-balance'));
    sums.set(asset, sum);
  }
  const balances = [...sums].map(([asset, { free, locked }]) => ({
    asset,
    free: formatE18(free),
    locked: formatE18(locked),
    total: formatE18(add18(free, locked)),
  }));
  return ok(balances.filter(({ total }) => total !== '0'));
}
