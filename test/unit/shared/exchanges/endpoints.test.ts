import type { Exchange } from 'ccxt';
import { describe, expect, test } from 'vitest';
import { binanceEndpoints } from '../../../../extension/exchanges/binance/endpoints';
import { createProtocol as binanceProtocol } from '../../../../extension/exchanges/binance/protocol';
import { bitgetEndpoints } from '../../../../extension/exchanges/bitget/endpoints';
import { createProtocol as bitgetProtocol } from '../../../../extension/exchanges/bitget/protocol';
import { bitmartEndpoints } from '../../../../extension/exchanges/bitmart/endpoints';
import { createProtocol as bitmartProtocol } from '../../../../extension/exchanges/bitmart/protocol';
import type { Protocol } from '../../../../extension/exchanges/call';
import type { Credentials } from '../../../../extension/exchanges/client';
import { coinstoreEndpoints } from '../../../../extension/exchanges/coinstore/endpoints';
import { createProtocol as coinstoreProtocol } from '../../../../extension/exchanges/coinstore/protocol';
import { gateEndpoints } from '../../../../extension/exchanges/gate/endpoints';
import { createProtocol as gateProtocol } from '../../../../extension/exchanges/gate/protocol';
import { mexcEndpoints } from '../../../../extension/exchanges/mexc/endpoints';
import { createProtocol as mexcProtocol } from '../../../../extension/exchanges/mexc/protocol';
import { poloniexEndpoints } from '../../../../extension/exchanges/poloniex/endpoints';
import { createProtocol as poloniexProtocol } from '../../../../extension/exchanges/poloniex/protocol';
import { isReadOnly } from '../../../../shared/exchanges/endpoints';
import { exchangeIds, exchangeInfos } from '../../../../shared/exchanges/ids';
import { Secret, unixMs } from '../../../../shared/result';
import {
  bitmartSpotHost,
  callsOf,
  ccxtExchanges,
  coinstoreHost,
  type Listed,
  writtenOutWrites,
} from '../../../integration/harness/exchange-calls';

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

const text = ({ method, host, path }: Listed): string => `${method} ${host}${path}`;

describe('of all calls that ccxt knows', () => {
  const exchanges: readonly { name: string; exchange: Exchange; atLeast: number; posts: readonly string[] }[] = [
    {
      name: 'Binance',
      exchange: ccxtExchanges.binance,
      atLeast: 800,
      posts: [
        'POST api.binance.com/sapi/v1/asset/get-funding-asset',
        'POST api.binance.com/sapi/v3/asset/getUserAsset',
      ],
    },
    { name: 'Bitget', exchange: ccxtExchanges.bitget, atLeast: 750, posts: [] },
    { name: 'Gate', exchange: ccxtExchanges.gate, atLeast: 380, posts: [] },
    { name: 'MEXC', exchange: ccxtExchanges.mexc, atLeast: 230, posts: [] },
    { name: 'Poloniex', exchange: ccxtExchanges.poloniex, atLeast: 100, posts: [] },
  ];

  test.each(exchanges)(
    'none of $name that is no GET passes but reads that are a POST there',
    ({ exchange, atLeast, posts }) => {
      const calls = [...callsOf(exchange, exchange.describe().api, [])];
      expect(calls.length).toBeGreaterThan(atLeast);
      const passed = calls.filter((call) => isReadOnly(call.method, call.host, call.path));
      expect(passed.length).toBeGreaterThan(20);
      expect(
        passed
          .filter(({ method }) => method !== 'GET')
          .map(text)
          .sort(),
      ).toEqual(posts);
    },
  );

  /** Names of what moves money or makes an order, in lists of what happened: nothing else of such a name may pass. */
  const histories = [
    /\/(allOrders|openOrders|order|orders|smartorders|price_orders|open_orders|allAlgoOrders|openAlgoOrders)$/,
    /\/(orders|price_orders)\/12345(\/trades)?$/,
    /\/(orders_timerange|account_book|order-info|orderInfo)$/,
    /\/(order|trade\/order)\/(detail|details|fills|fill-history|opens|history|trades|deal_details\/12345)$/,
    /[/-](unfilled|history|open|current-plan|history-plan|strategy)-?(strategy-)?orders?$/,
    /\/(orders-pending|orders-history|orders-plan-pending|orders-plan-history|orders\/history|smartorders\/history)$/,
    /\/order\/list\/[\w/]+$/,
    /\/(planorder|stoporder)\/list\/orders$/,
    /\/(capital\/withdraw\/history|withdrawals|withdrawal-records|transferRecords|transfer_record|sub_account_transfers)$/,
    /\/(asset|accounts|capital)\/transfer$/,
    /\/convert\/(tradeFlow|convert-record)$/,
    /\/asset\/dribblet$/,
    /\/lending\/union\/account$/,
  ];
  const moving =
    /withdraw|transfer|order|convert|dust|dribblet|loan|lend|borrow|repay|redeem|subscribe|purchase|cancel|place|create|apply|delete/i;

  test.each(exchanges)(
    'a GET of $name that is named after money that moves or an order passes only as its history',
    ({ exchange }) => {
      const calls = [...callsOf(exchange, exchange.describe().api, [])];
      const named = calls.filter(({ method, host, path }) => isReadOnly(method, host, path) && moving.test(path));
      const strange = named.filter(
        ({ method, path }) => method === 'GET' && !histories.some((list) => list.test(path)),
      );
      expect(strange.map(text)).toEqual([]);
      const verb = /\/(apply|place|create|cancel|delete|borrow|repay|redeem|subscribe|purchase)([/_-]|$)/i;
      expect(named.map(text).filter((call) => verb.test(call))).toEqual([]);
    },
  );
});

describe('BitMart and Coinstore, which ccxt does not know: a call that trades, moves or withdraws is refused by any method', () => {
  test.each(writtenOutWrites)('%s%s', (host, path) => {
    for (const method of ['GET', 'POST', 'PUT', 'DELETE', 'PATCH']) expect(isReadOnly(method, host, path)).toBe(false);
  });

  test('the reads that are a POST pass as a POST alone', () => {
    for (const [at, path] of [
      [bitmartSpotHost, '/spot/v4/query/trades'],
      [bitmartSpotHost, '/account/v1/transfer-contract-list'],
      [coinstoreHost, '/api/spot/accountList'],
    ] as const) {
      expect(isReadOnly('POST', at, path)).toBe(true);
      for (const method of ['GET', 'PUT', 'DELETE', 'PATCH']) expect(isReadOnly(method, at, path)).toBe(false);
    }
  });
});

test('no entry of any table has another method than GET and POST, and each path is anchored at both ends', () => {
  for (const id of exchangeIds)
    for (const { method, host, path } of exchangeInfos[id].endpoints) {
      expect(['GET', 'POST']).toContain(method);
      expect(exchangeInfos[id].hosts).toContain(host);
      expect(path.source).toMatch(/^\^.*\$$/);
      expect(path.flags).toBe('');
    }
});

describe('each call that an adapter makes is let through', () => {
  const credentials: Credentials = {
    apiKey: new Secret('key'),
    secret: new Secret('c2VjcmV0'),
    passphrase: new Secret('word'),
    memo: new Secret('memo'),
  };
  const now = () => unixMs(1_790_000_000_000);

  /** The calls of an adapter's list as its protocol signs them. */
  function signedCalls<E>(protocol: Protocol<E>, list: Readonly<Record<string, E>>): readonly Listed[] {
    return Object.values(list).map((endpoint) => {
      const request = protocol.sign(endpoint, { symbol: 'BTCUSDT' }, credentials);
      if (!request.ok) throw new Error('not signed');
      const { hostname, pathname } = new URL(request.value.url);
      return { method: request.value.method, host: hostname, path: pathname };
    });
  }

  test.each([
    ['Binance', () => signedCalls(binanceProtocol(now), binanceEndpoints)],
    ['Bitget', () => signedCalls(bitgetProtocol(now), bitgetEndpoints)],
    ['Gate', () => signedCalls(gateProtocol(now), gateEndpoints)],
    ['MEXC', () => signedCalls(mexcProtocol(now), mexcEndpoints)],
    ['Poloniex', () => signedCalls(poloniexProtocol(now), poloniexEndpoints)],
    ['BitMart', () => signedCalls(bitmartProtocol(now), bitmartEndpoints)],
    ['Coinstore', () => signedCalls(coinstoreProtocol(now), coinstoreEndpoints)],
  ])('%s', (_, calls) => {
    const made = calls();
    expect(made.length).toBeGreaterThan(4);
    expect(made.filter(({ method, host, path }) => !isReadOnly(method, host, path)).map(text)).toEqual([]);
  });
});
