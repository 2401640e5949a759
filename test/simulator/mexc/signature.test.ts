import { describe, expect, test } from 'vitest';
import { sign, signedText } from './signature';
import { createHarness, errorOf, nowMs } from './test-harness';

const path = '/api/v3/account';

describe('the published examples of MEXC (spot v3, SIGNED Endpoint Examples)', () => {
  const secret = '45d0b3c26f2644f19bfb98b07741b2f5';

  test('as a query string, and as a body', () => {
    const text = 'symbol=BTCUSDT&side=BUY&type=LIMIT&quantity=1&price=11&recvWindow=5000&timestamp=1644489390087';
    const expected = 'fd3e4e8543c5188531eb7279d68ae7d26a573d0fc5ab0d18eb692451654d837a';
    expect(sign(secret, signedText(`${text}&signature=${expected}`, ''))).toBe(expected);
    expect(sign(secret, signedText('', text))).toBe(expected);
  });

  test('query and body one after another, without a separator', () => {
    const rest = 'quantity=1&price=11&recvWindow=5000&timestamp=1644489390087';
    const expected = 'd1a676610ceb39174c8039b3f548357994b2a34139a8addd33baadba65684592';
    expect(sign(secret, signedText('symbol=BTCUSDT&side=BUY&type=LIMIT', rest))).toBe(expected);
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

  test('is refused without a key, with one of another shape, and with one that nobody has', () => {
    expect(errorOf(ask(path, { timestamp: String(nowMs) }))).toBe('400 700001 Api key format invalid');
    expect(errorOf(askSigned(path, {}, { apiKey: 'short' }))).toBe('400 700001 Api key format invalid');
    expect(errorOf(askSigned(path, {}, { apiKey: 'x'.repeat(18) }))).toBe('400 10072 Api key info invalid');
  });

  test('is refused with another secret, and with a signature in capitals', () => {
    const refused = '400 700002 Signature for this request is not valid.';
    expect(errorOf(askSigned(path, {}, { secret: trading.secret }))).toBe(refused);
    const { apiKey, secret } = readOnly;
    const text = `timestamp=${nowMs}`;
    const query = (signature: string) => `${text}&signature=${signature}`;
    expect(ask(path, {}, { apiKey, rawQuery: query(sign(secret, text)) }).status).toBe(200);
    expect(errorOf(ask(path, {}, { apiKey, rawQuery: query(sign(secret, text).toUpperCase()) }))).toBe(refused);
  });

  test.each(['timestamp', 'signature'])('is refused without %s', (name) => {
    const { apiKey, secret } = readOnly;
    const text = name === 'timestamp' ? 'recvWindow=5000' : `timestamp=${nowMs}`;
    const rawQuery = name === 'timestamp' ? `${text}&signature=${sign(secret, text)}` : text;
    expect(errorOf(ask(path, {}, { apiKey, rawQuery }))).toMatch(`400 700004 Mandatory parameter '${name}'`);
  });

  const outside = '400 700003 Timestamp for this request is outside of the recvWindow.';

  test.each([
    [-5000, undefined, 'answered'],
    [-5001, undefined, outside],
    [-60_000, '60000', 'answered'],
    [999, undefined, 'answered'],
    [1000, undefined, outside],
    [0, '60001', '400 700005 recvWindow must less than 60000'],
  ])('stamped %i ms from the clock with recvWindow %s is %s', (offset, recvWindow, outcome) => {
    const reply = askSigned(path, recvWindow === undefined ? {} : { recvWindow }, { timestamp: nowMs + offset });
    expect(reply.status === 200 ? 'answered' : errorOf(reply)).toBe(outcome);
  });
});

describe('rights and addresses', () => {
  test('a whitelist lets only its addresses pass, and the refusal names the caller’s', () => {
    const { askSigned, world } = createHarness({ fills: 60 });
    world.account('main').keys.readOnly.ipWhitelist = ['203.0.113.7'];
    expect(errorOf(askSigned(path))).toBe('403 700006 IP [127.0.0.1] not in the ip white list');
    expect(askSigned(path, {}, { address: '203.0.113.7' }).status).toBe(200);
  });

  test('an account shows flags, and nothing shows what a key may do', () => {
    const { askSigned, world } = createHarness({ fills: 60 });
    const [readOnly, trading] = [askSigned(path), askSigned(path, {}, { key: world.account('main').keys.trading })];
    expect(JSON.parse(readOnly.body)).toMatchObject({ canTrade: true, canWithdraw: true });
    expect(readOnly.body).toBe(trading.body);
  });

  test('no order is ever placed', () => {
    const { askSigned, world } = createHarness({ fills: 60 });
    const { trading } = world.account('main').keys;
    const place = { symbol: 'BTCUSDT', side: 'BUY', type: 'MARKET', quantity: '1' };
    const order = (key = world.account('main').keys.readOnly) =>
      errorOf(askSigned('/api/v3/order', place, { method: 'POST', key }));
    expect(order()).toBe('403 700007 No permission to access the endpoint.');
    expect(order(trading)).toBe('400 30016 trading disabled');
    expect(world.account('main').book.fillCount).toBe(60);
  });
});
