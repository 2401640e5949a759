/** Rows of POST /spot/v4/query/trades. */
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

const tradesReply = z.object({
  data: z.array(
    z.object({
      tradeId: idText,
      orderId: idText,
      symbol: nameText,
      side: z.enum(['buy', 'sell']),
      orderMode: z.enum(['spot', 'iso_margin']),
      price: unsignedText,
      size: positiveText,
      fee: amountText,
      feeCoinName: z.string().max(64).nullish(),
      tradeRole: z.enum(['maker', 'taker']),
      createTime: instantText,
    }),
  ),
});

type TradeRow = z.infer<typeof tradesReply>['data'][number];
type Pair = Pick<Market, 'symbol' | 'base' | 'quote'>;

const halves = /^([^_]+)_([^_]+)$/;

/** Base and quote as the list of markets has them, else as the symbol says: a market that is gone still has fills. */
function pairOf(id: string, pairById: ReadonlyMap<string, Pair>): Pair | null {
  const listed = pairById.get(id);
  if (listed) return listed;
  const [, base, quote] = halves.exec(id) ?? [];
  return base && quote ? { symbol: `${base}/${quote}`, base, quote } : null;
}

const toFill = (row: TradeRow, { symbol, base, quote }: Pair): ExchangeFill => ({
  id: row.tradeId,
  orderId: row.orderId,
  executedAtUs: row.createTime * 1000,
  exchange: 'bitmart',
  ...{ symbol, base, quote },
  market: row.orderMode === 'spot' ? 'spot' : 'margin',
  side: row.side,
  quantity: row.size,
  price: row.price,
  fees: row.fee === '0' ? [] : [{ currency: row.feeCoinName ?? '', amount: row.fee }],
  liquidity: row.tradeRole,
  revision: 0,
});

/**
 * The fills of a page, of whatever markets, in the order of the payload.
 *
 * `quantity` (> 0) is `size` in base, `price` (≥ 0) quote per base. `fee` is positive when charged, in `feeCoinName` (the coin
 * that was really paid: base, quote, or BMX), and is left out at 0. `createTime` is that of the execution: in BitMart's own
 * samples it lies between the order's creation and its last change. An isolated-margin row is a fill of the margin market.
 * Base and quote come from `markets` (any order, ids as BitMart writes them), else from the two halves of the symbol: BTC_USDT.
 * No rows give none. `unexpected-payload` names the field that does not fit: `data[1].symbol` where a symbol tells no base and
 * quote, `data[1].feeCoinName` where a fee has no coin; then no row counts.
 */
export function parseFills(payload: unknown, markets: Iterable<Market>): Result<readonly ExchangeFill[], Failure> {
  const reply = parsePayload(tradesReply, payload);
  if (!reply.ok) return reply;
  const pairById = new Map<string, Pair>();
  for (const market of markets) pairById.set(market.id, market);
  const fills: ExchangeFill[] = [];
  for (const [index, row] of reply.value.data.entries()) {
    const pair = pairOf(row.symbol, pairById);
    if (pair === null) return err(unexpected(`data[${index}].symbol`, 'no-base-and-quote'));
    if (row.fee !== '0' && !row.feeCoinName) return err(unexpected(`data[${index}].feeCoinName`, 'missing'));
    fills.push(toFill(row, pair));
  }
  return ok(fills);
}
