import { describe, expect, test } from 'vitest';
import { readJson } from '../../../../../extension/exchanges/lossless-json';
import { classify, isRefusal } from '../../../../../shared/exchanges/coinstore/classify';
import type { ExchangeReply } from '../../../../../shared/exchanges/reply';
import { unixMs } from '../../../../../shared/result';

const receivedAt = unixMs(Date.UTC(2026, 0, 2, 3, 4, 5));

const reply = (status: number, body: unknown, headers: Record<string, string> = {}): ExchangeReply => ({
  host: 'api.coinstore.com',
  status,
  headers,
  body: typeof body === 'string' ? body : JSON.stringify(body),
  receivedAt,
});

describe('a refusal is told by Coinstore’s own code', () => {
  test.each([
    [200, 1401, 'Unauthorized', 'key-or-address-refused'], // address, signature or expired session: one code
    [401, 401, 'signature-failed', 'key-rejected'],
    [200, 401, 'signature-failed', 'key-rejected'],
    [200, 3005, 'signature error', 'signature-rejected'],
    [200, 3011, 'symbol not found', 'unsupported'],
    [200, 3012, 'not qualified', 'permission-missing'],
    [200, 3013, 'not qualified', 'permission-missing'],
    [200, 3014, 'not qualified', 'permission-missing'],
    [200, 3015, 'not qualified', 'permission-missing'],
    [200, 6001, 'not qualified', 'permission-missing'],
    [200, 3103, 'order not found', 'unexpected-payload'],
    [429, 429, 'too many visits', 'rate-limited'],
    [200, 429, 'too many visits', 'rate-limited'],
    [400, 400, 'Bad Request', 'unexpected-payload'],
    [404, 404, 'service not found', 'unexpected-payload'],
    [500, 500, 'internal server error', 'exchange-unavailable'],
    [403, 1401, 'Unauthorized', 'key-or-address-refused'],
    [500, 1401, 'Unauthorized', 'key-or-address-refused'],
  ] as const)('%i with %i %s', (status, code, message, reason) => {
    expect(classify(reply(status, { message, code }))).toMatchObject({ reason, code: String(code), detail: message });
    // the code may be a text, and the text may be called msg
    expect(classify(reply(status, { msg: message, code: String(code) }))).toMatchObject({ reason, detail: message });
  });
});

describe('without a code of Coinstore’s the status tells', () => {
  test.each([
    [403, '<html><head><title>403 Forbidden</title></head></html>', 'region-blocked'],
    [451, '<html><body>Unavailable For Legal Reasons</body></html>', 'region-blocked'],
    [451, '{"code":0,"message":"not served in your country"}', 'region-blocked'],
    [401, '', 'key-rejected'],
    [429, '<html></html>', 'rate-limited'],
    [500, '', 'exchange-unavailable'],
    [502, '<html><body>Bad Gateway</body></html>', 'exchange-unavailable'],
    [400, '', 'unexpected-payload'],
    [404, '<html><body>Not Found</body></html>', 'unexpected-payload'], // not transient: asking again would not help
    [409, '', 'unexpected-payload'],
    [403, '{"code":9999,"message":"no"}', 'unexpected-payload'],
    [200, '<html><body>Welcome</body></html>', 'unexpected-payload'],
    [200, '[1,2]', 'unexpected-payload'],
    [200, '{"code":{"a":1}}', 'unexpected-payload'],
  ] as const)('%i %j', (status, body, reason) => {
    expect(classify(reply(status, body)).reason).toBe(reason);
  });
});

test('a code that is not known is shown in the exchange’s words, without secrets', () => {
  expect(classify(reply(200, { code: 7777, message: `Strange, sign=${'a1'.repeat(32)}` }))).toEqual({
    reason: 'unexpected-payload',
    host: 'api.coinstore.com',
    code: '7777',
    detail: expect.stringContaining('Strange'),
  });
  expect(JSON.stringify(classify(reply(200, { code: 7777, message: `sign=${'a1'.repeat(32)}` })))).not.toContain(
    'a1a1',
  );
});

describe('until when to wait', () => {
  test('Retry-After counts seconds from the reply, or is a date', () => {
    // 3:04:05 + 3 s
    expect(classify(reply(429, { code: 429 }, { 'retry-after': '3' })).untilAt).toBe(Date.UTC(2026, 0, 2, 3, 4, 8));
    const date = { 'retry-after': 'Fri, 02 Jan 2026 04:00:00 GMT' };
    expect(classify(reply(503, '', date)).untilAt).toBe(Date.UTC(2026, 0, 2, 4, 0, 0));
  });

  test('a 0, none, or nonsense tells nothing', () => {
    for (const headers of [{ 'retry-after': '0' }, {}, { 'retry-after': 'soon' }]) {
      expect(classify(reply(429, { code: 429 }, headers))).not.toHaveProperty('untilAt');
    }
  });
});

describe('1401 is never guessed further', () => {
  test('a clock that is off by more than the 30 s of a signature’s span is named beside it', () => {
    // 3:04:05 − 3:02:00.5 = 124.5 s ahead
    const headers = { date: 'Fri, 02 Jan 2026 03:02:00 GMT' };
    expect(classify(reply(200, { code: 1401, message: 'Unauthorized' }, headers))).toMatchObject({
      reason: 'key-or-address-refused',
      skewMs: 124_500,
    });
    expect(classify(reply(200, { code: 3005 }, headers))).toMatchObject({
      reason: 'signature-rejected',
      skewMs: 124_500,
    });
  });

  test('one that is right, or not told, is not', () => {
    for (const headers of [{ date: 'Fri, 02 Jan 2026 03:03:40 GMT' }, {}]) {
      expect(classify(reply(200, { code: 1401 }, headers))).not.toHaveProperty('skewMs');
    }
  });
});

test('a success is an envelope with code 0, as a number or a text; anything else is a refusal', () => {
  const isRefused = (text: string): boolean => {
    const json = readJson(text);
    return json.ok && isRefusal(json.value);
  };
  expect(isRefused('{"code":0,"data":[]}')).toBe(false);
  expect(isRefused('{"code":"0","message":"Success"}')).toBe(false);
  for (const text of ['{"message":"Unauthorized","code":1401}', '{"data":[]}', '[]', 'null', '"0"', '{"code":null}']) {
    expect([text, isRefused(text)]).toEqual([text, true]);
  }
});
