/**
 * What was observed of each account: balances, the key's rights, and the prices of what is held.
 *
 * Every attempt is stored, success and failure alike, so that the last known value, its age and the reason survive a
 * restart. One account's failure never touches another's, and a price that fails leaves the balances known.
 */
import { z } from 'zod';
import type { ExchangeAccount } from '../../shared/exchanges/account';
import { type ExchangeId, exchangeIds, exchangeInfos } from '../../shared/exchanges/ids';
import { decimal } from '../../shared/money/decimal';
import type { Failure } from '../../shared/reasons';
import { err, type Result } from '../../shared/result';
import type { Balance, ExchangeClient, KeyRights } from '../exchanges/client';
import type { Store } from '../store/store';
import { type Accounts, isActive } from './accounts';
import type { EngineDeps } from './context';
import type { Markets } from './markets';
import { instantSchema, type Observation, observationSchema, observe, pending } from './observed';
import type { Repeat } from './retry';
import { type Price, symbolsToPrice } from './valuation';

const decimalSchema = z.string().transform(decimal);
const balanceSchema: z.ZodType<Balance, unknown> = z.object({
  asset: z.string(),
  free: decimalSchema,
  locked: decimalSchema,
  total: decimalSchema,
});
const rightsSchema: z.ZodType<KeyRights, unknown> = z.discriminatedUnion('readable', [
  z.object({
    readable: z.literal(true),
    read: z.boolean(),
    trade: z.boolean(),
    withdraw: z.boolean(),
    transfer: z.boolean(),
    ipRestricted: z.boolean().nullable(),
  }),
  z.object({ readable: z.literal(false) }),
]);
const accountStateSchema = z.object({
  balances: observationSchema(z.array(balanceSchema)),
  rights: observationSchema(rightsSchema),
});
const priceSchema: z.ZodType<Price, unknown> = z.object({
  exchange: z.enum(exchangeIds),
  symbol: z.string(),
  price: decimalSchema,
  at: instantSchema,
});
const pricesSchema = observationSchema(z.array(priceSchema));

interface AccountState {
  readonly balances: Observation<readonly Balance[]>;
  readonly rights: Observation<KeyRights>;
}

export interface Observations {
  of(accountId: string): AccountState;
  /** Every price known, by symbol: the account's own exchange first, the others fill in. */
  prices(): ReadonlyMap<string, Price>;
  priceFailures(): readonly { readonly exchange: ExchangeId; readonly failure: Failure; readonly failedAt: number }[];
  /** Asks balances, and rights where they are older than a day; stores what came of it. */
  refresh(account: ExchangeAccount, signal: AbortSignal): Promise<void>;
  /** Asks the prices that value `assets` in `base`, through any client of the exchange. */
  refreshPrices(exchange: ExchangeId, assets: ReadonlySet<string>, base: string, signal: AbortSignal): Promise<void>;
  /** Stores the outcome of a key's test for a new or changed key. */
  record(
    accountId: string,
    state: Partial<{ balances: Result<readonly Balance[], Failure>; rights: Result<KeyRights, Failure> }>,
  ): Promise<void>;
  forget(accountId: string): Promise<void>;
}

const rightsAgeMs = 86_400_000;
const nothing: AccountState = { balances: pending, rights: pending };

export interface ObservationParts {
  readonly store: Store;
  readonly deps: EngineDeps;
  readonly accounts: Accounts;
  readonly markets: Markets;
  readonly repeat: Repeat;
  readonly onChange: () => void;
}

/** The origins an account needs that the browser has not granted. */
export async function missingHosts(deps: EngineDeps, exchange: ExchangeId): Promise<readonly string[]> {
  const granted = await deps.hosts.grantedHosts();
  const covers = (origin: string) =>
    granted.some((pattern) => pattern === `${origin}/*` || pattern === '<all_urls>' || pattern === 'https://*/*');
  return exchangeInfos[exchange].hosts.map((host) => `https://${host}`).filter((origin) => !covers(origin));
}

/** Loads what was observed before; a record that does not open counts as never observed, and is asked again. */
export async function loadObservations(parts: ObservationParts): Promise<Observations> {
  const { store, deps, accounts, markets, repeat, onChange } = parts;
  const states = new Map<string, AccountState>();
  const pricesByExchange = new Map<ExchangeId, Observation<readonly Price[]>>();

  for (const account of accounts.list()) {
    const stored = await store.readLocal(`observed:${account.id}`, accountStateSchema);
    if (stored.ok && stored.value) states.set(account.id, stored.value);
  }
  for (const exchange of exchangeIds) {
    const stored = await store.readLocal(`prices:${exchange}`, pricesSchema);
    if (stored.ok && stored.value) pricesByExchange.set(exchange, stored.value);
  }

  const of = (accountId: string): AccountState => states.get(accountId) ?? nothing;

  async function record(accountId: string, outcome: Parameters<Observations['record']>[1]): Promise<void> {
    const before = of(accountId);
    const at = deps.now();
    const after: AccountState = {
      balances: outcome.balances ? observe(before.balances, outcome.balances, at) : before.balances,
      rights: outcome.rights ? observe(before.rights, outcome.rights, at) : before.rights,
    };
    states.set(accountId, after);
    const written = await store.write({ putLocal: [{ key: `observed:${accountId}`, value: after }] });
    // What cannot be stored is not shown as stored: after a restart it would be gone.
    if (!written.ok) states.set(accountId, { ...after, balances: observe(before.balances, written, at) });
    onChange();
  }

  async function ask(account: ExchangeAccount, signal: AbortSignal): Promise<Parameters<Observations['record']>[1]> {
    const [missing] = await missingHosts(deps, account.exchange);
    if (missing) return { balances: err({ reason: 'host-access-missing', host: new URL(missing).host }) };
    const client = await accounts.clientOf(account);
    if (!client.ok) return { balances: client };
    const [host = account.exchange] = exchangeInfos[account.exchange].hosts;
    const balances = await withSkew(
      client.value,
      deps,
      await repeat(host, () => client.value.balances('spot', signal), signal),
    );
    const { rights } = of(account.id);
    const fresh = rights.last && !rights.failure && deps.now() - rights.last.at < rightsAgeMs;
    if (!balances.ok || fresh) return { balances };
    return { balances, rights: await repeat(host, () => client.value.keyRights(signal), signal) };
  }

  return {
    of,
    prices: () => {
      const all = [...pricesByExchange.values()].flatMap(({ last }) => last?.value ?? []);
      return new Map(all.reverse().map((price) => [price.symbol, price]));
    },
    priceFailures: () =>
      [...pricesByExchange].flatMap(([exchange, { failure }]) => (failure ? [{ exchange, ...failure }] : [])),
    refresh: async (account, signal) => {
      // A defect in one account's reading is that account's failure: the others' refresh goes on.
      const outcome = await ask(account, signal).catch((error: unknown) => ({ balances: err(defect(error)) }));
      // Removed meanwhile: nothing of it may be stored again.
      const still = accounts.get(account.id);
      if (!signal.aborted && still && isActive(still)) await record(account.id, outcome);
    },
    refreshPrices: async (exchange, assets, base, signal) => {
      const before = pricesByExchange.get(exchange) ?? pending;
      const fetched = await fetchPrices(exchange, assets, base, signal);
      if (signal.aborted || !fetched) return;
      const after = observe<readonly Price[]>(before, fetched, deps.now());
      pricesByExchange.set(exchange, after);
      await store.write({ putLocal: [{ key: `prices:${exchange}`, value: after }] }); // prices are asked anew at the next start
      onChange();
    },
    record,
    forget: async (accountId) => {
      states.delete(accountId);
      await store.write({ deleteLocal: [`observed:${accountId}`] });
      onChange();
    },
  };

  async function fetchPrices(
    exchange: ExchangeId,
    assets: ReadonlySet<string>,
    base: string,
    signal: AbortSignal,
  ): Promise<Result<readonly Price[], Failure> | null> {
    const here = accounts.list().filter((account) => account.exchange === exchange && isActive(account));
    // A key that does not open must not keep the prices from the other accounts of the exchange.
    const client = (await Promise.all(here.map(accounts.clientOf))).find((opened) => opened.ok);
    if (!client || (await missingHosts(deps, exchange)).length > 0) return null;
    const bySymbol = await markets.of(exchange, client.value, signal);
    if (!bySymbol.ok) return bySymbol;
    const wanted = symbolsToPrice(assets, base, bySymbol.value);
    const [host = exchange] = exchangeInfos[exchange].hosts;
    const tickers = await repeat(host, () => client.value.tickers(wanted, signal), signal);
    if (!tickers.ok) return tickers;
    return { ok: true, value: tickers.value.map((ticker) => ({ ...ticker, exchange })) };
  }
}

/** Only the name: a message might quote what must not be shown. */
const defect = (error: unknown): Failure => ({
  reason: 'unexpected-payload',
  code: error instanceof Error ? error.name : typeof error,
});

/** A clock that is refused is measured: how far it is off belongs into the sentence. */
export async function withSkew<T>(
  client: ExchangeClient,
  deps: EngineDeps,
  outcome: Result<T, Failure>,
): Promise<Result<T, Failure>> {
  if (outcome.ok || outcome.error.reason !== 'clock-skew' || outcome.error.skewMs !== undefined) return outcome;
  const theirs = await client.serverTime();
  return theirs.ok ? err({ ...outcome.error, skewMs: deps.now() - theirs.value }) : outcome;
}
