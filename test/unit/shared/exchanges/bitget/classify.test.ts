import { describe, expect, test } from 'vitest';
import { classify, isRefusal } from '../../../../../shared/exchanges/bitget/classify';
import type { ExchangeReply } from '../../../../../shared/exchanges/reply';
import { unixMs } from '../../../../../shared/result';

const receivedAt = unixMs(Date.UTC(2026, 0, 2, 3, 4, 5));

const reply = (status: number, body: unknown, headers: Record<string, string> = {}): ExchangeReply => ({
  host: 'api.bitget.com',
  status,
  headers,
  body: typeof body === 'string' ? body : JSON.stringify(body),
  receivedAt,
});

const refusal = (status: number, code: string, msg: string, headers: Record<string, string> = {}): ExchangeReply =>
  reply(status, { code, msg, requestTime: receivedAt, data: null }, headers);

describe('a refusal is told by Bitget’s own code', () => {
  test.each([
    [400, '40018', 'Invalid IP', 'ip-not-whitelisted'],
    [400, '40006', 'Invalid ACCESS_KEY', 'key-rejected'],
    [400, '40037', 'Apikey does not exist', 'key-rejected'],
    [400, '40001', 'ACCESS_KEY cannot be empty', 'key-rejected'],
    [400, '40009', 'sign signature error', 'signature-rejected'],
    [400, '40002', 'ACCESS_SIGN cannot be empty', 'signature-rejected'],
    [400, '40003', 'Signature cannot be empty', 'signature-rejected'],
    [400, '40012', 'apikey/password is incorrect', 'passphrase-rejected'],
    [400, '40011', 'ACCESS_PASSPHRASE cannot be empty', 'passphrase-rejected'],
    [400, '40014', 'Incorrect permissions', 'permission-missing'],
    [400, '40008', 'Request timestamp expired', 'clock-skew'],
    [400, '40005', 'Invalid ACCESS_TIMESTAMP', 'clock-skew'],
    [400, '40004', 'Request timestamp expired', 'clock-skew'],
    [429, '429', 'Too Many Requests', 'rate-limited'],
    [200, '429', 'Too Many Requests', 'rate-limited'],
    [400, '40085', 'You are in Unified Account mode', 'account-mode'],
    [400, '40084', 'You are in Classic Account mode', 'account-mode'],
    [400, '40725', 'service return an error', 'exchange-unavailable'],
    [400, '45001', 'Unknown error', 'exchange-unavailable'],
    [400, '40015', 'System is abnormal, please try again later', 'exchange-unavailable'],
    [200, '40200', 'Server upgrade, please try again later', 'exchange-unavailable'],
    [400, '40604', 'Server is busy, please try again later', 'exchange-unavailable'],
    [400, '40705', 'The start and end time cannot exceed 90 days', 'unexpected-payload'],
    [403, '40018', 'Invalid IP', 'ip-not-whitelisted'],
  ] as const)('%i with %s', (status, code, msg, reason) => {
    expect(classify(refusal(status, code, msg))).toMatchObject({
      reason,
      code,
      detail: msg,
      host: 'api.bitget.com',
    });
  });
});

describe('without a code of Bitget’s the status tells', () => {
  test.each([
    [403, '<html><head><title>Attention Required</title></head><body>Cloudflare</body></html>', 'region-blocked'],
    [451, '<html><body>Unavailable For Legal Reasons</body></html>', 'region-blocked'],
    [451, '{"code":"40014","msg":"Incorrect permissions"}', 'region-blocked'],
    [502, '<html><body>Bad Gateway</body></html>', 'exchange-unavailable'],
    [503, '', 'exchange-unavailable'],
    [429, '', 'rate-limited'],
    [404, '<html><body>Not Found</body></html>', 'unexpected-payload'],
    [404, '{"error":"not found"}', 'unexpected-payload'],
    [409, '', 'unexpected-payload'],
    [400, '{"code":null}', 'unexpected-payload'],
    [200, '<html><body>Welcome</body></html>', 'unexpected-payload'],
  ] as const)('%i %j', (status, body, reason) => {
    expect(classify(reply(status, body)).reason).toBe(reason);
  });
});

test('the HTTP status stands for a code that is not there', () => {
  expect(classify(reply(404, '<html></html>')).code).toBe('404');
});

test('a code that is not known is shown in Bitget’s words, without secrets', () => {
  expect(classify(refusal(400, '49999', `Strange, signature=${'a1'.repeat(32)}`))).toEqual({
    reason: 'unexpected-payload',
    host: 'api.bitget.com',
    code: '49999',
    detail: 'Strange, signature …',
  });
});

test('the address that Bitget saw is named where its text has one', () => {
  expect(classify(refusal(400, '40018', 'Invalid IP: 203.0.113.9.')).address).toBe('203.0.113.9');
  expect(classify(refusal(400, '40018', 'Invalid IP [2001:db8::7]')).address).toBe('2001:db8::7');
  expect(classify(refusal(400, '40018', 'Invalid IP')).address).toBeUndefined();
  expect(classify(refusal(400, '40014', 'Incorrect permissions 203.0.113.9')).address).toBeUndefined();
});

describe('until when to wait', () => {
  test('Retry-After counts seconds from the reply, or is a date', () => {
    // 3:04:05 + 30 s
    expect(classify(refusal(429, '429', 'Too Many Requests', { 'retry-after': '30' })).untilAt).toBe(
      Date.UTC(2026, 0, 2, 3, 4, 35),
    );
    const headers = { 'retry-after': 'Fri, 02 Jan 2026 04:00:00 GMT' };
    expect(classify(reply(503, '', headers)).untilAt).toBe(Date.UTC(2026, 0, 2, 4, 0, 0));
  });

  test('0, none or nonsense tells nothing', () => {
    for (const headers of [{ 'retry-after': '0' }, {}, { 'retry-after': 'soon' }]) {
      expect(classify(refusal(429, '429', 'Too Many Requests', headers))).not.toHaveProperty('untilAt');
    }
  });
});

describe('the clock’s error', () => {
  const skewed = (requestTime: unknown, headers: Record<string, string> = {}) =>
    classify(reply(400, { code: '40008', msg: 'Request timestamp expired', requestTime, data: null }, headers)).skewMs;

  test('is this computer’s time minus Bitget’s own in the body', () => {
    // this computer is 125 s ahead
    expect(skewed(receivedAt - 125_000)).toBe(125_000);
    expect(skewed(String(receivedAt + 40_000))).toBe(-40_000);
  });

  test('is taken from the date of the reply where the body has no time', () => {
    // 3:04:05 − 3:02:00 = 125 s ahead
    expect(skewed(0, { date: 'Fri, 02 Jan 2026 03:02:00 GMT' })).toBe(125_000);
  });

  test('of a second or less is none', () => {
    expect(skewed(receivedAt - 1000)).toBeUndefined();
    expect(skewed(null)).toBeUndefined();
  });
});

test('an error in a reply of success is told from a payload', () => {
  expect(isRefusal({ code: '40085', msg: 'You are in Unified Account mode' })).toBe(true);
  expect(isRefusal({ code: '0' })).toBe(true);
  expect(isRefusal({ code: '00000', data: [] })).toBe(false);
  expect(isRefusal([{ code: '40085' }])).toBe(false);
  expect(isRefusal({ data: [] })).toBe(false);
  expect(isRefusal(null)).toBe(false);
});
