/** GET /api/v2/spot/account/assets of a classic account, GET /api/v3/account/assets of a unified one. */
import { z } from 'zod';
import { add18, type E18, e18, formatE18, min18, sub18 } from '../../money/decimal';
import type { Failure } from '../../reasons';
import { err, ok, type Result } from '../../result';
import { amountText, nameText, parsePayload, unexpected, unsignedText } from '../payload';
import type { Balance } from '../readings';
import { enveloped } from './envelope';

const classicAssets = enveloped(
  z.array(z.object({ coin: nameText, available: unsignedText, frozen: unsignedText, locked: unsignedText })),
);

const balanceOf = (asset: string, free: E18, locked: E18): Balance => ({
  asset,
  free: formatE18(free),
  locked: formatE18(locked),
  total: formatE18(add18(free, locked)),
});

const isHeld = (balance: Balance): boolean => balance.total !== '0';

/**
 * Every coin of a classic account's spot wallet whose total is above 0, in the order of the payload.
 *
 * `free` is `available`; `locked` is what orders and products hold (`frozen`) and what is set aside for fiat merchants
 * (`locked`) together: 10, 5 and 1 give free 10, locked 6, total 16. `limitAvailable`, the part that only spot copy trading may
 * use, is no amount of its own. `unexpected-payload` where an amount is missing, negative or no decimal.
 */
export function parseClassicBalances(payload: unknown): Result<readonly Balance[], Failure> {
  const parsed = parsePayload(classicAssets, payload);
  if (!parsed.ok) return parsed;
  const balances = parsed.value.data.map(({ coin, available, frozen, locked }) =>
    balanceOf(coin, e18(available), add18(e18(frozen), e18(locked))),
  );
  return ok(balances.filter(isHeld));
}

const unifiedAssets = enveloped(
  z.object({
    accountEquity: z.string(),
    assets: z
      .array(z.object({ coin: nameText, balance: amountText, available: unsignedText, debt: amountText }))
      .nullable(),
  }),
);

/**
 * Every coin of a unified account whose balance is above 0, in the order of the payload.
 *
 * `total` is `balance`, what the account holds of the coin; `free` is the part of it that is `available`, `locked` the rest,
 * held by orders or as margin: balance 6, available 4 give free 4, locked 2. Unrealised profit is in neither, and the
 * funding account beside it is not read.
 * `unsupported`, with the coin, where one is owed: what is held of it is then not the trader's own, and no figure is given.
 * No list (null, as Bitget writes an empty one) is no coin only where the account's equity is 0 as well.
 * `unexpected-payload` where an amount is missing, negative or no decimal.
 */
export function parseUnifiedBalances(payload: unknown): Result<readonly Balance[], Failure> {
  const parsed = parsePayload(unifiedAssets, payload);
  if (!parsed.ok) return parsed;
  const { accountEquity, assets } = parsed.value.data;
  if (assets === null) {
    return /^0(\.0+)?$/.test(accountEquity) ? ok([]) : err(unexpected('data.assets', 'missing'));
  }
  const owed = assets.find(({ balance, debt }) => debt !== '0' || balance.startsWith('-'));
  if (owed) return err({ reason: 'unsupported', subject: owed.coin, detail: 'the account owes this coin' });
  const balances = assets.map(({ coin, balance, available }) => {
    const free = min18(e18(available), e18(balance));
    return balanceOf(coin, free, sub18(e18(balance), free));
  });
  return ok(balances.filter(isHeld));
}
