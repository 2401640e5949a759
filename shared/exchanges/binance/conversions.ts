/**
 * Coins exchanged at Binance outside its markets: rows of GET /sapi/v1/asset/dribblet (dust that became BNB) and of
 * GET /sapi/v1/convert/tradeFlow, and how they are read by windows. None of them is among the fills.
 */
import { z } from 'zod';
import { decimal, e18, formatE18, neg18 } from '../../money/decimal';
import type { Failure } from '../../reasons';
import { err, ok, type Result } from '../../result';
import { dayMs } from '../../utc-day';
import { cameIn, idOfText, statusText } from '../flow-rows';
import { instantText, nameText, parsePayload, positiveText, unexpected, unsignedText } from '../payload';
import type { ExchangeFlow } from '../readings';
import type { WindowPlan } from '../windows';
import { flowsPlan } from './flows';

/** Rows of a page of conversions at most: what is asked for. */
export const conversionsPageSize = 1000;

/** Windows of less than 30 days from the account's first movement on. */
export const conversionsPlan = (earliestMs: number | null): WindowPlan => ({
  ...flowsPlan(earliestMs),
  widestMs: 30 * dayMs - 1000,
});

/** As many as one answer lists, the latest ones: what lies before them cannot be told from nothing. */
const mostDust = 100;

const dribblets = z.object({
  userAssetDribblets: z.array(
    z.object({
      operateTime: instantText,
      totalTransferedAmount: unsignedText,
      transId: idOfText,
      userAssetDribbletDetails: z.array(z.object({ fromAsset: nameText, amount: unsignedText })),
    }),
  ),
});

const given = (amount: Parameters<typeof e18>[0]) => formatE18(neg18(e18(amount)));

/**
 * Each coin that was given, and the BNB that came for all of them together, the charge taken off already.
 *
 * `unexpected-payload` where as many are listed as one answer holds: what lies before may be cut off. 0.15949157 GBP and 0.000006 LTC
 * become 0.00072693 BNB: three flows of one id.
 */
export function parseDust(payload: unknown): Result<readonly ExchangeFlow[], Failure> {
  const parsed = parsePayload(dribblets, payload);
  if (!parsed.ok) return parsed;
  const { userAssetDribblets: rows } = parsed.value;
  if (rows.length >= mostDust) return err(unexpected('userAssetDribblets', 'more-than-a-page'));
  return ok(
    rows.flatMap(({ operateTime, totalTransferedAmount, transId, userAssetDribbletDetails }) => {
      const row = { exchange: 'binance', id: `dust ${transId}`, atMs: operateTime, status: 'completed' as const };
      const out = userAssetDribbletDetails.map(({ fromAsset, amount }) =>
        cameIn({ ...row, asset: fromAsset }, given(amount), 'conversion'),
      );
      return [...out, cameIn({ ...row, asset: 'BNB' }, totalTransferedAmount, 'conversion')];
    }),
  );
}

const conversions = z.object({
  list: z
    .array(
      z.object({
        orderId: idOfText,
        orderStatus: statusText({
          SUCCESS: 'completed',
          PROCESS: 'pending',
          ACCEPT_SUCCESS: 'pending',
          FAIL: 'void',
        }),
        fromAsset: nameText,
        fromAmount: positiveText,
        toAsset: nameText,
        toAmount: positiveText,
        createTime: instantText,
      }),
    )
    .default([]),
  moreData: z.boolean().default(false),
});

/** Two flows of each conversion; `cut`: the window has more rows than were listed. */
interface ConversionPage {
  readonly flows: readonly ExchangeFlow[];
  readonly cut: boolean;
}

/** What was given and what came of each conversion. `unexpected-payload` names the field that does not fit. */
export function parseConversions(payload: unknown): Result<ConversionPage, Failure> {
  const parsed = parsePayload(conversions, payload);
  if (!parsed.ok) return parsed;
  const flows = parsed.value.list.flatMap((each) => {
    const row = { exchange: 'binance', id: each.orderId, atMs: each.createTime, status: each.orderStatus };
    return [
      cameIn({ ...row, asset: each.fromAsset }, given(each.fromAmount), 'conversion'),
      cameIn({ ...row, asset: each.toAsset }, decimal(each.toAmount), 'conversion'),
    ];
  });
  return ok({ flows, cut: parsed.value.moreData });
}
