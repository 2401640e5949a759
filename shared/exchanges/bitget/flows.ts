/**
 * Rows of deposits and withdrawals, and how they are read by windows: GET /api/v2/spot/wallet/{deposit,withdrawal}-records for
 * classic accounts, /api/v3/account/{deposit,withdrawal}-records for unified ones, whose rows name their time otherwise.
 */
import { z } from 'zod';
import type { FlowStatus } from '../../ledger/flow';
import { decimal } from '../../money/decimal';
import type { Failure } from '../../reasons';
import { err, ok, type Result, type UnixMs } from '../../result';
import { dayMs } from '../../utc-day';
import { cameIn, statusText, wentOutInAll } from '../flow-rows';
import { amountText, idText, instantText, nameText, parsePayload, unexpected, unsignedText } from '../payload';
import type { ExchangeFlow } from '../readings';
import type { Window, WindowPlan } from '../windows';
import type { AccountMode } from './account-mode';
import { enveloped } from './envelope';

/** Rows of a page at most: what is asked for. */
export const flowsPageSize = 100;

/** 90 days are served; a unified account takes 30 of them at most in one call. */
export const flowsPlan: WindowPlan = {
  startMs: (nowMs: UnixMs) => nowMs - 90 * dayMs + 60_000,
  widestMs: 29 * dayMs,
  overlapMs: 2 * dayMs,
  paging: 'key',
  granularityMs: 1000,
};

/** What to ask for: the rest of a window lies before the last row's order. */
export const flowsQuery = (mode: AccountMode, { fromMs, toMs, key }: Window): Readonly<Record<string, string>> => ({
  startTime: String(fromMs),
  endTime: String(toMs),
  limit: String(flowsPageSize),
  ...(key === '' ? {} : mode === 'classic' ? { idLessThan: key } : { cursor: key }),
});

const states: Readonly<Record<string, FlowStatus>> = {
  success: 'completed',
  pending: 'pending',
  Pending: 'pending',
  pending_review: 'pending',
  pending_review_fail: 'void',
  fail: 'void',
  reject: 'void',
};

const reply = enveloped(
  z
    .array(
      z.object({
        orderId: idText,
        coin: nameText,
        size: unsignedText,
        fee: amountText.nullish(),
        status: statusText(states),
        cTime: instantText.nullish(),
        createdTime: instantText.nullish(),
      }),
    )
    .nullable(), // a unified account without rows
);

/**
 * The rows in the order of the payload, of either kind of account. A withdrawal's size includes its fee, whose sign is not
 * relied on. `unexpected-payload` names the field that does not fit.
 */
export function parseFlows(payload: unknown, kind: 'deposit' | 'withdrawal'): Result<readonly ExchangeFlow[], Failure> {
  const parsed = parsePayload(reply, payload);
  if (!parsed.ok) return parsed;
  const flows: ExchangeFlow[] = [];
  for (const [index, { orderId, coin, size, fee, status, cTime, createdTime }] of (parsed.value.data ?? []).entries()) {
    const atMs = cTime ?? createdTime;
    if (atMs === undefined || atMs === null) return err(unexpected(`data[${index}].cTime`, 'missing'));
    const row = { exchange: 'bitget', id: orderId, atMs, asset: coin, status };
    const charged = decimal((fee ?? '0').replace('-', ''));
    flows.push(kind === 'deposit' ? cameIn(row, size) : wentOutInAll(row, size, charged));
  }
  return ok(flows);
}
