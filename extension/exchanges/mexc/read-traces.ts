/** Which assets and markets an account touched, from its deposits and open orders. */

import { parseDeposits } from '../../../shared/exchanges/mexc/traces';
import type { Failure } from '../../../shared/reasons';
import { err, ok, type Result, type UnixMs } from '../../../shared/result';
import { dayMs } from '../../../shared/utc-day';
import { ask, type Call } from '../call';
import type { Market, Traces } from '../client';
import { type MexcEndpoint, mexcEndpoints } from './endpoints';
import { readOpenOrders } from './read-open-orders';

/** One call may span 7 days, both ends counted, and reach 90 days back: refused beyond. */
const windowMs = 7 * dayMs;
const reachMs = 90 * dayMs;
/** For the time that a request waits, and clocks that differ. */
const marginMs = 300_000;
const depositPageSize = 1000;

/** The assets deposited within a span; a full page, which may have been cut, is asked for again in halves. */
async function assetsWithin(
  call: Call<MexcEndpoint>,
  startTime: number,
  endTime: number,
  signal: AbortSignal | undefined,
): Promise<Result<readonly string[], Failure>> {
  const params = { startTime: String(startTime), endTime: String(endTime), limit: String(depositPageSize) };
  const page = await ask(call, mexcEndpoints.deposits, params, signal, ({ payload }) => parseDeposits(payload));
  if (!page.ok) return page;
  if (page.value.rows < depositPageSize || endTime - startTime < dayMs) return ok(page.value.assets);
  const middle = Math.floor((startTime + endTime) / 2);
  const older = await assetsWithin(call, startTime, middle, signal);
  if (!older.ok) return older;
  const newer = await assetsWithin(call, middle + 1, endTime, signal);
  return newer.ok ? ok([...page.value.assets, ...older.value, ...newer.value]) : newer;
}

/** From the newest window back; the first that fails ends the search: the assets found until then stand, beside the reason. */
async function depositAssets(call: Call<MexcEndpoint>, now: UnixMs, signal: AbortSignal | undefined): Promise<Traces> {
  const assets = new Set<string>();
  const oldest = now - reachMs + marginMs;
  for (let endTime: number = now; endTime > oldest; endTime -= windowMs) {
    const found = await assetsWithin(call, Math.max(endTime - windowMs + 1, oldest), endTime, signal);
    if (!found.ok) return { assets: [...assets], symbols: [], failures: [{ ...found.error, subject: 'deposits' }] };
    for (const asset of found.value) assets.add(asset);
  }
  return { assets: [...assets], symbols: [], failures: [] };
}

/** An order in a market that the list does not have is named as `unsupported`. */
async function orderSymbols(
  call: Call<MexcEndpoint>,
  markets: readonly Market[],
  signal: AbortSignal | undefined,
): Promise<Traces> {
  const orders = await readOpenOrders(call, markets, signal);
  if (!orders.ok) return { assets: [], symbols: [], failures: [{ ...orders.error, subject: 'open orders' }] };
  const { marketIds, failures } = orders.value;
  const marketById = new Map(markets.map((market) => [market.id, market]));
  const known = marketIds.flatMap((id) => marketById.get(id) ?? []);
  const unknown = marketIds.filter((id) => !marketById.has(id));
  return {
    assets: known.flatMap((market) => [market.base, market.quote]),
    symbols: known.map((market) => market.symbol),
    failures: [
      ...failures.map((failure) => ({ ...failure, subject: 'open orders' })),
      ...unknown.map((id) => ({ reason: 'unsupported', subject: id }) as const),
    ],
  };
}

/** Both parts, one after another; each that fails is named in `failures` by `subject`. A caller's stop ends both. */
export async function readTraces(
  call: Call<MexcEndpoint>,
  markets: readonly Market[],
  now: UnixMs,
  signal: AbortSignal | undefined,
): Promise<Result<Traces, Failure>> {
  const parts = [await orderSymbols(call, markets, signal), await depositAssets(call, now, signal)];
  if (signal?.aborted) return err({ reason: 'cancelled' });
  return ok({
    assets: [...new Set(parts.flatMap((part) => part.assets))],
    symbols: [...new Set(parts.flatMap((part) => part.symbols))],
    failures: parts.flatMap((part) => part.failures),
  });
}
