/** Which assets and markets an account touched, from its deposits and open orders. */

import { parseDepositAssets, parseOrderMarketIds } from '../../../shared/exchanges/binance/traces';
import type { Failure } from '../../../shared/reasons';
import { ok, type Result, type UnixMs } from '../../../shared/result';
import { dayMs } from '../../../shared/utc-day';
import type { Call } from '../call';
import type { Market, Traces } from '../client';
import { type BinanceEndpoint, binanceEndpoints } from './endpoints';

/** Deposits are served in windows of at most 90 days. */
const windowMs = 90 * dayMs;
/** Three years and a little back, at weight 1 each: an older deposit is found by the trader's own symbols or the deep scan. */
const windowCount = 13;
const depositPageSize = 1000;
/** Pages of one window; 10,000 deposits in 90 days name their coins many times over. */
const longestOffset = 10 * depositPageSize;

async function windowAssets(
  call: Call<BinanceEndpoint>,
  startTime: number,
  endTime: number,
  signal: AbortSignal | undefined,
): Promise<Result<readonly string[], Failure>> {
  const assets: string[] = [];
  for (let offset = 0; offset < longestOffset; offset += depositPageSize) {
    const params = {
      startTime: String(startTime),
      endTime: String(endTime),
      limit: String(depositPageSize),
      offset: String(offset),
    };
    const answer = await call(binanceEndpoints.deposits, params, signal);
    if (!answer.ok) return answer;
    const page = parseDepositAssets(answer.value.payload);
    if (!page.ok) return page;
    assets.push(...page.value);
    if (page.value.length < depositPageSize) break;
  }
  return ok(assets);
}

/** The first window that fails ends the search: the assets found until then stand, beside the reason. */
async function depositAssets(
  call: Call<BinanceEndpoint>,
  now: UnixMs,
  signal: AbortSignal | undefined,
): Promise<Traces> {
  const assets = new Set<string>();
  for (let index = 0; index < windowCount; index += 1) {
    const endTime = now - index * windowMs;
    const found = await windowAssets(call, endTime - windowMs + 1, endTime, signal);
    if (!found.ok) return { assets: [...assets], symbols: [], failures: [{ ...found.error, subject: 'deposits' }] };
    for (const asset of found.value) assets.add(asset);
  }
  return { assets: [...assets], symbols: [], failures: [] };
}

/** An order in a market that the list does not have is named as `unsupported`. */
async function orderSymbols(
  call: Call<BinanceEndpoint>,
  markets: readonly Market[],
  signal: AbortSignal | undefined,
): Promise<Traces> {
  const answer = await call(binanceEndpoints.openOrders, {}, signal);
  const ids = answer.ok ? parseOrderMarketIds(answer.value.payload) : answer;
  if (!ids.ok) return { assets: [], symbols: [], failures: [{ ...ids.error, subject: 'open orders' }] };
  const marketById = new Map(markets.map((market) => [market.id, market]));
  const known = ids.value.flatMap((id) => marketById.get(id) ?? []);
  const unknown = ids.value.filter((id) => !marketById.has(id));
  return {
    assets: known.flatMap((market) => [market.base, market.quote]),
    symbols: known.map((market) => market.symbol),
    failures: unknown.map((id) => ({ reason: 'unsupported', subject: id })),
  };
}

/** Both parts, one after another; each that fails is named in `failures` by `subject`. */
export async function readTraces(
  call: Call<BinanceEndpoint>,
  markets: readonly Market[],
  now: UnixMs,
  signal: AbortSignal | undefined,
): Promise<Traces> {
  const parts = [await orderSymbols(call, markets, signal), await depositAssets(call, now, signal)];
  return {
    assets: [...new Set(parts.flatMap((part) => part.assets))],
    symbols: [...new Set(parts.flatMap((part) => part.symbols))],
    failures: parts.flatMap((part) => part.failures),
  };
}
