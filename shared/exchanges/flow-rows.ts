/** What the rows of deposits and withdrawals have in common, whichever exchange lists them. */
import { z } from 'zod';
import type { FlowKind, FlowStatus } from '../ledger/flow';
import { type DecimalString, decimal, e18, formatE18, neg18, sub18 } from '../money/decimal';
import type { UnixMs } from '../result';
import { instantText } from './payload';
import type { ExchangeFlow } from './readings';

/** Whole seconds since 1970, as milliseconds. */
export const secondsText = z
  .string()
  .regex(/^\d{9,11}$/, 'not-seconds')
  .transform((text) => `${text}000`)
  .pipe(instantText);

/** `2021-04-15 12:09:16` in UTC, as milliseconds. */
export const utcText = z
  .string()
  .regex(/^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d$/, 'not-a-date')
  .transform((text) => String(Date.parse(`${text.replace(' ', 'T')}Z`)))
  .pipe(instantText);

/** An id of any shape. */
export const idOfText = z.string().min(1).max(200);

/** The exchange's word for a state, told by a table; one that is not in it is no state that Fillbook knows. */
export const statusText = (statuses: Readonly<Record<string, FlowStatus>>) =>
  z.string().transform((text, context) => {
    const status = statuses[text];
    if (status !== undefined) return status;
    context.addIssue({ code: 'custom', message: 'unknown-status' });
    return z.NEVER;
  });

/** What every row tells, whatever came or went. */
interface FlowRow {
  readonly exchange: string;
  readonly id: string;
  readonly atMs: UnixMs;
  readonly asset: string;
  readonly status: FlowStatus;
}

const none = decimal('0');

/** Something that came in, `amount` ≥ 0, or moved by a signed amount; nothing is charged beside it. */
export const cameIn = (
  { exchange, id, atMs, asset, status }: FlowRow,
  amount: DecimalString,
  kind: FlowKind = 'deposit',
): ExchangeFlow => ({ exchange, id, kind, occurredAtUs: atMs * 1000, asset, amount, fee: none, status });

/** A withdrawal of which `arrived` (≥ 0) arrived, and `fee` (≥ 0) was charged beside it. */
export const wentOut = (row: FlowRow, arrived: DecimalString, fee: DecimalString): ExchangeFlow => ({
  ...cameIn(row, formatE18(neg18(e18(arrived))), 'withdrawal'),
  fee,
});

/** A withdrawal whose amount includes its fee: `whole` left the balance, and whole − fee arrived. */
export const wentOutInAll = (row: FlowRow, whole: DecimalString, fee: DecimalString): ExchangeFlow =>
  wentOut(row, formatE18(sub18(e18(whole), e18(fee))), fee);
