import { describe, expect, test } from 'vitest';
import { isReadOnly } from '../../../../shared/exchanges/endpoints';

const host = 'api.binance.com';

describe('what Fillbook reads from Binance is let through', () => {
  test.each([
    '/api/v3/time',
    '/api/v3/exchangeInfo',
    '/api/v3/ticker/price',
    '/api/v3/account',
    '/api/v3/myTrades',
    '/api/v3/openOrders',
    '/sapi/v1/account/apiRestrictions',
    '/sapi/v1/capital/deposit/hisrec',
  ])('GET %s', (path) => {
    expect(isReadOnly('GET', host, path)).toBe(true);
  });
});

describe('a call that trades, moves or withdraws is refused', () => {
  test.each([
    ['POST', '/api/v3/order'],
    ['POST', '/api/v3/order/test'],
    ['DELETE', '/api/v3/order'],
    ['PUT', '/api/v3/order'],
    ['POST', '/api/v3/order/cancelReplace'],
    ['POST', '/api/v3/orderList/oco'],
    ['DELETE', '/api/v3/openOrders'],
    ['POST', '/api/v3/sor/order'],
    ['POST', '/sapi/v1/capital/withdraw/apply'],
    ['POST', '/sapi/v1/asset/transfer'],
    ['POST', '/sapi/v1/asset/dust'],
    ['POST', '/sapi/v1/convert/acceptQuote'],
    ['POST', '/sapi/v1/margin/order'],
    ['POST', '/sapi/v1/margin/loan'],
    ['POST', '/sapi/v1/sub-account/universalTransfer'],
    ['POST', '/api/v3/userDataStream'],
    ['POST', '/api/v3/account'],
  ])('%s %s', (method, path) => {
    expect(isReadOnly(method, host, path)).toBe(false);
  });
});

describe('a path that only resembles a read is refused', () => {
  test.each([
    '/api/v3/account/../order',
    '/api/v3//account',
    '/api/v3/account/',
    '/API/v3/account',
    '/api/v3/%61ccount',
    '/api/v3/account%2f..%2forder',
    '/api/v3/account\n',
    '/x/api/v3/account',
    '/api/v3/myTradesX',
    '',
  ])('GET %j', (path) => {
    expect(isReadOnly('GET', host, path)).toBe(false);
  });

  test('on another host, or by a method in small letters', () => {
    expect(isReadOnly('GET', 'api.binance.com.evil.example', '/api/v3/account')).toBe(false);
    expect(isReadOnly('GET', 'binance.com', '/api/v3/account')).toBe(false);
    expect(isReadOnly('get', host, '/api/v3/account')).toBe(false);
  });
});
