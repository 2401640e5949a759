import { describe, expect, test } from 'vitest';
import { classify, isErrorBody } from '../../../../../shared/exchanges/mexc/classify';
import type { ExchangeReply } from '../../../../../shared/exchanges/reply';
import { unixMs } from '../../../../../shared/result';

const receivedAt = unixMs(Date.UTC(2026, 10, 2, 3, 4, 5));

const reply = (status: number, body: unknown, headers: Record<string, string> = {}): ExchangeReply => ({
  host: 'api.mexc.com',
  status,
  headers,
  body: typeof body === 'string' ? body : JSON.stringify(body),
  receivedAt,
});

const refusal = (status: number, code: number, msg: string, headers: Record<string, string> = {}): ExchangeReply =>
  reply(status, { code, msg }, headers);

const futuresRefusal = (code: number, message: string): ExchangeReply => reply(200, { success: false, code, message });

describe('a refusal is told by MEXC’s own code, whatever the status', () => {
  const cases = [
    [700006, 'IP [203.0.113.7] not in the ip white list', 'ip-not-whitelisted'],
    [10072, 'Api key info invalid', 'key-rejected'],
    [700001, 'Api key format invalid', 'key-rejected'],
    [700002, 'Signature for this request is not valid.', 'signature-rejected'],
    [602, 'Signature verification failed', 'signature-rejected'],
    [700007, 'No permission to access the endpoint.', 'permission-missing'],
    [700003, 'Timestamp for this request is outside of the recvWindow.', 'clock-skew'],
    [10073, 'invalid Request-Time', 'clock-skew'],
    [429, 'Too Many Requests', 'rate-limited'],
    [503, 'service not available, please try again', 'exchange-unavailable'],
    [500, 'Under maintenance, please try again later', 'exchange-unavailable'],
    [10007, 'bad symbol', 'unsupported'],
    [-1121, 'Invalid symbol.', 'unsupported'],
  ] as const;

  for (const status of [200, 400, 401, 403]) {
    test.each(cases)(`%i with ${status}`, (code, msg, reason) => {
      expect(classify(refusal(status, code, msg))).toMatchObject({ reason, code: String(code), detail: msg });
    });
  }

  test('in the words of a maintenance, whatever the code', () => {
    expect(classify(refusal(400, 11111, 'Under maintenance, please try again later')).reason).toBe(
      'exchange-unavailable',
    );
  });
});

describe('a refusal in the futures’ envelope, in a 200', () => {
  test.each([
    [406, 'Accessed IP is not in the whitelist', 'ip-not-whitelisted'],
    [402, 'API Key expired, please apply again', 'key-rejected'],
    [602, 'Signature verification failed!', 'signature-rejected'],
    [513, 'Invalid request, please try again later', 'clock-skew'],
    [510, 'Requests are too frequent, please try again later', 'rate-limited'],
    [701, 'Please enable API Key read access', 'permission-missing'],
    [801, 'System under maintenance', 'exchange-unavailable'],
    [9999, 'Something else', 'unexpected-payload'],
  ] as const)('%i', (code, message, reason) => {
    expect(classify(futuresRefusal(code, message))).toMatchObject({ reason, code: String(code), detail: message });
    expect(classify(futuresRefusal(code, message))).not.toHaveProperty('address');
  });

  test('its codes mean nothing in a spot body', () => {
    expect(classify(refusal(400, 406, 'Not Acceptable')).reason).toBe('unexpected-payload');
  });
});

describe('the address that MEXC saw', () => {
  test.each([
    ['IP [203.0.113.7] not in the ip white list', '203.0.113.7'],
    ['IP [2001:db8::7] not in the ip white list', '2001:db8::7'],
    ['ip 203.0.113.7 not in the ip white list', '203.0.113.7'],
    ['The request ip is not in the ip white list', undefined],
    ['IP [x] not in the ip white list', undefined],
  ])('%s', (text, address) => {
    const failure = classify(refusal(403, 700006, text));
    expect([failure.reason, failure.address]).toEqual(['ip-not-whitelisted', address]);
  });
});

describe('without a code of MEXC’s the status tells, and no block passes for an outage', () => {
  test.each([
    [403, '<html><head><title>403 Forbidden</title></head><body>WAF</body></html>', 'region-blocked'],
    [403, '', 'region-blocked'],
    [451, '<html><body>Unavailable For Legal Reasons</body></html>', 'region-blocked'],
    [451, '{"code":0,"msg":"restricted"}', 'region-blocked'],
    [502, '<html><body>Bad Gateway</body></html>', 'exchange-unavailable'],
    [503, '', 'exchange-unavailable'],
    [429, '', 'rate-limited'],
    [418, '<html></html>', 'rate-limited'],
    [404, '<html><body>Not Found</body></html>', 'unexpected-payload'],
    [409, '', 'unexpected-payload'],
    [403, '{"code":403,"msg":"Access Denied"}', 'unexpected-payload'],
    [200, '<html><body>Welcome</body></html>', 'unexpected-payload'],
  ] as const)('%i %j', (status, body, reason) => {
    expect(classify(reply(status, body)).reason).toBe(reason);
  });
});

test('asking further back than 90 days is named in MEXC’s words: a mistake of Fillbook’s, or a clock', () => {
  const text = 'The start time cannot be earlier than 90 days';
  expect(classify(refusal(400, 400, text))).toMatchObject({ reason: 'unexpected-payload', code: '400', detail: text });
});

describe('until when to wait', () => {
  test('Retry-After counts seconds from the reply', () => {
    // 3:04:05 + 30 s
    expect(classify(refusal(429, 429, 'Too Many Requests', { 'retry-after': '30' })).untilAt).toBe(
      Date.UTC(2026, 10, 2, 3, 4, 35),
    );
  });

  test('it may be a date, may come with a ban or an outage, and may say nothing', () => {
    const headers = { 'retry-after': 'Mon, 02 Nov 2026 04:00:00 GMT' };
    expect(classify(reply(503, '', headers)).untilAt).toBe(Date.UTC(2026, 10, 2, 4, 0, 0));
    expect(classify(reply(418, '', { 'retry-after': '120' })).untilAt).toBe(receivedAt + 120_000);
    for (const none of [{ 'retry-after': '0' }, {}, { 'retry-after': 'soon' }]) {
      expect(classify(refusal(429, 429, 'Too Many Requests', none))).not.toHaveProperty('untilAt');
    }
  });
});

test('the clock’s error is this computer’s time minus the date of the reply', () => {
  // 3:04:05 − 3:02:00 = 125 s ahead
  const text = 'Timestamp for this request is outside of the recvWindow.';
  expect(classify(refusal(400, 700003, text, { date: 'Mon, 02 Nov 2026 03:02:00 GMT' })).skewMs).toBe(125_000);
  expect(classify(refusal(400, 700003, text, { date: 'Mon, 02 Nov 2026 03:04:04 GMT' }))).not.toHaveProperty('skewMs');
  expect(classify(refusal(400, 700003, text))).not.toHaveProperty('skewMs');
});

test('what Fillbook does not know is shown in the exchange’s words, without secrets', () => {
  expect(classify(refusal(400, 30_999, `Strange, signature=${'a1'.repeat(32)}`))).toEqual({
    reason: 'unexpected-payload',
    host: 'api.mexc.com',
    code: '30999',
    detail: 'Strange, signature …',
  });
});

test('an error in a reply of success is told from a payload', () => {
  expect(isErrorBody({ code: '700006', msg: 'IP [203.0.113.7] not in the ip white list' })).toBe(true);
  expect(isErrorBody({ success: false, code: '406', message: 'Accessed IP is not in the whitelist' })).toBe(true);
  expect(isErrorBody({ code: '200', msg: null })).toBe(false);
  expect(isErrorBody({ success: true, code: '0', data: [] })).toBe(false);
  expect(isErrorBody([{ code: '-1', msg: '' }])).toBe(false);
  expect(isErrorBody({ balances: [] })).toBe(false);
  expect(isErrorBody(null)).toBe(false);
});
