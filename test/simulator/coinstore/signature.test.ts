import { describe, expect, test } from 'vitest';
import { sign } from './signature';
import { createHarness, errorOf, nowMs } from './test-harness';

const harness = createHarness();
const account = '/spot/accountList';

describe('a signature', () => {
  test('is the documented double HMAC', () => {
    // worked out apart: span 1629291143107 ÷ 30000 = 54309704
    expect(sign('test-secret-0123456789', 1_629_291_143_107, '{}')).toBe(
      '78d3369d247766c4218bb648aa534bdb0543cbc25a5edb3f2de59d1d5a9ad98c',
    );
  });

  test('covers the query in its order and the body', () => {
    const { status } = harness.askSigned('/trade/match/accountMatches', { query: 'symbol=BTCUSDT&pageNum=1' });
    expect(status).toBe(200);
    const other = { query: 'symbol=BTCUSDT&pageNum=1', signed: 'pageNum=1&symbol=BTCUSDT' };
    expect(errorOf(harness.askSigned('/trade/match/accountMatches', other))).toBe('200 1401 Unauthorized');
    expect(errorOf(harness.askSigned(account, { method: 'POST', body: '{}', signed: '{ }' }))).toBe(
      '200 1401 Unauthorized',
    );
  });

  test('may be late or early by 30 s', () => {
    for (const off of [-30_000, 0, 30_000]) {
      expect(harness.askSigned(account, { method: 'POST', expires: nowMs + off }).status).toBe(200);
    }
    for (const off of [-30_001, 30_001]) {
      const reply = harness.askSigned(account, { method: 'POST', expires: nowMs + off });
      expect(errorOf(reply)).toBe('200 1401 Unauthorized');
    }
  });

  test('that is none is told apart from a wrong one', () => {
    const asking = { method: 'POST', headers: { 'x-cs-sign': 'none' } } as const;
    expect(errorOf(harness.askSigned(account, asking))).toBe('200 3005 signature error');
    expect(errorOf(harness.askSigned(account, { method: 'POST', secret: 'another' }))).toBe('200 1401 Unauthorized');
  });
});

describe('a key', () => {
  test('that is unknown, or of another exchange, is refused as such', () => {
    const elsewhere = harness.world.account('elsewhere').keys.readOnly;
    for (const apiKey of ['nobody', elsewhere.apiKey]) {
      expect(errorOf(harness.askSigned(account, { method: 'POST', apiKey }))).toBe('401 401 signature-failed');
    }
    expect(errorOf(harness.ask(account, { method: 'POST' }))).toBe('401 401 signature-failed');
  });

  test('with addresses of its own answers from those alone', () => {
    const bound = createHarness();
    const key = bound.world.account('main').keys.readOnly;
    key.ipWhitelist = ['203.0.113.7'];
    expect(errorOf(bound.askSigned(account, { method: 'POST' }))).toBe('200 1401 Unauthorized');
    expect(bound.askSigned(account, { method: 'POST', address: '203.0.113.7' }).status).toBe(200);
  });

  test('never places an order or moves money, whatever its rights', () => {
    const { trading } = harness.world.account('main').keys;
    for (const path of [
      '/trade/order/place',
      '/trade/order/placeBatch',
      '/trade/order/cancelAll',
      '/fi/v3/asset/doWithdraw',
      '/v1/future/transfer',
    ]) {
      const reply = harness.askSigned(path, { method: 'POST', key: trading });
      expect([path, errorOf(reply)]).toEqual([path, '200 6001 not qualified to trade']);
    }
  });
});
