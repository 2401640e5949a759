import { describe, expect, test } from 'vitest';
import { sign } from './signature';
import { createHarness, nowMs, outcomeOf, tradesPath } from './test-harness';

test('the published example of BitMart: time, memo and body, joined by #', () => {
  const key = { secret: '6c6c98544461bbe71db2bca4c6d7fd0021e0ba9efc215f9c6ad41852df9d9df9', memo: 'test001' };
  const body = '{"symbol":"BTC_USDT","price":"8600","count":"100"}';
  const expected = 'c31dc326bf87f38bfb49a3f8494961abfa291bd549d0d98d9578e87516cee46d';
  expect(sign(key, '1589793796145', body)).toBe(expected);
});

describe('a signed request', () => {
  const fine = '200 1000 success';

  test('is answered when key, memo, signature and clock are right', () => {
    const { askSigned, world } = createHarness();
    expect(askSigned(tradesPath, {})).toMatchObject({ status: 200, account: 'main' });
    expect(askSigned(tradesPath, {}, { key: world.account('main').keys.trading })).toMatchObject({ account: 'main' });
    expect(askSigned(tradesPath, {}, { key: world.account('second').keys.readOnly })).toMatchObject({
      account: 'second',
    });
  });

  test.each([
    ['no key', { headers: { 'x-bm-key': undefined } }, '401 30001 Header X-BM-KEY is empty'],
    ['a key that nobody has', { as: { apiKey: 'x'.repeat(40) } }, '401 30002 Header X-BM-KEY not found'],
    ['no signature', { headers: { 'x-bm-sign': undefined } }, '401 30004 Header X-BM-SIGN is empty'],
    ['another secret', { as: { secret: 'x'.repeat(64) } }, '401 30005 Header X-BM-SIGN is wrong'],
    ['another memo', { as: { memo: 'other' } }, '401 30005 Header X-BM-SIGN is wrong'],
    ['a body that was changed after signing', { body: '{ }' }, '401 30005 Header X-BM-SIGN is wrong'],
    ['no time', { headers: { 'x-bm-timestamp': undefined } }, '401 30006 Header X-BM-TIMESTAMP is empty'],
    ['a time in seconds', { timestamp: nowMs / 1000 }, '401 30008 Header X-BM-TIMESTAMP invalid format'],
  ])('with %s is refused', (_, asking, outcome) => {
    expect(outcomeOf(createHarness().askSigned(tradesPath, {}, asking))).toBe(outcome);
  });

  const late = '401 30007 Header X-BM-TIMESTAMP range. Timestamp for this request is outside of the recvWindow.';

  test.each([
    [0, {}, fine],
    [-5000, {}, fine],
    [-5001, {}, late],
    [-60_000, { recvWindow: 60_000 }, fine],
    [-60_001, { recvWindow: 60_000 }, late],
    [999, {}, fine],
    [1000, {}, late],
    [0, { recvWindow: 60_001 }, '401 30007 Param recvWindow must be less than 60000 and greater than 0'],
  ])('of the fourth version stamped %i ms from the clock with %j', (offset, parameters, outcome) => {
    const { askSigned } = createHarness();
    expect(outcomeOf(askSigned(tradesPath, parameters, { timestamp: nowMs + offset }))).toBe(outcome);
  });

  test.each([
    [-60_000, '200 1000 OK'],
    [60_000, '200 1000 OK'],
    [-60_001, '401 30007 Header X-BM-TIMESTAMP range. Within a minute'],
    [60_001, '401 30007 Header X-BM-TIMESTAMP range. Within a minute'],
  ])('of an older version stamped %i ms from the clock', (offset, outcome) => {
    expect(outcomeOf(createHarness().askSigned('/spot/v1/wallet', null, { timestamp: nowMs + offset }))).toBe(outcome);
  });

  test('for the wallet may do with the key alone', () => {
    const { askSigned } = createHarness();
    const bare = { headers: { 'x-bm-sign': undefined, 'x-bm-timestamp': undefined } };
    expect(outcomeOf(askSigned('/spot/v1/wallet', null, bare))).toBe('200 1000 OK');
    expect(outcomeOf(askSigned(tradesPath, {}, bare))).toBe('401 30004 Header X-BM-SIGN is empty');
  });
});

describe('rights and addresses', () => {
  test('a whitelist lets only its addresses pass', () => {
    const { askSigned, world } = createHarness();
    world.account('main').keys.readOnly.ipWhitelist = ['203.0.113.7'];
    expect(outcomeOf(askSigned(tradesPath, {}))).toMatch(/^403 30010 IP is forbidden\./);
    expect(askSigned(tradesPath, {}, { address: '203.0.113.7' })).toMatchObject({ status: 200, account: 'main' });
  });

  test('no order is ever placed', () => {
    const { askSigned, world } = createHarness();
    const { trading } = world.account('main').keys;
    const order = { symbol: 'BTC_USDT', side: 'buy', type: 'market', notional: '10' };
    const before = world.account('main').book.fillCount;
    expect(outcomeOf(askSigned('/spot/v2/submit_order', order))).toBe(
      '403 30012 Header X-BM-KEY is forbidden to request it',
    );
    expect(outcomeOf(askSigned('/spot/v2/submit_order', order, { key: trading }))).toBe(
      "400 50023 This Symbol can't place order by api",
    );
    expect(outcomeOf(askSigned('/account/v1/withdraw/apply', {}))).toMatch(/^403 30012/);
    expect(world.account('main').book.fillCount).toBe(before);
  });

  test('what is not there is not found, and a read has one method', () => {
    const { ask, askSigned } = createHarness();
    expect(outcomeOf(ask('/spot/v1/nothing'))).toBe('404 30000 Not found');
    expect(outcomeOf(askSigned(tradesPath, null, { method: 'GET' }))).toBe('404 30000 Not found');
  });
});
