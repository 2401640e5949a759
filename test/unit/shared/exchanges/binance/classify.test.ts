import { describe, expect, test } from 'vitest';
import { classify, isErrorBody } from '../../../../../shared/exchanges/binance/classify';
import type { ExchangeReply } from '../../../../../shared/exchanges/reply';
import { unixMs } from '../../../../../shared/result';

const receivedAt = unixMs(Date.UTC(2026, 0, 2, 3, 4, 5));

const reply = (status: number, body: unknown, headers: Record<string, string> = {}): ExchangeReply => ({
  host: 'api.binance.com',
  status,
  headers,
  body: typeof body === 'string' ? body : JSON.stringify(body),
  receivedAt,
});

const refusal = (status: number, code: number, msg: string, headers: Record<string, string> = {}): ExchangeReply =>
  reply(status, { code, msg }, headers);

describe('a refusal is told by Binance’s own code', () => {
  test.each([
    [401, -2015, 'Invalid API-key, IP, or permissions for action.', 'key-or-address-refused'],
    [400, -2015, 'Invalid API-key, IP, or permissions for action.', 'key-or-address-refused'],
    [401, -2014, 'API-key format invalid.', 'key-rejected'],
    [401, -2008, 'Invalid Api-Key ID.', 'key-rejected'],
    [400, -1022, 'Signature for this request is not valid.', 'signature-rejected'],
    [401, -1002, 'You are not authorized to execute this request.', 'permission-missing'],
    [400, -1021, 'Timestamp for this request is outside of the recvWindow.', 'clock-skew'],
    [400, -1003, 'Too many requests queued.', 'rate-limited'],
    [503, -1008, 'Server is currently overloaded with other requests.', 'exchange-unavailable'],
    [500, -1000, 'An unknown error occurred while processing the request.', 'exchange-unavailable'],
    [200, 1, 'System is under maintenance.', 'exchange-unavailable'],
    [400, -1121, 'Invalid symbol.', 'unsupported'],
    [400, -1127, 'More than 24 hours between startTime and endTime.', 'unexpected-payload'],
    [403, -2015, 'Invalid API-key, IP, or permissions for action.', 'key-or-address-refused'],
  ] as const)('%i with %i', (status, code, msg, reason) => {
    expect(classify(refusal(status, code, msg))).toMatchObject({ reason, code: String(code), detail: msg });
  });
});

describe('without a code of Binance’s the status tells', () => {
  test.each([
    [403, '<html><head><title>403 Forbidden</title></head><body>CloudFront</body></html>', 'region-blocked'],
    [451, '<html><body>Unavailable For Legal Reasons</body></html>', 'region-blocked'],
    [451, '{"code":0,"msg":"Service unavailable from a restricted location"}', 'region-blocked'],
    [502, '<html><body>Bad Gateway</body></html>', 'exchange-unavailable'],
    [503, '', 'exchange-unavailable'],
    [429, '', 'rate-limited'],
    [418, '<html></html>', 'rate-limited'],
    [404, '<html><body>Not Found</body></html>', 'unexpected-payload'],
    [200, '<html><body>Welcome</body></html>', 'unexpected-payload'],
  ] as const)('%i %j', (status, body, reason) => {
    expect(classify(reply(status, body)).reason).toBe(reason);
  });
});

test('the address that the exchange saw is named where its text has one', () => {
  const text = 'Invalid API-key, IP, or permissions for action, request ip: 203.0.113.9';
  expect(classify(refusal(401, -2015, text))).toMatchObject({
    reason: 'key-or-address-refused',
    address: '203.0.113.9',
  });
  expect(classify(refusal(401, -2015, `${text.slice(0, -11)}2001:db8::7.`)).address).toBe('2001:db8::7');
  expect(classify(refusal(401, -2015, 'Invalid API-key, IP, or permissions for action.')).address).toBeUndefined();
});

describe('until when to wait', () => {
  test('Retry-After counts seconds from the reply', () => {
    // 3:04:05 + 30 s
    expect(classify(refusal(429, -1003, 'Too much request weight used.', { 'retry-after': '30' })).untilAt).toBe(
      Date.UTC(2026, 0, 2, 3, 4, 35),
    );
  });

  test('a ban names its own end, which counts more than Retry-After', () => {
    const text = 'Way too much request weight used; IP banned until 1767330000000. Please use WebSocket Streams.';
    expect(classify(refusal(418, -1003, text, { 'retry-after': '1' }))).toMatchObject({
      reason: 'rate-limited',
      untilAt: 1767330000000,
    });
  });

  test('a Retry-After of 0, or none, or nonsense tells nothing', () => {
    for (const headers of [{ 'retry-after': '0' }, {}, { 'retry-after': 'soon' }]) {
      expect(classify(refusal(429, -1003, 'Too much request weight used.', headers))).not.toHaveProperty('untilAt');
    }
  });

  test('Retry-After may be a date, and may come with an outage', () => {
    const headers = { 'retry-after': 'Fri, 02 Jan 2026 04:00:00 GMT' };
    expect(classify(reply(503, '', headers)).untilAt).toBe(Date.UTC(2026, 0, 2, 4, 0, 0));
  });
});

test('the clock’s error is this computer’s time minus the date of the reply', () => {
  // 3:04:05 − 3:02:00 = 125 s ahead
  const headers = { date: 'Fri, 02 Jan 2026 03:02:00 GMT' };
  const skewed = refusal(400, -1021, 'Timestamp for this request is outside of the recvWindow.', headers);
  expect(classify(skewed).skewMs).toBe(125_000);
  expect(classify(refusal(400, -1021, 'Timestamp …'))).not.toHaveProperty('skewMs');
  const sameSecond = refusal(400, -1021, 'Timestamp …', { date: 'Fri, 02 Jan 2026 03:04:04 GMT' });
  expect(classify(sameSecond)).not.toHaveProperty('skewMs');
});

test('what Fillbook does not know is shown in the exchange’s words, without secrets', () => {
  const failure = classify(refusal(400, -9999, `Strange, signature=${'a1'.repeat(32)}`));
  expect(failure).toEqual({
    reason: 'unexpected-payload',
    host: 'api.binance.com',
    code: '-9999',
    detail: 'Strange, signature …',
  });
});

test('an error in a reply of success is told from a payload', () => {
  expect(isErrorBody({ code: '-1003', msg: 'Too many requests' })).toBe(true);
  expect(isErrorBody({ code: '200', msg: 'success' })).toBe(false);
  expect(isErrorBody([{ code: '-1', msg: '' }])).toBe(false);
  expect(isErrorBody({ balances: [] })).toBe(false);
  expect(isErrorBody(null)).toBe(false);
});
