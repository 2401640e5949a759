/** GET /wallets/activity: deposits, withdrawals and adjustments of a span, and how they are read by windows. */
import { z } from 'zod';
import type { FlowStatus } from '../../ledger/flow';
import { decimal } from '../../money/decimal';
import type { Failure } from '../../reasons';
import { ok, type Result } from '../../result';
import { dayMs } from '../../utc-day';
import { cameIn, idOfText, secondsText, wentOutInAll } from '../flow-rows';
import { amountText, nameText, parsePayload, unsignedText } from '../payload';
import type { ExchangeFlow } from '../readings';
import type { WindowPlan } from '../windows';

/** A year at a time from the exchange's first one; a span's rows come all at once. */
export const flowsPlan: WindowPlan = {
  startMs: () => Date.UTC(2014, 0, 1),
  widestMs: 365 * dayMs,
  overlapMs: 2 * dayMs,
  paging: 'key',
  granularityMs: 1000,
};

const states: Readonly<Record<string, FlowStatus>> = {
  COMPLETE: 'completed',
  COMPLETED: 'completed',
  'AWAITING APPROVAL': 'pending',
  PENDING: 'pending',
  PROCESSING: 'pending',
  'COMPLETE ERROR': 'void',
  FAILED: 'void',
  CANCELED: 'void',
};

/** "COMPLETE: dadf4272…" carries the transaction behind the state; words are joined by a blank or an underscore. */
const status = z.string().transform((text, context) => {
  const state = states[text.replace(/:.*$/s, '').replaceAll('_', ' ').trim()];
  if (state !== undefined) return state;
  context.addIssue({ code: 'custom', message: 'unknown-status' });
  return z.NEVER;
});

const common = { currency: nameText, timestamp: secondsText, status };

const activity = z.object({
  deposits: z.array(
    z.object({ ...common, amount: unsignedText, depositNumber: idOfText.nullish(), txid: z.string().nullish() }),
  ),
  withdrawals: z.array(
    z.object({
      ...common,
      amount: unsignedText,
      fee: unsignedText.nullish(),
      withdrawalRequestsId: idOfText.nullish(),
      withdrawalNumber: idOfText.nullish(),
    }),
  ),
  adjustments: z.array(z.object({ ...common, amount: amountText, reason: z.string().nullish() })).default([]),
});

/** Tether on TRON is told as a coin of its own, and held as USDT. */
const assetOf = (currency: string): string => (currency === 'USDTTRON' ? 'USDT' : currency);

const rowOf = (
  { currency, timestamp, status: state }: z.infer<typeof activity>['adjustments'][number],
  id: string,
) => ({
  exchange: 'poloniex',
  id,
  atMs: timestamp,
  asset: assetOf(currency),
  status: state,
});

/**
 * Deposits, withdrawals (whose amount includes the fee) and adjustments, which are rewards such as airdrops, of one payload.
 *
 * What has no id is named by its time and coin. `unexpected-payload` names the field that does not fit.
 */
export function parseActivity(payload: unknown): Result<readonly ExchangeFlow[], Failure> {
  const parsed = parsePayload(activity, payload);
  if (!parsed.ok) return parsed;
  const { deposits, withdrawals, adjustments } = parsed.value;
  return ok([
    ...deposits.map((each) => cameIn(rowOf(each, each.depositNumber ?? each.txid ?? nameOf(each)), each.amount)),
    ...withdrawals.map((each) => {
      const id = each.withdrawalRequestsId ?? each.withdrawalNumber ?? nameOf(each);
      return wentOutInAll(rowOf(each, id), each.amount, each.fee ?? decimal('0'));
    }),
    ...adjustments.map((each) => cameIn(rowOf(each, `${each.reason ?? ''} ${nameOf(each)}`), each.amount, 'reward')),
  ]);
}

const nameOf = ({ timestamp, currency, amount }: { timestamp: number; currency: string; amount: string }): string =>
  `${timestamp} ${currency} ${amount}`;
