/**
 * What the engine may rely on, whichever the exchange: one suite that every client passes against the simulator.
 *
 * The figures expected are the simulator's own truth, which it knows from the history that it made, not from any reply.
 */
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import type { Credentials, ExchangeClient, ExchangeFill, Market } from '../../extension/exchanges/client';
import { createClients } from '../../extension/exchanges/create-clients';
import { createDirectEgress } from '../../extension/exchanges/direct-egress';
import { isReadOnly } from '../../shared/exchanges/endpoints';
import { type ExchangeId, exchangeInfos } from '../../shared/exchanges/ids';
import { compareFillIds } from '../../shared/ledger/fill';
import { e18, formatE18 } from '../../shared/money/decimal';
import type { Failure, Reason } from '../../shared/reasons';
import { type Result, Secret, unixMs } from '../../shared/result';
import type { FaultKind } from '../simulator/faults';
import { type Simulator, startSimulator } from '../simulator/simulator';
import { simulatorFetch } from './simulator-fetch';

export interface ExchangeContract {
  readonly exchange: ExchangeId;
  /** What each refusal that the simulator can play must be taken for on a signed call. */
  readonly reasons: Readonly<Partial<Record<FaultKind, Reason>>>;
}

const now = () => unixMs(Date.now());

function known<T>(result: Result<T, Failure>): T {
  if (!result.ok) throw new Error(`${result.error.reason} ${result.error.subject ?? ''} ${result.error.detail ?? ''}`);
  return result.value;
}

/** Only a reply that never comes is waited for briefly. */
const patienceMs = (kind: string): number => (kind === 'timeout' ? 200 : 15_000);

const identity = (fill: ExchangeFill): string => `${fill.id} ${fill.side}`;

/** A page of fills, however the exchange lists them. */
const pageOf = (client: ExchangeClient, market: Market, cursor: string, signal?: AbortSignal) =>
  client.fills.by === 'symbol'
    ? client.fills.page(market, cursor, signal)
    : client.fills.page(new Map([[market.symbol, market]]), cursor, signal);

const tracesOf = async (client: ExchangeClient, markets: readonly Market[], signal?: AbortSignal) => {
  if (client.fills.by === 'account') throw new Error('lists the fills of all markets: needs no traces');
  return client.fills.traces(markets, signal);
};

/** One reading to its end; a page that failed is asked for again, as the engine does. */
async function readOn(client: ExchangeClient, market: Market, start: string, into: Map<string, ExchangeFill>) {
  let cursor = start;
  let failures = 0;
  for (let pages = 0; pages < 500; pages += 1) {
    const page = await pageOf(client, market, cursor);
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

/** Buys less their base fees, less sells and their base fees. */
function positionOf(fills: Iterable<ExchangeFill>): string {
  let position = 0n;
  for (const { side, quantity, fees, base } of fills) {
    position += side === 'buy' ? e18(quantity) : -e18(quantity);
    for (const fee of fees) if (fee.currency === base) position -= e18(fee.amount);
  }
  return formatE18(position as ReturnType<typeof e18>); // a sum of E18 is an E18
}

export function exchangeContract({ exchange, reasons }: ExchangeContract): void {
  const { name } = exchangeInfos[exchange];
  let simulator: Simulator;

  const credentials = (kind: 'readOnly' | 'trading' = 'readOnly'): Credentials => {
    const key = simulator.keys[kind];
    return { apiKey: new Secret(key.apiKey), secret: new Secret(key.secret) };
  };
  const clientOf = (opened: Credentials, of = simulator, timeoutMs = 15_000): ExchangeClient =>
    createClients({ egress: createDirectEgress({ fetch: simulatorFetch(of), now, timeoutMs }), now })(exchange, opened);
  const signedCalls = (
    client: ExchangeClient,
    market: Market,
  ): Readonly<Record<string, () => Promise<Result<unknown, Failure>>>> => ({
    balances: () => client.balances('spot'),
    fills: () => pageOf(client, market, ''),
  });
  const someMarket = async (client: ExchangeClient): Promise<Market> => {
    const [market] = known(await client.markets()).filter(({ symbol }) => symbol === 'BTC/USDT');
    if (!market) throw new Error('no BTC/USDT');
    return market;
  };

  beforeAll(async () => {
    simulator = await startSimulator({ seed: 11, fills: 3000, symbols: 6 });
  });
  afterEach(() => simulator.faults.clear());
  afterAll(() => simulator.close());

  describe(`${name} tells what is there`, () => {
    test('its clock', async () => {
      const time = known(await clientOf(credentials()).serverTime());
      expect(Math.abs(time - Date.now())).toBeLessThan(5000);
    });

    test('the rights of the key', async () => {
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
      const balances = known(await clientOf(credentials()).balances('spot'));
      const held = Object.entries(simulator.truth().balances).filter(([, { total }]) => total !== '0');
      expect(Object.fromEntries(balances.map(({ asset, ...amounts }) => [asset, amounts]))).toEqual(
        Object.fromEntries(held),
      );
    });

    test('every market that the account traded, with a price while it is traded', async () => {
      const client = clientOf(credentials());
      const markets = known(await client.markets());
      const traded = Object.keys(simulator.truth().symbols);
      expect(markets.map(({ symbol }) => symbol)).toEqual(expect.arrayContaining(traded));
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

    test('what deposits and open orders name', async () => {
      const client = clientOf(credentials());
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
      expect(budget?.used).toBeGreaterThan(0);
      expect(budget?.limit).toBeGreaterThan(budget?.used ?? 0);
    });
  });

  describe(`fills of ${name}`, () => {
    const readAll = async (client: ExchangeClient, of: Simulator): Promise<void> => {
      const markets = known(await client.markets());
      for (const [symbol, truth] of Object.entries(of.truth().symbols)) {
        const market = markets.find((candidate) => candidate.symbol === symbol);
        if (!market) throw new Error(`no market ${symbol}`);
        const fills = new Map<string, ExchangeFill>();
        await readOn(client, market, '', fills);
        expect([symbol, fills.size, positionOf(fills.values())]).toEqual([symbol, truth.fills, truth.position]);
      }
    };

    test('are read to the last one, self-trades and several in one millisecond too', async () => {
      await readAll(clientOf(credentials()), simulator);
    });

    test('are read to the last one by an exchange that serves shorter pages than it was asked for', async () => {
      const stingy = await startSimulator({ seed: 12, fills: 600, symbols: 4, perPage: 50 });
      const key = stingy.keys.readOnly;
      await readAll(clientOf({ apiKey: new Secret(key.apiKey), secret: new Secret(key.secret) }, stingy), stingy);
      await stingy.close();
    });

    test('a page that is served twice is asked for again, and nothing is lost or passed over', async () => {
      const client = clientOf(credentials());
      const market = await someMarket(client);
      const fills = new Map<string, ExchangeFill>();
      const page = known(await pageOf(client, market, ''));
      for (const fill of page.fills) fills.set(identity(fill), fill);
      simulator.faults.set({ kind: 'repeatPage', times: 1 });
      const { failures } = await readOn(client, market, page.next, fills);
      expect(failures).toBe(1);
      expect(fills.size).toBe(simulator.truth().symbols['BTC/USDT']?.fills);
    });

    test('that show up late are found by the next reading, as are new ones', async () => {
      const client = clientOf(credentials());
      const market = await someMarket(client);
      const total = simulator.truth().symbols['BTC/USDT']?.fills ?? 0;
      simulator.faults.set({ kind: 'lateFills', count: 3 });
      const fills = new Map<string, ExchangeFill>();
      const { cursor } = await readOn(client, market, '', fills);
      expect(fills.size).toBe(total - 3);
      simulator.faults.clear();
      simulator.advance({ fills: 2, symbol: 'BTC/USDT' });
      await readOn(client, market, cursor, fills);
      expect(fills.size).toBe(simulator.truth().symbols['BTC/USDT']?.fills);
    });

    test('reading again with nothing new leaves the cursor where it was', async () => {
      const client = clientOf(credentials());
      const market = await someMarket(client);
      const first = await readOn(client, market, '', new Map());
      const again = await readOn(client, market, first.cursor, new Map());
      expect(again.cursor).toBe(first.cursor);
    });

    test('come by time and id, each with its market', async () => {
      const client = clientOf(credentials());
      const market = await someMarket(client);
      const { fills } = known(await pageOf(client, market, ''));
      const sorted = fills.toSorted((a, b) => a.executedAtUs - b.executedAtUs || compareFillIds(a.id, b.id));
      expect(fills.map(({ id }) => id)).toEqual(sorted.map(({ id }) => id));
      expect(new Set(fills.map(({ symbol }) => symbol))).toEqual(new Set(['BTC/USDT']));
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
      expect(Math.abs(untilAt - Date.now() - 30_000)).toBeLessThan(5000);
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
        ...['known', 'signature-rejected', 'known', 'signature-rejected', 'known'],
      ]);
    });

    test('an empty secret is not sent', async () => {
      simulator.clearRequests();
      const answer = await clientOf({ ...credentials(), secret: new Secret('') }).balances('spot');
      expect(answer).toMatchObject({ ok: false, error: { reason: 'credentials-invalid' } });
      expect(simulator.requests()).toHaveLength(0);
    });

    test('of deposits alone does not hide the open orders', async () => {
      const client = clientOf(credentials());
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
        await tracesOf(client, [market], stopped),
        await pageOf(client, market, '', stopped),
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
    const { apiKey, secret } = simulator.keys.readOnly;
    for (const hidden of [apiKey, secret, 'signature=', 'timestamp=']) expect(text).not.toContain(hidden);
  });

  test(`whatever is asked of ${name}, only reads are sent`, () => {
    const hosts = exchangeInfos[exchange].hosts;
    const asked = simulator.requests();
    expect(asked.length).toBeGreaterThan(0);
    for (const { method, path } of asked) expect(hosts.some((host) => isReadOnly(method, host, path))).toBe(true);
  });
}
