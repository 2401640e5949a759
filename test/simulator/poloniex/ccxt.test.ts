/** ccxt, which nobody here wrote, as a client: it signs, pages and parses against the simulator as against the exchange. */
import { poloniex } from 'ccxt';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { simulatorFetch } from '../../contract/simulator-fetch';
import { type Simulator, startSimulator } from '../simulator';
import { units } from '../units';

const startAt = Date.UTC(2026, 7, 1);
const dayMs = 86_400_000;
let simulator: Simulator;
let client: InstanceType<typeof poloniex>;

beforeAll(async () => {
  simulator = await startSimulator({ seed: 13, exchange: 'poloniex', fills: 60, startAt, endAt: startAt + 6 * dayMs });
  const { apiKey, secret } = simulator.keys.readOnly;
  client = new poloniex({ apiKey, secret, enableRateLimit: false });
  client.fetchImplementation = simulatorFetch(simulator);
  Object.assign(client, { number: String }); // exact texts; the typings know only numbers
  client.has.fetchCurrencies = false;
});
afterAll(() => simulator.close());

test('reads the markets', async () => {
  const markets = await client.loadMarkets();
  expect(markets['BTC/USDT']).toMatchObject({ id: 'BTC_USDT', active: true, spot: true });
  expect(markets['XYZ/ABC']).toMatchObject({ active: false });
});

test('reads the true balances of the spot wallet', async () => {
  const balance = await client.fetchBalance();
  for (const [asset, { free, locked, total }] of Object.entries(simulator.truth().balances)) {
    const { free: f, used: u, total: t } = balance[asset] ?? {};
    const read = [f, u, t].map((amount) => units(String(amount)));
    expect([asset, ...read]).toEqual([asset, units(free), units(locked), units(total)]);
  }
});

test('takes what is available in the futures wallet for its total, which hides the open loss', async () => {
  const balance = await client.fetchBalance({ type: 'swap' });
  const { total = '' } = simulator.truth().futures.USDT ?? {};
  expect(String(balance.USDT?.total)).toBe('1573.000000000000000008');
  expect(total).toBe('1560.750000000000000007');
});

test('reads every fill of a week', async () => {
  const trades = await client.fetchMyTrades(undefined, startAt, 100, { until: startAt + 7 * dayMs });
  expect(trades).toHaveLength(simulator.truth().fillCount);
});

test('reads tickers, open orders and deposits', async () => {
  const tickers = await client.fetchTickers(['BTC/USDT', 'ETH/BTC']);
  expect(Object.keys(tickers).toSorted()).toEqual(['BTC/USDT', 'ETH/BTC']);
  expect(await client.fetchOpenOrders('ETH/USDT')).not.toHaveLength(0);
  const deposits = await client.fetchDeposits(undefined, startAt);
  expect(deposits.map(({ currency }) => currency)).toContain('USDT');
});

test('is told that its address is refused', async () => {
  simulator.faults.set({ kind: 'ipRefused', times: 1 });
  await expect(client.fetchBalance()).rejects.toThrow('Illegal of ip');
});
