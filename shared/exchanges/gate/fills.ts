/** Rows of GET /spot/my_trades. */
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
import { gateCoin, gatePoints } from './coins';

/** "1691702924010.071000": milliseconds, and what follows the point are microseconds; further digits are not kept. */
const microsecondsText = z.string().transform((text, context) => {
  const [, ms = '', fraction = ''] = /^(\d{1,16})(?:\.(\d{1,12}))?$/.exec(text) ?? [];
  const instant = instantText.safeParse(ms);
  if (instant.success) return Number(`${instant.data}${fraction.padEnd(3, '0').slice(0, 3)}`);
  context.addIssue({ code: 'custom', message: instant.error.issues[0]?.message ?? 'not-an-instant' });
  return z.NEVER;
});

const tradeRows = z.array(
  z.object({
    id: idText,
    create_time_ms: microsecondsText,
    currency_pair: nameText,
    side: z.enum(['buy', 'sell']),
    role: z.enum(['maker', 'taker']),
    amount: positiveText,
    price: unsignedText,
    order_id: idText,
    fee: amountText,
    fee_currency: z.string().max(64),
    gt_fee: amountText.optional(),
    point_fee: amountText.optional(),
  }),
);

type TradeRow = z.infer<typeof tradeRows>[number];
type Pair = Pick<Market, 'symbol' | 'base' | 'quote'>;

/** Whatever was charged, each in its own coin: GT and points come in addition to `fee` or instead of it. */
const feesOf = (row: TradeRow): ExchangeFill['fees'] =>
  [
    { currency: row.fee_currency, amount: row.fee },
    { currency: gateCoin, amount: row.gt_fee },
    { currency: gatePoints, amount: row.point_fee },
  ].flatMap(({ currency, amount }) => (amount === undefined || amount === '0' ? [] : [{ currency, amount }]));

/** A market that is not listed any more is told by its name, BASE_QUOTE; null where the name is not of that shape. */
function pairOf(id: string, listed: ReadonlyMap<string, Market>): Pair | null {
  const market = listed.get(id);
  if (market) return market;
  const [base, quote, ...rest] = id.split('_');
  return base && quote && rest.length === 0 ? { symbol: `${base}/${quote}`, base, quote } : null;
}

const toFill = (row: TradeRow, { symbol, base, quote }: Pair): ExchangeFill => ({
  id: row.id,
  orderId: row.order_id,
  executedAtUs: row.create_time_ms,
  exchange: 'gate',
  symbol,
  base,
  quote,
  market: 'spot',
  side: row.side,
  quantity: row.amount,
  price: row.price,
  fees: feesOf(row),
  liquidity: row.role,
  revision: 0,
});

/**
 * The fills of all markets, in the order of the payload.
 *
 * - `quantity` (> 0) is `amount`, in base (of a fill; a market order to buy has it in quote); `price` (≥ 0) is quote per base.
 * - `fees`: `fee` in `fee_currency`, `gt_fee` in GT, `point_fee` in GATEPOINT, each that is not 0; positive when charged,
 *   negative for a rebate. Rates are not in the payload.
 * - `executedAtUs`: "1706382263841.325000" ms is 1706382263841325 µs, so that two fills of one millisecond keep their order.
 *
 * A row of a market that is not in `markets` is read by its name, BASE_QUOTE. Rows of margin accounts come among those of spot
 * and are not marked. No rows give none. `unexpected-payload` names the field that does not fit: `[1].currency_pair` where its
 * name does not tell base and quote, `[1].fee_currency` where a fee has no coin; then no row counts.
 */
export function parseFills(payload: unknown, markets: Iterable<Market>): Result<readonly ExchangeFill[], Failure> {
  const rows = parsePayload(tradeRows, payload);
  if (!rows.ok) return rows;
  const listed = new Map([...markets].map((market) => [market.id, market]));
  const fills: ExchangeFill[] = [];
  for (const [index, row] of rows.value.entries()) {
    const pair = pairOf(row.currency_pair, listed);
    if (pair === null) return err(unexpected(`[${index}].currency_pair`, 'unknown-market'));
    if (row.fee !== '0' && row.fee_currency === '') return err(unexpected(`[${index}].fee_currency`, 'missing'));
    fills.push(toFill(row, pair));
  }
  return ok(fills);
}
