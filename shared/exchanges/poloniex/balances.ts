/** GET /accounts/balances (the spot wallet) and GET /v3/account/balance (the futures wallet). */
import { z } from 'zod';
import { add18, e18, formatE18, max18, min18, sub18, zero18 } from '../../money/decimal';
import type { Failure } from '../../reasons';
import { err, ok, type Result } from '../../result';
import { amountText, nameText, parsePayload, unexpected, unsignedText } from '../payload';
import type { Balance } from '../readings';

const spotAccounts = z.array(
  z.object({
    accountType: z.literal('SPOT'),
    balances: z.array(z.object({ currency: nameText, available: unsignedText, hold: unsignedText })),
  }),
);

/** Balances of one asset each; two of one asset would hide each other, so they are no answer. */
function distinct(balances: readonly Balance[]): Result<readonly Balance[], Failure> {
  const seen = new Set<string>();
  for (const { asset } of balances) {
    if (seen.has(asset)) return err(unexpected(asset.slice(0, 80), 'asset-twice'));
    seen.add(asset);
  }
  return ok(balances.filter(({ total }) => total !== '0'));
}

/**
 * Every asset of the spot wallet whose total is above 0, in the order of the payload.
 *
 * `free` is `available`, `locked` is `hold` (open orders), `total` their exact sum: 5.0 + 0.5 = 5.5. An empty list of accounts
 * is an empty wallet. `unexpected-payload` where an amount is missing, negative or has more than 18 decimals, where an account
 * is not the spot account that was asked for, or where an asset stands twice.
 */
export function parseSpotBalances(payload: unknown): Result<readonly Balance[], Failure> {
  const accounts = parsePayload(spotAccounts, payload);
  if (!accounts.ok) return accounts;
  const rows = accounts.value.flatMap(({ balances }) => balances);
  return distinct(
    rows.map(({ currency, available, hold }) => ({
      asset: currency,
      free: available,
      locked: hold,
      total: formatE18(add18(e18(available), e18(hold))),
    })),
  );
}

const futuresAccount = z.object({
  code: z.literal('200'),
  data: z.object({
    eq: amountText,
    details: z.array(z.object({ ccy: nameText, eq: unsignedText, avail: amountText, im: unsignedText })),
  }),
});

/**
 * Every asset of the futures wallet whose equity is above 0.
 *
 * `total` is the equity `eq`: what the wallet would be worth with all positions closed at the mark price. `avail` is not used
 * as the total: it leaves the profit or loss of open positions out, so that an open loss would stay hidden.
 * `free` = min(`avail`, `eq`) − `im`, at least 0: neither the margin of positions and orders (`im`) nor a profit that is still
 * open can be taken out, and an open loss is already gone. `locked` = `total` − `free`, so that both are ≥ 0 and add up.
 * Equity 7.2, available 7.2, margin 1.12: free 6.08, locked 1.12. Equity 90 after a loss of 10 on 100, margin 20: free 70,
 * locked 20. Equity 110 after a profit of 10, margin 20: free 80, locked 30.
 *
 * An empty `details` beside an equity of 0 is an empty wallet. `unexpected-payload` where an amount is missing or has more than
 * 18 decimals, where an equity is negative (a debt is no balance), where `details` is empty beside an equity that is not 0, or
 * where an asset stands twice.
 */
export function parseFuturesBalances(payload: unknown): Result<readonly Balance[], Failure> {
  const account = parsePayload(futuresAccount, payload);
  if (!account.ok) return account;
  const { eq, details } = account.value.data;
  if (details.length === 0 && eq !== '0') return err(unexpected('data.details', 'equity-without-assets'));
  return distinct(
    details.map(({ ccy, eq: equity, avail, im }) => {
      const total = e18(equity);
      const free = max18(zero18, sub18(min18(e18(avail), total), e18(im)));
      return { asset: ccy, free: formatE18(free), locked: formatE18(sub18(total, free)), total: equity };
    }),
  );
}
