/** GET /spot/v1/symbols/details and GET /system/time. */
import { z } from 'zod';
import type { Failure } from '../../reasons';
import { ok, type Result, type UnixMs } from '../../result';
import { instantText, nameText, parsePayload, unsignedText } from '../payload';
import type { Market } from '../readings';

const detailsReply = z.object({
  data: z.object({
    symbols: z.array(
      z.object({
        symbol: nameText,
        base_currency: nameText,
        quote_currency: nameText,
        base_min_size: unsignedText,
        trade_status: z.string(),
      }),
    ),
  }),
});

/**
 * Every spot market that BitMart still lists; those that it has delisted are gone from the list, and so may all be once trading
 * has ended: fills tell their base and quote themselves.
 *
 * `id` is BTC_USDT; `symbol` is ours, BASE/QUOTE; `active` while `trade_status` is "trading" ("pre-trade" is not);
 * `minQuantity`, in base, is `base_min_size` (written with 30 decimals), null where it is 0.
 * `unexpected-payload` names the first field that does not fit.
 */
export function parseMarkets(payload: unknown): Result<readonly Market[], Failure> {
  const reply = parsePayload(detailsReply, payload);
  if (!reply.ok) return reply;
  return ok(
    reply.value.data.symbols.map(({ symbol, base_currency, quote_currency, base_min_size, trade_status }) => ({
      id: symbol,
      symbol: `${base_currency}/${quote_currency}`,
      base: base_currency,
      quote: quote_currency,
      active: trade_status === 'trading',
      minQuantity: base_min_size === '0' ? null : base_min_size,
    })),
  );
}

const timeReply = z.object({ data: z.object({ server_time: instantText }) });

/** The exchange's clock, milliseconds. */
export function parseServerTime(payload: unknown): Result<UnixMs, Failure> {
  const reply = parsePayload(timeReply, payload);
  return reply.ok ? ok(reply.value.data.server_time) : reply;
}
