/** Rows of GET /spot/tickers. */
import { z } from 'zod';
import type { Failure } from '../../reasons';
import { ok, type Result, type UnixMs } from '../../result';
import { nameText, parsePayload, unsignedText } from '../payload';
import type { Market, Ticker } from '../readings';

const tickerRows = z.array(z.object({ currency_pair: nameText, last: z.union([z.literal(''), unsignedText]) }));

/**
 * The last prices of the markets asked for, quote per base, read at `at`.
 *
 * Rows of other markets are left out, and so is a price of 0 or none, where nothing was ever traded: such a price is not
 * known. `unexpected-payload` where any row does not fit.
 */
export function parseTickers(
  payload: unknown,
  markets: readonly Market[],
  at: UnixMs,
): Result<readonly Ticker[], Failure> {
  const rows = parsePayload(tickerRows, payload);
  if (!rows.ok) return rows;
  const symbolById = new Map(markets.map((market) => [market.id, market.symbol]));
  return ok(
    rows.value.flatMap(({ currency_pair: id, last: price }) => {
      const symbol = symbolById.get(id);
      return symbol === undefined || price === '' || price === '0' ? [] : [{ symbol, price, at }];
    }),
  );
}
