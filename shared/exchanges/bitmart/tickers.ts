/**
 * GET /spot/quotation/v3/tickers: rows are arrays of texts.
 *
 * A row is [symbol, last, v_24h, qv_24h, open_24h, high_24h, low_24h, fluctuation, bid_px, bid_sz, ask_px, ask_sz, ts]. BitMart
 * lists the markets that were traded within 24 hours, so that since the end of trading the list may be empty, or stand still.
 */
import { z } from 'zod';
import type { Failure } from '../../reasons';
import { ok, type Result, type UnixMs } from '../../result';
import { instantText, nameText, parsePayload, unsignedText } from '../payload';
import type { Market, Ticker } from '../readings';

/** Where a market has no price, its place is empty. */
const lastPrice = z.union([unsignedText, z.literal(''), z.null()]);
const unread = z.unknown();

const tickersReply = z.object({
  data: z.array(
    z
      .tuple([
        ...([nameText, lastPrice, unread, unread, unread, unread, unread] as const),
        ...([unread, unread, unread, unread, unread, instantText] as const),
      ])
      .rest(unread)
      .transform(([id, price, , , , , , , , , , , at]) => ({ id, price, at })),
  ),
});

/** A row that is older belongs to a market that is no longer traded here: its price is nobody's price of today. */
const oldestMs = 24 * 3_600_000;

/**
 * The last prices of the markets asked for, quote per base, read at `at`.
 *
 * Left out, since the price is then not known: a market without a row, a price that is empty or 0, and a row that BitMart made
 * more than 24 hours before `at` (what stands still since trading ended). `unexpected-payload` where any row does not fit.
 */
export function parseTickers(
  payload: unknown,
  markets: readonly Market[],
  at: UnixMs,
): Result<readonly Ticker[], Failure> {
  const reply = parsePayload(tickersReply, payload);
  if (!reply.ok) return reply;
  const symbolById = new Map(markets.map((market) => [market.id, market.symbol]));
  return ok(
    reply.value.data.flatMap(({ id, price, at: madeAt }) => {
      const symbol = symbolById.get(id);
      const known = price !== null && price !== '' && price !== '0' && at - madeAt <= oldestMs;
      return symbol === undefined || !known ? [] : [{ symbol, price, at }];
    }),
  );
}
