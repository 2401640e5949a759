/** POST /v2/public/config/spot/symbols. */
import { z } from 'zod';
import type { Failure } from '../../reasons';
import { ok, type Result } from '../../result';
import { exponentText, idText, nameText, parsePayload } from '../payload';
import type { Market } from '../readings';
import { envelope } from './envelope';
import { marketIdOf } from './market-id';

const symbols = envelope(
  z.array(
    z.object({
      symbolId: idText,
      symbolCode: nameText,
      tradeCurrencyCode: nameText,
      quoteCurrencyCode: nameText,
      openTrade: z.boolean(),
      minLmtSz: exponentText.nullish(),
    }),
  ),
);

/**
 * Every spot market, closed ones too: they still have fills.
 *
 * Coins come in small letters and are ours in capitals; `active` while `openTrade`; `minQuantity`, in base, is the smallest
 * limit order, null where there is none or it is not above 0. `unexpected-payload` names the first field that does not fit.
 */
export function parseMarkets(payload: unknown): Result<readonly Market[], Failure> {
  const parsed = parsePayload(symbols, payload);
  if (!parsed.ok) return parsed;
  return ok(
    parsed.value.data.map(({ symbolId, symbolCode, tradeCurrencyCode, quoteCurrencyCode, openTrade, minLmtSz }) => {
      const [base, quote] = [tradeCurrencyCode.toUpperCase(), quoteCurrencyCode.toUpperCase()];
      const hasMinimum = typeof minLmtSz === 'string' && minLmtSz !== '0' && !minLmtSz.startsWith('-');
      return {
        id: marketIdOf(symbolCode.toUpperCase(), symbolId),
        symbol: `${base}/${quote}`,
        base,
        quote,
        active: openTrade,
        minQuantity: hasMinimum ? minLmtSz : null,
      };
    }),
  );
}
