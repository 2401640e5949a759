/**
 * Which coins and markets an account touched, from its open orders, deposits and withdrawals.
 *
 * Deposits are listed coin by coin: to ask for every coin would take as many calls as to ask every market for its fills,
 * which the deep scan does and which tells more. So deposits are asked for the coins that markets are quoted in, most of which
 * are traded against each other; withdrawals are listed for all coins at once.
 */

import { marketCode } from '../../../shared/exchanges/coinstore/market-id';
import {
  parseDepositAssets,
  parseOrderMarketCodes,
  parseWithdrawalAssets,
} from '../../../shared/exchanges/coinstore/traces';
import type { Failure } from '../../../shared/reasons';
import type { Call } from '../call';
import type { Market, Traces } from '../client';
import { type CoinstoreEndpoint, coinstoreEndpoints } from './endpoints';

/** Coins whose deposits are asked for, those that most markets are quoted in. */
const mostCoins = 12;
/** Withdrawals of one call: a thousand name an account's coins many times over. */
const withdrawalRows = '1000';

const nothing = (error: Failure, subject: string): Traces => ({
  assets: [],
  symbols: [],
  failures: [{ ...error, subject }],
});

/** An order in a market that the list does not have is named as `unsupported`. */
async function orderTraces(
  call: Call<CoinstoreEndpoint>,
  markets: readonly Market[],
  signal: AbortSignal | undefined,
): Promise<Traces> {
  const answer = await call(coinstoreEndpoints.openOrders, {}, signal);
  const codes = answer.ok ? parseOrderMarketCodes(answer.value.payload) : answer;
  if (!codes.ok) return nothing(codes.error, 'open orders');
  const marketByCode = new Map(markets.map((market) => [marketCode(market), market]));
  const known = codes.value.flatMap((code) => marketByCode.get(code) ?? []);
  const unknown = codes.value.filter((code) => !marketByCode.has(code));
  return {
    assets: known.flatMap(({ base, quote }) => [base, quote]),
    symbols: known.map(({ symbol }) => symbol),
    failures: unknown.map((code) => ({ reason: 'unsupported', subject: code })),
  };
}

function quoteCoins(markets: readonly Market[]): readonly string[] {
  const counts = new Map<string, number>();
  for (const { quote } of markets) counts.set(quote, (counts.get(quote) ?? 0) + 1);
  return [...counts]
    .toSorted(([, a], [, b]) => b - a)
    .slice(0, mostCoins)
    .map(([coin]) => coin);
}

/** One deposit names its coin. The first call that fails ends the asking: what was found until then stands, beside the reason. */
async function depositTraces(
  call: Call<CoinstoreEndpoint>,
  markets: readonly Market[],
  signal: AbortSignal | undefined,
): Promise<Traces> {
  const assets: string[] = [];
  for (const currencyCode of quoteCoins(markets)) {
    const answer = await call(coinstoreEndpoints.deposits, { currencyCode, limit: '1' }, signal);
    const found = answer.ok ? parseDepositAssets(answer.value.payload) : answer;
    if (!found.ok) return { ...nothing(found.error, 'deposits'), assets };
    assets.push(...found.value);
  }
  return { assets, symbols: [], failures: [] };
}

async function withdrawalTraces(call: Call<CoinstoreEndpoint>, signal: AbortSignal | undefined): Promise<Traces> {
  const answer = await call(coinstoreEndpoints.withdrawals, { limit: withdrawalRows }, signal);
  const found = answer.ok ? parseWithdrawalAssets(answer.value.payload) : answer;
  return found.ok ? { assets: found.value, symbols: [], failures: [] } : nothing(found.error, 'withdrawals');
}

/** All parts, one after another; each that fails is named in `failures` by `subject`, and hides no other. */
export async function readTraces(
  call: Call<CoinstoreEndpoint>,
  markets: readonly Market[],
  signal: AbortSignal | undefined,
): Promise<Traces> {
  const parts = [
    await orderTraces(call, markets, signal),
    await depositTraces(call, markets, signal),
    await withdrawalTraces(call, signal),
  ];
  return {
    assets: [...new Set(parts.flatMap(({ assets }) => assets))],
    symbols: [...new Set(parts.flatMap(({ symbols }) => symbols))],
    failures: parts.flatMap(({ failures }) => failures),
  };
}
