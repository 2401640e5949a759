/** GET /api/v2/spot/public/symbols and GET /api/v2/public/time; and what a market's own name tells where it is not listed. */
import { z } from 'zod';
import type { Failure } from '../../reasons';
import { ok, type Result, type UnixMs } from '../../result';
import { instantText, nameText, parsePayload, unsignedText } from '../payload';
import type { Market } from '../readings';
import { enveloped } from './envelope';

const symbols = enveloped(
  z.array(
    z.object({
      symbol: nameText,
      baseCoin: nameText,
      quoteCoin: nameText,
      minTradeAmount: unsignedText,
      status: z.string(),
    }),
  ),
);

/**
 * Every spot market that Bitget lists. Delisted ones are not among them, though they still have fills: see `marketNamer`.
 *
 * `symbol` is ours, BASE/QUOTE; `active` while its status is online (not halt, gray or offline); `minQuantity`, in base, is
 * null where `minTradeAmount` is 0. `unexpected-payload` names the first field that does not fit.
 */
export function parseMarkets(payload: unknown): Result<readonly Market[], Failure> {
  const parsed = parsePayload(symbols, payload);
  if (!parsed.ok) return parsed;
  return ok(
    parsed.value.data.map(({ symbol, baseCoin, quoteCoin, minTradeAmount, status }) => ({
      id: symbol,
      symbol: `${baseCoin}/${quoteCoin}`,
      base: baseCoin,
      quote: quoteCoin,
      active: status === 'online',
      minQuantity: minTradeAmount === '0' ? null : minTradeAmount,
    })),
  );
}

/** The coins of a market, as its fills are named by. */
export interface MarketName {
  readonly symbol: string;
  readonly base: string;
  readonly quote: string;
}

/**
 * Creates what names a market by Bitget's own symbol (BTCUSDT).
 *
 * A listed market has its own coins, in their own case. Any other symbol is split before the longest coin that ends it and is
 * the quote of a listed market: with USD and USDT known, LUNAUSDT is LUNA/USDT. Null where none does.
 */
export function marketNamer(markets: Iterable<Market>): (symbol: string) => MarketName | null {
  const byId = new Map([...markets].map((market) => [market.id, market]));
  const quotes = [...new Set([...byId.values()].map(({ quote }) => quote))].sort((a, b) => b.length - a.length);
  return (symbol) => {
    const listed = byId.get(symbol);
    if (listed) return { symbol: listed.symbol, base: listed.base, quote: listed.quote };
    const quote = quotes.find((coin) => symbol.endsWith(coin) && symbol.length > coin.length);
    if (quote === undefined) return null;
    const base = symbol.slice(0, -quote.length);
    return { symbol: `${base}/${quote}`, base, quote };
  };
}

const serverTime = enveloped(z.object({ serverTime: instantText }));

/** The exchange's clock. */
export function parseServerTime(payload: unknown): Result<UnixMs, Failure> {
  const parsed = parsePayload(serverTime, payload);
  return parsed.ok ? ok(parsed.value.data.serverTime) : parsed;
}
