/** ccxt, which nobody here wrote, as a client: it signs, pages and parses against the simulator as against the exchange. */
import { mexc } from 'ccxt';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { simulatorFetch } from '../../contract/simulator-fetch';
import { type Simulator, startSimulator } from '../simulator';
import { units } from '../units';

const dayMs = 86_400_000;
const startAt = Date.now() - 20 * dayMs;

let simulator: Simulator;
let client: InstanceType<typeof mexc>;

beforeAll(async () => {
  simulator = await startSimulator({
    ...{ seed: 13, exchange: 'mexc', fills: 300, symbols: 4 },
    ...{ startAt, endAt: Date.now() - 60_000 },
  });
  const { apiKey, secret } = simulator.keys.readOnly;
  client = new mexc({ apiKey, secret, enableRateLimit: false });
  client.fetchImplementation = simulatorFetch(simulator);
  Object.assign(client, { number: String }); // exact texts; the typings know only numbers
  Object.assign(client.has, { fetchCurrencies: false });
  Object.assign(client, { fetchSwapMarkets: async () => [] }); // futures are not simulated
  Object.assign(client.options, { defaultType: 'spot' });
});
afterAll(() => simulator.close());

test('reads the markets', async () => {
  const markets = await client.loadMarkets();
  expect(markets['BTC/USDT']).toMatchObject({ id: 'BTCUSDT', active: true, spot: true });
  expect(markets['XYZ/ABC']).toMatchObject({ active: false });
});

test('reads the true balances', async () => {
  const balance = await client.fetchBalance();
  for (const [asset, { free, locked, total }] of Object.entries(simulator.truth().balances)) {
    const { free: f, used: u, total: t } = balance[asset] ?? {};
    const read = [f, u, t].map((amount) => units(String(amount)));
    expect([asset, ...read]).toEqual([asset, units(free), units(locked), units(total)]);
  }
});

test('reads every fill of every symbol', async () => {
  for (const [symbol, { fills }] of Object.entries(simulator.truth().symbols)) {
    const read = new Set<string>();
    for (let until = Date.now(); read.size < fills; ) {
      const page = await client.fetchMyTrades(symbol, startAt, 100, { until });
      const before = read.size;
      for (const { id, side } of page) read.add(`${id} ${side}`);
      if (read.size === before) break;
      until = Math.min(...page.map(({ timestamp }) => timestamp ?? until));
    }
    expect([symbol, read.size]).toEqual([symbol, fills]);
  }
});

test('reads prices, open orders and deposits', async () => {
  const tickers = await client.fetchTickers(['BTC/USDT', 'ETH/USDT']);
  expect(Object.keys(tickers).toSorted()).toEqual(['BTC/USDT', 'ETH/USDT']);
  expect((await client.fetchOpenOrders()).length).toBeGreaterThan(1);
  const deposits = await client.fetchDeposits(undefined, startAt, undefined, { endTime: startAt + 5 * dayMs });
  expect(deposits.map(({ currency }) => currency)).toContain('BTC');
});

test('is told that its address is refused', async () => {
  simulator.faults.set({ kind: 'ipRefused', times: 1 });
  await expect(client.fetchBalance()).rejects.toThrow('700006');
});
