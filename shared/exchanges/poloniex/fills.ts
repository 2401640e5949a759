/** Rows of GET /trades: the fills of all spot markets at once. */
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
  z
    .object({
      symbol: nameText,
      id: idText,
      orderId: idText.optional(),
      accountType: z.literal('SPOT').optional(),
      side: z.enum(['BUY', 'SELL']),
      matchRole: z.enum(['MAKER', 'TAKER']).optional(),
      createTime: instantText,
      price: unsignedText,
      quantity: positiveText,
      feeAmount: amountText,
      feeCurrency: z.string().max(64),
    })
    .refine(({ feeAmount, feeCurrency }) => feeAmount === '0' || feeCurrency !== '', {
      path: ['feeCurrency'],
      message: 'fee-without-coin',
    }),
);

type TradeRow = z.infer<typeof tradeRows>[number];
type Pair = Pick<Market, 'symbol' | 'base' | 'quote'>;

const pairName = /^([^_]+)_([^_]+)$/;

/** A market that is no longer listed is still told by its name, BASE_QUOTE; null for a name of another form. */
function pairOf(id: string): Pair | null {
  const [, base, quote] = pairName.exec(id) ?? [];
  return base !== undefined && quote !== undefined ? { symbol: `${base}/${quote}`, base, quote } : null;
}

const toFill = (row: TradeRow, { symbol, base, quote }: Pair): ExchangeFill => ({
  id: row.id,
  orderId: row.orderId ?? null,
  executedAtUs: row.createTime * 1000,
  exchange: 'poloniex',
  symbol,
  base,
  quote,
  market: 'spot',
  side: row.side === 'BUY' ? 'buy' : 'sell',
  quantity: row.quantity,
  price: row.price,
  fees: row.feeAmount === '0' ? [] : [{ currency: row.feeCurrency, amount: row.feeAmount }],
  liquidity: row.matchRole === undefined ? null : row.matchRole === 'MAKER' ? 'maker' : 'taker',
  revision: 0,
});

/**
 * The fills of all spot markets, in the order of the payload (newest first).
 *
 * `quantity` (> 0) is in base, `price` (≥ 0) quote per base. `feeAmount` is positive when charged, in `feeCurrency`: the base on
 * a buy, the quote on a sell, or the coin that pays for a discount; a fee of 0 is left out. An id is the digits as written, as
 * a text or as a bare number above 2^53. `orderId` and `liquidity` are null where the row does not tell them.
 * No rows give none. `unexpected-payload` names the field that does not fit (`[1].quantity`: an amount with more than 18
 * decimals, `[1].accountType`: a row of another account than spot), or the market that neither `markets` nor its own name
 * tells (BTC_USDT_PERP); then no row counts.
 */
export function parseFills(payload: unknown, markets: Iterable<Market>): Result<readonly ExchangeFill[], Failure> {
  const rows = parsePayload(tradeRows, payload);
  if (!rows.ok) return rows;
  const byId = new Map<string, Pair>();
  for (const market of markets) byId.set(market.id, market);
  const fills: ExchangeFill[] = [];
  for (const row of rows.value) {
    const pair = byId.get(row.symbol) ?? pairOf(row.symbol);
    if (pair === null) return err(unexpected(row.symbol, 'no-market'));
    fills.push(toFill(row, pair));
  }
  return ok(fills);
}
