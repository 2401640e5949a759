import { describe, expect, test } from 'vitest';
import { type ExchangeId, exchangeIds, exchangeInfos } from '../../../../shared/exchanges/ids';
import { judgeRequest, type RelayRequest } from '../../../../sync-server/relay/judge-request';

const request = (
  exchange: ExchangeId,
  method: 'GET' | 'POST',
  path: string,
  more: Partial<RelayRequest> = {},
): RelayRequest => ({
  exchange,
  method,
  path,
  query: '',
  headers: {},
  sendWithinMs: 5_000,
  ...more,
});

const reasonOf = (asked: RelayRequest): string => {
  const judged = judgeRequest(asked, 1_000, 2_000);
  return judged.ok ? 'sent' : judged.error.reason;
};

/** Calls that trade, move funds or withdraw, from each exchange's own documentation. */
const writes: Readonly<Record<ExchangeId, readonly string[]>> = {
  binance: [
    '/api/v3/order',
    '/api/v3/openOrders',
    '/api/v3/order/cancelReplace',
    '/api/v3/orderList/oco',
    '/sapi/v1/asset/transfer',
    '/sapi/v1/capital/withdraw/apply',
    '/sapi/v1/convert/acceptQuote',
    '/sapi/v1/margin/order',
    '/sapi/v1/margin/loan',
  ],
  bitget: [
    '/api/v2/spot/trade/place-order',
    '/api/v2/spot/trade/batch-orders',
    '/api/v2/spot/trade/cancel-order',
    '/api/v2/spot/wallet/transfer',
    '/api/v2/spot/wallet/withdrawal',
    '/api/v2/mix/order/place-order',
    '/api/v3/trade/place-order',
    '/api/v3/account/transfer',
  ],
  gate: [
    '/api/v4/spot/orders',
    '/api/v4/spot/batch_orders',
    '/api/v4/spot/price_orders',
    '/api/v4/withdrawals',
    '/api/v4/wallet/transfers',
    '/api/v4/wallet/sub_account_transfers',
    '/api/v4/futures/usdt/orders',
    '/api/v4/unified/unified_mode',
    '/api/v4/unified/loans',
  ],
  mexc: [
    '/api/v3/order',
    '/api/v3/batchOrders',
    '/api/v3/openOrders',
    '/api/v3/capital/withdraw',
    '/api/v3/capital/transfer',
    '/api/v1/private/order/submit',
    '/api/v1/private/position/change_leverage',
  ],
  poloniex: [
    '/orders',
    '/orders/batch',
    '/smartorders',
    '/accounts/transfer',
    '/wallets/withdraw',
    '/wallets/address',
    '/v3/trade/order',
    '/v3/trade/position',
  ],
  bitmart: [
    '/spot/v2/submit_order',
    '/spot/v4/batch_orders',
    '/spot/v3/cancel_order',
    '/account/v1/withdraw/apply',
    '/account/v1/transfer-contract',
    '/spot/v1/margin/isolated/borrow',
  ],
  coinstore: [
    '/api/trade/order/place',
    '/api/trade/order/placeBatch',
    '/api/trade/order/cancel',
    '/api/trade/order/cancelAll',
    '/api/fi/v3/asset/doWithdraw',
  ],
};

describe('the table of reads', () => {
  test.each(exchangeIds)('has none of the calls of %s that trade, move funds or withdraw', (exchange) => {
    for (const path of writes[exchange])
      expect([path, reasonOf(request(exchange, 'POST', path))]).toEqual([path, 'not-relayed']);
  });

  test.each([
    '/api/v3/account/',
    '/api/v3/Account',
    '/api/v3//account',
    '//api/v3/account',
    '/api/v3/../v3/account',
    '/api/v3/./account',
    '/api/v3/%61ccount',
    '/api%2fv3/account',
    '/api/v3/account%00',
    '/api/v3/account\r\nX: y',
    '/api/v3/account?x',
    '/api/v3/account#x',
    '/api/v3/account;x',
    '\\api\\v3\\account',
    'api/v3/account',
    '@evil.example/api/v3/account',
    'https://evil.example/api/v3/account',
    '',
  ])('does not take %j for /api/v3/account', (path) => {
    expect(reasonOf(request('binance', 'GET', path))).toBe('not-relayed');
  });

  test('names the host, and of the headers those of the exchange alone', () => {
    const judged = judgeRequest(
      request('bitget', 'GET', '/api/v2/spot/account/assets', { headers: { 'ACCESS-KEY': 'k', 'x-other': 'o' } }),
      1_000,
      2_000,
    );
    expect(judged).toMatchObject({ ok: true, value: { host: 'api.bitget.com', headers: { 'access-key': 'k' } } });
    expect(judged.ok && Object.keys(judged.value.headers)).toEqual(['access-key']);
  });

  test('lets each exchange be asked at the hosts of its own table', () => {
    const hosts = exchangeIds.flatMap((id) =>
      exchangeInfos[id].endpoints.map(({ host }) => [id, exchangeInfos[id].hosts.includes(host)]),
    );
    expect(hosts.filter(([, known]) => !known)).toEqual([]);
  });
});

const key = { 'X-MBX-APIKEY': 'key' };

describe('a request', () => {
  test.each([
    ['a blank in its query', { query: 'a=b c' }, 'malformed'],
    ['a line break in its query', { query: 'a=b\r\n' }, 'malformed'],
    ['a fragment in its query', { query: 'a=b#c' }, 'malformed'],
    ['a line break in a header', { headers: { 'X-MBX-APIKEY': 'a\r\nb: c' } }, 'malformed'],
    ['a header twice', { headers: { 'X-MBX-APIKEY': 'a', 'x-mbx-apikey': 'b' } }, 'malformed'],
    ['a body where it reads', { body: 'x' }, 'malformed'],
    ['a window of more than 5 s', { query: 'recvWindow=5001' }, 'malformed'],
    ['a window of 5 s', { query: 'a=b&recvWindow=5000' }, 'sent'],
    // it came a second ago
    ['its last moment gone', { headers: key, sendWithinMs: 1_000 }, 'sign-again'],
    ['a millisecond left', { headers: key, sendWithinMs: 1_001 }, 'sent'],
    ['a key and no word of how long it may wait', { headers: key, sendWithinMs: undefined }, 'malformed'],
    ['neither', { sendWithinMs: undefined }, 'sent'],
  ])('with %s is judged', (_, more, expected) => {
    expect(reasonOf(request('binance', 'GET', '/api/v3/account', more))).toBe(expected);
  });
});
