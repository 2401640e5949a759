/** Payloads that nobody wrote for these tests: recordings and the exchange's own samples, where the folder of them stands beside the repository. */
import { readdirSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { readJson } from '../../../../../extension/exchanges/lossless-json';
import { parseAccountMode } from '../../../../../shared/exchanges/gate/account-mode';
import { parseSpotBalances, parseUnifiedBalances } from '../../../../../shared/exchanges/gate/balances';
import { classify } from '../../../../../shared/exchanges/gate/classify';
import { parseFills } from '../../../../../shared/exchanges/gate/fills';
import { parseMarkets } from '../../../../../shared/exchanges/gate/markets';
import { parseTickers } from '../../../../../shared/exchanges/gate/tickers';
import type { Market } from '../../../../../shared/exchanges/readings';
import { unixMs } from '../../../../../shared/result';
import { recordingsFolder, storedPayload } from '../../../../fixtures/exchange-payload';

const market = (base: string, quote: string): Market => ({
  id: `${base}_${quote}`,
  symbol: `${base}/${quote}`,
  base,
  quote,
  active: true,
  minQuantity: null,
});

const receivedAt = unixMs(1760000000000);
const spotFill = { exchange: 'gate', market: 'spot', quote: 'USDT', revision: 0, liquidity: 'taker' };

/** What is not read by Fillbook, and the reader of the payloads that look most like it. */
const withoutReader: Readonly<Record<string, (payload: unknown) => { readonly ok: boolean }>> = {
  'futures-account-book-funding': (payload) => parseFills(payload, []),
  'futures-accounts': parseUnifiedBalances,
  'futures-contracts': parseMarkets,
  'futures-my-trades-timerange': (payload) => parseFills(payload, []),
  'futures-order-large-id': (payload) => parseFills([payload], []),
  'futures-orders-finished': (payload) => parseFills(payload, []),
  'futures-position-close': (payload) => parseFills(payload, []),
  'futures-positions': (payload) => parseFills(payload, []),
  'spot-open-orders': (payload) => parseFills(payload, []),
  'spot-order-sell': (payload) => parseFills([payload], []),
  'spot-orders-finished': (payload) => parseFills(payload, []),
  'wallet-deposits': parseSpotBalances,
  'wallet-withdrawals': parseSpotBalances,
};

const withReader = [
  ...['account-detail', 'spot-accounts', 'spot-currency-pairs', 'spot-my-trades', 'spot-my-trades-same-ms'],
  ...['spot-tickers', 'unified-accounts'],
  ...['error-clock-skew', 'error-ip', 'error-key', 'error-rate-limit', 'error-signature'],
];

/** The numbers and texts of a value as they are written, in order. */
const lexemes = (value: unknown): readonly string[] => {
  if (typeof value === 'string') return [value];
  if (typeof value !== 'object' || value === null) return [];
  return Object.values(value).flatMap(lexemes);
};

function recordedPayloads(folder: string): void {
  const stored = (name: string) => storedPayload(`${folder}/gate/${name}.json`);
  const payload = (name: string): unknown => {
    const json = readJson(stored(name).text);
    if (!json.ok) throw new Error(`${name}: ${json.error.reason}`);
    return json.value;
  };
  const failure = (name: string, headers: Record<string, string> = {}) => {
    const { status, text } = stored(name);
    return classify({ host: 'api.gateio.ws', status, headers, body: text, receivedAt });
  };

  test('every file of the folder is looked at', () => {
    const files = readdirSync(new URL(`../../../../../${folder}/gate`, import.meta.url));
    expect(files.toSorted()).toEqual(
      [...withReader, ...Object.keys(withoutReader)].map((name) => `${name}.json`).toSorted(),
    );
  });

  test.each([...withReader, ...Object.keys(withoutReader)])('%s: no digit of a number is lost', (name) => {
    const { text } = stored(name);
    const read = lexemes(payload(name));
    // numbers stand after a colon, a comma or a bracket; texts may hold the same marks, so that this finds too many at most
    const numbers = [...text.matchAll(/(?<=[:,[]\s*)-?\d[\d.eE+-]*(?=\s*[,}\]])/g)].map(([lexeme]) => lexeme);
    for (const number of numbers) expect(read).toContain(number);
  });

  test('a buy with its fee in base and a sell with its fee in quote, to the microsecond', () => {
    expect(parseFills(payload('spot-my-trades'), [market('BTC', 'USDT')])).toEqual({
      ok: true,
      value: [
        {
          ...spotFill,
          id: '6068816979',
          orderId: '381068734893',
          executedAtUs: 1691702924010071, // 1691702924010.071000 ms
          symbol: 'BTC/USDT',
          base: 'BTC',
          side: 'buy',
          quantity: '0.00003',
          price: '29454.6',
          fees: [{ currency: 'BTC', amount: '0.00000006' }], // 0.2 % of 0.00003
        },
        {
          ...spotFill,
          id: '6068789332',
          orderId: '381064942553',
          executedAtUs: 1691702286356911,
          symbol: 'BTC/USDT',
          base: 'BTC',
          side: 'sell',
          quantity: '0.00005',
          price: '29447.2',
          fees: [{ currency: 'USDT', amount: '0.00294472' }], // 0.00005 × 29447.2 = 1.47236; 0.2 % of it
        },
      ],
    });
  });

  test('two fills within one millisecond stay two, 12 µs apart', () => {
    const ltc = { ...spotFill, orderId: '497245022561', symbol: 'LTC/USDT', base: 'LTC', side: 'buy' };
    expect(parseFills(payload('spot-my-trades-same-ms'), [])).toEqual({
      ok: true,
      value: [
        {
          ...ltc,
          id: '7342180137',
          executedAtUs: 1706382263841325,
          quantity: '0.025',
          price: '68.02',
          fees: [{ currency: 'LTC', amount: '0.00005' }], // 0.2 % of 0.025
        },
        {
          ...ltc,
          id: '7342180136',
          executedAtUs: 1706382263841313,
          quantity: '0.0485',
          price: '68.01',
          fees: [{ currency: 'LTC', amount: '0.000097' }], // 0.2 % of 0.0485
        },
      ],
    });
  });

  test('the market order behind them is told in quote, so that its amount is no quantity: only fills are read', () => {
    // 0.025 × 68.02 + 0.0485 × 68.01 = 1.7005 + 3.298485 = 4.998985 USDT bought 0.0735 LTC; the order says amount 5.0
    const fills = parseFills(payload('spot-my-trades-same-ms'), []);
    expect(fills.ok && fills.value.map(({ quantity }) => quantity)).toEqual(['0.025', '0.0485']);
    expect(parseFills(payload('spot-orders-finished'), []).ok).toBe(false);
  });

  test('balances of a classic account', () => {
    expect(parseSpotBalances(payload('spot-accounts'))).toEqual({
      ok: true,
      value: [{ asset: 'USDT', free: '4.1', locked: '1.1', total: '5.2' }],
    });
  });

  test('a unified account that has borrowed ETH gives no figures', () => {
    expect(parseUnifiedBalances(payload('unified-accounts'))).toMatchObject({
      ok: false,
      error: { reason: 'account-mode', subject: 'ETH' }, // borrowed 0.075393666654
    });
  });

  test('a classic account', () => {
    expect(parseAccountMode(payload('account-detail'))).toEqual({ ok: true, value: 'classic' });
  });

  test('three markets, one without a smallest amount', () => {
    expect(parseMarkets(payload('spot-currency-pairs'))).toEqual({
      ok: true,
      value: [
        { ...market('BTC', 'USDT'), minQuantity: '0.0001' },
        market('CHZ', 'USDT'),
        { ...market('ETH', 'USDT'), minQuantity: '0.001' },
      ],
    });
  });

  test('two last prices', () => {
    expect(parseTickers(payload('spot-tickers'), [market('BTC', 'USDT'), market('ETH', 'USDT')], receivedAt)).toEqual({
      ok: true,
      value: [
        { symbol: 'BTC/USDT', price: '26019.8', at: receivedAt },
        { symbol: 'ETH/USDT', price: '1752.96', at: receivedAt },
      ],
    });
  });

  test('refusals', () => {
    expect(failure('error-ip')).toMatchObject({ reason: 'ip-not-whitelisted', address: '1.1.1.1', code: 'FORBIDDEN' });
    expect(failure('error-key')).toMatchObject({ reason: 'key-rejected', code: 'INVALID_KEY' });
    expect(failure('error-signature')).toMatchObject({ reason: 'signature-rejected', code: 'INVALID_SIGNATURE' });
    expect(failure('error-clock-skew')).toMatchObject({ reason: 'clock-skew', code: 'REQUEST_EXPIRED' });
    expect(failure('error-rate-limit', { 'x-gate-ratelimit-reset-timestamp': '1760000004' })).toMatchObject({
      reason: 'rate-limited',
      untilAt: 1760000004000,
    });
  });

  test.each(Object.entries(withoutReader))('%s is not read, and ends as an unexpected payload', (name, parse) => {
    expect(parse(payload(name))).toMatchObject({ ok: false, error: { reason: 'unexpected-payload' } });
    expect(parseFills(payload(name), []).ok).toBe(false);
    expect(parseSpotBalances(payload(name)).ok).toBe(false);
    expect(parseUnifiedBalances(payload(name)).ok).toBe(false);
  });
}

describe('payloads of Gate that were recorded or published', () => {
  if (recordingsFolder === null)
    test('were not handed along with this copy: nothing to compare', () => expect(recordingsFolder).toBeNull());
  else recordedPayloads(recordingsFolder);
});
