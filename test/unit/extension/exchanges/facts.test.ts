/** What must hold for each of the seven exchanges alike, whatever it sends: exact figures, no broker's name, no secret. */
import * as ccxt from 'ccxt';
import { describe, expect, test } from 'vitest';
import type { Credentials, ExchangeClient, Market } from '../../../../extension/exchanges/client';
import { createClients } from '../../../../extension/exchanges/create-clients';
import type { EgressRequest } from '../../../../extension/exchanges/egress';
import { type ExchangeId, exchangeIds } from '../../../../shared/exchanges/ids';
import { reasons } from '../../../../shared/reasons';
import { ok, Secret, unixMs } from '../../../../shared/result';

const now = Date.UTC(2026, 10, 1);
const secrets = {
  apiKey: 'mx0aBYs33eIilxBWC5', // MEXC's are as short as this
  secret: 'c2VjcmV0U2VjcmV0U2VjcmV0U2VjcmV0',
  passphrase: 'horse7battery',
  memo: 'memo of mine',
};
const credentials: Credentials = {
  apiKey: new Secret(secrets.apiKey),
  secret: new Secret(secrets.secret),
  passphrase: new Secret(secrets.passphrase),
  memo: new Secret(secrets.memo),
};

type Answer = { readonly status?: number; readonly headers?: Record<string, string>; readonly body: string };

function clientAnswering(id: ExchangeId, answer: (request: EgressRequest) => Answer) {
  const asked: EgressRequest[] = [];
  const egress = {
    async send(request: EgressRequest) {
      asked.push(request);
      const { status = 200, headers = {}, body } = answer(request);
      return ok({ host: new URL(request.url).hostname, status, headers, body, receivedAt: unixMs(now) });
    },
  };
  return { asked, client: createClients({ egress, now: () => unixMs(now) })(id, credentials) };
}

const ids: Readonly<Record<ExchangeId, string>> = {
  ...{ binance: 'BTCUSDT', bitget: 'BTCUSDT', gate: 'BTC_USDT', mexc: 'BTCUSDT', poloniex: 'BTC_USDT' },
  ...{ bitmart: 'BTC_USDT', coinstore: 'BTCUSDT#1' },
};
const marketOf = (id: ExchangeId): Market => ({
  ...{ id: ids[id], symbol: 'BTC/USDT', base: 'BTC', quote: 'USDT', active: true, minQuantity: null },
});
const pageOf = ({ fills }: ExchangeClient, market: Market) =>
  fills.by === 'symbol' ? fills.page(market, '') : fills.page(new Map([[market.symbol, market]]), '');

/** Everything that an account can be asked for. */
const everything = (client: ExchangeClient, market: Market) => [
  client.keyRights(),
  client.balances('spot'),
  client.balances('futures'),
  pageOf(client, market),
  client.serverTime(),
  client.markets(),
  client.tickers([market]),
  ...(client.fills.by === 'symbol' ? [client.fills.traces([market])] : []),
];

test('ccxt has no class for BitMart and Coinstore: theirs are ours', () => {
  expect(Object.keys(ccxt)).toEqual(expect.arrayContaining(['binance', 'bitget', 'gate', 'mexc', 'poloniex']));
  for (const id of ['bitmart', 'coinstore']) expect(Object.keys(ccxt)).not.toContain(id);
});

describe('numbers that are written bare, with a space after the colon, lose no digit', () => {
  // 9007199254740993 is 2^53 + 1, which a binary float has not; so are 18 decimals behind a unit.
  const id = '9007199254740993';
  const quantity = '7.203956664999999859';
  const at = now - 60_000;
  const bodies: Readonly<Record<ExchangeId, string>> = {
    binance: `[{"symbol": "BTCUSDT", "id": ${id}, "orderId": ${id}, "price": 2.50, "qty": ${quantity}, "commission": 0.000000000000000001, "commissionAsset": "BNB", "time": ${at}, "isBuyer": true, "isMaker": false}]`,
    mexc: `[{"symbol": "BTCUSDT", "id": ${id}, "orderId": ${id}, "price": 2.50, "qty": ${quantity}, "commission": 0.000000000000000001, "commissionAsset": "MX", "time": ${at}, "isBuyer": true, "isMaker": false}]`,
    gate: `[{"id": ${id}, "create_time_ms": "1483300000000.123456", "currency_pair": "BTC_USDT", "side": "buy", "role": "taker", "amount": ${quantity}, "price": 2.50, "order_id": ${id}, "fee": 0.000000000000000001, "fee_currency": "BTC"}]`,
    bitget: `{"code": "00000", "data": [{"tradeId": ${id}, "orderId": ${id}, "cTime": ${now - 89 * 86_400_000}, "symbol": "BTCUSDT", "side": "buy", "priceAvg": 2.50, "size": ${quantity}, "feeDetail": {"deduction": "no", "feeCoin": "BTC", "totalFee": -0.000000000000000001}, "tradeScope": "taker"}]}`,
    poloniex: `[{"symbol": "BTC_USDT", "id": ${id}, "orderId": ${id}, "side": "BUY", "createTime": ${Date.UTC(2021, 7, 1)}, "price": 2.50, "quantity": ${quantity}, "feeAmount": 0.000000000000000001, "feeCurrency": "BTC"}]`,
    bitmart: `{"code": 1000, "message": "success", "data": [{"tradeId": ${id}, "orderId": ${id}, "symbol": "BTC_USDT", "side": "buy", "orderMode": "spot", "price": 2.50, "size": ${quantity}, "fee": 0.000000000000000001, "feeCoinName": "BTC", "tradeRole": "taker", "createTime": ${Date.UTC(2018, 0, 3)}}]}`,
    coinstore: `{"code": 0, "data": [{"tradeId": ${id}, "orderId": ${id}, "side": 1, "matchRole": 1, "execQty": ${quantity}, "execAmt": 18.0098916624999996475, "fee": 0.000000000000000001, "feeCurrencyId": 1, "baseCurrencyId": 1, "quoteCurrencyId": 2, "matchTime": ${Math.floor(at / 1000)}, "instrumentId": 1}]}`,
  };

  test.each(exchangeIds)('fills of %s', async (exchange) => {
    // Coinstore tells a value, not a price: 2.5 × 7.203956664999999858 = 18.009891662499999645, exact at 18 decimals
    const exact = exchange === 'coinstore' ? '7.203956664999999858' : quantity;
    const body = bodies[exchange].replace(quantity, exact).replace('18.0098916624999996475', '18.009891662499999645');
    const { client } = clientAnswering(exchange, () => ({ body }));
    const page = await pageOf(client, marketOf(exchange));
    expect(page).toMatchObject({
      ok: true,
      value: {
        fills: [{ id, orderId: id, quantity: exact, price: '2.5', fees: [{ amount: '0.000000000000000001' }] }],
      },
    });
  });

  const free = '7.203956664999999859';
  const held = '40.900000000000000000';
  const balances: Readonly<Record<ExchangeId, string>> = {
    binance: `{"balances": [{"asset": "BTC", "free": ${free}, "locked": ${held}}]}`,
    mexc: `{"balances": [{"asset": "BTC", "free": ${free}, "locked": ${held}}]}`,
    gate: `[{"currency": "BTC", "available": ${free}, "locked": ${held}}]`,
    bitget: `{"code": "00000", "data": [{"coin": "BTC", "available": ${free}, "frozen": ${held}, "locked": 0.00}]}`,
    poloniex: `[{"accountType": "SPOT", "balances": [{"currency": "BTC", "available": ${free}, "hold": ${held}}]}]`,
    bitmart: `{"code": 1000, "message": "OK", "data": {"wallet": [{"id": "BTC", "available": ${free}, "frozen": ${held}}]}}`,
    coinstore: `{"code": 0, "data": [{"currency": "BTC", "type": 1, "balance": ${free}}, {"currency": "BTC", "type": 4, "balance": ${held}}]}`,
  };

  test.each(exchangeIds)('balances of %s', async (exchange) => {
    const { client } = clientAnswering(exchange, ({ url }) => ({
      body: url.includes('/account/detail') ? '{"key": {"mode": 1}}' : balances[exchange],
    }));
    // 7.203956664999999859 + 40.9 = 48.103956664999999859
    expect(await client.balances('spot')).toEqual({
      ok: true,
      value: [{ asset: 'BTC', free, locked: '40.9', total: '48.103956664999999859' }],
    });
  });
});

describe('no request names a broker or the library that signed it', () => {
  const brokers =
    /^(x-gate-channel-id|x-channel-api-code|x-bm-broker-id|source|referer|user-agent|x-http-method-override)$/i;
  test.each(exchangeIds)('%s', async (exchange) => {
    const { client, asked } = clientAnswering(exchange, () => ({ body: '{}' }));
    await Promise.all(everything(client, marketOf(exchange)));
    expect(asked.length).toBeGreaterThan(5);
    for (const request of asked) {
      expect(Object.keys(request.headers).filter((name) => brokers.test(name))).toEqual([]);
      expect(JSON.stringify(request)).not.toMatch(/ccxt|broker|channel/i);
    }
  });
});

describe('an exchange that repeats the request in its refusal does not get a secret shown', () => {
  test.each(exchangeIds)('%s', async (exchange) => {
    for (const status of [200, 400, 401, 403, 500]) {
      const { client, asked } = clientAnswering(exchange, ({ url, headers, body = '' }) => {
        const echo = `you sent ${url} ${Object.values(headers).join(' ')} ${body} for ${Object.values(secrets).join(' ')}`;
        const code = exchange === 'gate' ? { label: 'ODD' } : { code: 98765 };
        return { status, body: JSON.stringify({ ...code, message: echo, msg: echo }) };
      });
      const answers = await Promise.all(everything(client, marketOf(exchange)));
      const shown = JSON.stringify(answers);
      expect(shown).toContain('you sent');
      const signatures = asked.flatMap(({ url, headers }) => [
        ...[new URL(url).searchParams.get('signature') ?? ''],
        ...Object.entries(headers).flatMap(([name, value]) => (/sign/i.test(name) && value.length > 20 ? [value] : [])),
      ]);
      const hidden = [...Object.values(secrets), ...signatures.filter((text) => text !== '')];
      for (const text of hidden) expect(shown.includes(text)).toBe(false);
    }
  });
});

describe('a reply that is nothing of what was asked for gives no figure and throws nothing', () => {
  const bodies = ['', ' ', 'null', '7', '"OK"', '[]', '[null]', '[[]]', '{}', '{"data":null}', '{"code":0,"data":[{}]}']
    .concat(['<html></html>', '{"balances":{}}', '[{}]', '{"code":"00000","data":{}}', '{"code":1000,"message":"OK"}'])
    .concat(['{"a":1,"a":2}', '[1,', `${'['.repeat(50_000)}${']'.repeat(50_000)}`, '{"balances":[{"asset":"BTC"}]}']);
  test.each(exchangeIds)('%s', async (exchange) => {
    for (const body of bodies) {
      const { client } = clientAnswering(exchange, () => ({
        body,
        headers: { date: 'x', 'content-type': 'text/html' },
      }));
      const market = marketOf(exchange);
      const answers = [await client.balances('spot'), await pageOf(client, market), await client.markets()];
      for (const answer of [...answers, await client.tickers([market])]) {
        if (!answer.ok) expect(Object.keys(reasons)).toContain(answer.error.reason);
        else
          expect([body, JSON.stringify(answer.value)]).toEqual([
            body,
            expect.not.stringMatching(/"(asset|price|quantity)"/),
          ]);
      }
    }
  });

  test.each(exchangeIds)('%s: an empty reply of success is a cut one, not an empty wallet', async (exchange) => {
    const { client } = clientAnswering(exchange, () => ({ body: '' }));
    expect(await client.balances('spot')).toMatchObject({ ok: false, error: { reason: 'network-failed' } });
    expect(await pageOf(client, marketOf(exchange))).toMatchObject({ ok: false, error: { reason: 'network-failed' } });
  });
});
