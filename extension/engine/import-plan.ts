/**
 * What an import needs before it reads its first page: a granted host, a client, the markets, and the streams to read.
 */
import type { ExchangeAccount } from '../../shared/exchanges/account';
import { exchangeInfos } from '../../shared/exchanges/ids';
import type { Failure } from '../../shared/reasons';
import { err, ok, type Result } from '../../shared/result';
import type { ExchangeClient } from '../exchanges/client';
import { type Coverage, wholeAccount } from '../store/coverage';
import type { Accounts } from './accounts';
import type { EngineDeps } from './context';
import { matchSymbols, symbolsToRead, symbolsToScan } from './discovery';
import type { Markets, MarketsBySymbol } from './markets';
import { missingHosts, type Observations, withSkew } from './observations';
import type { Repeat } from './retry';
import { heldAssets } from './wallets';

export interface PlanParts {
  readonly deps: EngineDeps;
  readonly accounts: Accounts;
  readonly markets: Markets;
  readonly observations: Observations;
  readonly repeat: Repeat;
}

export interface Prepared {
  readonly client: ExchangeClient;
  readonly markets: MarketsBySymbol;
}

export interface ImportPlan {
  /** What the account needs before anything can be read. */
  prepare(account: ExchangeAccount, signal: AbortSignal): Promise<Result<Prepared, Failure>>;
  /** The coverage with the queue of a new run. What the traces could not tell, and named symbols without a market, are a warning of the run. */
  plan(
    account: ExchangeAccount,
    before: Coverage,
    kind: Coverage['kind'],
    signal: AbortSignal,
  ): Promise<Result<Coverage, Failure>>;
}

/** Creates the planning of an open vault's imports. */
export function createImportPlan({ deps, accounts, markets, observations, repeat }: PlanParts): ImportPlan {
  const prepare: ImportPlan['prepare'] = async (account, signal) => {
    const [missing] = await missingHosts(deps, account.exchange);
    if (missing) return err({ reason: 'host-access-missing', host: new URL(missing).host });
    const client = await accounts.clientOf(account);
    if (!client.ok) return client;
    const bySymbol = await markets.of(account.exchange, client.value, signal);
    return bySymbol.ok ? ok({ client: client.value, markets: bySymbol.value }) : bySymbol;
  };

  const plan: ImportPlan['plan'] = async (account, before, kind, signal) => {
    const ready = await prepare(account, signal);
    if (!ready.ok) return ready;
    const { client, markets: bySymbol } = ready.value;
    const { fills } = client;
    const base: Coverage = { ...before, kind, done: 0, failure: null, retryAt: null, startedAt: deps.now() };
    if (fills.by === 'account') return ok({ ...base, queue: [wholeAccount] });
    if (kind === 'deep-scan') return ok({ ...base, queue: [...symbolsToScan(bySymbol.values(), before)] });
    const [host = account.exchange] = exchangeInfos[account.exchange].hosts;
    const traced = await repeat(host, () => fills.traces([...bySymbol.values()], signal), signal);
    if (!traced.ok) return withSkew(client, deps, traced);
    const queue = symbolsToRead({
      markets: bySymbol,
      heldAssets: heldAssets(observations.of(account.id).wallets),
      traces: traced.value,
      userSymbols: account.userSymbols,
      coverage: before,
      nowMs: deps.now(),
    });
    const { unknown } = matchSymbols(account.userSymbols, bySymbol);
    const unmatched: Failure | null =
      unknown.length > 0 ? { reason: 'unsupported', subject: unknown.join(', ') } : null;
    return ok({ ...base, queue: [...queue], failure: traced.value.failures[0] ?? unmatched });
  };

  return { prepare, plan };
}
