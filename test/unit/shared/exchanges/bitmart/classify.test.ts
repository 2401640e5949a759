import { describe, expect, test } from 'vitest';
import { classify, isRefusal } from '../../../../../shared/exchanges/bitmart/classify';
import type { ExchangeReply } from '../../../../../shared/exchanges/reply';
import { unixMs } from '../../../../../shared/result';

const receivedAt = unixMs(Date.UTC(2026, 10, 21, 3, 4, 5));

const reply = (status: number, body: unknown, headers: Record<string, string> = {}): ExchangeReply => ({
  host: 'api-cloud.bitmart.com',
  status,
  headers,
  body: typeof body === 'string' ? body : JSON.stringify(body),
  receivedAt,
});

const refusal = (status: number, code: number, message: string, headers: Record<string, string> = {}): ExchangeReply =>
  reply(status, { message, code, trace: '39069916-72f9-44c7-acde-2ad5afd21cad', data: {} }, headers);

const ipText = 'IP is forbidden. We recommend enabling IP whitelist for API trading. After that reauth your account';
const rightsText =
  'You do not have the permissions to perform this operation. Please contact customer service or BD for assistance';

describe('a refusal is told by BitMart’s own code', () => {
  test.each([
    [401, 30001, 'Header X-BM-KEY is empty', 'key-rejected'],
    [401, 30002, 'Header X-BM-KEY not found', 'key-rejected'],
    [401, 30003, 'Header X-BM-KEY has frozen', 'key-rejected'],
    [401, 30004, 'Header X-BM-SIGN is empty', 'signature-rejected'],
    [401, 30005, 'Header X-BM-SIGN is wrong', 'signature-rejected'],
    [401, 30007, 'Header X-BM-TIMESTAMP range. Within a minute', 'clock-skew'],
    [401, 30007, 'Header X-BM-TIMESTAMP range. Timestamp for this request is outside of the recvWindow.', 'clock-skew'],
    [403, 30010, ipText, 'ip-not-whitelisted'],
    [403, 30011, 'Header X-BM-KEY over expire time', 'key-rejected'],
    [403, 30012, 'Header X-BM-KEY is forbidden to request it', 'key-rejected'],
    [429, 30013, 'Request too many requests', 'rate-limited'],
    [200, 30013, 'Request too many requests', 'rate-limited'],
    [503, 30014, 'Service unavailable', 'exchange-unavailable'],
    [200, 30016, 'Service maintenance, the function is temporarily unavailable', 'exchange-unavailable'],
    [418, 30017, 'Your account request is temporarily rejected due to violation of limiting rules', 'rate-limited'],
    [200, 30017, 'Your account request is temporarily rejected due to violation of limiting rules', 'rate-limited'],
    [503, 30018, 'Request Body requires JSON format', 'unexpected-payload'],
    [200, 30019, rightsText, 'permission-missing'],
    [200, 30031, 'This endpoint has been deprecated. You can view the change logs for upgrade', 'unsupported'],
    [400, 40006, 'No permission', 'permission-missing'],
    [400, 50022, 'Service unavailable', 'exchange-unavailable'],
    [400, 50041, 'Out of query time range', 'unexpected-payload'],
    [403, 53000, 'Your account is frozen due to security policies', 'account-mode'],
    [403, 53005, 'Do not have permission to access the interface', 'permission-missing'],
    [403, 53008, 'Services is not available in your countries and areas', 'region-blocked'],
    [500, 59002, 'Internal Server Error', 'exchange-unavailable'],
    [400, 60000, 'Invalid request (maybe the int parameter passes string data)', 'unexpected-payload'],
    [404, 30000, 'Not found', 'unexpected-payload'],
  ] as const)('%i with %i %s', (status, code, message, reason) => {
    expect(classify(refusal(status, code, message))).toMatchObject({
      reason,
      code: String(code),
      detail: message,
      host: 'api-cloud.bitmart.com',
    });
  });
});

describe('an address and a missing right share codes: the text decides', () => {
  test.each([
    [403, 30010, 'You do not have permission to call this', 'permission-missing'],
    [403, 30010, '', 'ip-not-whitelisted'],
    [400, 40006, 'Invalid ip error', 'ip-not-whitelisted'],
    [400, 40006, '', 'permission-missing'],
    [200, 30019, 'Your IP has no permissions', 'ip-not-whitelisted'],
  ] as const)('%i %i %j', (status, code, message, reason) => {
    expect(classify(refusal(status, code, message)).reason).toBe(reason);
  });

  test('the address is named where the text has one', () => {
    expect(classify(refusal(403, 30010, 'IP 203.0.113.9 is forbidden.')).address).toBe('203.0.113.9');
    expect(classify(refusal(403, 30010, 'IP is forbidden: 2001:db8::7')).address).toBe('2001:db8::7');
    expect(classify(refusal(403, 30010, ipText))).not.toHaveProperty('address');
    expect(classify(refusal(403, 30010, 'IP is forbidden since 12:30:45')).address).toBeUndefined();
  });
});

describe('without a code of BitMart’s the status tells', () => {
  test.each([
    [403, '<html><head><title>403 Forbidden</title></head><body>cloudflare</body></html>', 'region-blocked'],
    [451, '<html><body>Unavailable For Legal Reasons</body></html>', 'region-blocked'],
    [451, '{"message":"Forbidden"}', 'region-blocked'],
    [502, '<html><body>Bad Gateway</body></html>', 'exchange-unavailable'],
    [503, '<html><body>Service Temporarily Unavailable</body></html>', 'exchange-unavailable'],
    [503, '', 'exchange-unavailable'],
    [429, '', 'rate-limited'],
    [418, '<html></html>', 'rate-limited'],
    [404, '<html><body>Not Found</body></html>', 'unexpected-payload'],
    [409, '<html><body>Conflict</body></html>', 'unexpected-payload'],
    [403, '{"message":"Forbidden"}', 'unexpected-payload'],
    [200, '<html><body>Welcome</body></html>', 'unexpected-payload'],
  ] as const)('%i %j', (status, body, reason) => {
    expect(classify(reply(status, body)).reason).toBe(reason);
  });
});

describe('an exchange that has ended', () => {
  test.each([
    [410, ''],
    [410, '<html><body>Gone</body></html>'],
    [404, '<html><body>BitMart has ceased operations.</body></html>'],
    [503, 'The platform has been permanently closed.'],
    [200, '{"code":30099,"message":"This service has been discontinued","data":{}}'],
  ])('%i %j is told as closed', (status, body) => {
    expect(classify(reply(status, body)).reason).toBe('exchange-closed');
  });

  test.each([
    [200, '{"code":40015,"message":"This contract\'s exchange has been paused"}', 'unexpected-payload'],
    [200, '{"code":60003,"message":"Currency has been closed recharge channel"}', 'unexpected-payload'],
    [200, '{"code":30099,"message":"All trading services have been discontinued"}', 'unexpected-payload'],
    [502, '<html>The connection to the service was reset</html>', 'exchange-unavailable'],
    [200, '{"errno":"OK","message":"This service is down","code":1000,"data":{}}', 'exchange-unavailable'],
  ] as const)('%i %j is not', (status, body, reason) => {
    expect(classify(reply(status, body)).reason).toBe(reason);
  });
});

describe('a body that lacks what every body has', () => {
  test('no message: the code still decides, and an unknown one is shown as it came', () => {
    expect(classify(reply(401, '{"code":30005}'))).toMatchObject({ reason: 'signature-rejected', code: '30005' });
    expect(classify(reply(400, '{"code":99999,"data":{"limit":3}}'))).toEqual({
      reason: 'unexpected-payload',
      host: 'api-cloud.bitmart.com',
      code: '99999',
      detail: '{"code":99999,"data":{"limit":3}}',
    });
    expect(classify(reply(400, '{"code":99999,"message":null}')).reason).toBe('unexpected-payload');
  });

  test.each(['[]', 'null', '"text"', '{', '{}', '{"message":{"en":"no"}}'])('%s does not crash', (body) => {
    expect(classify(reply(400, body))).toMatchObject({ reason: 'unexpected-payload', code: '400' });
  });
});

describe('until when to wait', () => {
  test('X-BM-RateLimit-Reset is the length of the window: after it, it is empty', () => {
    // 3:04:05 + 2 s
    const headers = { 'x-bm-ratelimit-remaining': '13', 'x-bm-ratelimit-limit': '12', 'x-bm-ratelimit-reset': '2' };
    expect(classify(refusal(429, 30013, 'Request too many requests', headers))).toMatchObject({
      reason: 'rate-limited',
      untilAt: Date.UTC(2026, 10, 21, 3, 4, 7),
    });
  });

  test('Retry-After counts more', () => {
    // 3:04:05 + 30 s
    const headers = { 'retry-after': '30', 'x-bm-ratelimit-reset': '2' };
    expect(classify(refusal(429, 30013, 'Request too many requests', headers)).untilAt).toBe(
      Date.UTC(2026, 10, 21, 3, 4, 35),
    );
  });

  test('neither, or nonsense, tells nothing', () => {
    for (const headers of [{}, { 'retry-after': '0' }, { 'x-bm-ratelimit-reset': 'soon' }])
      expect(classify(refusal(429, 30013, 'Request too many requests', headers))).not.toHaveProperty('untilAt');
  });
});

test('the clock’s error is this computer’s time minus the date of the reply', () => {
  // 3:04:05 − 3:02:00 = 125 s ahead
  const headers = { date: 'Sat, 21 Nov 2026 03:02:00 GMT' };
  const text = 'Header X-BM-TIMESTAMP range. Within a minute';
  expect(classify(refusal(401, 30007, text, headers)).skewMs).toBe(125_000);
  expect(classify(refusal(401, 30007, text))).not.toHaveProperty('skewMs');
  expect(classify(refusal(401, 30007, text, { date: 'Sat, 21 Nov 2026 03:04:04 GMT' }))).not.toHaveProperty('skewMs');
});

test('what Fillbook does not know is shown in the exchange’s words, without secrets', () => {
  expect(classify(refusal(400, 98765, `Strange sign ${'a1'.repeat(32)}`))).toEqual({
    reason: 'unexpected-payload',
    host: 'api-cloud.bitmart.com',
    code: '98765',
    detail: 'Strange sign …',
  });
});

test('a refusal in a reply of success is told from a payload', () => {
  expect(isRefusal({ code: '30016', message: 'Service maintenance', data: {} })).toBe(true);
  expect(isRefusal({ code: '70000', message: 'no data', data: {} })).toBe(true);
  expect(isRefusal({ code: '1000', message: 'This service is down', data: {} })).toBe(true);
  expect(isRefusal({ message: 'Too many requests' })).toBe(true);
  for (const message of ['OK', 'Ok', 'success']) expect(isRefusal({ code: '1000', message, data: {} })).toBe(false);
  expect(isRefusal({ code: '1000', data: {} })).toBe(false);
  expect(isRefusal([])).toBe(false);
  expect(isRefusal(null)).toBe(false);
});
