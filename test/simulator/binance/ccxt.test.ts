/** ccxt, which nobody here wrote, as a client: it signs, pages and parses against the simulator as against the exchange. */
import { request } from 'node:https';
import { binance } from 'ccxt';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Simulator, startSimulator } from '../simulator';
import { units } from '../units';

let simulator: Simulator;
let client: InstanceType<typeof binance>;

/** A fetch that resolves every host to the simulator. */
const simulated = (url: string, init: { method: string; headers: Record<string, string>; body?: string }) =>
  new Promise<Response>((resolve, reject) => {
    const { hostname, pathname, search } = new URL(url);
    const target = { host: '127.0.0.1', port: simulator.port, servername: hostname, ca: simulator.certificate };
    const options = {
      ...target,
      method: init.method,
      path: `${pathname}${search}`,
      headers: { ...init.headers, host: hostname },
    };
    const sent = request(options, (message) => {
      const chunks: Buffer[] = [];
      message.on('data', (chunk: Buffer) => chunks.push(chunk));
      message.on('end', () => {
        const headers = Object.entries(message.headers).flatMap(([name, value]) =>
          typeof value === 'string' ? [[name, value] as [string, string]] : [],
        );
        resolve(new Response(Buffer.concat(chunks), { status: message.statusCode ?? 0, headers }));
      });
    });
    sent.on('error', reject);
    sent.end(init.body);
  });

beforeAll(async () => {
  simulator = await startSimulator({ seed: 13, fills: 300 });
  const { apiKey, secret } = simulator.keys.readOnly;
  client = new binance({ apiKey, secret, enableRateLimit: false });
  client.fetchImplementation = simulated;
  client.options.fetchMarkets = { types: ['spot'] };
  Object.assign(client, { number: String }); // exact texts; the typings know only numbers
  Object.assign(client.options, { fetchCurrencies: false, fetchMargins: false, defaultType: 'spot' });
});
afterAll(() => simulator.close());

test('reads the markets', async () => {
  const markets = await client.loadMarkets();
  expect(Object.keys(markets)).toHaveLength(44);
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
    const trades = await client.fetchMyTrades(symbol, undefined, 1000, { fromId: 0 });
    expect([symbol, trades.length]).toEqual([symbol, fills]);
  }
});

test('reads tickers, open orders and deposits', async () => {
  const tickers = await client.fetchTickers(['BTC/USDT', 'ETH/BTC']);
  expect(Object.keys(tickers).toSorted()).toEqual(['BTC/USDT', 'ETH/BTC']);
  expect(await client.fetchOpenOrders('ETH/USDT')).toHaveLength(2);
  const deposits = await client.fetchDeposits(undefined, Date.UTC(2024, 0, 1));
  expect(deposits.map(({ currency }) => currency)).toContain('USDT');
});

test('is told that its address is refused', async () => {
  simulator.faults.set({ kind: 'ipRefused', times: 1 });
  await expect(client.fetchBalance()).rejects.toThrow('-2015');
});
