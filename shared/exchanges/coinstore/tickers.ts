/** Rows of GET /v1/ticker/price, which names markets in small letters. */
import { z } from 'zod';
import type { Failure } from '../../reasons';
import { ok, type Result, type UnixMs } from '../../result';
import { exponentText, nameText, parsePayload } from '../payload';
import type { Market, Ticker } from '../readings';
import { envelope } from './envelope';
import { marketCode } from './market-id';

const price = exponentText.refine((amount) => !amount.startsWith('-'), 'negative');
const priceRows = envelope(z.array(z.object({ symbol: nameText, price })));

/**
 * The last prices of the markets asked for, quote per base, read at `at`.
 *
 * Rows of other markets are left out, and so is a price of 0, which is none: nothing was ever traded there.
 * `unexpected-payload` where any row does not fit.
 */
export function parseTickers(
  payload: unknown,
  markets: readonly Market[],
  at: UnixMs,
): Result<readonly Ticker[], Failure> {
  const parsed = parsePayload(priceRows, payload);
  if (!parsed.ok) return parsed;
  const symbolByCode = new Map(markets.map((market) => [marketCode(market).toLowerCase(), market.symbol]));
  return ok(
    parsed.value.data.flatMap((row) => {
      const symbol = symbolByCode.get(row.symbol.toLowerCase());
      return symbol === undefined || row.price === '0' ? [] : [{ symbol, price: row.price, at }];
    }),
  );
}
