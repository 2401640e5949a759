/** GET /spot/accounts (classic accounts) and GET /unified/accounts (unified ones). */
import { z } from 'zod';
import { add18, type DecimalString, e18, formatE18, sub18 } from '../../money/decimal';
import type { Failure } from '../../reasons';
import { err, ok, type Result } from '../../result';
import { amountText, nameText, parsePayload, unsignedText } from '../payload';
import type { Balance } from '../readings';
import { assetName } from './coins';

const spotAccounts = z.array(z.object({ currency: nameText, available: unsignedText, locked: unsignedText }));

const held = (currency: string, free: DecimalString, locked: DecimalString): Balance => ({
  asset: assetName(currency),
  free,
  locked,
  total: formatE18(add18(e18(free), e18(locked))),
});

const isHeld = ({ total }: Balance): boolean => total !== '0';

/**
 * Every asset of a classic account's spot wallet whose total is above 0, in the order of the payload.
 *
 * `free` is `available`, `locked` is held by open orders; `total` is their sum, exact: 4.1 + 1.1 = 5.2.
 * `unexpected-payload` where an amount is missing, negative or no decimal.
 */
export function parseSpotBalances(payload: unknown): Result<readonly Balance[], Failure> {
  const rows = parsePayload(spotAccounts, payload);
  if (!rows.ok) return rows;
  return ok(rows.value.map(({ currency, available, locked }) => held(currency, available, locked)).filter(isHeld));
}

const unifiedAccount = z.object({
  balances: z.record(
    nameText,
    z.object({
      available: amountText,
      freeze: amountText,
      borrowed: amountText,
      negative_liab: amountText,
      futures_pos_liab: amountText.optional(),
      total_liab: amountText.optional(),
      equity: amountText.optional(),
    }),
  ),
});

type UnifiedRow = z.infer<typeof unifiedAccount>['balances'][string];

/** Amounts are written with 8 decimals in some fields and 12 or more in others: up to one unit of the 8th they agree. */
const agreement = e18('0.00000001');

/**
 * What of a unified account's coin cannot be told as free and locked; null where it can.
 *
 * - `borrowed`: something is owed, or the balance is below 0: part of what is available is not the trader's.
 * - `margin`: what is owned (`equity`) is not what is free and locked together: the rest is margin of positions, their result
 *   that is not realized yet, or lent out, and how much of each is not told.
 */
function entangled(row: UnifiedRow): 'borrowed' | 'margin' | null {
  const debts = [row.borrowed, row.negative_liab, row.futures_pos_liab ?? '0', row.total_liab ?? '0'];
  if (debts.some((amount) => amount !== '0')) return 'borrowed';
  if (row.available.startsWith('-') || row.freeze.startsWith('-')) return 'borrowed';
  if (row.equity === undefined) return null;
  const apart = sub18(e18(row.equity), add18(e18(row.available), e18(row.freeze)));
  return apart > agreement || -apart > agreement ? 'margin' : null;
}

const details = {
  borrowed: 'part of this coin is borrowed in the unified account',
  margin: 'part of this coin is margin in the unified account',
} as const;

/**
 * Every asset of a unified account whose total is above 0, in the order of the payload.
 *
 * `free` is `available`, `locked` is `freeze` (open orders); `total` is their sum, exact.
 * `account-mode`, with the coin as `subject`, where something is borrowed, negative or bound as margin (a difference of more
 * than 0.00000001 between `equity` and that sum): free and locked are then not what the trader owns, and a figure would be a
 * guess. `unexpected-payload` where an amount is missing or no decimal.
 */
export function parseUnifiedBalances(payload: unknown): Result<readonly Balance[], Failure> {
  const parsed = parsePayload(unifiedAccount, payload);
  if (!parsed.ok) return parsed;
  const rows = Object.entries(parsed.value.balances);
  for (const [currency, row] of rows) {
    const cause = entangled(row);
    if (cause !== null) return err({ reason: 'account-mode', subject: assetName(currency), detail: details[cause] });
  }
  return ok(rows.map(([currency, { available, freeze }]) => held(currency, available, freeze)).filter(isHeld));
}
