/** The exchanges of sample data as the engine meets them: pages, look-back, refusals, and keys of no sample. */
import { expect, test } from 'vitest';
import type { ExchangeClient, ExchangeFill } from '../../../../../extension/exchanges/client';
import { createSampleClients } from '../../../../../extension/exchanges/sample/clients';
import { keyOf } from '../../../../../extension/exchanges/sample/world';
import type { CallRecord } from '../../../../../shared/exchanges/call-record';
import { type ExchangeId, exchangeIds } from '../../../../../shared/exchanges/ids';
import { rawRowOf } from '../../../../../shared/exchanges/raw-row';
import { createMovements } from '../../../../../shared/ledger/movements';
import { reconcile } from '../../../../../shared/ledger/reconciliation';
import { e18, toE36 } from '../../../../../shared/money/decimal';
import { Secret, unixMs } from '../../../../../shared/result';
import { must } from '../../store/open-store';

const openedAt = Date.UTC(2026, 10, 21, 18);
const dayMs = 86_400_000;
const at = (now: number, calls: CallRecord[] = []) => {
  const create = createSampleClients({ now: () => unixMs(now), sleep: async () => undefined });
  return (exchange: ExchangeId, key = keyOf(openedAt)): ExchangeClient =>
    create(exchange, { apiKey: new Secret(key), secret: new Secret(key) }, (call) => calls.push(call));
};

/** Reads to the end; `cursor` goes on where an earlier reading stopped. */
async function readAll({ fills }: ExchangeClient, cursor = ''): Promise<{ fills: ExchangeFill[]; cursor: string }> {
  if (fills.by !== 'account') throw new Error('this exchange lists fills by symbol');
  const read: ExchangeFill[] = [];
  for (let next = cursor; ; ) {
    const page = must(await fills.page(new Map(), next));
    read.push(...page.fills);
    next = page.next;
    if (page.done) return { fills: read, cursor: next };
  }
}

test('pages give every fill once, none older than the look-back and none of the time to come', async () => {
  const { fills } = await readAll(at(openedAt)('bitget'));
  expect(new Set(fills.map(({ id }) => id)).size).toBe(fills.length);
  const times = fills.map(({ executedAtUs }) => executedAtUs / 1000);
  expect(Math.min(...times)).toBeGreaterThan(openedAt - 90 * dayMs);
  expect(Math.max(...times)).toBeLessThanOrEqual(openedAt);
});

test('each fill carries the row that it was made of', async () => {
  const [fill] = (await readAll(at(openedAt)('bitget'))).fills;
  if (!fill) throw new Error('no fill');
  const row = Object.fromEntries((rawRowOf(fill) ?? []).map(({ name, value }) => [name, value]));
  expect(row).toMatchObject({ id: fill.id, price: fill.price, amount: fill.quantity, fee: fill.fees[0]?.amount });
});

test('a day later the same reading goes on with the fills of that day', async () => {
  const first = await readAll(at(openedAt)('bitget'));
  const later = await readAll(at(openedAt + dayMs)('bitget'), first.cursor);
  expect(later.fills.length).toBeGreaterThan(0);
  expect(later.fills.every(({ executedAtUs }) => executedAtUs > openedAt * 1000)).toBe(true);
});

test('every market that a fill names is listed, and every price is positive', async () => {
  for (const exchange of exchangeIds) {
    const client = at(openedAt)(exchange);
    const markets = must(await client.markets());
    const prices = must(await client.tickers(markets));
    expect(prices.length).toBe(markets.filter(({ active }) => active).length);
    expect(prices.every(({ price }) => !price.startsWith('-') && /[1-9]/.test(price))).toBe(true);
  }
});

test('a balance is free and locked, and both together are all of it', async () => {
  const balances = must(await at(openedAt)('bitget').balances('spot'));
  const usdt = balances.find(({ asset }) => asset === 'USDT');
  if (!usdt) throw new Error('no USDT');
  const units = (text: string) => {
    const [whole = '', fraction = ''] = text.split('.');
    return BigInt(whole + fraction.padEnd(18, '0'));
  };
  expect(units(usdt.locked) > 0n).toBe(true);
  expect(units(usdt.free) + units(usdt.locked)).toBe(units(usdt.total));
});

test('a key that was typed is of no sample and is refused', async () => {
  for (const exchange of exchangeIds) {
    const client = at(openedAt)(exchange, 'a-real-key-of-somebody');
    expect(await client.balances('spot')).toMatchObject({ ok: false, error: { reason: 'key-rejected' } });
    expect(await client.keyRights()).toMatchObject({ ok: false, error: { reason: 'key-rejected' } });
  }
});

test('a call is noted as one that left for nowhere', async () => {
  const calls: CallRecord[] = [];
  const client = at(openedAt, calls)('gate');
  await client.serverTime();
  await client.balances('spot');
  expect(calls.map(({ host, path, reason }) => [host, path, reason])).toEqual([
    ['sample-data', '/time', null],
    ['sample-data', '/balances/spot', 'ip-not-whitelisted'],
  ]);
});

test('a call that was cancelled says so', async () => {
  const ended = new AbortController();
  ended.abort();
  expect(await at(openedAt)('binance').balances('spot', ended.signal)).toEqual({
    ok: false,
    error: { reason: 'cancelled' },
  });
});

test('what an account began with came as deposits, and with its fills makes up what it holds', async () => {
  const client = at(openedAt)('poloniex');
  const movements = createMovements(openedAt * 1000);
  for (const source of client.flows.sources) {
    const page = must(await client.flows.page(source, { cursor: '', againFromMs: null, earliestMs: null, assets: [] }));
    for (const flow of page.flows) movements.addFlow({ ...flow, account: 'a', revision: 0 });
  }
  for (const fill of (await readAll(client)).fills) movements.addFill({ ...fill, account: 'a' });
  const held = new Map(must(await client.balances('spot')).map(({ asset, total }) => [asset, toE36(e18(total))]));
  const facts = { incomplete: false, lookBack: false, bySymbol: false, kindsUnread: false };
  const rows = reconcile(movements.byAsset(), held, { ...facts, beginsWithNothing: true });
  expect(rows.length).toBeGreaterThan(1);
  expect(rows.filter(({ verdict }) => verdict !== 'explained')).toEqual([]);
});

test('deposits that an exchange keeps for 90 days alone are not told after them', async () => {
  const { flows } = at(openedAt)('bitget');
  const asked = { cursor: '', againFromMs: null, earliestMs: null, assets: [] };
  expect(must(await flows.page('deposits', asked)).flows).toEqual([]);
});
