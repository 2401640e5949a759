/** GET /api/v3/exchangeInfo and GET /api/v3/time. */
import { z } from 'zod';
import type { Failure } from '../../reasons';
import { ok, type Result, type UnixMs } from '../../result';
import { instantText, nameText, parsePayload, unsignedText } from '../payload';
import type { Market } from '../readings';

const exchangeInfo = z.object({
  symbols: z.array(
    z.object({
      symbol: nameText,
      status: z.string(),
      baseAsset: nameText,
      quoteAsset: nameText,
      filters: z.array(z.object({ filterType: z.string(), minQty: unsignedText.optional() })),
    }),
  ),
});

/**
 * Every spot market, halted and ended ones too: they still have fills.
 *
 * `symbol` is ours, BASE/QUOTE; `active` while its status is TRADING; `minQuantity`, in base, is that of LOT_SIZE, null
 * where there is none or it is 0. `unexpected-payload` names the first field that does not fit.
 */
export function parseMarkets(payload: unknown): Result<readonly Market[], Failure> {
  const parsed = parsePayload(exchangeInfo, payload);
  if (!parsed.ok) return parsed;
  return ok(
    parsed.value.symbols.map(({ symbol, status, baseAsset, quoteAsset, filters }) => {
      const minQuantity = filters.find((filter) => filter.filterType === 'LOT_SIZE')?.minQty;
      return {
        id: symbol,
        symbol: `${baseAsset}/${quoteAsset}`,
        base: baseAsset,
        quote: quoteAsset,
        active: status === 'TRADING',
        minQuantity: minQuantity === undefined || minQuantity === '0' ? null : minQuantity,
      };
    }),
  );
}

const serverTime = z.object({ serverTime: instantText });

/** The exchange's clock. */
export function parseServerTime(payload: unknown): Result<UnixMs, Failure> {
  const parsed = parsePayload(serverTime, payload);
  return parsed.ok ? ok(parsed.value.serverTime) : parsed;
}
