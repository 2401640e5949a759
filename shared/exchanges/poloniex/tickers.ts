/** GET /markets/ticker24h: one row per spot market. */
import { z } from 'zod';
import type { Failure } from '../../reasons';
import { ok, type Result, type UnixMs } from '../../result';
import { nameText, parsePayload, unsignedText } from '../payload';
import type { Market, Ticker } from '../readings';

const tickerRows = z.array(z.object({ symbol: nameText, close: unsignedText }));

/**
 * The last prices of the markets asked for, quote per base, read at `at`.
 *
 * `close` is the last price of the last 24 hours. Rows of other markets are left out, and so is a price of 0, which stands
 * where nothing was traded: such a price is not known. `unexpected-payload` where any row does not fit.
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
    rows.value.flatMap(({ symbol: id, close }) => {
      const symbol = symbolById.get(id);
      return symbol === undefined || close === '0' ? [] : [{ symbol, price: close, at }];
    }),
  );
}
