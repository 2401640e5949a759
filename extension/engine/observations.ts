/**
 * What was observed of each account: balances, the key's rights, and the prices of what is held.
 *
 * Every attempt is stored, success and failure alike, so that the last known value, its age and the reason survive a
 * restart. One account's failure never touches another's, and a price that fails leaves the balances known.
 */
import { z } from 'zod';
import type { ExchangeAccount } from '../../shared/exchanges/account';
import { type ExchangeId, exchangeIds, exchangeInfos } from '../../shared/exchanges/ids';
import type { Wallet } from '../../shared/exchanges/info';
import { decimal } from '../../shared/money/decimal';
import type { Failure } from '../../shared/reasons';
import { err, ok, type Result, type UnixMs } from '../../shared/result';
import { dayMs } from '../../shared/utc-day';
import type { Balance, ExchangeClient, KeyRights } from '../exchanges/client';
import type { Store } from '../store/store';
import { type Accounts, isActive } from './accounts';
import type { EngineDeps } from './context';
import type { Markets } from './markets';
import { instantSchema, type Observation, observationSchema, observe, pending } from './observed';
import type { Repeat } from './retry';
import { type Price, symbolsToPrice } from './valuation';
import { type BalancesByWallet, type ObservedWallet, walletsOf } from './wallets';

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
const walletSchema = observationSchema(z.array(balanceSchema));
/** As it was stored while an account was its spot wallet alone, beside the shape that is written. */
const accountStateSchema = z.union([
  z.object({
    wallets: z.object({ spot: walletSchema.exactOptional(), futures: walletSchema.exactOptional() }),
    rights: observationSchema(rightsSchema),
  }),
  z
    .object({ balances: walletSchema, rights: observationSchema(rightsSchema) })
    .transform(({ balances, rights }) => ({ wallets: { spot: balances }, rights })),
]);
const priceSchema: z.ZodType<Price, unknown> = z.object({
  exchange: z.enum(exchangeIds),
  symbol: z.string(),
  price: decimalSchema,
  at: instantSchema,
  ofCandle: z.literal(true).exactOptional(),
});
const pricesSchema = observationSchema(z.array(priceSchema));
const readPricesSchema = z.object({ value: z.array(priceSchema), at: instantSchema });
type ReadPrices = NonNullable<Observation<readonly Price[]>['last']>;

interface AccountState {
  readonly wallets: BalancesByWallet;
  readonly rights: Observation<KeyRights>;
}

/** What one attempt gave, wallet by wallet; what is absent was not asked. */
interface Outcome {
  readonly wallets?: Readonly<Partial<Record<Wallet, Result<readonly Balance[], Failure>>>>;
  readonly rights?: Result<KeyRights, Failure>;
}

export interface Observations {
  /** Every wallet of the account in its exchange's order, and the rights of its key; no wallet where there is no such account. */
  of(accountId: string): { readonly wallets: readonly ObservedWallet[]; readonly rights: Observation<KeyRights> };
  /** Every price known, by symbol: the account's own exchange first, the others fill in. */
  prices(): ReadonlyMap<string, Price>;
  /**
   * The prices of the end of a UTC day, by symbol: what was read last before its end at `endMs`, of each exchange that was asked in its
   * last hour, and what was noted of it afterwards. Null where there is none; `at`: of when the oldest of them are.
   */
  pricesAtEnd(endMs: number): { readonly prices: ReadonlyMap<string, Price>; readonly at: UnixMs } | null;
  /** Stores prices of a day's end that were learnt after it, beside those that were read; then they are known. */
  noteEnd(endMs: UnixMs, prices: readonly Price[]): Promise<Result<void, Failure>>;
  priceFailures(): readonly { readonly exchange: ExchangeId; readonly failure: Failure; readonly failedAt: number }[];
  /** Asks the balances of each wallet, and rights where they are older than a day; stores what came of it. */
  refresh(account: ExchangeAccount, signal: AbortSignal): Promise<void>;
  /** Asks the prices that value `assets` in `base`, and those of `symbols`, through any client of the exchange. */
  refreshPrices(
    exchange: ExchangeId,
    assets: ReadonlySet<string>,
    base: string,
    signal: AbortSignal,
    symbols?: ReadonlySet<string>,
  ): Promise<void>;
  /** Whether balances or prices are being asked for: what can wait lets them go first. */
  isReading(): boolean;
  /** Stores the outcome of a key's test for a new or changed key. */
  record(accountId: string, outcome: Outcome): Promise<void>;
  forget(accountId: string): Promise<void>;
}

const rightsAgeMs = dayMs;
/** Prices read so long before a day's end are those of its end: the longest interval between two refreshes. */
const endsWithinMs = 3_600_000;
const nothing: AccountState = { wallets: {}, rights: pending };

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
  /** The last that were read on the day before those of `pricesByExchange`, or on one before it. */
  const endedByExchange = new Map<ExchangeId, ReadPrices>();

  for (const account of accounts.list()) {
    const stored = await store.readLocal(`observed:${account.id}`, accountStateSchema);
    if (stored.ok && stored.value) states.set(account.id, stored.value);
  }
  for (const exchange of exchangeIds) {
    const stored = await store.readLocal(`prices:${exchange}`, pricesSchema);
    if (stored.ok && stored.value) pricesByExchange.set(exchange, stored.value);
    const ended = await store.readLocal(`prices-ended:${exchange}`, readPricesSchema);
    if (ended.ok && ended.value) endedByExchange.set(exchange, ended.value);
  }

  const stateOf = (accountId: string): AccountState => states.get(accountId) ?? nothing;

  async function record(accountId: string, outcome: Outcome): Promise<void> {
    const before = stateOf(accountId);
    const at = deps.now();
    const after: AccountState = {
      wallets: { ...before.wallets, ...observed(before.wallets, outcome.wallets ?? {}, at) },
      rights: outcome.rights ? observe(before.rights, outcome.rights, at) : before.rights,
    };
    states.set(accountId, after);
    const written = await store.write({ putLocal: [{ key: `observed:${accountId}`, value: after }] });
    // What cannot be stored is not shown as stored: after a restart it would be gone.
    if (!written.ok) {
      const account = accounts.get(accountId);
      const failed = account ? allWallets(account, written) : {};
      states.set(accountId, { ...after, wallets: { ...after.wallets, ...observed(before.wallets, failed, at) } });
    }
    onChange();
  }

  async function ask(account: ExchangeAccount, signal: AbortSignal): Promise<Outcome> {
    const [missing] = await missingHosts(deps, account.exchange);
    if (missing)
      return { wallets: allWallets(account, err({ reason: 'host-access-missing', host: new URL(missing).host })) };
    const client = await accounts.clientOf(account);
    if (!client.ok) return { wallets: allWallets(account, client) };
    const [host = account.exchange] = exchangeInfos[account.exchange].hosts;
    const wallets: Partial<Record<Wallet, Result<readonly Balance[], Failure>>> = {};
    for (const wallet of exchangeInfos[account.exchange].wallets) {
      const balances = await repeat(host, () => client.value.balances(wallet, signal), signal);
      wallets[wallet] = await withSkew(client.value, deps, balances);
    }
    const { rights } = stateOf(account.id);
    const fresh = rights.last && !rights.failure && deps.now() - rights.last.at < rightsAgeMs;
    if (fresh || !Object.values(wallets).some((balances) => balances.ok)) return { wallets };
    return { wallets, rights: await repeat(host, () => client.value.keyRights(signal), signal) };
  }

  /** What was noted of a day's end goes before what was read last, which it has in it. */
  const readAtEnd = (exchange: ExchangeId, endMs: number): ReadPrices | null =>
    [endedByExchange.get(exchange), pricesByExchange.get(exchange)?.last].find(
      (one) => one && one.at < endMs && one.at >= endMs - endsWithinMs,
    ) ?? null;

  let readings = 0;
  async function reading<T>(read: () => Promise<T>): Promise<T> {
    readings += 1;
    try {
      return await read();
    } finally {
      readings -= 1;
    }
  }

  return {
    isReading: () => readings > 0,
    of: (accountId) => {
      const account = accounts.get(accountId);
      const { wallets, rights } = stateOf(accountId);
      return { wallets: account ? walletsOf(account, wallets) : [], rights };
    },
    prices: () => {
      const all = [...pricesByExchange.values()].flatMap(({ last }) => last?.value ?? []);
      return bySymbol(all);
    },
    pricesAtEnd: (endMs) => {
      const read = exchangeIds.flatMap((exchange) => {
        return readAtEnd(exchange, endMs) ?? [];
      });
      const [first] = read.map(({ at }) => at).sort((a, b) => a - b);
      return first === undefined ? null : { prices: bySymbol(read.flatMap(({ value }) => value)), at: first };
    },
    async noteEnd(endMs, prices) {
      const exchanges = [...new Set(prices.map(({ exchange }) => exchange))];
      const records = exchanges.map((exchange) => {
        const own = prices.filter((price) => price.exchange === exchange);
        const read = readAtEnd(exchange, endMs);
        const at = [...own.map((price) => price.at), ...(read ? [read.at] : [])].sort((a, b) => a - b)[0] ?? endMs;
        return { exchange, value: { value: [...(read?.value ?? []), ...own], at } };
      });
      const putLocal = records.map(({ exchange, value }) => ({ key: `prices-ended:${exchange}`, value }));
      const written = await store.write({ putLocal });
      if (!written.ok) return written;
      for (const { exchange, value } of records) endedByExchange.set(exchange, value);
      onChange();
      return ok(undefined);
    },
    priceFailures: () =>
      [...pricesByExchange].flatMap(([exchange, { failure }]) => (failure ? [{ exchange, ...failure }] : [])),
    refresh: async (account, signal) => {
      // A defect in one account's reading is that account's failure: the others' refresh goes on.
      const outcome = await reading(() => ask(account, signal)).catch((error: unknown) => ({
        wallets: allWallets(account, err(defect(error))),
      }));
      // Removed meanwhile: nothing of it may be stored again.
      const still = accounts.get(account.id);
      if (!signal.aborted && still && isActive(still)) await record(account.id, outcome);
    },
    refreshPrices: async (exchange, assets, base, signal, symbols = new Set()) => {
      const before = pricesByExchange.get(exchange) ?? pending;
      const fetched = await reading(() => fetchPrices(exchange, assets, base, signal, symbols));
      if (signal.aborted || !fetched) return;
      const after = observe<readonly Price[]>(before, fetched, deps.now());
      const isLastOfDay = before.last && after.last && dayOf(before.last.at) < dayOf(after.last.at);
      const noted = endedByExchange.get(exchange);
      const isNoted = before.last && noted && dayOf(noted.at) === dayOf(before.last.at); // with what was learnt afterwards
      const ended = isLastOfDay && !isNoted ? before.last : null;
      pricesByExchange.set(exchange, after);
      if (ended) endedByExchange.set(exchange, ended);
      const putEnded = ended ? [{ key: `prices-ended:${exchange}`, value: ended }] : [];
      // prices are asked anew at the next start; without those of a day's end what has changed since then is not known
      await store.write({ putLocal: [{ key: `prices:${exchange}`, value: after }, ...putEnded] });
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
    symbols: ReadonlySet<string>,
  ): Promise<Result<readonly Price[], Failure> | null> {
    const here = accounts
      .list()
      .filter((account) => account.exchange === exchange && isActive(account) && account.pausedAt === null);
    // A key that does not open must not keep the prices from the other accounts of the exchange.
    const client = (await Promise.all(here.map(accounts.clientOf))).find((opened) => opened.ok);
    if (!client || (await missingHosts(deps, exchange)).length > 0) return null;
    const listed = await markets.of(exchange, client.value, signal);
    if (!listed.ok) return listed;
    const named = [...symbols].flatMap((symbol) => listed.value.get(symbol) ?? []).filter(({ active }) => active);
    const wanted = [...new Set([...symbolsToPrice(assets, base, listed.value), ...named])];
    const [host = exchange] = exchangeInfos[exchange].hosts;
    const tickers = await repeat(host, () => client.value.tickers(wanted, signal), signal);
    if (!tickers.ok) return tickers;
    return { ok: true, value: tickers.value.map((ticker) => ({ ...ticker, exchange })) };
  }
}

const dayOf = (at: number): number => Math.floor(at / dayMs);

/** Of several prices of one symbol the first. */
const bySymbol = (prices: Price[]): ReadonlyMap<string, Price> =>
  new Map(prices.reverse().map((price) => [price.symbol, price]));

/** One outcome for every wallet of an account: what failed before any of them was asked. */
const allWallets = (
  { exchange }: ExchangeAccount,
  outcome: Result<never, Failure>,
): Readonly<Partial<Record<Wallet, Result<never, Failure>>>> =>
  Object.fromEntries(exchangeInfos[exchange].wallets.map((wallet) => [wallet, outcome]));

/** The wallets that were asked, after what came of it. */
function observed(before: BalancesByWallet, outcomes: NonNullable<Outcome['wallets']>, at: UnixMs): BalancesByWallet {
  const after: Partial<Record<Wallet, ObservedWallet['balances']>> = {};
  for (const wallet of ['spot', 'futures'] as const) {
    const outcome = outcomes[wallet];
    if (outcome) after[wallet] = observe<readonly Balance[]>(before[wallet] ?? pending, outcome, at);
  }
  return after;
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
