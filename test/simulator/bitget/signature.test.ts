import { describe, expect, test } from 'vitest';
import { sign, signedText } from './signature';
import { createHarness, dataOf, errorOf, nowMs } from './test-harness';

const classic = '/api/v2/spot/account/assets';
const unified = '/api/v3/account/assets';

test('the text that is signed is time, method, path, query and body in a row', () => {
  const request = { method: 'GET', path: '/api/v2/spot/trade/fills', rawQuery: 'limit=100', body: '' };
  expect(signedText(request, '1760000000000')).toBe('1760000000000GET/api/v2/spot/trade/fills?limit=100');
  expect(signedText({ ...request, rawQuery: '', body: '{}' }, '1')).toBe('1GET/api/v2/spot/trade/fills{}');
  // printf '1760000000000GET/api/v2/spot/trade/fills?limit=100' | openssl dgst -sha256 -hmac secret -binary | base64
  expect(sign('secret', signedText(request, '1760000000000'))).toBe('w0k4OvfdD/3+SKciizwyXh006ZhwUMGUHqi8XzBNLFo=');
});

describe('a signed request', () => {
  const { ask, world } = createHarness({ fills: 60 });
  const { readOnly, trading } = world.account('main').keys;
  const refusedWith = (headers: Readonly<Record<string, string | undefined>>) => errorOf(ask(classic, {}, { headers }));

  test('is answered when key, passphrase, signature and clock are right', () => {
    expect(ask(classic)).toMatchObject({ status: 200, account: 'main' });
    expect(ask(classic, { assetType: 'all' })).toMatchObject({ status: 200, account: 'main' });
    expect(ask(unified, {}, { account: 'unified' })).toMatchObject({ status: 200, account: 'unified' });
  });

  test('is refused for its key, its passphrase and its signature apart', () => {
    expect(refusedWith({ 'access-key': undefined })).toBe('400 40001 ACCESS_KEY cannot be empty');
    expect(refusedWith({ 'access-key': 'nobody' })).toBe('400 40037 Apikey does not exist');
    expect(refusedWith({ 'access-passphrase': undefined })).toBe('400 40011 ACCESS_PASSPHRASE cannot be empty');
    expect(refusedWith({ 'access-passphrase': trading.passphrase })).toBe('400 40012 apikey/password is incorrect');
    expect(refusedWith({ 'access-sign': undefined })).toBe('400 40003 Signature cannot be empty');
    expect(refusedWith({ 'access-sign': 'AAAA' })).toBe('400 40009 sign signature error');
    expect(errorOf(ask(classic, {}, { key: { ...readOnly, secret: trading.secret } }))).toBe(
      '400 40009 sign signature error',
    );
  });

  test('may be 30 s off the clock, not more', () => {
    expect(refusedWith({ 'access-timestamp': '1760000000' })).toBe('400 40005 Invalid ACCESS_TIMESTAMP');
    for (const offMs of [-30_001, 30_001])
      expect(refusedWith({ 'access-timestamp': String(nowMs + offMs) })).toBe('400 40008 Request timestamp expired');
    // within: the signature is looked at, and is another time's
    expect(refusedWith({ 'access-timestamp': String(nowMs - 30_000) })).toBe('400 40009 sign signature error');
  });

  test('is refused from an address that is not on the whitelist', () => {
    readOnly.ipWhitelist = ['203.0.113.7'];
    expect(errorOf(ask(classic))).toBe('400 40018 Invalid IP');
    expect(ask(classic, {}, { address: '203.0.113.7' }).status).toBe(200);
    expect(dataOf(ask('/api/v2/spot/account/info', {}, { address: '203.0.113.7' }))).toMatchObject({
      ips: '203.0.113.7',
      authorities: ['stor', 'coor', 'cpor', 'wtor'],
    });
    readOnly.ipWhitelist = null;
  });

  test('is refused by the endpoints of the other kind of account before its signature is looked at', () => {
    const headers = { 'access-sign': 'AAAA' };
    expect(errorOf(ask(unified, {}, { headers }))).toContain('400 40084 You are in Classic Account mode');
    expect(errorOf(ask(classic, {}, { headers, account: 'unified' }))).toContain(
      '400 40085 You are in Unified Account mode',
    );
  });

  test('writes nothing: no key can place an order', () => {
    const order = '/api/v2/spot/trade/place-order';
    expect(errorOf(ask(order, {}, { method: 'POST' }))).toBe('400 40014 Incorrect permissions');
    expect(errorOf(ask(order, {}, { method: 'POST', key: trading }))).toBe('400 43012 Insufficient balance');
    expect(errorOf(ask('/api/v2/spot/nothing'))).toBe('404 40404 Request URL NOT FOUND');
  });

  test('is refused beyond so many a second: ten of the balances, one of the rights', () => {
    const { ask: askAgain, clock } = createHarness({ fills: 0 });
    const statuses = (path: string, count: number) =>
      Array.from({ length: count }, () => askAgain(path).status).filter((status) => status === 429).length;
    expect(statuses(classic, 12)).toBe(2);
    expect(statuses('/api/v2/spot/account/info', 3)).toBe(2);
    clock.nowMs += 1000;
    expect(askAgain(classic).status).toBe(200);
  });
});
