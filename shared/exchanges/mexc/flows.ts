/** Rows of GET /api/v3/capital/deposit/hisrec and /api/v3/capital/withdraw/history, and how they are read by windows. */
import { z } from 'zod';
import type { Failure } from '../../reasons';
import { ok, type Result, type UnixMs } from '../../result';
import { dayMs } from '../../utc-day';
import { cameIn, idOfText, statusText, wentOutInAll } from '../flow-rows';
import { instantText, nameText, parsePayload, unsignedText } from '../payload';
import type { ExchangeFlow } from '../readings';
import type { WindowPlan } from '../windows';

/** Rows of a page at most: what is asked for. */
export const flowsPageSize = 1000;

/** 7 days at most with both ends counted, and no further back than 90, less the time that a request waits. */
export const flowsPlan: WindowPlan = {
  startMs: (nowMs: UnixMs) => nowMs - 90 * dayMs + 300_000,
  widestMs: 7 * dayMs - 1,
  overlapMs: 2 * dayMs,
  paging: 'time',
  granularityMs: 1,
};

const chain = z.string().nullish();

/** The coin may carry its chain: USDC-TRX is USDC, where the row names TRX as its chain. */
function assetOf(coin: string, chains: readonly (string | null | undefined)[]): string {
  const dash = coin.lastIndexOf('-');
  return dash > 0 && chains.includes(coin.slice(dash + 1)) ? coin.slice(0, dash) : coin;
}

const deposits = z.array(
  z.object({
    coin: nameText,
    amount: unsignedText,
    network: chain,
    netWork: chain,
    txId: idOfText,
    insertTime: instantText,
    /** 1 too small to be credited; 2, 3 delayed; 4 pending; 6 under audit; 7 rejected. */
    status: statusText({
      1: 'void',
      2: 'pending',
      3: 'pending',
      4: 'pending',
      5: 'completed',
      6: 'pending',
      7: 'void',
    }),
  }),
);

/** Deposits, in the order of the payload, named by their transaction. `unexpected-payload` names the field that does not fit. */
export function parseDepositFlows(payload: unknown): Result<readonly ExchangeFlow[], Failure> {
  const rows = parsePayload(deposits, payload);
  if (!rows.ok) return rows;
  return ok(
    rows.value.map(({ coin, amount, network, netWork, txId, insertTime, status }) => {
      const asset = assetOf(coin, [network, netWork]);
      return cameIn({ exchange: 'mexc', id: txId, atMs: insertTime, asset, status }, amount);
    }),
  );
}

const withdrawals = z.array(
  z.object({
    id: idOfText,
    coin: nameText,
    amount: unsignedText,
    transactionFee: unsignedText,
    network: chain,
    netWork: chain,
    applyTime: instantText,
    status: statusText({
      1: 'pending',
      2: 'pending',
      3: 'pending',
      4: 'pending',
      5: 'pending',
      6: 'pending',
      7: 'completed',
      8: 'void',
      9: 'void',
      10: 'pending',
    }),
  }),
);

/** Withdrawals, in the order of the payload; the amount includes the fee. */
export function parseWithdrawalFlows(payload: unknown): Result<readonly ExchangeFlow[], Failure> {
  const rows = parsePayload(withdrawals, payload);
  if (!rows.ok) return rows;
  return ok(
    rows.value.map(({ id, coin, amount, transactionFee, network, netWork, applyTime, status }) => {
      const asset = assetOf(coin, [network, netWork]);
      return wentOutInAll({ exchange: 'mexc', id, atMs: applyTime, asset, status }, amount, transactionFee);
    }),
  );
}
