import { describe, expect, test } from 'vitest';
import { sign, signedText } from './signature';
import { createHarness, errorOf, nowMs } from './test-harness';

const path = '/spot/accounts';
const seconds = (offset: number): string => String(Math.floor(nowMs / 1000) + offset);

describe('the published example of Gate (API v4, "APIv4 signed request requirements")', () => {
  test('signs a request with a query', () => {
    const request = {
      method: 'GET',
      path: '/api/v4/futures/orders',
      rawQuery: 'contract=BTC_USD&status=finished&limit=50',
      body: '',
    };
    expect(sign('secret', signedText(request, '1541993715'))).toBe(
      '55f84ea195d6fe57ce62464daaa7c3c02fa9d1dde954e4c898289c9a2407a3d6fb3faf24deff16790d726b66ac9f74526668b13bd01029199cc4fcc522418b8a',
    );
  });
});

describe('a signed request', () => {
  const { askSigned, world } = createHarness({ fills: 60 });
  const { readOnly, trading } = world.account('main').keys;

  test('is answered when key, signature and clock are right', () => {
    expect(askSigned(path)).toMatchObject({ status: 200, account: 'main' });
    expect(askSigned(path, {}, { key: trading })).toMatchObject({ status: 200, account: 'main' });
    expect(askSigned(path, {}, { key: world.account('second').keys.readOnly })).toMatchObject({ account: 'second' });
  });

  test.each(['key', 'timestamp', 'sign'])('is refused without the header %s', (name) => {
    const headers = { key: readOnly.apiKey, timestamp: seconds(0), sign: 'ab', [name]: '' };
    expect(errorOf(askSigned(path, {}, { headers }))).toContain('400 MISSING_REQUIRED_HEADER');
  });

  test('is refused when nobody has that key here', () => {
    const refused = '401 INVALID_KEY Invalid key provided';
    expect(errorOf(askSigned(path, {}, { apiKey: 'x'.repeat(32) }))).toBe(refused);
    expect(errorOf(askSigned(path, {}, { key: world.account('elsewhere').keys.readOnly }))).toBe(refused);
  });

  test('is refused when the secret is another, or query, method or body were changed after signing', () => {
    const refused = '401 INVALID_SIGNATURE Signature mismatch';
    expect(errorOf(askSigned(path, {}, { secret: trading.secret }))).toBe(refused);
    expect(errorOf(askSigned(path, { currency: 'BTC' }, { signedQuery: 'currency=ETH' }))).toBe(refused);
    const ends = { from: seconds(-9), to: seconds(0) };
    const turned = `to=${seconds(0)}&from=${seconds(-9)}`;
    expect(errorOf(askSigned('/spot/my_trades', ends, { signedQuery: turned }))).toBe(refused);
  });

  const expired = '403 REQUEST_EXPIRED gap between request Timestamp and server time exceeds 60';

  test.each([
    [0, 'answered'],
    [-59, 'answered'],
    [60, 'answered'],
    [-61, expired],
    [61, expired],
  ])('stamped %i s from the clock is %s', (offset, outcome) => {
    const reply = askSigned(path, {}, { timestamp: seconds(offset) });
    expect(reply.status === 200 ? 'answered' : errorOf(reply)).toBe(outcome);
  });

  test('is told of its clock before its key', () => {
    expect(errorOf(askSigned(path, {}, { apiKey: 'x'.repeat(32), timestamp: seconds(-90) }))).toBe(expired);
  });
});

describe('rights and addresses', () => {
  test('a whitelist lets only its addresses pass, names the refused one, and is told by the account', () => {
    const { askSigned, world } = createHarness({ fills: 60 });
    const { readOnly } = world.account('main').keys;
    const whitelist = (address: string) => JSON.parse(askSigned('/account/detail', {}, { address }).body).ip_whitelist;
    expect(whitelist('127.0.0.1')).toEqual([]);
    readOnly.ipWhitelist = ['203.0.113.7'];
    expect(errorOf(askSigned(path))).toBe('403 FORBIDDEN Request IP not in whitelist: 127.0.0.1');
    expect(askSigned(path, {}, { address: '203.0.113.7' }).status).toBe(200);
    expect(whitelist('203.0.113.7')).toEqual(['203.0.113.7']);
  });

  test('no order is ever placed, and nothing is withdrawn', () => {
    const { askSigned, world } = createHarness({ fills: 60 });
    const { trading } = world.account('main').keys;
    const body = '{"currency_pair":"BTC_USDT","side":"buy","amount":"10"}';
    for (const target of ['/spot/orders', '/withdrawals', '/wallet/transfers', '/spot/my_trades']) {
      const place = { method: 'POST', body };
      expect(errorOf(askSigned(target, {}, place))).toBe('403 READ_ONLY API key is read-only');
      expect(errorOf(askSigned(target, {}, { ...place, key: trading }))).toContain('400 TRADE_RESTRICTED');
    }
    expect(errorOf(askSigned('/withdrawals', {}, { method: 'GET' }))).toContain('READ_ONLY');
    expect(errorOf(askSigned('/spot/orders/7', {}, { method: 'DELETE' }))).toContain('READ_ONLY');
    expect(world.account('main').book.fillCount).toBe(60);
  });

  test('a signed reply names no origin, so a web page cannot read it; market data may be read by any', () => {
    const { ask, askSigned } = createHarness({ fills: 60 });
    expect(Object.keys(askSigned(path).headers ?? {}).filter((name) => name.startsWith('access-control'))).toEqual([]);
    expect(ask('/spot/time').headers).toMatchObject({ 'access-control-allow-origin': '*' });
  });
});
