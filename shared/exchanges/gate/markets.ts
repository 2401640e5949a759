/** GET /spot/currency_pairs and GET /spot/time. */
import { z } from 'zod';
import type { Failure } from '../../reasons';
import { ok, type Result, type UnixMs } from '../../result';
import { instantText, nameText, parsePayload, unsignedText } from '../payload';
import type { Market } from '../readings';

const currencyPairs = z.array(
  z.object({
    id: nameText,
    base: nameText,
    quote: nameText,
    trade_status: z.string(),
    min_base_amount: unsignedText.optional(),
  }),
);

/**
 * Every spot market that Gate lists, halted ones too; of those that it has taken off the list, fills still name the market.
 *
 * `symbol` is ours, BASE/QUOTE; `active` unless its status is `untradable` (`buyable` and `sellable` are traded one way);
 * `minQuantity`, in base, is null where there is none or it is 0. `unexpected-payload` names the first field that does not fit.
 */
export function parseMarkets(payload: unknown): Result<readonly Market[], Failure> {
  const parsed = parsePayload(currencyPairs, payload);
  if (!parsed.ok) return parsed;
  return ok(
    parsed.value.map(({ id, base, quote, trade_status: status, min_base_amount: minQuantity }) => ({
      id,
      symbol: `${base}/${quote}`,
      base,
      quote,
      active: status !== 'untradable',
      minQuantity: minQuantity === undefined || minQuantity === '0' ? null : minQuantity,
    })),
  );
}

const serverTime = z.object({ server_time: instantText });

/** The exchange's clock. */
export function parseServerTime(payload: unknown): Result<UnixMs, Failure> {
  const parsed = parsePayload(serverTime, payload);
  return parsed.ok ? ok(parsed.value.server_time) : parsed;
}
