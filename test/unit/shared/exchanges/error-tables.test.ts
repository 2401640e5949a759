/**
 * What each exchange's refusals are taken for: one table over all seven, in which the same problem stands side by side.
 *
 * Codes, statuses and texts are those of the exchanges' own documents, recorded bodies and reports of their users.
 */
import { runInNewContext } from 'node:vm';
import { describe, expect, test } from 'vitest';
import { readJson } from '../../../../extension/exchanges/lossless-json';
import { classify as binance, isErrorBody as isBinanceError } from '../../../../shared/exchanges/binance/classify';
import { classify as bitget, isRefusal as isBitgetRefusal } from '../../../../shared/exchanges/bitget/classify';
import { classify as bitmart, isRefusal as isBitmartRefusal } from '../../../../shared/exchanges/bitmart/classify';
import {
  classify as coinstore,
  isRefusal as isCoinstoreRefusal,
} from '../../../../shared/exchanges/coinstore/classify';
import { classify as gate, isErrorBody as isGateError } from '../../../../shared/exchanges/gate/classify';
import { type ExchangeId, exchangeIds } from '../../../../shared/exchanges/ids';
import { isErrorBody as isMexcError, classify as mexc } from '../../../../shared/exchanges/mexc/classify';
import { isErrorBody as isPoloniexError, classify as poloniex } from '../../../../shared/exchanges/poloniex/classify';
import type { ExchangeReply } from '../../../../shared/exchanges/reply';
import { type Failure, type Reason, reasons } from '../../../../shared/reasons';
import { unixMs } from '../../../../shared/result';

const classifiers: Readonly<Record<ExchangeId, (reply: ExchangeReply) => Failure>> = {
  binance,
  bitget,
  gate,
  mexc,
  poloniex,
  bitmart,
  coinstore,
};

/** Whether a payload in a reply of success is a refusal all the same. */
const refusals: Readonly<Record<ExchangeId, (payload: unknown) => boolean>> = {
  binance: isBinanceError,
  bitget: isBitgetRefusal,
  gate: isGateError,
  mexc: isMexcError,
  poloniex: isPoloniexError,
  bitmart: isBitmartRefusal,
  coinstore: isCoinstoreRefusal,
};

const receivedAt = unixMs(Date.UTC(2026, 10, 21, 12));

const classified = (id: ExchangeId, status: number, body: string, headers: Record<string, string> = {}): Failure =>
  classifiers[id]({ host: `${id}.example`, status, headers, body, receivedAt });

type Row = readonly [problem: string, status: number, body: string, reason: Reason];

const html = (text: string): string => `<html><head><title>${text}</title></head><body>${text}</body></html>`;

const binanceSays = (code: number, msg: string): string => JSON.stringify({ code, msg });
const bitgetSays = (code: string, msg: string): string =>
  JSON.stringify({ code, msg, requestTime: 1763726400000, data: null });
const gateSays = (label: string, message: string): string => JSON.stringify({ label, message });
const mexcSays = (code: number, msg: string): string => JSON.stringify({ code, msg });
const mexcFuturesSay = (code: number, message: string): string => JSON.stringify({ success: false, code, message });
const poloniexSays = (code: number, message: string): string => JSON.stringify({ code, message });
const poloniexFuturesSay = (code: number, msg: string): string => JSON.stringify({ code, msg, data: null });
const bitmartSays = (code: number, message: string): string =>
  JSON.stringify({ message, code, trace: '39069916-72f9-44c7-acde-2ad5afd21cad', data: {} });
const coinstoreSays = (code: number, message: string): string => JSON.stringify({ message, code });

const clocked = 'Timestamp for this request is outside of the recvWindow.';
const ahead = "Timestamp for this request was 1000ms ahead of the server's time.";
const refused = 'Invalid API-key, IP, or permissions for action.';
const mode = 'You are in Unified Account mode, and the Classic Account API is not supported at this time';
const window = 'Interval between startTime and endTime in trade/order history has exceeded 7 day limit';

const tables: Readonly<Record<ExchangeId, readonly Row[]>> = {
  binance: [
    ['address, key or right: one code for three', 401, binanceSays(-2015, refused), 'key-or-address-refused'],
    ['the same, by another status', 400, binanceSays(-2015, refused), 'key-or-address-refused'],
    ['address, futures', 401, binanceSays(-2015, `${refused}, request ip: 203.0.113.9`), 'key-or-address-refused'],
    ['form of the key', 401, binanceSays(-2014, 'API-key format invalid.'), 'key-rejected'],
    ['unknown key', 401, binanceSays(-2008, 'Invalid Api-Key ID.'), 'key-rejected'],
    ['signature', 400, binanceSays(-1022, 'Signature for this request is not valid.'), 'signature-rejected'],
    ['clock, behind', 400, binanceSays(-1021, clocked), 'clock-skew'],
    ['clock, ahead', 400, binanceSays(-1021, ahead), 'clock-skew'],
    ['limit', 429, binanceSays(-1003, 'Too much request weight used'), 'rate-limited'],
    ['ban', 418, binanceSays(-1003, 'Way too much; IP banned until 1763730000000.'), 'rate-limited'],
    ['right', 401, binanceSays(-1002, 'You are not authorized to execute this request.'), 'permission-missing'],
    ['firewall', 403, html('403 Forbidden'), 'region-blocked'],
    ['region', 451, html('Unavailable For Legal Reasons'), 'region-blocked'],
    ['region, in JSON', 451, binanceSays(0, 'Service unavailable from a restricted location'), 'region-blocked'],
    ['overload', 503, binanceSays(-1008, 'Server is currently overloaded.'), 'exchange-unavailable'],
    ['maintenance', 503, binanceSays(1, 'System is under maintenance.'), 'exchange-unavailable'],
    ['maintenance, in a 200', 200, binanceSays(1, 'System is under maintenance.'), 'exchange-unavailable'],
    ['range too wide', 400, binanceSays(-1127, 'More than 24 hours between them.'), 'unexpected-payload'],
    ['range too wide, convert', 400, binanceSays(-6021, 'Invalid time range.'), 'unexpected-payload'],
  ],
  bitget: [
    ['address', 400, bitgetSays('40018', 'Invalid IP'), 'ip-not-whitelisted'],
    ['unknown key', 400, bitgetSays('40006', 'Invalid ACCESS_KEY'), 'key-rejected'],
    ['wrong key', 400, bitgetSays('40037', 'Apikey does not exist'), 'key-rejected'],
    ['signature', 400, bitgetSays('40009', 'sign signature error'), 'signature-rejected'],
    ['passphrase', 400, bitgetSays('40012', 'apikey/password is incorrect'), 'passphrase-rejected'],
    ['right', 403, bitgetSays('40014', 'Incorrect permissions'), 'permission-missing'],
    ['clock, expired', 400, bitgetSays('40008', 'Request timestamp expired'), 'clock-skew'],
    ['clock, invalid', 400, bitgetSays('40005', 'Invalid ACCESS_TIMESTAMP'), 'clock-skew'],
    ['limit', 429, bitgetSays('429', 'Too Many Requests'), 'rate-limited'],
    ['limit without a body', 429, '', 'rate-limited'],
    ['classic call of a unified account', 400, bitgetSays('40085', mode), 'account-mode'],
    ['unified call of a classic account', 400, bitgetSays('40084', 'You are in Classic Account mode'), 'account-mode'],
    ['a service behind failed', 400, bitgetSays('40725', 'service return an error'), 'exchange-unavailable'],
    ['maintenance', 400, bitgetSays('40200', 'server upgrade'), 'exchange-unavailable'],
    ['firewall', 403, html('Attention Required! | Cloudflare'), 'region-blocked'],
  ],
  gate: [
    ['address', 403, gateSays('FORBIDDEN', 'Request IP not in whitelist: 1.1.1.1'), 'ip-not-whitelisted'],
    ['address, by its documented label', 403, gateSays('IP_FORBIDDEN', 'IP forbidden'), 'ip-not-whitelisted'],
    ['key', 401, gateSays('INVALID_KEY', 'Invalid key provided'), 'key-rejected'],
    ['signature', 401, gateSays('INVALID_SIGNATURE', 'Signature mismatch'), 'signature-rejected'],
    ['right', 403, gateSays('FORBIDDEN', 'API key has no permission'), 'permission-missing'],
    ['right, a key that only reads', 403, gateSays('READ_ONLY', 'read-only key'), 'permission-missing'],
    ['clock', 403, gateSays('REQUEST_EXPIRED', 'gap between request and server time exceeds 60'), 'clock-skew'],
    ['limit', 429, gateSays('TOO_MANY_REQUESTS', 'Request Rate limit Exceeded (201)'), 'rate-limited'],
    ['a product never opened', 400, gateSays('USER_NOT_FOUND', 'please transfer funds first'), 'account-mode'],
    ['the exchange failed', 500, gateSays('SERVER_ERROR', 'Internal server error'), 'exchange-unavailable'],
    ['the same, by another status', 503, gateSays('SERVER_ERROR', 'Busy'), 'exchange-unavailable'],
    ['firewall', 403, html('403 Forbidden'), 'region-blocked'],
    ['maintenance', 503, html('Maintenance'), 'exchange-unavailable'],
  ],
  mexc: [
    ['address', 403, mexcSays(700006, 'IP [203.0.113.7] not in the ip white list'), 'ip-not-whitelisted'],
    ['address, by another status', 400, mexcSays(700006, 'IP [::1] not in the ip white list'), 'ip-not-whitelisted'],
    ['address, in a 200', 200, mexcSays(700006, 'IP [1.1.1.1] not in the ip white list'), 'ip-not-whitelisted'],
    ['key', 400, mexcSays(10072, 'Api key info invalid'), 'key-rejected'],
    ['form of the key', 400, mexcSays(700001, 'API-key format invalid.'), 'key-rejected'],
    ['signature', 400, mexcSays(700002, 'Signature for this request is not valid.'), 'signature-rejected'],
    ['right', 400, mexcSays(700007, 'No permission to access the endpoint.'), 'permission-missing'],
    ['clock', 400, mexcSays(700003, clocked), 'clock-skew'],
    ['clock, by its other code', 400, mexcSays(10073, 'Invalid Request-Time'), 'clock-skew'],
    ['limit', 429, mexcSays(429, 'Too Many Requests'), 'rate-limited'],
    ['too far back', 400, mexcSays(400, 'start time cannot be earlier than 90 days'), 'unexpected-payload'],
    ['maintenance', 503, mexcSays(-1, 'Under maintenance'), 'exchange-unavailable'],
    ['maintenance, in a 200', 200, mexcSays(-1, 'Under maintenance'), 'exchange-unavailable'],
    ['address, futures', 200, mexcFuturesSay(406, 'Accessed IP is not in the whitelist'), 'ip-not-whitelisted'],
    ['key, futures', 200, mexcFuturesSay(402, 'Api_Key expired!'), 'key-rejected'],
    ['signature, futures', 200, mexcFuturesSay(602, 'Signature verification failed!'), 'signature-rejected'],
    ['clock, futures', 200, mexcFuturesSay(513, 'Invalid request time'), 'clock-skew'],
    ['limit, futures', 200, mexcFuturesSay(510, 'Excessive frequency of requests'), 'rate-limited'],
    ['right, futures', 200, mexcFuturesSay(701, 'Account information must be authorized'), 'permission-missing'],
    ['firewall', 403, html('403 Forbidden'), 'region-blocked'],
  ],
  poloniex: [
    ['address', 401, poloniexSays(401, 'Illegal of ip'), 'ip-not-whitelisted'],
    ['address, futures', 401, poloniexFuturesSay(401, 'Illegal of ip'), 'ip-not-whitelisted'],
    ['key', 401, poloniexSays(401, 'Invalid API key'), 'key-rejected'],
    ['signature', 401, poloniexSays(401, 'Signature is invalid'), 'signature-rejected'],
    ['key or signature', 401, poloniexSays(401, 'Unauthorized'), 'key-or-address-refused'],
    ['key or signature, without a body', 401, '', 'key-or-address-refused'],
    ['key or signature, in the older form', 401, '{"error":"Unauthorized"}', 'key-or-address-refused'],
    ['right', 403, poloniexSays(403, 'Permission denied'), 'permission-missing'],
    ['right, without a body', 403, '', 'permission-missing'],
    ['clock, too late', 408, poloniexSays(408, 'recvWindow exceeded'), 'clock-skew'],
    ['clock, ahead', 400, poloniexSays(400, 'Invalid signTimestamp'), 'clock-skew'],
    ['limit', 429, poloniexSays(429, 'Too many requests'), 'rate-limited'],
    ['range too wide', 400, poloniexSays(21355, window), 'unexpected-payload'],
    ['busy', 500, poloniexSays(24201, 'Service busy'), 'exchange-unavailable'],
    ['busy, in a 200', 200, poloniexSays(24201, 'Service busy'), 'exchange-unavailable'],
    ['maintenance, futures', 200, poloniexFuturesSay(1002, 'SYSTEM_MAINTENANCE'), 'exchange-unavailable'],
    ['firewall', 403, html('403 Forbidden'), 'region-blocked'],
  ],
  bitmart: [
    ['address', 403, bitmartSays(30010, 'IP is forbidden. We recommend enabling IP whitelist'), 'ip-not-whitelisted'],
    ['key', 401, bitmartSays(30002, 'Header X-BM-KEY not found'), 'key-rejected'],
    ['no signature', 401, bitmartSays(30004, 'Header X-BM-SIGN is empty'), 'signature-rejected'],
    ['signature', 401, bitmartSays(30005, 'Header X-BM-SIGN is wrong'), 'signature-rejected'],
    ['clock', 403, bitmartSays(30007, 'Header X-BM-TIMESTAMP range. Within a minute'), 'clock-skew'],
    ['limit', 429, bitmartSays(30013, 'Request too many requests'), 'rate-limited'],
    ['limit, of the address', 200, bitmartSays(30017, 'RPC request frequency is too high'), 'rate-limited'],
    ['right', 200, bitmartSays(30019, 'Requires no permission'), 'permission-missing'],
    ['right, contracts', 403, bitmartSays(40006, 'Permission denied'), 'permission-missing'],
    ['range too wide', 400, bitmartSays(50041, 'Out of query time range'), 'unexpected-payload'],
    ['maintenance', 200, bitmartSays(30016, 'Service maintenance'), 'exchange-unavailable'],
    ['maintenance, by the gateway', 503, html('503 Service Temporarily Unavailable'), 'exchange-unavailable'],
    ['firewall', 403, html('403 Forbidden'), 'region-blocked'],
    ['a body without a message', 403, '{"code":30007}', 'clock-skew'],
    ['a body without a code', 400, '{"data":{}}', 'unexpected-payload'],
  ],
  coinstore: [
    [
      'address, signature or expiry: one code for three',
      200,
      coinstoreSays(1401, 'Unauthorized'),
      'key-or-address-refused',
    ],
    ['key', 401, coinstoreSays(401, 'signature-failed'), 'key-rejected'],
    ['signature', 200, coinstoreSays(3005, 'signature error'), 'signature-rejected'],
    ['market unknown', 200, coinstoreSays(3011, 'symbol not found'), 'unsupported'],
    ...([3012, 3013, 3014, 3015, 6001] as const).map(
      (code): Row => [`not qualified (${code})`, 200, coinstoreSays(code, 'not qualified'), 'permission-missing'],
    ),
    ['order unknown', 200, coinstoreSays(3103, 'order not found'), 'unexpected-payload'],
    ['limit', 429, '', 'rate-limited'],
    ['bad request', 400, '', 'unexpected-payload'],
    ['no such call', 404, html('404 Not Found'), 'unexpected-payload'],
    ['the exchange failed', 500, '', 'exchange-unavailable'],
    ['firewall', 403, html('403 Forbidden'), 'region-blocked'],
  ],
};

describe.each(exchangeIds)('a refusal of %s is told as what it is', (id) => {
  test.each(tables[id])('%s: %i', (_, status, body, reason) => {
    expect(classified(id, status, body).reason).toBe(reason);
  });

  test('in a reply of success too: no refusal passes for a payload', () => {
    const told = tables[id].filter(([, , body]) => /"(code|label)":(?!0,)/.test(body));
    expect(told.length).toBeGreaterThan(5);
    for (const [problem, , body] of told) {
      const payload = readJson(body);
      expect([problem, payload.ok && refusals[id](payload.value)]).toEqual([problem, true]);
    }
  });
});

describe.each(exchangeIds)('without words of its own, %s is judged by the status', (id) => {
  test.each([400, 403, 404, 405, 409, 410, 451])('%i is not repeated by itself: no outage that passes', (status) => {
    const { reason, code } = classified(id, status, html(`${status}`));
    expect([reason, reasons[reason].retry]).toEqual([reason, 'never']);
    expect(code).toBe(String(status));
  });

  test.each([500, 502, 503, 504, 520, 524])('%i is an outage', (status) => {
    for (const body of ['', html('Bad Gateway'), 'upstream connect error'])
      expect(classified(id, status, body).reason).toBe('exchange-unavailable');
  });

  test('429 is a limit, 451 a region, whatever the body says', () => {
    for (const [, , body] of tables[id]) {
      expect(classified(id, 429, body).reason).toBe('rate-limited');
      expect(classified(id, 451, body).reason).toBe('region-blocked');
    }
  });
});

describe('an address that is not on the whitelist is told by the body, whatever the status', () => {
  const bodies: Readonly<Record<ExchangeId, string>> = {
    binance: binanceSays(-2015, refused),
    bitget: bitgetSays('40018', 'Invalid IP'),
    gate: gateSays('FORBIDDEN', 'Request IP not in whitelist: 1.1.1.1'),
    mexc: mexcSays(700006, 'IP [203.0.113.7] not in the ip white list'),
    poloniex: poloniexSays(401, 'Illegal of ip'),
    bitmart: bitmartSays(30010, 'IP is forbidden. We recommend enabling IP whitelist'),
    coinstore: coinstoreSays(1401, 'Unauthorized'),
  };
  test.each(exchangeIds)('%s', (id) => {
    const named = id === 'binance' || id === 'coinstore' ? 'key-or-address-refused' : 'ip-not-whitelisted';
    for (const status of [200, 400, 401, 403]) {
      const failure = classified(id, status, bodies[id]);
      expect([status, failure.reason]).toEqual([status, named]);
      expect(reasons[failure.reason].retry).toBe('never');
    }
  });
});

const apiKey = 'vmPUZE6mv9SD5VNHk4HlWFsOr6aKE2zvsw0MuIgwCIPy6utIco14y7Ju91duEh8A';
const strange = `Strange <b onload="x()">case</b> at https://exchange.example/help?signature=ab12 of ${apiKey}, secret=s3cr3t`;

/** A refusal with a code that nobody has heard of. */
const unknownBodies: Readonly<Record<ExchangeId, (message?: string) => unknown>> = {
  binance: (msg) => ({ code: -9876, msg }),
  bitget: (msg) => ({ code: '98765', msg, requestTime: 1763726400000, data: null }),
  gate: (message) => ({ label: 'NEVER_HEARD_OF', message }),
  mexc: (msg) => ({ code: 98765, msg }),
  poloniex: (message) => ({ code: 98765, message }),
  bitmart: (message) => ({ code: 98765, message, data: {} }),
  coinstore: (message) => ({ code: 98765, message }),
};

describe.each(exchangeIds)('a code of %s that is not known', (id) => {
  test.each([200, 400, 422])(
    'is an unexpected payload in the exchange’s words, without markup, addresses and keys: %i',
    (status) => {
      const failure = classified(id, status, JSON.stringify(unknownBodies[id](strange)));
      expect(failure).toMatchObject({ reason: 'unexpected-payload', detail: 'Strange case at … of …, secret …' });
      expect(failure.code).toMatch(/98765|-9876|NEVER_HEARD_OF/);
      expect(reasons[failure.reason].retry).toBe('never');
    },
  );

  test('is shown as the body it came in where it has no words', () => {
    for (const message of [undefined, '']) {
      const body = JSON.stringify(unknownBodies[id](message));
      const { reason, detail = '' } = classified(id, 400, body);
      expect(reason).toBe('unexpected-payload');
      expect(detail).toMatch(/98765|-9876|NEVER_HEARD_OF/);
    }
  });

  test('is shown with at most 300 characters, and its code with at most 64, whatever is sent', () => {
    for (const code of ['x'.repeat(5000), apiKey, '<b>bold</b>', `https://exchange.example/${apiKey}`]) {
      const body = JSON.stringify({ code, label: code, message: 'word '.repeat(2000), msg: 'word '.repeat(2000) });
      const failure = classified(id, 400, body);
      expect(failure.reason).toBe('unexpected-payload');
      expect(failure.detail?.length).toBeLessThanOrEqual(300);
      expect(failure.code?.length).toBeLessThanOrEqual(64);
      const shown = JSON.stringify(failure);
      for (const hidden of [apiKey, '<b>', 'https:']) expect(shown).not.toContain(hidden);
    }
  });
});

/**
 * How long a reply may be judged before it is ended: some thousand times what it takes. A pattern that goes back and forth over
 * such a body takes minutes at least, so that this tells such a pattern and not a machine that has much to do.
 */
const runawayMs = 30_000;

/** Ends `judge` where it runs away, which a test's own timeout cannot do to what never waits. */
const ended = <T>(judge: () => T): T => runInNewContext('judge()', { judge }, { timeout: runawayMs });

describe.each(exchangeIds)('a hostile reply of %s ends in a reason', (id) => {
  const bodies = [
    '{"code":null,"msg":null,"message":null,"label":null}',
    '{"code":{"a":1},"msg":["x"],"message":{"en":"no"},"label":{}}',
    '{"code":[],"label":[]}',
    'null',
    '[]',
    '7',
    '"text"',
    '{"__proto__":{"code":1401},"constructor":1}',
    '{"code":"constructor","label":"constructor","message":"x","msg":"x"}',
    '{"code":"__proto__","label":"__proto__","message":"x","msg":"x"}',
    '{"code":"toString","message":"x","msg":"x","success":false}',
    `${'['.repeat(200_000)}`,
    `{"code":-1,"msg":"${'x'.repeat(1_000_000)}"}`,
    '<'.repeat(200_000),
    `<script>${'<script>'.repeat(100_000)}`,
    'http://'.repeat(100_000),
    `secret=${'='.repeat(100_000)}`,
    '\u0000\u0001\ufffd',
  ];
  test.each(bodies.map((body, index) => [index, body] as const))('body %i', { timeout: 6 * runawayMs }, (_, body) => {
    for (const status of [200, 400, 401, 403, 418, 500]) {
      const failure = ended(() => classified(id, status, body, { date: 'never', 'retry-after': 'soon' }));
      expect(Object.keys(reasons)).toContain(failure.reason);
      expect(failure.untilAt).toBeUndefined();
      expect(failure.skewMs).toBeUndefined();
      expect(failure.detail?.length ?? 0).toBeLessThanOrEqual(300);
    }
  });
});

describe.each(exchangeIds)('how long %s asks to wait', (id) => {
  const limited = (headers: Record<string, string>) => classified(id, 429, '', headers).untilAt;
  test('counts from the reply, in seconds', () => {
    expect(limited({ 'retry-after': '7' })).toBe(receivedAt + 7000);
    expect(limited({ 'retry-after': '86400' })).toBe(receivedAt + 86_400_000);
  });
  test.each(['0', '00', '-5', '', 'NaN', '1e9', '7.5', '9'.repeat(40), '0x10'])('%j tells nothing', (header) => {
    expect(limited({ 'retry-after': header })).toBeUndefined();
  });
});
