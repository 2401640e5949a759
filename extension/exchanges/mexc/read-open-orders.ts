/**
 * Which markets have an open order.
 *
 * MEXC's documentation asks for a symbol, of five at most; without one it has been seen to list all. So all are asked for first.
 * Where that is refused, the markets that locked balances point to are asked for: those whose base is locked (a sell), and
 * those whose quote is locked and whose base is held (a buy that was filled in part). A buy of a coin that is not held is
 * not found then: it has brought no fill yet.
 */
import { parseBalances } from '../../../shared/exchanges/mexc/balances';
import { parseOrderMarketIds } from '../../../shared/exchanges/mexc/traces';
import type { Balance, Market } from '../../../shared/exchanges/readings';
import type { Failure } from '../../../shared/reasons';
import { ok, type Result } from '../../../shared/result';
import { ask, type Call } from '../call';
import { type MexcEndpoint, mexcEndpoints } from './endpoints';

const symbolsPerCall = 5;
/** A base that is locked has a few markets; a quote has hundreds, of which those held count. */
const mostMarkets = 50;

interface OpenOrders {
  readonly marketIds: readonly string[];
  /** What was not looked into. */
  readonly failures: readonly Failure[];
}

/** The markets in which the account may have an order, judged by what is locked. */
function pointedTo(balances: readonly Balance[], markets: readonly Market[]): readonly Market[] {
  const held = new Set(balances.map(({ asset }) => asset));
  const locked = new Set(balances.filter((balance) => balance.locked !== '0').map(({ asset }) => asset));
  return markets.filter(
    ({ active, base, quote }) => active && (locked.has(base) || (locked.has(quote) && held.has(base))),
  );
}

const tooMany = (count: number): Failure => ({
  reason: 'unsupported',
  detail: `asked for ${mostMarkets} of ${count} markets`,
});

const listed = (call: Call<MexcEndpoint>, params: Readonly<Record<string, string>>, signal: AbortSignal | undefined) =>
  ask(call, mexcEndpoints.openOrders, params, signal, ({ payload }) => parseOrderMarketIds(payload));

async function readBySymbol(
  call: Call<MexcEndpoint>,
  markets: readonly Market[],
  signal: AbortSignal | undefined,
): Promise<Result<OpenOrders, Failure>> {
  const balances = await ask(call, mexcEndpoints.account, {}, signal, ({ payload }) => parseBalances(payload));
  if (!balances.ok) return balances;
  const candidates = pointedTo(balances.value, markets);
  const found: string[] = [];
  for (let first = 0; first < Math.min(candidates.length, mostMarkets); first += symbolsPerCall) {
    const asked = candidates.slice(first, Math.min(first + symbolsPerCall, mostMarkets));
    const ids = await listed(call, { symbol: asked.map(({ id }) => id).join(',') }, signal);
    if (!ids.ok) return ids;
    found.push(...ids.value);
  }
  const failures = candidates.length > mostMarkets ? [tooMany(candidates.length)] : [];
  return ok({ marketIds: found, failures });
}

/** The markets of all open orders; a failure where neither way leads to them. */
export async function readOpenOrders(
  call: Call<MexcEndpoint>,
  markets: readonly Market[],
  signal: AbortSignal | undefined,
): Promise<Result<OpenOrders, Failure>> {
  const all = await listed(call, {}, signal);
  if (all.ok) return ok({ marketIds: all.value, failures: [] });
  const wantsSymbol = all.error.reason === 'unexpected-payload' || all.error.reason === 'unsupported';
  return wantsSymbol ? readBySymbol(call, markets, signal) : all;
}
