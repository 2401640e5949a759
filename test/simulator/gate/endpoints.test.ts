import { describe, expect, test } from 'vitest';
import { marketOf, markets } from '../market';
import { truthOf } from '../truth';
import { units } from '../units';
import { createHarness, errorOf, nowMs, rowsOf } from './test-harness';

const harness = createHarness({ unpriced: true });
const { ask, askSigned, world } = harness;
const { book } = world.account('main');
const held = Object.entries(truthOf(book, () => null).balances);

describe('public endpoints', () => {
  test('time is the exchange clock, in milliseconds', () => {
    expect(ask('/spot/time').body).toBe(`{"server_time":${nowMs}}`);
  });

  test('every market with its decimals and smallest amount, the halted one as untradable', () => {
    const pairs = rowsOf(ask('/spot/currency_pairs'));
    expect(pairs).toHaveLength(markets.length);
    expect(pairs[0]).toMatchObject({ id: 'BTC_USDT', base: 'BTC', quote: 'USDT', trade_status: 'tradable' });
    // a tick of 0.01, a step of 0.00001
    expect(pairs[0]).toMatchObject({ precision: 2, amount_precision: 5, min_base_amount: '0.00001' });
    const doge = pairs.find(({ id }) => id === 'DOGE_USDT');
    expect(doge).toMatchObject({ amount_precision: 0 });
    expect(doge).not.toHaveProperty('min_base_amount');
    expect(pairs.at(-1)).toMatchObject({ id: 'XYZ_ABC', trade_status: 'untradable' });
  });

  test('tickers answer one market or all; what is halted has none, what is not listed is refused', () => {
    const [one] = rowsOf(ask('/spot/tickers', { currency_pair: 'BTC_USDT' }));
    expect(units(one?.last ?? '')).toBe(world.price(marketOf('BTC/USDT'), nowMs));
    expect(rowsOf(ask('/spot/tickers'))).toHaveLength(markets.length - 1);
    expect(rowsOf(ask('/spot/tickers', { currency_pair: 'XYZ_ABC' }))).toEqual([]);
    expect(errorOf(ask('/spot/tickers', { currency_pair: 'NOPE_USDT' }))).toContain('400 INVALID_CURRENCY_PAIR');
  });

  test('an unknown path is not found', () => {
    expect(errorOf(ask('/spot/nothing'))).toBe('404 NOT_FOUND Not Found');
  });
});

describe('a classic account', () => {
  test('has its balances in the spot wallet, the emptied ones too, and no unified wallet', () => {
    const rows = rowsOf(askSigned('/spot/accounts'));
    const told = Object.fromEntries(rows.map((row) => [row.currency, [row.available, row.locked]]));
    expect(told).toEqual(Object.fromEntries(held.map(([asset, { free, locked }]) => [asset, [free, locked]])));
    expect(rowsOf(askSigned('/spot/accounts', { currency: 'USDT' }))).toHaveLength(1);
    expect(errorOf(askSigned('/spot/accounts', { currency: 'NOPE' }))).toContain('400 INVALID_CURRENCY');
    expect(errorOf(askSigned('/unified/accounts'))).toContain('400 USER_NOT_FOUND');
    expect(JSON.parse(askSigned('/account/detail').body)).toMatchObject({ key: { mode: 1 } });
  });
});

describe('a unified account', () => {
  test('has them in the unified wallet, and nothing in the spot wallet', () => {
    const unified = createHarness({ mode: 'unified' });
    expect(JSON.parse(unified.askSigned('/account/detail').body)).toMatchObject({ key: { mode: 2 } });
    expect(unified.askSigned('/spot/accounts').body).toBe('[]');
    const { balances } = JSON.parse(unified.askSigned('/unified/accounts').body);
    const truth = truthOf(unified.world.account('main').book, () => null).balances;
    expect(Object.keys(balances)).toHaveLength(Object.keys(truth).length);
    for (const [asset, { free, locked, total }] of Object.entries(truth))
      expect([asset, balances[asset]]).toMatchObject([
        asset,
        { available: free, freeze: locked, equity: total, borrowed: '0', negative_liab: '0' },
      ]);
  });
});

describe('orders and transfers', () => {
  test('open orders are grouped by market', () => {
    const groups = JSON.parse(askSigned('/spot/open_orders').body);
    const orders = groups.flatMap((group: { orders: readonly { id: string }[] }) => group.orders);
    expect(orders.map(({ id }: { id: string }) => id).toSorted()).toEqual(
      book
        .openOrders()
        .map(({ id }) => String(id))
        .toSorted(),
    );
    expect(
      groups.map(({ total, orders: own }: { total: number; orders: readonly unknown[] }) => total - own.length),
    ).toEqual(groups.map(() => 0));
  });

  test('deposits and withdrawals come in windows of 30 days, in seconds', () => {
    const from = Math.floor((book.deposits[0]?.at ?? 0) / 1000);
    const window = { from: String(from), to: String(from + 30 * 86_400), limit: '500' };
    const currencies = rowsOf(askSigned('/wallet/deposits', window)).map(({ currency }) => currency);
    expect(currencies).toEqual(expect.arrayContaining(['USDT', 'BTC', 'GT', 'XYZ']));
    expect(rowsOf(askSigned('/wallet/deposits', { ...window, limit: '2', offset: '1' }))).toHaveLength(2);
    expect(rowsOf(askSigned('/wallet/withdrawals')).map(({ currency }) => currency)).toEqual(['BTC', 'USDT']);
    const wide = { ...window, to: String(from + 31 * 86_400) };
    expect(errorOf(askSigned('/wallet/deposits', wide))).toContain('400 INVALID_PARAM_VALUE');
  });
});

describe('limits', () => {
  const left = (reply: { readonly headers?: Readonly<Record<string, string>> }) =>
    reply.headers?.['x-gate-ratelimit-requests-remain'];

  test('200 requests in 10 s of each endpoint and account, told by every reply', () => {
    const fresh = createHarness({ fills: 60 });
    const ask200 = () => Array.from({ length: 200 }, () => fresh.askSigned('/spot/accounts'));
    const first = ask200();
    expect(first.map(left).slice(0, 2)).toEqual(['199', '198']);
    expect(first.at(-1)).toMatchObject({ status: 200, headers: { 'x-gate-ratelimit-requests-remain': '0' } });
    const over = fresh.askSigned('/spot/accounts');
    expect(errorOf(over)).toBe('429 TOO_MANY_REQUESTS Request Rate limit Exceeded (201)');
    // 12:00:30 begins a window, the next one comes at 12:00:40
    expect(over.headers).toMatchObject({ 'x-gate-ratelimit-reset-timestamp': String(nowMs / 1000 + 10) });
    expect(left(fresh.askSigned('/account/detail'))).toBe('199');
    expect(left(fresh.askSigned('/spot/accounts', {}, { key: fresh.world.account('second').keys.readOnly }))).toBe(
      '199',
    );
    fresh.clock.nowMs += 10_000;
    expect(fresh.askSigned('/spot/accounts').status).toBe(200);
  });
});

describe('refusals switched on by hand', () => {
  const request = (path: string) => ({
    ...{ method: 'GET', path: `/api/v4${path}`, rawQuery: '', query: new URLSearchParams(), headers: {}, body: '' },
    address: '198.51.100.4',
    nowMs,
  });
  const refused = (kind: Parameters<typeof harness.exchange.refuse>[0], path = '/spot/accounts') => {
    const reply = harness.exchange.refuse(kind, { kind }, request(path));
    return reply === null ? null : errorOf(reply);
  };

  test('are Gate’s own words', () => {
    expect(refused('ipRefused')).toBe('403 FORBIDDEN Request IP not in whitelist: 198.51.100.4');
    expect(refused('keyUnknown')).toContain('401 INVALID_KEY');
    expect(refused('badSignature')).toContain('401 INVALID_SIGNATURE');
    expect(refused('missingRead')).toContain('403 FORBIDDEN');
    expect(refused('rateLimited')).toContain('429 TOO_MANY_REQUESTS');
    expect(refused('serverBusy', '/spot/time')).toContain('503 TOO_BUSY');
    expect(refused('maintenance', '/spot/time')).toContain('503 SERVER_ERROR');
  });

  test('concern signed requests only where they are about the key; what Gate does not have is none', () => {
    for (const kind of ['ipRefused', 'keyUnknown', 'badSignature', 'missingRead'] as const)
      expect(refused(kind, '/spot/time')).toBeNull();
    for (const kind of ['banned', 'passphraseWrong', 'accountMode'] as const) expect(refused(kind)).toBeNull();
  });
});
