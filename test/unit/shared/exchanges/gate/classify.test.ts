import { describe, expect, test } from 'vitest';
import { classify, isErrorBody } from '../../../../../shared/exchanges/gate/classify';
import type { ExchangeReply } from '../../../../../shared/exchanges/reply';
import { unixMs } from '../../../../../shared/result';

const receivedAt = unixMs(Date.UTC(2026, 0, 2, 3, 4, 5));

const reply = (status: number, body: unknown, headers: Record<string, string> = {}): ExchangeReply => ({
  host: 'api.gateio.ws',
  status,
  headers,
  body: typeof body === 'string' ? body : JSON.stringify(body),
  receivedAt,
});

const refusal = (status: number, label: string, message: string, headers: Record<string, string> = {}): ExchangeReply =>
  reply(status, { label, message }, headers);

describe('a refusal is told by Gate’s own label', () => {
  test.each([
    [403, 'FORBIDDEN', 'Request IP not in whitelist: 1.1.1.1', 'ip-not-whitelisted'],
    [403, 'IP_FORBIDDEN', 'Request IP not in whitelist: 1.1.1.1', 'ip-not-whitelisted'],
    [403, 'FORBIDDEN', 'Account has no permission to request operation', 'permission-missing'],
    [403, 'READ_ONLY', 'API key is read-only', 'permission-missing'],
    [401, 'INVALID_KEY', 'Invalid key provided', 'key-rejected'],
    [401, 'INVALID_SIGNATURE', 'Signature mismatch', 'signature-rejected'],
    [403, 'REQUEST_EXPIRED', 'gap between request Timestamp and server time exceeds 60', 'clock-skew'],
    [429, 'TOO_MANY_REQUESTS', 'Request Rate limit Exceeded (201)', 'rate-limited'],
    [400, 'TOO_FAST', 'Request too fast', 'rate-limited'],
    [500, 'SERVER_ERROR', 'Internal server error', 'exchange-unavailable'],
    [200, 'TOO_BUSY', 'System is busy, try again later', 'exchange-unavailable'],
    [503, 'MAINTENANCE_OF_TODAY', 'System is under maintenance', 'exchange-unavailable'],
    [400, 'INVALID_CURRENCY_PAIR', 'Invalid currency pair', 'unsupported'],
    [400, 'INVALID_PARAM_VALUE', 'time range too large, maximum 30 days', 'unexpected-payload'],
  ] as const)('%i %s "%s"', (status, label, message, reason) => {
    expect(classify(refusal(status, label, message))).toMatchObject({ reason, code: label, detail: message });
  });

  test('an unopened product is a state of the account, and is named', () => {
    expect(classify(refusal(400, 'USER_NOT_FOUND', 'please transfer funds first to make futures account'))).toEqual({
      reason: 'account-mode',
      host: 'api.gateio.ws',
      code: 'USER_NOT_FOUND',
      subject: 'unopened product',
      detail: 'please transfer funds first to make futures account',
    });
  });
});

describe('without a label of Gate’s the status tells, and what is no outage is not repeated', () => {
  test.each([
    [403, '<html><head><title>403 Forbidden</title></head><body>nginx</body></html>', 'region-blocked'],
    [451, '<html><body>Unavailable For Legal Reasons</body></html>', 'region-blocked'],
    [404, '<html><body>Not Found</body></html>', 'unexpected-payload'],
    [409, '', 'unexpected-payload'],
    [502, '<html><body>Bad Gateway</body></html>', 'exchange-unavailable'],
    [503, '', 'exchange-unavailable'],
    [429, '', 'rate-limited'],
    [200, '<html><body>Welcome</body></html>', 'unexpected-payload'],
    [400, '{"message":"no label"}', 'unexpected-payload'],
  ] as const)('%i %j', (status, body, reason) => {
    expect(classify(reply(status, body))).toMatchObject({ reason, code: String(status) });
  });
});

test('a 451 is a blocked region whatever its body says', () => {
  expect(classify(refusal(451, 'FORBIDDEN', 'restricted location'))).toMatchObject({
    reason: 'region-blocked',
    code: 'FORBIDDEN',
  });
});

test('the address that the exchange saw is named where its text has one, as digits or as IPv6', () => {
  expect(classify(refusal(403, 'FORBIDDEN', 'Request IP not in whitelist: 203.0.113.9'))).toMatchObject({
    reason: 'ip-not-whitelisted',
    address: '203.0.113.9',
  });
  expect(classify(refusal(403, 'FORBIDDEN', 'Request IP not in whitelist: 2001:db8::7.')).address).toBe('2001:db8::7');
  expect(classify(refusal(403, 'IP_FORBIDDEN', 'IP forbidden'))).not.toHaveProperty('address');
});

describe('until when to wait', () => {
  const limited = (headers: Record<string, string>) =>
    classify(refusal(429, 'TOO_MANY_REQUESTS', 'Request Rate limit Exceeded (201)', headers));
  const at = Date.UTC(2026, 0, 2, 3, 4, 12);

  test('is the reset header, in seconds or in milliseconds', () => {
    expect(limited({ 'x-gate-ratelimit-reset-timestamp': String(at / 1000) }).untilAt).toBe(at);
    expect(limited({ 'x-gate-ratelimit-reset-timestamp': String(at) }).untilAt).toBe(at);
  });

  test('is not told by a reset that has passed: that header is the present second where nothing was exceeded', () => {
    expect(limited({ 'x-gate-ratelimit-reset-timestamp': String(receivedAt / 1000) })).not.toHaveProperty('untilAt');
    expect(limited({ 'x-gate-ratelimit-reset-timestamp': 'soon' })).not.toHaveProperty('untilAt');
    expect(limited({})).not.toHaveProperty('untilAt');
  });

  test('is Retry-After, in seconds, where there is no reset', () => {
    // 3:04:05 + 7 s
    expect(limited({ 'retry-after': '7' }).untilAt).toBe(at);
  });
});

test('the clock’s error is this computer’s time minus the date of the reply', () => {
  // 3:04:05 − 3:02:00 = 125 s ahead
  const expired = (headers: Record<string, string>) => classify(refusal(403, 'REQUEST_EXPIRED', 'gap …', headers));
  expect(expired({ date: 'Fri, 02 Jan 2026 03:02:00 GMT' }).skewMs).toBe(125_000);
  expect(expired({ date: 'Fri, 02 Jan 2026 03:04:04 GMT' })).not.toHaveProperty('skewMs');
  expect(expired({})).not.toHaveProperty('skewMs');
});

test('what Fillbook does not know is shown in the exchange’s words, without secrets', () => {
  expect(classify(refusal(400, 'STRANGE_NEWS', `Strange, SIGN=${'a1'.repeat(64)}`))).toEqual({
    reason: 'unexpected-payload',
    host: 'api.gateio.ws',
    code: 'STRANGE_NEWS',
    detail: 'Strange, …',
  });
});

test('a refusal in a reply of success is told from a payload', () => {
  expect(isErrorBody({ label: 'FORBIDDEN', message: 'Request IP not in whitelist: 1.1.1.1' })).toBe(true);
  expect(isErrorBody({ label: 'USER_NOT_FOUND', detail: 'no futures account' })).toBe(true);
  expect(isErrorBody({ user_id: '7', key: { mode: '1' } })).toBe(false);
  expect(isErrorBody([{ label: 'FORBIDDEN' }])).toBe(false);
  expect(isErrorBody(null)).toBe(false);
});
