/** Rows of GET /api/v3/myTrades. */
import { z } from 'zod';
import type { Failure } from '../../reasons';
import { err, ok, type Result } from '../../result';
import { amountText, instantText, nameText, parsePayload, positiveText, unexpected, unsignedText } from '../payload';
import type { ExchangeFill, Market } from '../readings';
import { textId } from './payload';

/** Promotion pairs charge nothing: their commission is "0" or null, and names no coin. */
const tradeRow = z
  .object({
    symbol: nameText,
    id: textId,
    orderId: textId,
    price: unsignedText,
    qty: positiveText,
    commission: amountText.nullish(),
    commissionAsset: z.string().max(64).nullish(),
    time: instantText,
    isBuyer: z.boolean(),
    isMaker: z.boolean(),
  })
  .transform(({ commission, commissionAsset, ...row }, context) => {
    if (!commission || commission === '0') return { ...row, fees: [] };
    if (commissionAsset) return { ...row, fees: [{ currency: commissionAsset, amount: commission }] };
    context.addIssue({ code: 'custom', path: ['commissionAsset'], message: 'no-coin-of-the-fee' });
    return z.NEVER;
  });

type TradeRow = z.infer<typeof tradeRow>;

const toFill = (row: TradeRow, market: Market): ExchangeFill => ({
  id: row.id,
  orderId: row.orderId,
  executedAtUs: row.time * 1000,
  exchange: 'mexc',
  symbol: market.symbol,
  base: market.base,
  quote: market.quote,
  market: 'spot',
  side: row.isBuyer ? 'buy' : 'sell',
  quantity: row.qty,
  price: row.price,
  fees: row.fees,
  liquidity: row.isMaker ? 'maker' : 'taker',
  revision: 0,
});

/**
 * The fills of one market, in the order of the payload.
 *
 * `quantity` (> 0) is `qty` in base, `price` (≥ 0) quote per base; a commission is positive when charged and is no fee at 0
 * or null; its rate is not in the payload. Ids are text, exactly as written; `time` in milliseconds becomes microseconds.
 * No rows give none. `unexpected-payload` names the field that does not fit, `[1].symbol` where a row is of another market,
 * `[1].commissionAsset` where a fee above 0 names no coin; then no row counts.
 */
export function parseFills(payload: unknown, market: Market): Result<readonly ExchangeFill[], Failure> {
  const rows = parsePayload(z.array(tradeRow), payload);
  if (!rows.ok) return rows;
  const stranger = rows.value.findIndex((row) => row.symbol !== market.id);
  if (stranger >= 0) return err(unexpected(`[${stranger}].symbol`, 'another-market'));
  return ok(rows.value.map((row) => toFill(row, market)));
}
