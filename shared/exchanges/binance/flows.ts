/** Rows of GET /sapi/v1/capital/deposit/hisrec and /sapi/v1/capital/withdraw/history, and how they are read by windows. */
import { z } from 'zod';
import type { Failure } from '../../reasons';
import { ok, type Result } from '../../result';
import { dayMs } from '../../utc-day';
import { cameIn, idOfText, statusText, utcText, wentOut } from '../flow-rows';
import { instantText, nameText, parsePayload, unsignedText } from '../payload';
import type { ExchangeFlow } from '../readings';
import type { WindowPlan } from '../windows';

/** Rows of a page at most: what is asked for. */
export const flowsPageSize = 1000;

/**
 * Windows of less than 90 days, from the exchange's first month on or from the account's first movement. A row may be listed
 * late: a later reading starts two days before the clock of the one before.
 */
export const flowsPlan = (earliestMs: number | null): WindowPlan => ({
  startMs: () => Math.max(Date.UTC(2017, 6, 1), earliestMs ?? 0),
  widestMs: 90 * dayMs - 1000,
  overlapMs: 2 * dayMs,
  paging: 'key',
  granularityMs: 1000,
});

/** 0: the spot wallet, as where it is not told. What moved the funding wallet, which is not read, is no flow of the account. */
const walletType = z.string().nullish();
const isSpot = ({ walletType: type }: { readonly walletType?: string | null | undefined }): boolean =>
  type === undefined || type === null || type === '0';

const deposits = z.array(
  z.object({
    id: idOfText.nullish(), // rows of earlier years have none
    txId: z.string(),
    coin: nameText,
    amount: unsignedText,
    /** 6 is credited but not to be withdrawn yet; 7 a wrong deposit; 8 waits for the user. */
    status: statusText({ 0: 'pending', 1: 'completed', 2: 'void', 6: 'completed', 7: 'void', 8: 'pending' }),
    insertTime: instantText,
    walletType,
  }),
);

/** Deposits to the spot wallet, in the order of the payload. `unexpected-payload` names the field that does not fit. */
export function parseDeposits(payload: unknown): Result<readonly ExchangeFlow[], Failure> {
  const rows = parsePayload(deposits, payload);
  if (!rows.ok) return rows;
  const spot = rows.value.filter(isSpot);
  return ok(
    spot.map(({ id, txId, coin, amount, status, insertTime }) =>
      cameIn({ exchange: 'binance', id: id ?? txId, atMs: insertTime, asset: coin, status }, amount),
    ),
  );
}

const withdrawals = z.array(
  z.object({
    id: idOfText,
    coin: nameText,
    amount: unsignedText,
    transactionFee: unsignedText,
    /** 0 an e-mail was sent, 1 cancelled, 2 awaits approval, 3 rejected, 4 processing, 5 failed. */
    status: statusText({ 0: 'pending', 1: 'void', 2: 'pending', 3: 'void', 4: 'pending', 5: 'void', 6: 'completed' }),
    applyTime: utcText,
    walletType,
  }),
);

/** Withdrawals from the spot wallet, in the order of the payload; `amount` is what arrived, the fee was charged beside it. */
export function parseWithdrawals(payload: unknown): Result<readonly ExchangeFlow[], Failure> {
  const rows = parsePayload(withdrawals, payload);
  if (!rows.ok) return rows;
  const spot = rows.value.filter(isSpot);
  return ok(
    spot.map(({ id, coin, amount, transactionFee, status, applyTime }) =>
      wentOut({ exchange: 'binance', id, atMs: applyTime, asset: coin, status }, amount, transactionFee),
    ),
  );
}
