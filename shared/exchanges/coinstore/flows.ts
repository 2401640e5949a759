/**
 * Rows of POST /fi/v3/asset/deposit/record/list and /fi/v3/asset/withdraw/record/list.
 *
 * Deposits are listed coin by coin. Times carry no zone; they are read as UTC, which moves a flow by hours at most.
 */
import { z } from 'zod';
import type { Failure } from '../../reasons';
import { ok, type Result } from '../../result';
import { cameIn, idOfText, statusText, utcText, wentOut } from '../flow-rows';
import { exponentText, nameText, parsePayload } from '../payload';
import type { ExchangeFlow } from '../readings';
import { envelope } from './envelope';

/** Rows that are asked for: the most that are given. */
export const flowsPageSize = 1000;

const amount = exponentText.refine((text) => !text.startsWith('-'), 'negative');
const row = { id: idOfText, symbol: nameText, amount, createdAt: utcText };

const deposits = envelope(
  z.object({
    depositList: z
      .array(
        z.object({
          ...row,
          /** 2 abnormal, 3 in review: nothing is credited yet. */
          status: statusText({ 0: 'pending', 1: 'completed', 2: 'pending', 3: 'pending', 4: 'void' }),
        }),
      )
      .nullable(),
  }),
);

const withdrawals = envelope(
  z.object({
    withdrawList: z
      .array(
        z.object({
          ...row,
          fee: amount,
          status: statusText({
            0: 'pending',
            1: 'pending',
            2: 'void',
            3: 'pending',
            4: 'void',
            5: 'completed',
            6: 'void',
          }),
        }),
      )
      .nullable(),
  }),
);

/** The deposits of one coin, in the order of the payload; a list that is null has none. */
export function parseDeposits(payload: unknown): Result<readonly ExchangeFlow[], Failure> {
  const parsed = parsePayload(deposits, payload);
  if (!parsed.ok) return parsed;
  return ok(
    (parsed.value.data.depositList ?? []).map(({ id, symbol, amount: size, createdAt, status }) =>
      cameIn({ exchange: 'coinstore', id, atMs: createdAt, asset: symbol.toUpperCase(), status }, size),
    ),
  );
}

/** The withdrawals of all coins, in the order of the payload; the fee was charged beside the amount. */
export function parseWithdrawals(payload: unknown): Result<readonly ExchangeFlow[], Failure> {
  const parsed = parsePayload(withdrawals, payload);
  if (!parsed.ok) return parsed;
  return ok(
    (parsed.value.data.withdrawList ?? []).map(({ id, symbol, amount: size, fee, createdAt, status }) =>
      wentOut({ exchange: 'coinstore', id, atMs: createdAt, asset: symbol.toUpperCase(), status }, size, fee),
    ),
  );
}
