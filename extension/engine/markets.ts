/**
 * An exchange's markets: kept for a day, since the engine restarts often and the list is megabytes.
 *
 * A list that cannot be refreshed is used on, however old: markets are only ever added or closed.
 */

import { z } from 'zod';
import { type ExchangeId, exchangeInfos } from '../../shared/exchanges/ids';
import { decimal } from '../../shared/money/decimal';
import type { Failure } from '../../shared/reasons';
import { ok, type Result } from '../../shared/result';
import { dayMs } from '../../shared/utc-day';
import type { ExchangeClient, Market } from '../exchanges/client';
import type { Store } from '../store/store';
import type { EngineDeps } from './context';
import { instantSchema } from './observed';
import type { Repeat } from './retry';

const marketSchema: z.ZodType<Market, unknown> = z.object({
  id: z.string(),
  symbol: z.string(),
  base: z.string(),
  quote: z.string(),
  active: z.boolean(),
  minQuantity: z.string().transform(decimal).nullable(),
});

const cacheSchema = z.object({ at: instantSchema, markets: z.array(marketSchema) });

/** Markets by symbol. */
export type MarketsBySymbol = ReadonlyMap<string, Market>;

const nameOf = (exchange: ExchangeId): string => `markets:${exchange}`;

export interface Markets {
  /** The exchange's markets, fetched through `client` where none are kept or they are older than a day. */
  of(exchange: ExchangeId, client: ExchangeClient, signal: AbortSignal): Promise<Result<MarketsBySymbol, Failure>>;
  /** The list that is kept, however old; null where there is none. Nobody is asked for it. */
  kept(exchange: ExchangeId): Promise<MarketsBySymbol | null>;
}

/** Creates the cache of an open vault; `onRead` hears of each list that an exchange has served. */
export function createMarkets(
  store: Store,
  deps: EngineDeps,
  repeat: Repeat,
  onRead: (exchange: ExchangeId) => void = () => undefined,
): Markets {
  const kept = new Map<ExchangeId, { at: number; bySymbol: MarketsBySymbol }>();
  const asking = new Map<ExchangeId, Promise<Result<MarketsBySymbol, Failure>>>();

  const keep = (exchange: ExchangeId, at: number, markets: readonly Market[]): MarketsBySymbol => {
    const bySymbol = new Map(markets.map((market) => [market.symbol, market]));
    kept.set(exchange, { at, bySymbol });
    return bySymbol;
  };

  async function read(exchange: ExchangeId): Promise<void> {
    const stored = await store.readLocal(nameOf(exchange), cacheSchema);
    if (stored.ok && stored.value && !kept.has(exchange)) keep(exchange, stored.value.at, stored.value.markets);
  }

  async function load(
    exchange: ExchangeId,
    client: ExchangeClient,
    signal: AbortSignal,
  ): Promise<Result<MarketsBySymbol, Failure>> {
    await read(exchange);
    const known = kept.get(exchange);
    if (known && deps.now() - known.at < dayMs) return ok(known.bySymbol);
    const [host = exchange] = exchangeInfos[exchange].hosts;
    const fetched = await repeat(host, () => client.markets(signal), signal);
    if (!fetched.ok) return known ? ok(known.bySymbol) : fetched;
    const at = deps.now();
    await store.write({ putLocal: [{ key: nameOf(exchange), value: { at, markets: fetched.value } }] }); // only a cache: a failed write costs a fetch
    const bySymbol = keep(exchange, at, fetched.value);
    onRead(exchange);
    return ok(bySymbol);
  }

  return {
    of: (exchange, client, signal) => {
      const known = kept.get(exchange);
      if (known && deps.now() - known.at < dayMs) return Promise.resolve(ok(known.bySymbol));
      const running = asking.get(exchange) ?? load(exchange, client, signal).finally(() => asking.delete(exchange));
      asking.set(exchange, running);
      return running;
    },
    kept: async (exchange) => {
      if (!kept.has(exchange)) await read(exchange);
      return kept.get(exchange)?.bySymbol ?? null;
    },
  };
}
