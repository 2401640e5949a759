/** Rows of GET /wallet/deposits and /wallet/withdrawals, and how they are read by windows. */
import { z } from 'zod';
import type { FlowStatus } from '../../ledger/flow';
import type { Failure } from '../../reasons';
import { ok, type Result } from '../../result';
import { dayMs } from '../../utc-day';
import { cameIn, idOfText, secondsText, statusText, wentOutInAll } from '../flow-rows';
import { nameText, parsePayload, unsignedText } from '../payload';
import type { ExchangeFlow } from '../readings';
import type { WindowPlan } from '../windows';
import { assetName } from './coins';

/** Rows of a page at most: what is asked for. */
export const flowsPageSize = 500;

/** Windows of less than 30 days, from when the exchange took its present name. */
export const flowsPlan: WindowPlan = {
  startMs: () => Date.UTC(2017, 0, 1),
  widestMs: 30 * dayMs - 1000,
  overlapMs: 2 * dayMs,
  paging: 'key',
  granularityMs: 1000,
};

const states: Readonly<Record<string, FlowStatus>> = {
  DONE: 'completed',
  BCODE: 'completed', // by a code of Gate's own
  CANCEL: 'void',
  FAIL: 'void',
  INVALID: 'void',
  PEND: 'pending',
  REQUEST: 'pending',
  DMOVE: 'pending',
  MANUAL: 'pending',
  VERIFY: 'pending',
  PROCES: 'pending',
  EXTPEND: 'pending',
  SPLITPEND: 'pending',
};

const row = {
  id: idOfText,
  currency: nameText,
  amount: unsignedText,
  timestamp: secondsText,
  status: statusText(states),
};
const deposits = z.array(z.object(row));
const withdrawals = z.array(z.object({ ...row, fee: unsignedText.nullish() }));

/** A coin may carry its chain: USDT_TRX is USDT. */
const assetOf = (currency: string): string => assetName(currency.replace(/_[^_]*$/, '').toUpperCase());

/** Deposits, in the order of the payload. `unexpected-payload` names the field that does not fit. */
export function parseDeposits(payload: unknown): Result<readonly ExchangeFlow[], Failure> {
  const rows = parsePayload(deposits, payload);
  if (!rows.ok) return rows;
  return ok(
    rows.value.map(({ id, currency, amount, timestamp, status }) =>
      cameIn({ exchange: 'gate', id, atMs: timestamp, asset: assetOf(currency), status }, amount),
    ),
  );
}

/** Withdrawals, in the order of the payload; the amount includes the fee. */
export function parseWithdrawals(payload: unknown): Result<readonly ExchangeFlow[], Failure> {
  const rows = parsePayload(withdrawals, payload);
  if (!rows.ok) return rows;
  return ok(
    rows.value.map(({ id, currency, amount, fee, timestamp, status }) =>
      wentOutInAll({ exchange: 'gate', id, atMs: timestamp, asset: assetOf(currency), status }, amount, fee ?? noFee),
    ),
  );
}

const noFee = unsignedText.parse('0');
