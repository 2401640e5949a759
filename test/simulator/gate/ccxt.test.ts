/** ccxt, which nobody here wrote, as a client: it signs, pages and parses against the simulator as against the exchange. */
import { request } from 'node:https';
import { gate } from 'ccxt';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Simulator, startSimulator } from '../simulator';
import { units } from '../units';

const startAt = Date.UTC(2026, 8, 1);
const endAt = Date.UTC(2026, 8, 25);
let simulator: Simulator;
let client: InstanceType<typeof gate>;

/** A fetch that resolves every host to the simulator; isolated margin, which it does not have, is none. */
const simulated = (url: string, init: { method: string; headers: Record<string, string>; body?: string }) =>
  new Promise<Response>((resolve, reject) => {
    const { hostname, pathname, search } = new URL(url);
    if (pathname === '/api/v4/margin/currency_pairs') {
      resolve(new Response('[]', { status: 200 }));
      return;
    }
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
  simulator = await startSimulator({
    seed: 13,
    accounts: [
      { label: 'classic', exchange: 'gate', fills: 300 },
      { label: 'unified', exchange: 'gate', fills: 60, mode: 'unified' },
    ],
    startAt,
    endAt,
  });
  client = clientOf('classic');
});
afterAll(() => simulator.close());

function clientOf(label: string): InstanceType<typeof gate> {
  const keys = simulator.accountKeys[label]?.readOnly;
  const made = new gate({ apiKey: keys?.apiKey ?? '', secret: keys?.secret ?? '', enableRateLimit: false });
  made.fetchImplementation = simulated;
  Object.assign(made, { number: String }); // exact texts; the typings know only numbers
  Object.assign(made.options, { fetchMarkets: { types: ['spot'] } });
  made.has.fetchCurrencies = false;
  return made;
}

test('reads the markets', async () => {
  const markets = await client.loadMarkets();
  expect(markets['BTC/USDT']).toMatchObject({ id: 'BTC_USDT', active: true, spot: true });
  expect(markets['XYZ/ABC']).toMatchObject({ active: false });
});

test.each(['classic', 'unified'])('reads the true balances of a %s account', async (label) => {
  const balance = await clientOf(label).fetchBalance();
  for (const [asset, { free, locked, total }] of Object.entries(simulator.truth(label).balances)) {
    const { free: f, used: u, total: t } = balance[asset] ?? {};
    const read = [f, u, t].map((amount) => units(String(amount)));
    expect([asset, ...read]).toEqual([asset, units(free), units(locked), units(total)]);
  }
});

test('reads every fill of every symbol', async () => {
  for (const [symbol, { fills }] of Object.entries(simulator.truth().symbols)) {
    const trades = await client.fetchMyTrades(symbol, startAt, 1000, { until: endAt + 60_000 });
    expect([symbol, trades.length]).toEqual([symbol, fills]);
  }
});

test('reads tickers, open orders and deposits', async () => {
  const tickers = await client.fetchTickers(['BTC/USDT', 'ETH/BTC']);
  expect(Object.keys(tickers).toSorted()).toEqual(['BTC/USDT', 'ETH/BTC']);
  expect(await client.fetchOpenOrders('ETH/USDT')).toHaveLength(2);
  const deposits = await client.fetchDeposits(undefined, startAt, 500, { until: endAt });
  expect(deposits.map(({ currency }) => currency)).toContain('USDT');
});

test('is told that its address is refused', async () => {
  simulator.faults.set({ kind: 'ipRefused', times: 1 });
  await expect(client.fetchBalance()).rejects.toThrow('Request IP not in whitelist: 127.0.0.1');
});
