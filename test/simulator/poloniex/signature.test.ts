import { describe, expect, test } from 'vitest';
import { sign } from './signature';
import { createHarness, nowMs, said } from './test-harness';

const path = '/accounts/balances';

test('a signature is the base64 HMAC-SHA-256 of its text', () => {
  // printf 'GET\n/orders\nlimit=5&signTimestamp=1631018760000&symbol=ETH_USDT' | openssl dgst -sha256 -hmac secret -binary | base64
  expect(sign('secret', 'GET\n/orders\nlimit=5&signTimestamp=1631018760000&symbol=ETH_USDT')).toBe(
    'QXejC+PdlpizJTZRGoI10GRbh8IIiYQVcWQcx7BKXZ4=',
  );
});

describe('a signed request', () => {
  const { ask, askSigned, world } = createHarness({ fills: 60 });
  const { trading } = world.account('main').keys;

  test('is answered when key, signature and clock are right', () => {
    expect(askSigned(path)).toMatchObject({ status: 200, account: 'main' });
    expect(askSigned(path, { accountType: 'SPOT', z: 'a b' })).toMatchObject({ status: 200 });
    expect(askSigned(path, {}, { key: world.account('second').keys.trading })).toMatchObject({ account: 'second' });
  });

  test('of a key that the exchange does not know gets a status alone, another exchange’s key too', () => {
    expect(said(ask(path))).toBe('401 ');
    expect(said(ask(path, {}, { key: 'x'.repeat(35) }))).toBe('401 ');
    expect(said(askSigned(path, {}, { key: world.account('elsewhere').keys.readOnly }))).toBe('401 ');
  });

  test('with another secret, without a signature or with other parameters is refused', () => {
    const refused = '401 {"error":"Invalid API key/secret pair."}';
    const { apiKey } = world.account('main').keys.readOnly;
    expect(said(askSigned(path, {}, { secret: trading.secret }))).toBe(refused);
    expect(said(ask(path, {}, { key: apiKey, signtimestamp: String(nowMs) }))).toBe(refused);
    const signature = sign(world.account('main').keys.readOnly.secret, `GET\n${path}\nsignTimestamp=${nowMs}`);
    const headers = { key: apiKey, signtimestamp: String(nowMs), signature };
    expect(ask(path, {}, headers).status).toBe(200);
    expect(said(ask(path, { accountType: 'SPOT' }, headers))).toBe(refused);
  });

  const late = '408 {"code":408,"message":"The request is outside of its recvWindow."}';
  const early = '400 {"code":400,"message":"The signTimestamp is ahead of the server."}';

  test.each([
    [-60_000, undefined, 'answered'],
    [-60_001, undefined, late],
    [60_000, undefined, 'answered'],
    [60_001, undefined, early],
    [-5000, '5000', 'answered'],
    [-5001, '5000', late],
    [1000, '5000', 'answered'],
    [1001, '5000', early],
    [Number.NaN, undefined, early],
  ])('stamped %i ms from the clock with recvWindow %s is %s', (offset, recvWindow, outcome) => {
    const { askSigned: askThen, clock } = createHarness({ fills: 0 });
    const window = recvWindow === undefined ? {} : { recvWindow };
    const reply = askThen(path, {}, { signTimestamp: clock.nowMs + 1000 + offset, ...window });
    expect(reply.status === 200 ? 'answered' : said(reply)).toBe(outcome);
  });
});

describe('rights and addresses', () => {
  test('a whitelist lets only its addresses pass, on both sides in the same words', () => {
    const { askSigned, world } = createHarness({ fills: 60 });
    world.account('main').keys.readOnly.ipWhitelist = ['203.0.113.7'];
    for (const each of [path, '/v3/account/balance']) {
      expect(said(askSigned(each))).toBe('401 {"code":401,"message":"Illegal of ip"}');
      expect(askSigned(each, {}, { address: '203.0.113.7' }).status).toBe(200);
    }
  });

  test('no order is ever placed', () => {
    const { askSigned, world } = createHarness({ fills: 60 });
    const { trading } = world.account('main').keys;
    const place = { method: 'POST', body: '{"symbol":"BTC_USDT","side":"BUY","amount":"10"}' };
    expect(said(askSigned('/orders', {}, place))).toBe('403 {"code":403,"message":"Forbidden"}');
    expect(said(askSigned('/orders', {}, { ...place, key: trading }))).toBe(
      '400 {"code":21351,"message":"Trading for this account is frozen. Contact support"}',
    );
    expect(world.account('main').book.fillCount).toBe(60);
  });

  test('a signed reply names no origin, so a web page cannot read it; market data may be read by any', () => {
    const { ask, askSigned } = createHarness({ fills: 60 });
    expect(askSigned(path).headers).toBeUndefined();
    expect(ask('/timestamp').headers).toEqual({ 'access-control-allow-origin': '*' });
  });
});

describe('limits, in a moving second', () => {
  const signedOnce = (harness: ReturnType<typeof createHarness>, asked: string) => {
    const { apiKey, secret } = harness.world.account('main').keys.readOnly;
    const signtimestamp = String(nowMs);
    const signature = sign(secret, `GET\n${asked}\nsignTimestamp=${nowMs}`);
    return harness.ask(asked, {}, { key: apiKey, signtimestamp, signature });
  };

  test.each([
    ['/trades', 10],
    ['/accounts/balances', 50],
    ['/timestamp', 200],
  ])('%s may be asked %i times', (asked, most) => {
    const harness = createHarness({ fills: 0 });
    const send = () => (asked === '/timestamp' ? harness.ask(asked) : signedOnce(harness, asked));
    for (let call = 0; call < most; call += 1) expect(send().status).toBe(200);
    expect(said(send())).toBe('429 {"code":429,"message":"Too many requests"}');
    harness.clock.nowMs += 1000;
    expect(send().status).toBe(200);
  });
});
