/** GET /markets and GET /timestamp. */
import { z } from 'zod';
import type { Failure } from '../../reasons';
import { ok, type Result, type UnixMs } from '../../result';
import { instantText, nameText, parsePayload, unsignedText } from '../payload';
import type { Market } from '../readings';

const marketRows = z.array(
  z.object({
    symbol: nameText,
    baseCurrencyName: nameText,
    quoteCurrencyName: nameText,
    state: z.string(),
    symbolTradeLimit: z.object({ minQuantity: unsignedText.optional() }).optional(),
  }),
);

/** A market in post-only mode still trades; in any other state but the normal one it rests. */
const tradingStates = new Set(['NORMAL', 'POST_ONLY']);

/**
 * Every spot market, resting ones too: they still have fills.
 *
 * `id` is BASE_QUOTE, `symbol` BASE/QUOTE; `minQuantity`, in base, is null where there is none or it is 0.
 * `unexpected-payload` names the first field that does not fit.
 */
export function parseMarkets(payload: unknown): Result<readonly Market[], Failure> {
  const rows = parsePayload(marketRows, payload);
  if (!rows.ok) return rows;
  return ok(
    rows.value.map(({ symbol, baseCurrencyName, quoteCurrencyName, state, symbolTradeLimit }) => {
      const minQuantity = symbolTradeLimit?.minQuantity ?? '0';
      return {
        id: symbol,
        symbol: `${baseCurrencyName}/${quoteCurrencyName}`,
        base: baseCurrencyName,
        quote: quoteCurrencyName,
        active: tradingStates.has(state),
        minQuantity: minQuantity === '0' ? null : minQuantity,
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
