/** Rows of GET /api/v3/ticker/price (`price`) and GET /api/v3/ticker/24hr (`lastPrice`). */
import { z } from 'zod';
import type { Failure } from '../../reasons';
import { ok, type Result, type UnixMs } from '../../result';
import { nameText, parsePayload, unsignedText } from '../payload';
import type { Market, Ticker } from '../readings';

const priceRows = z.array(
  z.union([
    z.object({ symbol: nameText, price: unsignedText }),
    z.object({ symbol: nameText, lastPrice: unsignedText }).transform((row) => ({ ...row, price: row.lastPrice })),
  ]),
);

/**
 * The last prices of the markets asked for, quote per base, read at `at`.
 *
 * Rows of other markets are left out, and so is a price of 0, which Binance gives where nothing was ever traded: such a
 * price is not known. `unexpected-payload` where any row does not fit.
 */
export function parseTickers(
  payload: unknown,
  markets: readonly Market[],
  at: UnixMs,
): Result<readonly Ticker[], Failure> {
  const rows = parsePayload(priceRows, payload);
  if (!rows.ok) return rows;
  const symbolById = new Map(markets.map((market) => [market.id, market.symbol]));
  return ok(
    rows.value.flatMap(({ symbol: id, price }) => {
      const symbol = symbolById.get(id);
      return symbol === undefined || price === '0' ? [] : [{ symbol, price, at }];
    }),
  );
}
