import { describe, expect, test } from 'vitest';
import { sign, signedText } from './signature';
import { createHarness, errorOf, nowMs } from './test-harness';

const path = '/api/v3/account';

describe('the published example of Binance (rest-api.md, SIGNED endpoint examples)', () => {
  const secret = 'NhqPtmdSJYdKjVHjA7PZj4Mge3R5YNiP1e3UZjInClVN65XAbvqqM6A7H5fATj0j';
  const rest = 'quantity=1&price=0.1&recvWindow=5000&timestamp=1499827319559';

  test('signs the query string', () => {
    const query = `symbol=LTCBTC&side=BUY&type=LIMIT&timeInForce=GTC&${rest}`;
    const expected = 'c8db56825ae71d6d79447849e617115f4a920fa2acdcab2b053c4b2838bd6b71';
    expect(sign(secret, signedText(`${query}&signature=${expected}`, ''))).toBe(expected);
  });

  test('signs query and body one after another, without a separator', () => {
    const query = 'symbol=LTCBTC&side=BUY&type=LIMIT&timeInForce=GTC';
    const expected = '0fd168b8ddb4876a0358a8d14d0c9f3da0e9b20c5d52b2a00fcf7d1c602f9a77';
    expect(sign(secret, signedText(query, rest))).toBe(expected);
  });
});

describe('a signed request', () => {
  const { ask, askSigned, world } = createHarness({ fills: 60 });
  const { readOnly, trading } = world.account('main').keys;

  test('is answered when key, signature and clock are right', () => {
    expect(askSigned(path)).toMatchObject({ status: 200, account: 'main' });
    expect(askSigned(path, {}, { key: trading })).toMatchObject({ status: 200, account: 'main' });
    expect(askSigned(path, {}, { key: world.account('second').keys.readOnly })).toMatchObject({ account: 'second' });
  });

  test('is refused without a key, or with one of another shape', () => {
    const refused = '401 -2014 API-key format invalid.';
    expect(errorOf(ask(path, { timestamp: String(nowMs) }))).toBe(refused);
    expect(errorOf(askSigned(path, {}, { apiKey: 'short' }))).toBe(refused);
    expect(errorOf(askSigned(path, {}, { apiKey: `${'x'.repeat(63)} ` }))).toBe(refused);
  });

  test('is refused when nobody has that key', () => {
    expect(errorOf(askSigned(path, {}, { apiKey: 'x'.repeat(64) }))).toBe('401 -2008 Invalid Api-Key ID.');
  });

  test('is refused when the secret is another', () => {
    expect(errorOf(askSigned(path, {}, { secret: trading.secret }))).toBe(
      '400 -1022 Signature for this request is not valid.',
    );
  });

  test('is refused when the query was changed after signing, if only in its order', () => {
    const refused = '400 -1022 Signature for this request is not valid.';
    const { apiKey, secret } = readOnly;
    const signature = sign(secret, `omitZeroBalances=true&timestamp=${nowMs}`);
    const query = (text: string) => `${text}&signature=${signature}`;
    const right = query(`omitZeroBalances=true&timestamp=${nowMs}`);
    expect(ask(path, {}, { apiKey, rawQuery: right }).status).toBe(200);
    expect(ask(path, {}, { apiKey, rawQuery: right.replace(signature, signature.toUpperCase()) }).status).toBe(200);
    expect(errorOf(ask(path, {}, { apiKey, rawQuery: query(`timestamp=${nowMs}&omitZeroBalances=true`) }))).toBe(
      refused,
    );
    expect(errorOf(ask(path, {}, { apiKey, rawQuery: right.replace('true', 'True') }))).toBe(refused);
  });

  test.each(['timestamp', 'signature'])('is refused without %s', (name) => {
    const { apiKey, secret } = readOnly;
    const text = name === 'timestamp' ? 'recvWindow=5000' : `timestamp=${nowMs}`;
    const rawQuery = name === 'timestamp' ? `${text}&signature=${sign(secret, text)}` : text;
    expect(errorOf(ask(path, {}, { apiKey, rawQuery }))).toBe(
      `400 -1102 Mandatory parameter '${name}' was not sent, was empty/null, or malformed.`,
    );
  });

  const late = '400 -1021 Timestamp for this request is outside of the recvWindow.';
  const early = "400 -1021 Timestamp for this request was 1000ms ahead of the server's time.";

  test.each([
    [-5000, undefined, 'answered'],
    [-5001, undefined, late],
    [-10_000, '10000', 'answered'],
    [-10_001, '10000', late],
    [-60_000, '60000', 'answered'],
    [999, undefined, 'answered'],
    [1000, undefined, early],
    [1000, '60000', early],
    [0, '60001', '400 -1131 recvWindow must be less than 60000.'],
  ])('stamped %i ms from the clock with recvWindow %s is %s', (offset, recvWindow, outcome) => {
    const reply = askSigned(path, recvWindow === undefined ? {} : { recvWindow }, { timestamp: nowMs + offset });
    expect(reply.status === 200 ? 'answered' : errorOf(reply)).toBe(outcome);
  });
});

describe('rights and addresses', () => {
  const refused = '401 -2015 Invalid API-key, IP, or permissions for action.';

  test('a whitelist lets only its addresses pass, and the key says that it has one', () => {
    const { askSigned, world } = createHarness({ fills: 60 });
    const { readOnly } = world.account('main').keys;
    const restrictions = '/sapi/v1/account/apiRestrictions';
    expect(JSON.parse(askSigned(restrictions).body)).toMatchObject({ ipRestrict: false });
    readOnly.ipWhitelist = ['203.0.113.7'];
    expect(errorOf(askSigned(path))).toBe(refused);
    expect(errorOf(askSigned(restrictions))).toBe(refused);
    expect(askSigned(path, {}, { address: '203.0.113.7' }).status).toBe(200);
    expect(JSON.parse(askSigned(restrictions, {}, { address: '203.0.113.7' }).body)).toMatchObject({
      ipRestrict: true,
    });
  });

  test('the read-only key may read and nothing else; the trading key says that it may trade', () => {
    const { askSigned, world } = createHarness({ fills: 60 });
    const rights = (key = world.account('main').keys.readOnly) =>
      JSON.parse(askSigned('/sapi/v1/account/apiRestrictions', {}, { key }).body);
    expect(rights()).toMatchObject({
      enableReading: true,
      enableSpotAndMarginTrading: false,
      enableWithdrawals: false,
    });
    const { trading } = world.account('main').keys;
    expect(rights(trading)).toMatchObject({ enableReading: true, enableSpotAndMarginTrading: true });
  });

  test('no order is ever placed', () => {
    const { askSigned, world } = createHarness({ fills: 60 });
    const { trading } = world.account('main').keys;
    const place = { symbol: 'BTCUSDT', side: 'BUY', type: 'MARKET', quantity: '1' };
    expect(errorOf(askSigned('/api/v3/order', place, { method: 'POST' }))).toBe(refused);
    const trade = askSigned('/api/v3/order', place, { method: 'POST', key: trading });
    expect(errorOf(trade)).toBe('400 -2010 This action is disabled on this account.');
    expect(world.account('main').book.fillCount).toBe(60);
  });

  test('a signed reply names no origin, so a web page cannot read it; market data may be read by any', () => {
    const { ask, askSigned } = createHarness({ fills: 60 });
    expect(Object.keys(askSigned(path).headers ?? {}).filter((name) => name.startsWith('access-control'))).toEqual([]);
    expect(ask('/api/v3/time').headers).toMatchObject({ 'access-control-allow-origin': '*' });
  });
});
