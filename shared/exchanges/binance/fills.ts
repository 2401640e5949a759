/** Rows of GET /api/v3/myTrades. */
import { z } from 'zod';
import type { Failure } from '../../reasons';
import { err, ok, type Result } from '../../result';
import {
  amountText,
  idText,
  instantText,
  nameText,
  parsePayload,
  positiveText,
  unexpected,
  unsignedText,
} from '../payload';
import type { ExchangeFill, Market } from '../readings';

const tradeRows = z.array(
  z.object({
    symbol: nameText,
    id: idText,
    orderId: idText,
    price: unsignedText,
    qty: positiveText,
    commission: amountText,
    commissionAsset: nameText,
    time: instantText,
    isBuyer: z.boolean(),
    isMaker: z.boolean(),
  }),
);

type TradeRow = z.infer<typeof tradeRows>[number];

const toFill = (row: TradeRow, market: Market): ExchangeFill => ({
  id: row.id,
  orderId: row.orderId,
  executedAtUs: row.time * 1000,
  exchange: 'binance',
  symbol: market.symbol,
  base: market.base,
  quote: market.quote,
  market: 'spot',
  side: row.isBuyer ? 'buy' : 'sell',
  quantity: row.qty,
  price: row.price,
  fees: row.commission === '0' ? [] : [{ currency: row.commissionAsset, amount: row.commission }],
  liquidity: row.isMaker ? 'maker' : 'taker',
  revision: 0,
});

/**
 * The fills of one market, in the order of the payload.
 *
 * `quantity` (> 0) is `qty` in base, `price` (≥ 0) quote per base; a commission is positive when charged and is left out at
 * 0; its rate is not in the payload. Ids are the digits as written; `time` in milliseconds becomes microseconds.
 * No rows give none. `unexpected-payload` names the field that does not fit, `[1].symbol` where a row is of another market;
 * then no row counts.
 */
export function parseFills(payload: unknown, market: Market): Result<readonly ExchangeFill[], Failure> {
  const rows = parsePayload(tradeRows, payload);
  if (!rows.ok) return rows;
  const stranger = rows.value.findIndex((row) => row.symbol !== market.id);
  if (stranger >= 0) return err(unexpected(`[${stranger}].symbol`, 'another-market'));
  return ok(rows.value.map((row) => toFill(row, market)));
}
