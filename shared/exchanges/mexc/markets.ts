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
      baseSizePrecision: unsignedText.optional(),
    }),
  ),
});

/** "1" is online, "2" paused, "3" offline; older versions of the documentation have the word ENABLED. */
const online = new Set(['1', 'ENABLED']);

/**
 * Every spot market that MEXC lists, paused and offline ones too: they still have fills.
 *
 * `symbol` is ours, BASE/QUOTE; `active` while it is online, whether or not orders may be placed through the API
 * (`isSpotTradingAllowed`): it has a price all the same. `minQuantity`, in base, is `baseSizePrecision`, null where that is
 * missing or 0. `unexpected-payload` names the first field that does not fit.
 */
export function parseMarkets(payload: unknown): Result<readonly Market[], Failure> {
  const parsed = parsePayload(exchangeInfo, payload);
  if (!parsed.ok) return parsed;
  return ok(
    parsed.value.symbols.map(({ symbol, status, baseAsset, quoteAsset, baseSizePrecision = null }) => ({
      id: symbol,
      symbol: `${baseAsset}/${quoteAsset}`,
      base: baseAsset,
      quote: quoteAsset,
      active: online.has(status),
      minQuantity: baseSizePrecision === '0' ? null : baseSizePrecision,
    })),
  );
}

const serverTime = z.object({ serverTime: instantText });

/** The exchange's clock. */
export function parseServerTime(payload: unknown): Result<UnixMs, Failure> {
  const parsed = parsePayload(serverTime, payload);
  return parsed.ok ? ok(parsed.value.serverTime) : parsed;
}
