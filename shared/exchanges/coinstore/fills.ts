/** Rows of GET /trade/match/accountMatches. */
import { z } from 'zod';
import { type DecimalString, divHalfEven, type E18, e18, formatE18 } from '../../money/decimal';
import type { Failure } from '../../reasons';
import { err, ok, type Result } from '../../result';
import { exponentText, idText, instantText, parsePayload, unexpected } from '../payload';
import type { ExchangeFill, Market } from '../readings';
import { envelope } from './envelope';
import { marketNumber } from './market-id';

const amount = exponentText.refine((text) => !text.startsWith('-'), 'negative');

/** Whole seconds since 1970; milliseconds are refused. */
const secondsText = z
  .string()
  .regex(/^\d{10}$/, 'not-seconds')
  .transform((seconds) => `${seconds}000`)
  .pipe(instantText);

const matches = envelope(
  z.array(
    z.object({
      tradeId: idText,
      orderId: idText,
      instrumentId: idText,
      side: z.enum(['1', '-1']),
      matchRole: z.enum(['1', '-1']),
      execQty: amount.refine((text) => text !== '0', 'zero'),
      execAmt: amount,
      fee: exponentText,
      feeCurrencyId: idText,
      baseCurrencyId: idText,
      quoteCurrencyId: idText,
      matchTime: secondsText,
    }),
  ),
);

type MatchRow = z.infer<typeof matches>['data'][number];

/**
 * Quote per base of a fill that names what it moved but no price: value ÷ quantity, half to even at 18 decimals.
 *
 * `quantity` above 0. It is exact wherever a price of at most 18 decimals gives the value: 8.887161 ÷ 40.9 = 0.21729. Where
 * none does, price × quantity differs from the value by at most quantity × 5 × 10^-19: 1 ÷ 3 gives
 * 0.333333333333333333, and 3 of them 10^-18 less than 1.
 */
const priceOf = (value: DecimalString, quantity: DecimalString): DecimalString =>
  formatE18(divHalfEven(e18(value) * 10n ** 18n, e18(quantity)) as E18); // the quotient is at scale 18

/** The coin of a fee; null for one that is neither base nor quote, of which the row tells a number only. */
function feeCoin(row: MatchRow, market: Market): string | null {
  if (row.feeCurrencyId === row.baseCurrencyId) return market.base;
  return row.feeCurrencyId === row.quoteCurrencyId ? market.quote : null;
}

function toFill(row: MatchRow, market: Market): ExchangeFill | null {
  const currency = feeCoin(row, market);
  if (row.fee !== '0' && currency === null) return null;
  return {
    id: row.tradeId,
    orderId: row.orderId,
    executedAtUs: row.matchTime * 1000,
    exchange: 'coinstore',
    symbol: market.symbol,
    base: market.base,
    quote: market.quote,
    market: 'spot',
    side: row.side === '1' ? 'buy' : 'sell',
    quantity: row.execQty,
    price: priceOf(row.execAmt, row.execQty),
    fees: row.fee === '0' || currency === null ? [] : [{ currency, amount: row.fee }],
    liquidity: row.matchRole === '1' ? 'taker' : 'maker',
    revision: 0,
  };
}

/** The second of two rows that would be one fill (one trade, one side) and are not: of two orders; -1 where there is none. */
function clashIn(rows: readonly MatchRow[]): number {
  const orders = new Map<string, string>();
  return rows.findIndex(({ tradeId, side, orderId }) => {
    const known = orders.get(`${tradeId} ${side}`) ?? orderId;
    orders.set(`${tradeId} ${side}`, orderId);
    return known !== orderId;
  });
}

/**
 * The fills of one market, in the order of the payload.
 *
 * `id` is `tradeId`: a self-trade is two rows with one id and two sides, so two fills. `quantity` (> 0) is `execQty` in base,
 * `price` (≥ 0) is worked out from `execAmt` in quote (see `priceOf`); a fee is positive when charged, negative for a rebate,
 * in base or quote, and left out at 0. `matchTime` is in whole seconds: within one the ids tell the order. No rows give none.
 * `unexpected-payload` names the field that does not fit: `data[1].instrumentId` of a row of another market (a row knows its
 * market by number only), `data[1].feeCurrencyId` of a third coin, `data[1].tradeId` of one trade and side in two orders, which
 * could not be told apart. Then no row counts.
 */
export function parseFills(payload: unknown, market: Market): Result<readonly ExchangeFill[], Failure> {
  const parsed = parsePayload(matches, payload);
  if (!parsed.ok) return parsed;
  const rows = parsed.value.data;
  const number = marketNumber(market);
  const stranger = rows.findIndex((row) => row.instrumentId !== number);
  if (stranger >= 0) return err(unexpected(`data[${stranger}].instrumentId`, 'another-market'));
  const clash = clashIn(rows);
  if (clash >= 0) return err(unexpected(`data[${clash}].tradeId`, 'one-trade-in-two-orders'));
  const fills: ExchangeFill[] = [];
  for (const [index, row] of rows.entries()) {
    const fill = toFill(row, market);
    if (fill === null) return err(unexpected(`data[${index}].feeCurrencyId`, 'neither-base-nor-quote'));
    fills.push(fill);
  }
  return ok(fills);
}
