import { describe, expect, test } from 'vitest';
import { classify, isErrorBody } from '../../../../../shared/exchanges/poloniex/classify';
import type { ExchangeReply } from '../../../../../shared/exchanges/reply';
import { unixMs } from '../../../../../shared/result';

const receivedAt = unixMs(Date.UTC(2026, 0, 2, 3, 4, 5));

const reply = (status: number, body: unknown, headers: Record<string, string> = {}): ExchangeReply => ({
  host: 'api.poloniex.com',
  status,
  headers,
  body: typeof body === 'string' ? body : JSON.stringify(body),
  receivedAt,
});

describe('a refusal of the spot side is told by its code, and a 401 by what its text names', () => {
  test.each([
    [401, 401, 'Illegal of ip', 'ip-not-whitelisted'],
    [200, 401, 'Illegal of ip', 'ip-not-whitelisted'],
    [403, 403, 'Illegal of ip', 'ip-not-whitelisted'],
    [401, 401, 'Invalid API key', 'key-rejected'],
    [401, 401, 'Invalid signature', 'signature-rejected'],
    [401, 401, 'Invalid API key, IP or signature', 'key-or-address-refused'],
    [401, 401, 'Unauthorized', 'key-or-address-refused'],
    [401, 401, 'Permission denied', 'permission-missing'],
    [401, 401, 'Invalid signTimestamp', 'clock-skew'],
    [400, 'FORBIDDEN', 'Invalid API key/secret pair.', 'key-or-address-refused'],
    [403, 403, 'Forbidden', 'permission-missing'],
    [408, 408, 'recvWindow exceeded', 'clock-skew'],
    [400, 400, 'Timestamp for this request is 1000ms ahead', 'clock-skew'],
    [400, 400, 'Bad request', 'unexpected-payload'],
    [429, 429, 'Too many requests', 'rate-limited'],
    [400, 21355, 'Interval between startTime and endTime has exceeded 7 day limit', 'unexpected-payload'],
    [400, 21344, 'Value of limit param is greater than max value of 100', 'unexpected-payload'],
    [400, 24201, 'Service busy. Try again later', 'exchange-unavailable'],
    [400, 500, 'Internal System Error', 'exchange-unavailable'],
    [400, 603, 'Internal Request Timeout', 'exchange-unavailable'],
    [400, 21340, 'Poloniex is in Maintenance Mode', 'exchange-unavailable'],
    [400, 24101, 'Invalid symbol', 'unsupported'],
    [400, 21601, 'Account locked. Contact support', 'account-mode'],
    [400, 21353, 'Trading for US customers is not supported', 'region-blocked'],
    [400, 99999, 'Strange', 'unexpected-payload'],
  ] as const)('%i with %s %j is %s', (status, code, message, reason) => {
    expect(classify(reply(status, { code, message }))).toEqual(
      expect.objectContaining({ reason, code: String(code), detail: message, host: 'api.poloniex.com' }),
    );
  });
});

describe('a refusal of the futures side is told the same way, by code and msg', () => {
  test.each([
    [200, 1002, 'SYSTEM_MAINTENANCE', 'exchange-unavailable'],
    [200, 401, 'Illegal of ip', 'ip-not-whitelisted'],
    [200, 403, 'ACCESS_DENY', 'permission-missing'],
    [200, 429, 'TOO_MANY_REQUEST', 'rate-limited'],
    [200, 503, 'DEGRADE_ERROR', 'exchange-unavailable'],
    [200, 400, 'ILLEGAL_PARAM', 'unexpected-payload'],
    [200, 1000, 'USER_NOT_EXITS', 'account-mode'],
    [200, 1003, 'USER_IS_FROZEN', 'account-mode'],
  ] as const)('%i with %i %s is %s', (status, code, msg, reason) => {
    expect(classify(reply(status, { code, msg, data: null }))).toMatchObject({
      reason,
      code: String(code),
      detail: msg,
    });
  });
});

describe('without a code of Poloniex’s the status tells', () => {
  test.each([
    [401, '', 'key-or-address-refused'],
    [401, 'Unauthorized', 'key-or-address-refused'],
    [401, '{"error":"Invalid API key/secret pair."}', 'key-or-address-refused'],
    [401, '{"error":{"message":"Illegal of ip"}}', 'ip-not-whitelisted'],
    [403, '', 'permission-missing'],
    [403, '<html><body>CloudFront</body></html>', 'region-blocked'],
    [403, 'error code: 1020', 'region-blocked'],
    [451, '<html></html>', 'region-blocked'],
    [451, '{"code":403,"message":"Forbidden"}', 'region-blocked'],
    [408, '', 'clock-skew'],
    [408, '<html><body>Request Time-out</body></html>', 'exchange-unavailable'],
    [429, 'error code: 1015', 'rate-limited'],
    [502, '<html><body>Bad Gateway</body></html>', 'exchange-unavailable'],
    [503, '', 'exchange-unavailable'],
    [404, '<html><body>Not Found</body></html>', 'unexpected-payload'],
    [404, '', 'unexpected-payload'],
    [409, '', 'unexpected-payload'],
    [400, '[]', 'unexpected-payload'],
    [200, '<html><body>Welcome</body></html>', 'unexpected-payload'],
    [200, '{"error":"Nonce must be greater"}', 'unexpected-payload'],
  ] as const)('%i %j is %s', (status, body, reason) => {
    expect(classify(reply(status, body))).toMatchObject({ reason });
  });

  test('the code is then the status', () => {
    expect(classify(reply(401, ''))).toEqual({
      reason: 'key-or-address-refused',
      host: 'api.poloniex.com',
      code: '401',
    });
  });
});

test('the address that the exchange saw is named where its text has one', () => {
  const named = (message: string) => classify(reply(401, { code: 401, message })).address;
  expect(named('Illegal of ip: 203.0.113.9')).toBe('203.0.113.9');
  expect(named('Illegal of ip 2001:db8::7.')).toBe('2001:db8::7');
  expect(named('Illegal of ip')).toBeUndefined();
  expect(named('Illegal of ip at 12:30:45')).toBeUndefined();
});

describe('until when to wait', () => {
  test.each([
    // 3:04:05 + 30 s
    [429, { 'retry-after': '30' }, Date.UTC(2026, 0, 2, 3, 4, 35)],
    [503, { 'retry-after': 'Fri, 02 Jan 2026 04:00:00 GMT' }, Date.UTC(2026, 0, 2, 4, 0, 0)],
  ])('%i with %j', (status, headers, untilAt) => {
    expect(classify(reply(status, '', headers)).untilAt).toBe(untilAt);
  });

  test('0, none, nonsense and the past tell nothing', () => {
    const past = { 'retry-after': 'Fri, 02 Jan 2026 03:00:00 GMT' };
    for (const headers of [{ 'retry-after': '0' }, {}, { 'retry-after': 'soon' }, past])
      expect(classify(reply(429, '', headers))).not.toHaveProperty('untilAt');
  });
});

test('the clock’s error is this computer’s time minus the date of the reply', () => {
  const skewed = (date: string) => classify(reply(408, { code: 408, message: 'recvWindow' }, { date })).skewMs;
  expect(skewed('Fri, 02 Jan 2026 03:02:00 GMT')).toBe(125_000); // 3:04:05 − 3:02:00
  expect(skewed('Fri, 02 Jan 2026 03:04:04 GMT')).toBeUndefined(); // a date counts whole seconds
});

test('what Fillbook does not know is shown in the exchange’s words, without secrets', () => {
  expect(classify(reply(400, { code: 99999, message: `Strange, signature=${'a1'.repeat(32)}` }))).toEqual({
    reason: 'unexpected-payload',
    host: 'api.poloniex.com',
    code: '99999',
    detail: 'Strange, signature …',
  });
});

test('a refusal in a reply of success is told from a payload, on both sides', () => {
  expect(isErrorBody({ code: '1002', msg: 'SYSTEM_MAINTENANCE' })).toBe(true);
  expect(isErrorBody({ code: '401', message: 'Illegal of ip' })).toBe(true);
  expect(isErrorBody({ error: 'Invalid API key/secret pair.' })).toBe(true);
  expect(isErrorBody({ code: '200', msg: '', data: {} })).toBe(false);
  expect(isErrorBody({ makerRate: '0.002' })).toBe(false);
  expect(isErrorBody([{ code: '401' }])).toBe(false);
  expect(isErrorBody(null)).toBe(false);
});
