/** Rows of GET /account/v2/deposit-withdraw/history. */
import { z } from 'zod';
import type { Failure } from '../../reasons';
import { ok, type Result } from '../../result';
import { cameIn, statusText, wentOut } from '../flow-rows';
import { instantText, nameText, parsePayload, unsignedText } from '../payload';
import type { ExchangeFlow } from '../readings';

/** Rows that are asked for: the most that are given, with no way to ask for those before. */
export const flowsPageSize = 1000;

const history = z.object({
  data: z.object({
    records: z.array(
      z.object({
        withdraw_id: z.string(),
        deposit_id: z.string(),
        currency: nameText,
        apply_time: instantText,
        arrival_amount: unsignedText,
        fee: unsignedText,
        status: statusText({ 0: 'pending', 1: 'pending', 2: 'pending', 3: 'completed', 4: 'void', 5: 'void' }),
      }),
    ),
  }),
});

/** A coin may carry its chain: USDT-TRC20 is USDT. */
const assetOf = (currency: string): string => currency.replace(/-[^-]*$/, '');

/**
 * The rows in the order of the payload: without a deposit's id it is a withdrawal, of which `arrival_amount` arrived and the fee
 * was charged beside it. `unexpected-payload` names the field that does not fit.
 */
export function parseFlows(payload: unknown): Result<readonly ExchangeFlow[], Failure> {
  const parsed = parsePayload(history, payload);
  if (!parsed.ok) return parsed;
  return ok(
    parsed.value.data.records.map(({ deposit_id, withdraw_id, currency, apply_time, arrival_amount, fee, status }) => {
      const row = { exchange: 'bitmart', atMs: apply_time, asset: assetOf(currency), status };
      return deposit_id === ''
        ? wentOut({ ...row, id: withdraw_id }, arrival_amount, fee)
        : cameIn({ ...row, id: deposit_id }, arrival_amount);
    }),
  );
}
