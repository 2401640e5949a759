/**
 * The exchange simulator: exchanges over TLS on loopback, with a history whose truth is known.
 *
 *     const simulator = await startSimulator({ seed: 7, fills: 600 });
 *     simulator.chromiumFlags; simulator.keys.apiKey; simulator.truth(); simulator.faults.set({ kind: 'ipRefused' });
 *     await simulator.close();
 *
 * The same options give the same markets, keys, histories and replies. Nothing but 127.0.0.1 is listened on, and nothing is called.
 */
import { exchangeIds } from '../../shared/exchanges/ids';
import { createCertificate } from './certificate';
import { createControl } from './control';
import type { SimulatedExchange } from './exchange';
import { simulated, smallestOrder } from './exchanges';
import { createFaults, type Fault, type Faults } from './faults';
import { feeRates } from './fee-rates';
import type { Fill } from './history';
import type { AccountOptions } from './life';
import { marketOf, markets } from './market';
import { startProxy } from './proxy';
import { countRequests, type LoggedRequest } from './request-log';
import { createExchangeServer, listen, type RunningServer } from './server';
import { type TickerOf, type Truth, truthOf } from './truth';
import { type Account, type ApiKey, mostSymbols, World } from './world';

/** What `startSimulator` takes; options of one account stand beside it where `accounts` is absent. */
export interface SimulatorOptions extends Omit<AccountOptions, 'label'> {
  readonly seed: number;
  /** TLS port; 0 or absent takes a free one. */
  readonly port?: number;
  /** A CONNECT proxy for browsers without host mapping; 0 takes a free port; absent: none. */
  readonly proxyPort?: number;
  /** The HTTP control port; 0 takes a free one; absent: none. */
  readonly controlPort?: number;
  /** Several accounts, each with keys of its own; absent: one, labelled "main". */
  readonly accounts?: readonly AccountOptions[];
  /** Rows of a page of fills at most. Below 1000 the exchange breaks its own word on `limit`: a short page is then not the last. */
  readonly perPage?: number;
  /** First and last instant of the histories, UTC milliseconds; default 2024-01-01 and 2026-10-01. */
  readonly startAt?: number;
  readonly endAt?: number;
  /** The exchanges' clock; default the machine's. */
  readonly now?: () => number;
}

interface AccountKeys {
  readonly readOnly: ApiKey;
  readonly trading: ApiKey;
}

interface AdvanceOptions {
  readonly fills?: number;
  readonly account?: string;
  readonly symbol?: string;
}

/** What can be asked and switched while it runs; the control port offers the same to other processes. */
export interface LiveSimulator {
  readonly faults: Faults;
  /** What is true of an account now; of the first without a label. */
  truth(account?: string): Truth;
  /** The price of a trading symbol at an instant, in units of 10^-18. */
  price(symbol: string, atMs: number): bigint;
  /** When each fill of an account happened, oldest first. */
  fillTimes(account?: string): readonly number[];
  /** New fills happen now (one by default). Gives their symbols, ids and sides. */
  advance(options?: AdvanceOptions): readonly { readonly symbol: string; readonly id: number; readonly side: string }[];
  /** Restricts a key to addresses, or lifts that with null. */
  setWhitelist(apiKey: string, addresses: readonly string[] | null): void;
  requests(): readonly LoggedRequest[];
  requestCounts(): Readonly<Record<string, number>>;
  clearRequests(): void;
}

export interface Simulator extends LiveSimulator {
  readonly port: number;
  readonly proxyPort: number | null;
  readonly controlUrl: string | null;
  readonly hosts: readonly string[];
  /** What Chromium's --ignore-certificate-errors-spki-list takes. */
  readonly spki: string;
  /** The certificate in PEM, for clients that pin it. */
  readonly certificate: string;
  readonly chromiumFlags: readonly string[];
  /** The keys of the first account. */
  readonly keys: AccountKeys;
  /** The keys of every account, by label. */
  readonly accountKeys: Readonly<Record<string, AccountKeys>>;
  close(): Promise<void>;
}

const defaultStartAt = Date.UTC(2024, 0, 1);
const defaultEndAt = Date.UTC(2026, 9, 1);

function check(options: SimulatorOptions): void {
  for (const { label, fills, symbols } of accountsOf(options)) {
    if (fills !== undefined && (!Number.isSafeInteger(fills) || fills < 0))
      throw new RangeError(`${label}: fills ${fills}`);
    if (symbols !== undefined && (!Number.isSafeInteger(symbols) || symbols < 1 || symbols > mostSymbols)) {
      throw new RangeError(`${label}: symbols must be 1 to ${mostSymbols}`);
    }
  }
}

function accountsOf(options: SimulatorOptions): readonly AccountOptions[] {
  return options.accounts ?? [{ ...options, label: 'main' }];
}

/** The fills that stay hidden while the fault lateFills is on: those just before the last of each symbol. */
function lateFills({ book }: Account, { count = 2, withinMs = Number.POSITIVE_INFINITY }: Fault): ReadonlySet<Fill> {
  const bySymbol = [...book.fills.values()];
  const newestAt = Math.max(...bySymbol.map((fills) => fills.at(-1)?.at ?? 0));
  const late = bySymbol.flatMap((fills) => fills.slice(0, -1).slice(-count));
  return new Set(late.filter(({ at }) => at >= newestAt - withinMs));
}

/** The tickers of now; null for a symbol that no trading market has. */
const tickers =
  (world: World, now: () => number): TickerOf =>
  (symbol) => {
    const market = markets.find((candidate) => candidate.symbol === symbol && candidate.trading);
    return market === undefined ? null : world.price(market, now());
  };

function setWhitelist(world: World, apiKey: string, addresses: readonly string[] | null): void {
  for (const { keys } of world.accounts) {
    for (const key of [keys.readOnly, keys.trading]) if (key.apiKey === apiKey) key.ipWhitelist = addresses;
  }
}

const flagsOf = (hosts: readonly string[], port: number, spki: string): readonly string[] => [
  `--host-resolver-rules=${hosts.map((host) => `MAP ${host}:443 127.0.0.1:${port}`).join(', ')}`,
  `--ignore-certificate-errors-spki-list=${spki}`,
];

interface Besides {
  readonly proxy: RunningServer | null;
  readonly control: RunningServer | null;
}

/** Starts the proxy and the control port where they are asked for; a failure ends what already runs. */
async function startBesides(
  { proxyPort, controlPort }: SimulatorOptions,
  hosts: readonly string[],
  server: RunningServer,
  live: LiveSimulator,
): Promise<Besides> {
  let proxy: RunningServer | null = null;
  try {
    if (proxyPort !== undefined) proxy = await startProxy(hosts, server.port, proxyPort);
    const control = controlPort === undefined ? null : await listen(createControl(live), controlPort);
    return { proxy, control };
  } catch (error) {
    await Promise.all([server.close(), proxy?.close()]);
    throw error;
  }
}

/** What the exchanges are made of, before anything listens. */
interface Inside {
  readonly world: World;
  readonly first: Account;
  readonly faults: Faults;
  readonly exchanges: readonly SimulatedExchange[];
}

function createInside(options: SimulatorOptions): Inside {
  const { seed, startAt = defaultStartAt, endAt = defaultEndAt, perPage = null } = options;
  const world = new World({ seed, startAt, endAt, accounts: accountsOf(options) });
  const [first] = world.accounts;
  if (first === undefined) throw new RangeError('a simulator needs an account');
  const hidden = new Map<Account, ReadonlySet<Fill>>();
  const faults = createFaults((fault, on) => {
    if (fault.kind !== 'lateFills') return;
    hidden.clear();
    if (on) for (const account of world.accounts) hidden.set(account, lateFills(account, fault));
  });
  const exchanges = exchangeIds.map((id) => simulated[id].create({ world, faults, hidden, perPage }));
  return { world, first, faults, exchanges };
}

function createLive({ world, first, faults }: Inside, now: () => number, requests: LoggedRequest[]): LiveSimulator {
  return {
    faults,
    truth: (label = first.label) => {
      const { book, exchange } = world.account(label);
      return truthOf(
        book,
        tickers(world, now),
        (market) => smallestOrder(exchange, market),
        feeRates(world, exchange, now()),
      );
    },
    price: (symbol, atMs) => world.price(marketOf(symbol), atMs),
    fillTimes: (label = first.label) =>
      [...world.account(label).book.fills.values()]
        .flat()
        .map(({ at }) => at)
        .toSorted((a, b) => a - b),
    advance: ({ account = first.label, fills = 1, symbol } = {}) =>
      world.advance(account, fills, now(), symbol).map(({ market, id, side }) => ({ symbol: market.symbol, id, side })),
    setWhitelist: (apiKey, addresses) => setWhitelist(world, apiKey, addresses),
    requests: () => [...requests],
    requestCounts: () => countRequests(requests),
    clearRequests: () => {
      requests.length = 0;
    },
  };
}

export async function startSimulator(options: SimulatorOptions): Promise<Simulator> {
  check(options);
  const now = options.now ?? Date.now;
  const inside = createInside(options);
  const { world, faults, exchanges } = inside;
  const hosts = exchanges.flatMap((exchange) => exchange.hosts);
  const certificate = await createCertificate(hosts);
  const requests: LoggedRequest[] = [];
  const log = (request: LoggedRequest) => requests.push(request);
  const server = await listen(createExchangeServer({ exchanges, certificate, faults, now, log }), options.port ?? 0);
  const live = createLive(inside, now, requests);
  const besides = await startBesides(options, hosts, server, live);
  return {
    ...live,
    port: server.port,
    proxyPort: besides.proxy?.port ?? null,
    controlUrl: besides.control === null ? null : `http://127.0.0.1:${besides.control.port}`,
    hosts,
    spki: certificate.spki,
    certificate: certificate.cert,
    chromiumFlags: flagsOf(hosts, server.port, certificate.spki),
    keys: inside.first.keys,
    accountKeys: Object.fromEntries(world.accounts.map(({ label, keys }) => [label, keys])),
    close: async () => {
      await Promise.all([server.close(), besides.proxy?.close(), besides.control?.close()]);
    },
  };
}
