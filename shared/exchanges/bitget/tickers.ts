/** GET /api/v2/spot/market/tickers. */
import { z } from 'zod';
import type { Failure } from '../../reasons';
import { err, ok, type Result, type UnixMs } from '../../result';
import { nameText, parsePayload, unexpected, unsignedText } from '../payload';
import type { Market, Ticker } from '../readings';
import { enveloped } from './envelope';

const rows = enveloped(z.array(z.object({ symbol: nameText, lastPr: z.string().nullable() })));

/**
 * The last prices of the markets asked for, quote per base, read at `at`.
 *
 * Rows of other markets are left out, and so is a price of 0, "" or null, which is told of a market where nothing was ever
 * traded: such a price is not known. `unexpected-payload` where a row is of another shape or an asked market's price is no
 * decimal.
 */
export function parseTickers(
  payload: unknown,
  markets: readonly Market[],
  at: UnixMs,
): Result<readonly Ticker[], Failure> {
  const parsed = parsePayload(rows, payload);
  if (!parsed.ok) return parsed;
  const symbolById = new Map(markets.map((market) => [market.id, market.symbol]));
  const tickers: Ticker[] = [];
  for (const [index, { symbol: id, lastPr }] of parsed.value.data.entries()) {
    const symbol = symbolById.get(id);
    if (symbol === undefined || lastPr === null || lastPr === '') continue;
    const price = unsignedText.safeParse(lastPr);
    if (!price.success) return err(unexpected(`data[${index}].lastPr`, 'not-a-price'));
    if (price.data !== '0') tickers.push({ symbol, price: price.data, at });
  }
  return ok(tickers);
}
