/** The product's own client, against both orders of rows that the exchange may have. */
import { describe, expect, test } from 'vitest';
import type { ExchangeFill, Market } from '../../../extension/exchanges/client';
import { createClients } from '../../../extension/exchanges/create-clients';
import type { Egress } from '../../../extension/exchanges/egress';
import { e18, formatE36, mul18 } from '../../../shared/money/decimal';
import { ok, Secret, unixMs } from '../../../shared/result';
import type { Fill } from '../history';
import { plainText } from '../units';
import { createHarness, type Harness } from './test-harness';

const orders = ['newest-first', 'oldest-first'] as const;

/** Requests go straight to the exchange; `calls` counts them. */
function clientOf(harness: Harness) {
  const calls = { count: 0 };
  const egress: Egress = {
    async send({ method, url, headers, body = '' }) {
      calls.count += 1;
      if (calls.count % 50 === 0) harness.clock.nowMs += 3000; // stays below the exchange's limit
      const { hostname, pathname, search } = new URL(url);
      const rawQuery = search.slice(1);
      const lower = Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]));
      const { nowMs } = harness.clock;
      const query = new URLSearchParams(rawQuery);
      const request = { method, path: pathname, rawQuery, query, headers: lower, body, address: '127.0.0.1', nowMs };
      const reply = harness.exchange.handle(request);
      return ok({
        host: hostname,
        status: reply.status,
        headers: reply.headers ?? {},
        body: reply.body,
        receivedAt: unixMs(nowMs),
      });
    },
  };
  const { apiKey, secret } = harness.world.account('main').keys.readOnly;
  const credentials = { apiKey: new Secret(apiKey), secret: new Secret(secret) };
  const client = createClients({ egress, now: () => unixMs(harness.clock.nowMs) })('coinstore', credentials);
  if (client.fills.by !== 'symbol') throw new Error('Coinstore lists fills by symbol');
  return { client, reader: client.fills, calls };
}

type Reader = ReturnType<typeof clientOf>['reader'];

/** One reading to its end; `between` happens after each page. */
async function read(
  reader: Reader,
  market: Market,
  start: string,
  into: Map<string, ExchangeFill>,
  between = () => {},
) {
  let cursor = start;
  for (let pages = 0; pages < 300; pages += 1) {
    const page = await reader.page(market, cursor);
    if (!page.ok) throw new Error(`${page.error.reason} ${page.error.subject ?? ''}`);
    for (const fill of page.value.fills) into.set(`${fill.id} ${fill.side}`, fill);
    cursor = page.value.next;
    if (page.value.done) return cursor;
    between();
  }
  throw new Error('the reading does not end');
}

const bookedIn = (harness: Harness, { symbol }: Market): readonly Fill[] =>
  harness.world.account('main').book.fills.get(symbol) ?? [];

describe.each(orders)('rows %s', (order) => {
  const harness = createHarness({ account: { fills: 1500, symbols: 3 }, order, perPage: 40 });
  const { client, reader, calls } = clientOf(harness);
  const marketsOf = async (): Promise<readonly Market[]> => {
    const markets = await client.markets();
    if (!markets.ok) throw new Error(markets.error.reason);
    return markets.value.filter(({ symbol }) => harness.world.account('main').book.fills.has(symbol));
  };

  test('every fill is read, its value to the last digit', async () => {
    for (const market of await marketsOf()) {
      const fills = new Map<string, ExchangeFill>();
      await read(reader, market, '', fills);
      const booked = bookedIn(harness, market);
      expect(fills.size).toBe(booked.length);
      for (const { id, side, price, quantity, fees, at } of booked) {
        const fill = fills.get(`${id} ${side}`);
        const value = formatE36(mul18(e18(fill?.quantity ?? '0'), e18(fill?.price ?? '0')));
        expect([id, value]).toEqual([id, plainText(price * quantity, 36)]);
        expect(fill?.price).toBe(plainText(price, 18));
        expect(fill?.fees.map(({ currency, amount }) => `${amount} ${currency}`)).toEqual(
          fees.map(({ asset, amount }) => `${plainText(amount, 18)} ${asset}`),
        );
        expect(fill?.executedAtUs).toBe(Math.floor(at / 1000) * 1_000_000);
      }
    }
  });

  test('fills that arrive between two pages and between two readings are all found', async () => {
    const [market] = await marketsOf();
    if (!market) throw new Error('no market');
    const fills = new Map<string, ExchangeFill>();
    const trade = (count: number) => () => {
      harness.clock.nowMs += 1000;
      harness.world.advance('main', count, harness.clock.nowMs, market.symbol);
    };
    const cursor = await read(reader, market, '', fills, trade(3));
    trade(90)();
    const again = await read(reader, market, cursor, fills, trade(2));
    await read(reader, market, again, fills);
    expect(fills.size).toBe(bookedIn(harness, market).length);
  });

  test('a reading with nothing new takes few calls and leaves the cursor', async () => {
    const [market] = await marketsOf();
    if (!market) throw new Error('no market');
    const cursor = await read(reader, market, '', new Map());
    const before = calls.count;
    expect(await read(reader, market, cursor, new Map())).toBe(cursor);
    expect(calls.count - before).toBeLessThanOrEqual(3);
  });
});

test('a clock that is off is named beside the one code that the exchange has for it', async () => {
  const harness = createHarness();
  const { client } = clientOf(harness);
  const behind = createHarness();
  behind.clock.nowMs -= 90_000;
  const egress: Egress = {
    async send({ method, url, headers, body = '' }) {
      const { pathname } = new URL(url);
      const lower = Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]));
      const { nowMs } = behind.clock;
      const query = new URLSearchParams();
      const request = { method, path: pathname, rawQuery: '', query, headers: lower, body, address: '::1', nowMs };
      const reply = behind.exchange.handle(request);
      const host = 'api.coinstore.com';
      return ok({ ...reply, host, headers: reply.headers ?? {}, receivedAt: unixMs(harness.clock.nowMs) });
    },
  };
  const { apiKey, secret } = behind.world.account('main').keys.readOnly;
  const credentials = { apiKey: new Secret(apiKey), secret: new Secret(secret) };
  const late = createClients({ egress, now: () => unixMs(harness.clock.nowMs) })('coinstore', credentials);
  // 90 s ahead of the exchange, whose date stands for the middle of its second
  expect(await late.balances('spot')).toMatchObject({
    ok: false,
    error: { reason: 'key-or-address-refused', skewMs: 89_500 },
  });
  expect((await client.balances('spot')).ok).toBe(true);
});
