/** ccxt, which nobody here wrote, as a client: it signs and parses against the simulator as against the exchange. */
import { bitget } from 'ccxt';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { simulatorFetch } from '../../contract/simulator-fetch';
import { type Simulator, startSimulator } from '../simulator';
import { units } from '../units';

let simulator: Simulator;
let client: InstanceType<typeof bitget>;
const dayMs = 86_400_000;

beforeAll(async () => {
  const endAt = Date.now() - 60_000;
  simulator = await startSimulator({ seed: 13, exchange: 'bitget', fills: 80, startAt: endAt - 25 * dayMs, endAt });
  const { apiKey, secret, passphrase } = simulator.keys.readOnly;
  client = new bitget({ apiKey, secret, password: passphrase, enableRateLimit: false });
  client.fetchImplementation = simulatorFetch(simulator);
  Object.assign(client, { number: String }); // exact texts; the typings know only numbers
  Object.assign(client.options, { defaultType: 'spot', uta: false, fetchMarkets: { types: ['spot'] } });
  Object.assign(client.has, { fetchCurrencies: false });
});
afterAll(() => simulator.close());

test('reads the markets', async () => {
  const markets = await client.loadMarkets();
  expect(markets['BTC/USDT']).toMatchObject({ id: 'BTCUSDT', active: true, spot: true });
  expect(markets['XYZ/ABC']).toBeUndefined();
});

test('reads the true balances', async () => {
  const balance = await client.fetchBalance();
  for (const [asset, { free, locked, total }] of Object.entries(simulator.truth().balances)) {
    if (total === '0') continue;
    const { free: f, used: u, total: t } = balance[asset] ?? {};
    const read = [f, u, t].map((amount) => units(String(amount)));
    expect([asset, ...read]).toEqual([asset, units(free), units(locked), units(total)]);
  }
});

test('reads every fill of every symbol', async () => {
  for (const [symbol, { fills }] of Object.entries(simulator.truth().symbols)) {
    const trades = await client.fetchMyTrades(symbol, undefined, 100);
    expect([symbol, trades.length]).toEqual([symbol, fills]);
  }
});

test('is told that its address is refused', async () => {
  simulator.faults.set({ kind: 'ipRefused', times: 1 });
  await expect(client.fetchBalance()).rejects.toThrow('40018');
});
