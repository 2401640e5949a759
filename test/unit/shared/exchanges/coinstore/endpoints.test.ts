import { describe, expect, test } from 'vitest';
import { isReadOnly } from '../../../../../shared/exchanges/endpoints';

const host = 'api.coinstore.com';

describe('what Fillbook reads from Coinstore is let through', () => {
  test.each([
    ['POST', '/api/spot/accountList'],
    ['POST', '/api/v2/public/config/spot/symbols'],
    ['POST', '/api/fi/v3/asset/deposit/record/list'],
    ['POST', '/api/fi/v3/asset/withdraw/record/list'],
    ['GET', '/api/v2/trade/order/active'],
    ['GET', '/api/trade/match/accountMatches'],
    ['GET', '/api/v1/ticker/price'],
  ])('%s %s', (method, path) => {
    expect(isReadOnly(method, host, path)).toBe(true);
  });
});

describe('a call that trades, moves or withdraws is refused', () => {
  test.each([
    ['POST', '/api/trade/order/place'],
    ['POST', '/api/trade/order/placeBatch'],
    ['POST', '/api/trade/order/cancel'],
    ['POST', '/api/trade/order/cancelAll'],
    ['POST', '/api/trade/orders/del'],
    ['POST', '/api/fi/v3/asset/doWithdraw'],
    ['POST', '/api/fi/v3/asset/cancelWithdraw'],
    ['POST', '/api/v1/future/transfer'],
    ['POST', '/api/v2/trade/order/active'],
    ['POST', '/api/trade/match/accountMatches'],
    ['GET', '/api/spot/accountList'],
    ['POST', '/api/spot/accountList/'],
    ['POST', '/api/fi/v3/asset/deposit/do'],
  ])('%s %s', (method, path) => {
    expect(isReadOnly(method, host, path)).toBe(false);
  });
});
