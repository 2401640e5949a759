import { describe, expect, test } from 'vitest';
import { truthOf } from '../truth';
import { units } from '../units';
import { createHarness, rowsOf, said } from './test-harness';

const harness = createHarness({ fills: 600 });
const { ask, askSigned, clock, world } = harness;
const { book } = world.account('main');
const dayMs = 86_400_000;

describe('public endpoints', () => {
  test('time is the exchange clock', () => {
    expect(ask('/timestamp').body).toBe(`{"serverTime":${clock.nowMs}}`);
  });

  test('markets and tickers name every market; the one that rests has a price of 0', () => {
    const markets = rowsOf(ask('/markets'));
    expect(markets.find(({ symbol }) => symbol === 'BTC_USDT')).toMatchObject({
      state: 'NORMAL',
      baseCurrencyName: 'BTC',
      symbolTradeLimit: { priceScale: 2, quantityScale: 5, minQuantity: '0.00001' },
    });
    expect(markets.find(({ symbol }) => symbol === 'XYZ_ABC')).toMatchObject({ state: 'PAUSE' });
    const tickers = rowsOf(ask('/markets/ticker24h'));
    expect(tickers.map(({ symbol }) => symbol)).toEqual(markets.map(({ symbol }) => symbol));
    expect(tickers.find(({ symbol }) => symbol === 'BTC_USDT')?.close).toMatch(/^\d+(\.\d{1,2})?$/);
    expect(tickers.find(({ symbol }) => symbol === 'XYZ_ABC')?.close).toBe('0');
  });

  test('an unknown path is not found', () => {
    expect(said(ask('/nothing'))).toBe('404 {"code":404,"message":"Not Found"}');
  });
});

describe('the two wallets', () => {
  const truth = truthOf(book, () => null);

  test('spot shows every coin with what is available and held', () => {
    const [account] = JSON.parse(askSigned('/accounts/balances', { accountType: 'SPOT' }).body);
    expect(account.accountType).toBe('SPOT');
    for (const { currency, available, hold } of account.balances)
      expect([currency, available, hold]).toEqual([
        currency,
        truth.balances[currency]?.free,
        truth.balances[currency]?.locked,
      ]);
  });

  test('futures show an equity below what is available while a loss is open', () => {
    const { code, data } = JSON.parse(askSigned('/v3/account/balance').body);
    expect(code).toBe(200);
    const [usdt] = data.details;
    // 1250.5 + 310.250000000000000007, and the open loss of 12.250000000000000001 on top
    expect(usdt).toMatchObject({
      ccy: 'USDT',
      eq: '1560.750000000000000007',
      avail: '1573.000000000000000008',
      upl: '-12.250000000000000001',
      im: '310.250000000000000007',
    });
    expect(data.availMgn).toBe('1250.5');
    expect(units(truth.futures.USDT?.total ?? '')).toBe(units(usdt.eq));
  });

  test('a futures wallet without assets says so', () => {
    const other = createHarness({ fills: 0 });
    other.world.account('main').book.futures.clear();
    const { data } = JSON.parse(other.askSigned('/v3/account/balance').body);
    expect([data.eq, data.details]).toEqual(['0', []]);
  });
});

describe('orders', () => {
  test('open ones are those that rest, their ids as texts', () => {
    const rows = rowsOf(askSigned('/orders'));
    expect(rows).toHaveLength(book.openOrders().length);
    expect(typeof rows[0]?.id).toBe('string');
    expect(rowsOf(askSigned('/orders', { symbol: 'ETH_USDT' })).every(({ symbol }) => symbol === 'ETH_USDT')).toBe(
      true,
    );
  });

  test('ended ones have bare ids that a binary float cannot hold', () => {
    const endTime = Date.UTC(2026, 8, 30);
    const range = { startTime: String(endTime - 7 * dayMs), endTime: String(endTime) };
    const { body } = askSigned('/orders/history', range);
    const ids = [...body.matchAll(/"id":(\d+),/g)].map(([, id]) => id ?? '');
    expect(ids.length).toBeGreaterThan(0);
    expect(ids.some((id) => String(Number(id)) !== id)).toBe(true);
    expect(said(askSigned('/orders/history', { ...range, startTime: String(endTime - 8 * dayMs) }))).toContain('21355');
  });
});

test('deposits and withdrawals are asked for in seconds', () => {
  const range = { start: String(Date.UTC(2026, 5, 1) / 1000), end: String(Date.UTC(2026, 10, 1) / 1000) };
  const { deposits, withdrawals } = JSON.parse(askSigned('/wallets/activity', range).body);
  expect(deposits).toHaveLength(book.deposits.length);
  expect(withdrawals).toHaveLength(book.withdrawals.length);
  expect(withdrawals[0].status).toMatch(/^COMPLETE: \w+$/);
  expect(said(askSigned('/wallets/activity', { start: '0' }))).toContain('Missing Required Parameters end');
});

describe('refusals switched on by hand', () => {
  const { exchange } = harness;
  const refusal = (kind: Parameters<typeof exchange.refuse>[0], path: string) => {
    const plain = { method: 'GET', path, rawQuery: '', query: new URLSearchParams(), headers: {}, body: '' };
    return exchange.refuse(kind, { kind }, { ...plain, address: '127.0.0.1', nowMs: clock.nowMs });
  };

  test('are told by each side in its own words', () => {
    expect(refusal('maintenance', '/v3/account/balance')).toEqual({
      status: 200,
      body: '{"code":1002,"msg":"SYSTEM_MAINTENANCE","data":null}',
    });
    expect(refusal('serverBusy', '/trades')?.body).toBe('{"code":24201,"message":"Service busy. Try again later"}');
  });

  test('of a key do not concern public data; a passphrase and a ban do not exist', () => {
    expect(refusal('ipRefused', '/timestamp')).toBeNull();
    expect(refusal('keyUnknown', '/trades')).toEqual({ status: 401, body: '' });
    expect(refusal('passphraseWrong', '/trades')).toBeNull();
    expect(refusal('banned', '/trades')).toBeNull();
  });
});
