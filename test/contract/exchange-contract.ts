/**
 * What the engine may rely on, whichever the exchange: one suite that every client passes against the simulator.
 *
 * The figures expected are the simulator's own truth, which it knows from the history that it made, not from any reply.
 */
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import type {
  Credentials,
  ExchangeClient,
  ExchangeFill,
  ExchangeFlow,
  FlowsAsked,
  Market,
} from '../../extension/exchanges/client';
import { createClients } from '../../extension/exchanges/create-clients';
import { createDirectEgress } from '../../extension/exchanges/direct-egress';
import { type CandleInterval, candleAt, intervalMs } from '../../shared/exchanges/candles';
import { isReadOnly } from '../../shared/exchanges/endpoints';
import { gatePoints } from '../../shared/exchanges/gate/coins';
import { type ExchangeId, exchangeInfos } from '../../shared/exchanges/ids';
import { rawRowOf } from '../../shared/exchanges/raw-row';
import { flowIdentity } from '../../shared/ledger/flow';
import { createMovements } from '../../shared/ledger/movements';
import { type HistoryFacts, reconcile } from '../../shared/ledger/reconciliation';
import { type E18, e18, formatE18, toE36 } from '../../shared/money/decimal';
import type { Failure, Reason } from '../../shared/reasons';
import { type Result, Secret, unixMs } from '../../shared/result';
import type { FaultKind } from '../simulator/faults';
import { type Simulator, type SimulatorOptions, startSimulator } from '../simulator/simulator';
import type { ApiKey } from '../simulator/world';
import { simulatorFetch } from './simulator-fetch';

export interface ExchangeContract {
  readonly exchange: ExchangeId;
  /** Whether the exchange tells what a key may do. */
  readonly tellsRights: boolean;
  /** Whether its replies tell how much of the limit is used. */
  readonly tellsBudget: boolean;
  /** Whether a refusal for the limit tells until when. */
  readonly tellsUntil: boolean;
  /**
   * The day on which the suite takes place, UTC milliseconds, where reading from the exchange's beginning until now would take
   * thousands of empty windows; absent: today.
   */
  readonly today?: number;
  /** Of the exchange's two kinds of account, the one that is read; absent: classic. */
  readonly mode?: 'classic' | 'unified';
  /** How many fills the history has: fewer where short pages and a tight limit meet, since each test asks anew; absent: 3000. */
  readonly fills?: number;
  /** Rows of a page of candles, and the finest interval that it serves for an instant of 200 days ago. */
  readonly candles: { readonly rows: number; readonly after200Days: CandleInterval };
  /** What each refusal that the simulator can play must be taken for on a signed call. */
  readonly reasons: Readonly<Partial<Record<FaultKind, Reason>>>;
}

function known<T>(result: Result<T, Failure>): T {
  if (!result.ok) throw new Error(`${result.error.reason} ${result.error.subject ?? ''} ${result.error.detail ?? ''}`);
  return result.value;
}

/** Only a reply that never comes is waited for briefly. */
const patienceMs = (kind: string): number => (kind === 'timeout' ? 200 : 15_000);

const dayMs = 86_400_000;

const identity = (fill: ExchangeFill): string => `${fill.symbol} ${fill.id} ${fill.side}`;

/** A page of fills, however the exchange lists them. */
const pageOf = (client: ExchangeClient, markets: readonly Market[], cursor: string, signal?: AbortSignal) => {
  const { fills } = client;
  if (fills.by === 'account')
    return fills.page(new Map(markets.map((market) => [market.symbol, market])), cursor, signal);
  const [market] = markets;
  if (!market || markets.length > 1) throw new Error('lists fills by one symbol');
  return fills.page(market, cursor, signal);
};

const tracesOf = async (client: ExchangeClient, markets: readonly Market[], signal?: AbortSignal) => {
  if (client.fills.by === 'account') throw new Error('lists the fills of all markets: needs no traces');
  return client.fills.traces(markets, signal);
};

/** One reading to its end; a page that failed is asked for again, as the engine does. */
async function readOn(
  client: ExchangeClient,
  markets: readonly Market[],
  start: string,
  into: Map<string, ExchangeFill>,
) {
  let cursor = start;
  let failures = 0;
  for (let pages = 0; pages < 2000; pages += 1) {
    const page = await pageOf(client, markets, cursor);
    if (!page.ok) {
      failures += 1;
      if (failures > 5) throw new Error(page.error.reason);
      continue;
    }
    for (const fill of page.value.fills) into.set(identity(fill), fill);
    cursor = page.value.next;
    if (page.value.done) return { cursor, failures };
  }
  throw new Error('the reading does not end');
}

/** Every source of cash flows, read to its end; gives the cursor of each. */
async function readFlows(
  client: ExchangeClient,
  into: Map<string, ExchangeFlow>,
  asked: Omit<FlowsAsked, 'cursor'>,
  from: ReadonlyMap<string, string> = new Map(),
): Promise<ReadonlyMap<string, string>> {
  const cursors = new Map<string, string>();
  for (const source of client.flows.sources) {
    let cursor = from.get(source) ?? '';
    for (let pages = 0, done = false; !done; pages += 1) {
      if (pages > 500) throw new Error('the reading does not end');
      const againFromMs = pages === 0 ? asked.againFromMs : null; // as the engine asks: where a reading begins
      const page = known(await client.flows.page(source, { ...asked, againFromMs, cursor }));
      for (const flow of page.flows) into.set(flowIdentity(flow), flow);
      ({ next: cursor, done } = page);
    }
    cursors.set(source, cursor);
  }
  return cursors;
}

/** Buys less their base fees, less sells and their base fees. */
function positionOf(fills: Iterable<ExchangeFill>): string {
  let position = 0n;
  for (const { side, quantity, fees, base } of fills) {
    position += side === 'buy' ? e18(quantity) : -e18(quantity);
    for (const fee of fees) if (fee.currency === base) position -= e18(fee.amount);
  }
  return formatE18(position as ReturnType<typeof e18>); // a sum of E18 is an E18
}

/** A client of each kind of key; passphrase and memo where the exchange's keys have them. */
function credentialsOf(exchange: ExchangeId, key: ApiKey): Credentials {
  const asked = new Set(exchangeInfos[exchange].credentialFields);
  return {
    apiKey: new Secret(key.apiKey),
    secret: new Secret(key.secret),
    ...(asked.has('passphrase') ? { passphrase: new Secret(key.passphrase) } : {}),
    ...(asked.has('memo') ? { memo: new Secret(key.memo) } : {}),
  };
}

export function exchangeContract(contract: ExchangeContract): void {
  const { exchange, reasons, today, mode = 'classic' } = contract;
  const { name, wallets, lookBackMs, hosts } = exchangeInfos[exchange];
  const startedAt = Date.now();
  const shiftMs = today === undefined ? 0 : today - startedAt;
  const now = () => unixMs(Date.now() + shiftMs);
  /** A history that the exchange still serves, and that ends a minute ago. */
  const span = {
    startAt: startedAt + shiftMs - (lookBackMs === null ? 90 * dayMs : lookBackMs * 0.8),
    endAt: startedAt + shiftMs - 60_000,
  };
  const start = (options: Partial<SimulatorOptions>): Promise<Simulator> =>
    startSimulator({ seed: 11, exchange, mode, symbols: 6, now, ...span, ...options });
  let simulator: Simulator;

  const credentials = (kind: 'readOnly' | 'trading' = 'readOnly'): Credentials =>
    credentialsOf(exchange, simulator.keys[kind]);
  const clientOf = (opened: Credentials, of = simulator, timeoutMs = 15_000): ExchangeClient =>
    createClients({ egress: createDirectEgress({ fetch: simulatorFetch(of), now, timeoutMs }), now })(exchange, opened);
  const signedCalls = (
    client: ExchangeClient,
    market: Market,
  ): Readonly<Record<string, () => Promise<Result<unknown, Failure>>>> => ({
    ...Object.fromEntries(wallets.map((wallet) => [`balances ${wallet}`, () => client.balances(wallet)])),
    fills: () => pageOf(client, [market], ''),
  });
  let listed: readonly Market[] = [];
  /** The list is asked for once: each client paces itself, and the suite makes them faster than a limit per address allows. */
  const someMarket = async (client: ExchangeClient): Promise<Market> => {
    if (listed.length === 0) listed = known(await client.markets());
    const [market] = listed.filter(({ symbol }) => symbol === 'BTC/USDT');
    if (!market) throw new Error('no BTC/USDT');
    return market;
  };

  beforeAll(async () => {
    simulator = await start({ fills: contract.fills ?? 3000 });
  });
  afterEach(() => simulator.faults.clear());
  afterAll(() => simulator.close());

  describe(`${name} tells what is there`, () => {
    test('its clock', async () => {
      const time = known(await clientOf(credentials()).serverTime());
      expect(Math.abs(time - now())).toBeLessThan(5000);
    });

    test('the rights of the key', async () => {
      if (!contract.tellsRights) {
        expect(known(await clientOf(credentials('trading')).keyRights())).toEqual({ readable: false });
        return;
      }
      expect(known(await clientOf(credentials()).keyRights())).toMatchObject({
        readable: true,
        read: true,
        trade: false,
        withdraw: false,
      });
      expect(known(await clientOf(credentials('trading')).keyRights())).toMatchObject({
        readable: true,
        trade: true,
      });
    });

    test('every balance, exactly', async () => {
      const truth = simulator.truth();
      const held = { spot: truth.balances, futures: truth.futures };
      for (const wallet of wallets) {
        const balances = known(await clientOf(credentials()).balances(wallet));
        const expected = Object.entries(held[wallet]).filter(([, { total }]) => total !== '0');
        expect(Object.fromEntries(balances.map(({ asset, ...amounts }) => [asset, amounts]))).toEqual(
          Object.fromEntries(expected),
        );
      }
    });

    test('that it has no other wallet', async () => {
      const others = (['spot', 'futures'] as const).filter((wallet) => !wallets.includes(wallet));
      for (const wallet of others)
        expect(await clientOf(credentials()).balances(wallet)).toMatchObject({
          ok: false,
          error: { reason: 'unsupported' },
        });
    });

    test('every market that the account traded, with a price while it is traded', async () => {
      const client = clientOf(credentials());
      const markets = known(await client.markets());
      const traded = Object.keys(simulator.truth().symbols);
      expect(markets.map(({ symbol }) => symbol)).toEqual(expect.arrayContaining(traded));
      // what round trips may leave: the true ones are reckoned with the exchange's own smallest orders
      const smallest = Object.entries(simulator.truth().symbols).map(([symbol, figures]) => [
        symbol,
        figures.smallestOrder,
      ]);
      expect(
        traded.map((symbol) => [symbol, markets.find((one) => one.symbol === symbol)?.minQuantity ?? '0']),
      ).toEqual(smallest);
      const active = markets.filter(({ symbol, active }) => active && traded.includes(symbol));
      const tickers = known(await client.tickers(active));
      expect(tickers.map(({ symbol }) => symbol).sort()).toEqual(active.map(({ symbol }) => symbol).sort());
      expect(known(await client.tickers(markets)).length).toBeGreaterThan(active.length);
    });

    test('prices: of none nothing is asked, and an unknown market is left out', async () => {
      const client = clientOf(credentials());
      simulator.clearRequests();
      expect(known(await client.tickers([]))).toEqual([]);
      expect(simulator.requests()).toHaveLength(0);
      const unknown = {
        id: 'NOSUCHCOIN',
        symbol: 'NOSUCH/COIN',
        base: 'NOSUCH',
        quote: 'COIN',
        active: true,
        minQuantity: null,
      };
      const tickers = known(await client.tickers([await someMarket(client), unknown]));
      expect(tickers.map(({ symbol }) => symbol)).toEqual(['BTC/USDT']);
    });

    describe('candles:', () => {
      const minuteMs = 60_000;
      const hourMs = 3_600_000;

      test('of the last hour a price for every closed minute, which is what the market cost when it ended', async () => {
        const client = clientOf(credentials());
        const market = await someMarket(client);
        const from = unixMs(Math.floor((now() - hourMs) / minuteMs) * minuteMs + 17_000);
        const page = known(await client.candles(market, from, '1m'));
        expect(page.interval).toBe('1m');
        expect(page.from).toBe(from - 17_000);
        expect(page.candles.map(({ openAt }) => openAt - page.from)).toEqual(
          page.candles.map((_, index) => index * minuteMs),
        );
        expect(page.candles.length).toBeGreaterThanOrEqual(59);
        expect(page.candles.at(-1)?.openAt).toBe(page.to - minuteMs);
        expect(page.to).toBeLessThanOrEqual(now());
        expect(page.candles.map(({ close }) => close)).toEqual(
          page.candles.map(({ openAt }) => formatE18(simulator.price('BTC/USDT', openAt + minuteMs - 1) as E18)), // units of 10^-18
        );
      });

      test('of an instant long ago the finest interval that is still served, in which the instant lies', async () => {
        const client = clientOf(credentials());
        const market = await someMarket(client);
        const from = unixMs(now() - 200 * dayMs - 4_321_000);
        const page = known(await client.candles(market, from, '1m'));
        expect(page.interval).toBe(contract.candles.after200Days);
        const candle = candleAt(page, from);
        const closedAt = (candle?.openAt ?? 0) + intervalMs[page.interval];
        expect(closedAt).toBeGreaterThan(from);
        expect(closedAt - from).toBeLessThanOrEqual(intervalMs[page.interval]);
        expect(candle?.close).toBe(formatE18(simulator.price('BTC/USDT', closedAt - 1) as E18)); // units of 10^-18
      });

      test('a coarser interval is asked for as such', async () => {
        const client = clientOf(credentials());
        const page = known(await client.candles(await someMarket(client), unixMs(now() - 6 * hourMs), '1h'));
        expect(page.interval).toBe('1h');
        expect(page.candles.length).toBeGreaterThanOrEqual(6);
      });

      test('one call covers many, with no key, and none that has not closed', async () => {
        const client = clientOf(credentials());
        const market = await someMarket(client);
        simulator.clearRequests();
        const page = known(await client.candles(market, unixMs(now() - 3 * hourMs), '1m'));
        expect(page.candles.length).toBeGreaterThanOrEqual(Math.min(179, contract.candles.rows));
        expect(simulator.requests().map(({ account }) => account)).toEqual([null]);
        const unclosed = await client.candles(market, now(), '1m');
        expect(unclosed).toMatchObject({ ok: false, error: { reason: 'unsupported', subject: 'candles' } });
        expect(simulator.requests()).toHaveLength(1);
      });

      test('an empty page is asked for once more, and is no failure', async () => {
        const client = clientOf(credentials());
        const delisted = known(await client.markets()).find(({ active }) => !active);
        if (!delisted) return; // its list leaves them out
        simulator.clearRequests();
        const page = known(await client.candles(delisted, unixMs(now() - hourMs), '1m'));
        expect(page.candles).toEqual([]);
        expect(simulator.requests()).toHaveLength(2);
      });

      test('of a market that is not known there, a failure', async () => {
        const unknown = { id: 'NOSUCHCOIN', symbol: 'NOSUCH/COIN', base: 'NOSUCH', quote: 'COIN', active: true };
        const page = await clientOf(credentials()).candles(
          { ...unknown, minQuantity: null },
          unixMs(now() - hourMs),
          '1m',
        );
        expect(page.ok).toBe(false);
      });

      test.each(['rateLimited', 'serverBusy', 'cutBody', 'firewall403'] as const)('%s is told', async (kind) => {
        const reason = reasons[kind];
        if (reason === undefined) return;
        const client = clientOf(credentials());
        const market = await someMarket(client);
        simulator.faults.set({ kind });
        expect(await client.candles(market, unixMs(now() - hourMs), '1m')).toMatchObject({
          ok: false,
          error: { reason },
        });
      });
    });

    test('what deposits and open orders name, where fills are listed by symbol', async () => {
      const client = clientOf(credentials());
      if (client.fills.by === 'account') return;
      const markets = known(await client.markets());
      const traces = known(await tracesOf(client, markets));
      expect(traces.failures).toEqual([]);
      expect(traces.assets).toContain('USDT');
    });

    test('how much of the limit is used', async () => {
      const client = clientOf(credentials());
      expect(client.budget()).toBeNull();
      await client.balances('spot');
      const budget = client.budget();
      if (!contract.tellsBudget) {
        expect(budget).toBeNull();
        return;
      }
      expect(budget?.used).toBeGreaterThan(0);
      expect(budget?.limit).toBeGreaterThan(budget?.used ?? 0);
    });
  });

  describe(`fills of ${name}`, () => {
    /** Reads everything and gives how many fills came of each symbol, and the position that they make. */
    const readAll = async (client: ExchangeClient): Promise<ReadonlyMap<string, ExchangeFill>> => {
      const markets = known(await client.markets());
      const fills = new Map<string, ExchangeFill>();
      const traded = Object.keys(simulator.truth().symbols);
      if (client.fills.by === 'account') await readOn(client, markets, '', fills);
      else
        for (const market of markets.filter(({ symbol }) => traded.includes(symbol)))
          await readOn(client, [market], '', fills);
      return fills;
    };
    const expectAll = (fills: ReadonlyMap<string, ExchangeFill>, of: Simulator): void => {
      const { symbols } = of.truth();
      const read = Object.keys(symbols).map((symbol) => {
        const rows = [...fills.values()].filter((fill) => fill.symbol === symbol);
        return [symbol, rows.length, positionOf(rows)];
      });
      expect(read).toEqual(
        Object.entries(symbols).map(([symbol, { fills: count, position }]) => [symbol, count, position]),
      );
      expect(fills.size).toBe(of.truth().fillCount);
    };
    /** The markets that one reading is about: one, or all of them. */
    const scope = async (client: ExchangeClient): Promise<readonly Market[]> =>
      client.fills.by === 'account' ? known(await client.markets()) : [await someMarket(client)];
    const expected = (client: ExchangeClient): number => {
      const { symbols, fillCount } = simulator.truth();
      return client.fills.by === 'account' ? fillCount : (symbols['BTC/USDT']?.fills ?? 0);
    };

    test('are read to the last one, self-trades and several in one millisecond too', async () => {
      expectAll(await readAll(clientOf(credentials())), simulator);
    });

    test('are read to the last one by an exchange that serves shorter pages than it was asked for', async () => {
      const stingy = await start({ seed: 12, fills: 600, symbols: 4, perPage: 50 });
      const whole = simulator;
      simulator = stingy;
      try {
        expectAll(await readAll(clientOf(credentials(), stingy)), stingy);
      } finally {
        simulator = whole;
        await stingy.close();
      }
    });

    test('a page that is served twice is asked for again, and nothing is lost or passed over', async () => {
      const client = clientOf(credentials());
      const markets = await scope(client);
      const fills = new Map<string, ExchangeFill>();
      let cursor = '';
      while (fills.size === 0) {
        const page = known(await pageOf(client, markets, cursor));
        for (const fill of page.fills) fills.set(identity(fill), fill);
        cursor = page.next;
      }
      simulator.faults.set({ kind: 'repeatPage', times: 1 });
      await readOn(client, markets, cursor, fills);
      expect(fills.size).toBe(expected(client));
    });

    test('that show up late are found by the next reading, as are new ones', async () => {
      const client = clientOf(credentials());
      const markets = await scope(client);
      simulator.advance({ fills: 5, symbol: 'BTC/USDT' });
      const total = expected(client);
      // late by minutes: what would appear among fills of weeks ago, no reading looks for again
      simulator.faults.set({ kind: 'lateFills', count: 3, withinMs: 600_000 });
      const fills = new Map<string, ExchangeFill>();
      const { cursor } = await readOn(client, markets, '', fills);
      expect(fills.size).toBeLessThan(total);
      simulator.faults.clear();
      simulator.advance({ fills: 2, symbol: 'BTC/USDT' });
      await readOn(client, markets, cursor, fills);
      expect(fills.size).toBe(total + 2);
      expect(fills.size).toBe(expected(client));
    });

    test('reading again with nothing new takes few calls and brings nothing', async () => {
      const client = clientOf(credentials());
      const markets = await scope(client);
      const fills = new Map<string, ExchangeFill>();
      const first = await readOn(client, markets, '', fills);
      const before = fills.size;
      simulator.clearRequests();
      await readOn(client, markets, first.cursor, fills);
      expect(fills.size).toBe(before);
      expect(simulator.requests().length).toBeLessThan(8);
    });

    test('a cursor that cannot be read starts over, and loses nothing', async () => {
      const client = clientOf(credentials());
      const fills = new Map<string, ExchangeFill>();
      await readOn(client, await scope(client), 'not a cursor', fills);
      expect(fills.size).toBe(expected(client));
    });

    test('older than the exchange serves are not waited for', async () => {
      if (lookBackMs === null) return;
      const old = await start({ fills: 400, symbols: 2, startAt: now() - 2 * lookBackMs });
      const whole = simulator;
      simulator = old;
      try {
        const fills = await readAll(clientOf(credentials(), old));
        const served = old.fillTimes().filter((at) => at > now() - lookBackMs + 3_600_000).length;
        expect(fills.size).toBeGreaterThanOrEqual(served);
        expect(fills.size).toBeLessThan(old.truth().fillCount);
      } finally {
        simulator = whole;
        await old.close();
      }
    });

    test('each have their market, their side, an instant within the history and the exchange’s own row', async () => {
      const client = clientOf(credentials());
      const fills = new Map<string, ExchangeFill>();
      await readOn(client, await scope(client), '', fills);
      for (const fill of fills.values()) {
        const { id, symbol, base, quote, exchange: at, executedAtUs } = fill;
        expect(rawRowOf(fill)?.map(({ value }) => value)).toContain(id);
        expect([symbol, at]).toEqual([`${base}/${quote}`, exchange]);
        expect(executedAtUs / 1000).toBeGreaterThan(span.startAt - 1000);
        expect(executedAtUs / 1000).toBeLessThanOrEqual(now() + 1000);
      }
    });
  });

  describe(`cash flows of ${name}`, () => {
    const nothingLost: HistoryFacts = {
      beginsWithNothing: true,
      incomplete: false,
      lookBack: false,
      bySymbol: false,
      kindsUnread: false,
    };
    let desk: Simulator;
    beforeAll(async () => {
      desk = await start({ seed: 21, fills: 120, symbols: 4 });
    });
    afterAll(() => desk.close());

    const askedOf = (assets: readonly string[]): Omit<FlowsAsked, 'cursor'> => ({
      againFromMs: null,
      earliestMs: unixMs(Math.floor(span.startAt)),
      assets,
    });
    const assetsOf = (): readonly string[] => Object.keys(desk.truth().balances);

    test('and the fills make up every balance of the spot wallet, to the last digit', async () => {
      const client = clientOf(credentialsOf(exchange, desk.keys.readOnly), desk);
      const movements = createMovements(Number.MAX_SAFE_INTEGER);
      const flows = new Map<string, ExchangeFlow>();
      await readFlows(client, flows, askedOf(assetsOf()));
      for (const flow of flows.values()) movements.addFlow({ ...flow, account: 'main', revision: 0 });
      const markets = known(await client.markets());
      const traded = markets.filter(({ symbol }) => desk.truth().symbols[symbol] !== undefined);
      const fills = new Map<string, ExchangeFill>();
      for (const group of client.fills.by === 'account' ? [markets] : traded.map((market) => [market]))
        await readOn(client, group, '', fills);
      for (const fill of fills.values()) movements.addFill({ ...fill, account: 'main' });
      const balances = known(await client.balances('spot'));
      const held = new Map(balances.map(({ asset, total }) => [asset, toE36(e18(total))]));
      const rows = reconcile(movements.byAsset(), held, nothingLost, new Set([gatePoints]));
      expect(rows.length).toBeGreaterThan(4);
      expect(rows.filter(({ verdict }) => verdict !== 'explained')).toEqual([]);
      // two withdrawals at the end, with a fee each
      const withdrawn = [...flows.values()].filter(({ kind }) => kind === 'withdrawal');
      expect(withdrawn.map(({ asset, fee }) => [asset, fee]).sort()).toEqual([
        ['BTC', '0.0001'],
        ['USDT', '1'],
      ]);
      for (const { exchange: at, status, occurredAtUs } of flows.values()) {
        expect([at, status]).toEqual([exchange, 'completed']);
        expect(occurredAtUs / 1000).toBeGreaterThan(span.startAt - 1000);
        expect(occurredAtUs / 1000).toBeLessThanOrEqual(now());
      }
    });

    test('are read again from where the last reading ended, in few calls', async () => {
      const client = clientOf(credentialsOf(exchange, desk.keys.readOnly), desk);
      const flows = new Map<string, ExchangeFlow>();
      const first = await readFlows(client, flows, askedOf(['USDT', 'BTC']));
      const before = flows.size;
      desk.clearRequests();
      const later = clientOf(credentialsOf(exchange, desk.keys.readOnly), desk); // with a pace of its own
      await readFlows(later, flows, askedOf(['USDT', 'BTC']), first);
      expect(flows.size).toBe(before);
      expect(desk.requests().length).toBeLessThanOrEqual(2 * client.flows.sources.length);
    });

    test('that were not final are asked for again, from their time on', async () => {
      const client = clientOf(credentialsOf(exchange, desk.keys.readOnly), desk);
      const first = await readFlows(client, new Map(), askedOf(['USDT', 'BTC']));
      const again = new Map<string, ExchangeFlow>();
      const sinceMs = unixMs(Math.floor(span.startAt));
      const later = clientOf(credentialsOf(exchange, desk.keys.readOnly), desk); // with a pace of its own
      await readFlows(later, again, { ...askedOf(['USDT', 'BTC']), againFromMs: sinceMs }, first);
      expect([...again.values()].some(({ kind, asset }) => kind === 'deposit' && asset === 'USDT')).toBe(true);
    });

    test('are refused by a name of their own where the key may not read them', async () => {
      if (reasons.missingRead === undefined) return;
      const client = clientOf(credentialsOf(exchange, desk.keys.readOnly), desk);
      desk.faults.set({ kind: 'missingRead' });
      for (const source of client.flows.sources) {
        const page = await client.flows.page(source, { ...askedOf(['USDT']), cursor: '' });
        expect(page.ok ? 'a page' : page.error.reason).toBe(reasons.missingRead);
      }
      desk.faults.clear();
    });
  });

  describe(`a failure of ${name} is told as what it is`, () => {
    test.each(Object.entries(reasons))('%s is %s', async (kind, reason) => {
      const market = await someMarket(clientOf(credentials()));
      const client = clientOf(credentials(), simulator, patienceMs(kind));
      simulator.faults.set({ kind: kind as FaultKind, ...(kind === 'clockSkew' ? { skewMs: -90_000 } : {}) }); // the keys of `reasons`
      for (const [call, ask] of Object.entries(signedCalls(client, market))) {
        const answer = await ask();
        expect([call, answer.ok ? 'a value' : answer.error.reason]).toEqual([call, reason]);
      }
    });

    test('a limit says until when, a clock by how much', async () => {
      const client = clientOf(credentials());
      simulator.faults.set({ kind: 'rateLimited', retryAfterSeconds: 30, times: 1 });
      const limited = await client.balances('spot');
      expect(limited).toMatchObject({ ok: false, error: { reason: 'rate-limited' } });
      const untilAt = limited.ok ? 0 : (limited.error.untilAt ?? 0);
      if (contract.tellsUntil) expect(Math.abs(untilAt - now() - 30_000)).toBeLessThan(5000);
      if (reasons.clockSkew !== 'clock-skew') return;
      simulator.faults.set({ kind: 'clockSkew', skewMs: -90_000 });
      const skewed = await client.balances('spot');
      const skewMs = skewed.ok ? 0 : (skewed.error.skewMs ?? 0);
      // the exchange is 90 s behind, so this computer is 90 s ahead
      expect(Math.abs(skewMs - 90_000)).toBeLessThan(3000);
    });

    test('a wrong secret, while another account reads', async () => {
      const good = clientOf(credentials());
      const bad = clientOf({ ...credentials(), secret: new Secret('not the secret of this key') });
      const answers = await Promise.all([
        good.balances('spot'),
        bad.balances('spot'),
        good.keyRights(),
        bad.keyRights(),
        good.balances('spot'),
      ]);
      expect(answers.map((answer) => (answer.ok ? 'known' : answer.error.reason))).toEqual([
        ...['known', reasons.badSignature, 'known', reasons.badSignature, 'known'],
      ]);
    });

    test('an empty secret is not sent', async () => {
      simulator.clearRequests();
      const answer = await clientOf({ ...credentials(), secret: new Secret('') }).balances('spot');
      expect(answer).toMatchObject({ ok: false, error: { reason: 'credentials-invalid' } });
      expect(simulator.requests()).toHaveLength(0);
    });

    test('an address that is not on the whitelist', async () => {
      simulator.setWhitelist(simulator.keys.readOnly.apiKey, ['203.0.113.7']);
      const answer = await clientOf(credentials()).balances('spot');
      simulator.setWhitelist(simulator.keys.readOnly.apiKey, null);
      expect(answer).toMatchObject({ ok: false, error: { reason: reasons.ipRefused } });
    });

    test('of deposits alone does not hide the open orders', async () => {
      const client = clientOf(credentials());
      if (client.fills.by === 'account') return;
      const markets = known(await client.markets());
      simulator.faults.set({ kind: 'serverError', path: 'deposit' });
      const traces = known(await tracesOf(client, markets));
      expect(traces.failures).toMatchObject([{ reason: 'exchange-unavailable', subject: 'deposits' }]);
    });

    test('a caller that stops gets cancelled', async () => {
      const client = clientOf(credentials());
      const market = await someMarket(client);
      const stopped = AbortSignal.abort();
      const answers = [
        await client.serverTime(stopped),
        await client.keyRights(stopped),
        await client.balances('spot', stopped),
        await client.markets(stopped),
        await client.tickers([market], stopped),
        await client.candles(market, unixMs(now() - dayMs), '1h', stopped),
        await pageOf(client, [market], '', stopped),
      ];
      expect(answers.map((answer) => (answer.ok ? 'a value' : answer.error.reason))).toEqual(
        Array(7).fill('cancelled'),
      );
    });
  });

  test(`no failure of ${name} names a key, a secret or a signature`, async () => {
    const market = await someMarket(clientOf(credentials()));
    const failures: unknown[] = [];
    for (const kind of Object.keys(reasons)) {
      simulator.faults.clear();
      simulator.faults.set({ kind: kind as FaultKind }); // the keys of `reasons`
      const client = clientOf(credentials(), simulator, patienceMs(kind));
      for (const ask of Object.values(signedCalls(client, market))) failures.push(await ask());
    }
    const text = JSON.stringify(failures);
    const { apiKey, secret, passphrase, memo } = simulator.keys.readOnly;
    const secrets = [apiKey, secret, passphrase, memo].filter((part) => part !== '');
    for (const hidden of [...secrets, 'signature=', 'timestamp=']) expect(text).not.toContain(hidden);
  });

  test(`whatever is asked of ${name}, only reads are sent`, () => {
    const asked = simulator.requests();
    expect(asked.length).toBeGreaterThan(0);
    for (const { method, path } of asked) expect(hosts.some((host) => isReadOnly(method, host, path))).toBe(true);
  });
}
