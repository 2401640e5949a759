/** Rows of GET /api/v3/ticker/price (`price`) and GET /api/v3/ticker/24hr (`lastPrice`). */
import { z } from 'zod';
import type { Failure } from '../../reasons';
import { ok, type Result, type UnixMs } from '../../result';
import { nameText, parsePayload, unsignedText } from '../payload';
import type { Market, Ticker } from '../readings';

/** Nothing was ever traded: the price is absent, empty or 0. */
const lastPrice = z.union([z.null(), z.literal(''), unsignedText]).optional();

/**
 * The last prices of the markets asked for, quote per base, read at `at`.
 *
 * Rows of other markets are not looked at, so that a strange one among thousands spoils nothing. A price that is missing,
 * empty or 0 is not known and left out. `unexpected-payload` names the field of a row that was asked for and does not fit.
 */
export function parseTickers(
  payload: unknown,
  markets: readonly Market[],
  at: UnixMs,
): Result<readonly Ticker[], Failure> {
  const symbolById = new Map(markets.map((market) => [market.id, market.symbol]));
  const asked = z.union([
    z.object({ symbol: nameText.refine((id) => !symbolById.has(id)) }).transform(() => null),
    z.object({ symbol: nameText, price: lastPrice, lastPrice }),
  ]);
  const rows = parsePayload(z.array(asked), payload);
  if (!rows.ok) return rows;
  return ok(
    rows.value.flatMap((row) => {
      const symbol = row ? symbolById.get(row.symbol) : undefined;
      const price = row?.price || row?.lastPrice;
      return symbol === undefined || !price || price === '0' ? [] : [{ symbol, price, at }];
    }),
  );
}
