/**
 * GET /spot/v1/wallet: the spot wallet.
 *
 * GET /account/v1/wallet (asked for as "account" by others) shows the same coins and amounts once more, under `currency` in
 * place of `id`: BitMart has one wallet that spot trading, deposits and withdrawals share, and its transfers know only spot,
 * contract and isolated margin. Counting both would double every asset, so that one is neither asked for nor read.
 */
import { z } from 'zod';
import { add18, e18, formatE18 } from '../../money/decimal';
import type { Failure } from '../../reasons';
import { ok, type Result } from '../../result';
import { nameText, parsePayload, unsignedText } from '../payload';
import type { Balance } from '../readings';

const walletReply = z.object({
  data: z.object({ wallet: z.array(z.object({ id: nameText, available: unsignedText, frozen: unsignedText })) }),
});

/**
 * Every asset of the spot wallet whose total is above 0, in the order of the payload.
 *
 * `free` is `available`, `locked` is `frozen` (open orders, withdrawals on their way); `total` is both, exact:
 * 0.00000062 + 0.1 = 0.10000062. `unexpected-payload` where an amount is missing, negative or no decimal.
 */
export function parseBalances(payload: unknown): Result<readonly Balance[], Failure> {
  const reply = parsePayload(walletReply, payload);
  if (!reply.ok) return reply;
  const balances = reply.value.data.wallet.map(({ id, available, frozen }) => ({
    asset: id,
    free: available,
    locked: frozen,
    total: formatE18(add18(e18(available), e18(frozen))),
  }));
  return ok(balances.filter((balance) => balance.total !== '0'));
}
