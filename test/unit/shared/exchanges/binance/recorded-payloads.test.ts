/** Payloads that nobody wrote for these tests: recordings and the exchange's own samples, where the folder of them stands beside the repository. */
import { readdirSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { readJson } from '../../../../../extension/exchanges/lossless-json';
import { parseBalances } from '../../../../../shared/exchanges/binance/balances';
import { classify, isErrorBody } from '../../../../../shared/exchanges/binance/classify';
import { parseFills } from '../../../../../shared/exchanges/binance/fills';
import { parseKeyRights } from '../../../../../shared/exchanges/binance/key-rights';
import { parseMarkets } from '../../../../../shared/exchanges/binance/markets';
import { parseTickers } from '../../../../../shared/exchanges/binance/tickers';
import { parseDepositAssets, parseOrderMarketIds } from '../../../../../shared/exchanges/binance/traces';
import type { Market } from '../../../../../shared/exchanges/readings';
import { unixMs } from '../../../../../shared/result';
import { recordingsFolder, storedPayload } from '../../../../fixtures/exchange-payload';

const market = (base: string, quote: string): Market => ({
  id: `${base}${quote}`,
  symbol: `${base}/${quote}`,
  base,
  quote,
  active: true,
  minQuantity: null,
});

/** Every text in a value read losslessly: numbers are among them. */
const textsIn = (value: unknown): readonly string[] =>
  typeof value === 'string'
    ? [value]
    : typeof value === 'object' && value !== null
      ? Object.values(value).flatMap(textsIn)
      : [];

function recordedPayloads(folder: string): void {
  const stored = (name: string) => storedPayload(`${folder}/binance/${name}.json`);
  const payload = (name: string): unknown => {
    const json = readJson(stored(name).text);
    if (!json.ok) throw new Error(`${name}: ${json.error.reason}`);
    return json.value;
  };
  const failure = (name: string, headers: Record<string, string> = {}) => {
    const { status, text } = stored(name);
    return classify({ host: 'api.binance.com', status, headers, body: text, receivedAt: unixMs(1760000000000) });
  };

  test('a sell that pays its fee in the quote', () => {
    expect(parseFills(payload('spot-mytrades'), market('LTC', 'USDT'))).toEqual({
      ok: true,
      value: [
        {
          id: '309520010',
          orderId: '3784695242',
          executedAtUs: 1698138992358000, // 1698138992358 ms
          exchange: 'binance',
          symbol: 'LTC/USDT',
          base: 'LTC',
          quote: 'USDT',
          market: 'spot',
          side: 'sell', // isBuyer false
          quantity: '0.2',
          price: '69.63',
          fees: [{ currency: 'USDT', amount: '0.013926' }], // 0.2 × 69.63 = 13.926; 0.1 % of it
          liquidity: 'taker',
          revision: 0,
        },
      ],
    });
  });

  test('a buy that pays its fee in BNB, of a market of BNB itself', () => {
    expect(parseFills(payload('spot-mytrades-bnb-fee'), market('BNB', 'BTC'))).toMatchObject({
      ok: true,
      value: [
        { id: '28457', side: 'buy', quantity: '12', price: '4.000001', fees: [{ currency: 'BNB', amount: '10.1' }] },
      ],
    });
  });

  test('fills of a futures account are not taken for spot ones', () => {
    expect(parseFills(payload('usdm-usertrades'), market('BTC', 'USDT'))).toMatchObject({
      ok: false,
      error: { reason: 'unexpected-payload', subject: '[0].isBuyer' },
    });
    expect(parseFills(payload('coinm-usertrades'), market('ETH', 'USD_PERP')).ok).toBe(false);
  });

  test('balances of a spot account, not of a futures one', () => {
    expect(parseBalances(payload('spot-account'))).toEqual({
      ok: true,
      value: [
        { asset: 'LTC', free: '0.919741', locked: '0', total: '0.919741' },
        { asset: 'ETH', free: '0.02229833', locked: '0', total: '0.02229833' },
      ],
    });
    expect(parseBalances(payload('usdm-account-v3'))).toMatchObject({ ok: false, error: { subject: 'balances' } });
  });

  test('three markets', () => {
    expect(parseMarkets(payload('spot-exchangeinfo'))).toEqual({
      ok: true,
      value: [
        { ...market('BNB', 'BTC'), minQuantity: '0.001' },
        { ...market('BTC', 'USDT'), minQuantity: '0.00001' },
        { ...market('ETH', 'USDT'), minQuantity: '0.0001' },
      ],
    });
  });

  test('two last prices', () => {
    const at = unixMs(1730439018472);
    expect(parseTickers(payload('spot-ticker-24hr'), [market('BTC', 'USDT'), market('ETH', 'USDT')], at)).toEqual({
      ok: true,
      value: [
        { symbol: 'BTC/USDT', price: '69624', at },
        { symbol: 'ETH/USDT', price: '2509.72', at },
      ],
    });
  });

  test('a read-only key bound to an address', () => {
    expect(parseKeyRights(payload('api-restrictions'))).toEqual({
      ok: true,
      value: { readable: true, read: true, trade: false, withdraw: false, transfer: false, ipRestricted: true },
    });
  });

  test('coins of deposits, markets of orders', () => {
    expect(parseDepositAssets(payload('capital-deposit-hisrec'))).toEqual({ ok: true, value: ['BCH', 'USDT'] });
    expect(parseOrderMarketIds(payload('spot-openorders'))).toEqual({ ok: true, value: ['LTCUSDT'] });
  });

  test('refusals', () => {
    expect(failure('error-clock-skew')).toMatchObject({ reason: 'clock-skew', code: '-1021' });
    expect(failure('error-signature')).toMatchObject({ reason: 'signature-rejected', code: '-1022' });
    expect(failure('error-ip-or-permission')).toMatchObject({ reason: 'key-or-address-refused', code: '-2015' });
    expect(failure('error-ip-futures')).toMatchObject({ reason: 'key-or-address-refused', address: '203.0.113.9' });
    // 1760000000000 + 12 s
    expect(failure('error-rate-limit', { 'retry-after': '12' })).toMatchObject({
      reason: 'rate-limited',
      untilAt: 1760000012000,
    });
  });

  /** Read above, each to its figures or its reason. */
  const read = [
    ...[
      'spot-mytrades',
      'spot-mytrades-bnb-fee',
      'usdm-usertrades',
      'coinm-usertrades',
      'spot-account',
      'usdm-account-v3',
    ],
    ...['spot-exchangeinfo', 'spot-ticker-24hr', 'api-restrictions', 'capital-deposit-hisrec', 'spot-openorders'],
  ];
  const refusals = [
    ...['error-clock-skew', 'error-signature', 'error-ip-or-permission', 'error-ip-futures', 'error-rate-limit'],
  ];
  /** Of calls that are not made. */
  const unread = [
    ...['asset-dribblet', 'asset-transfer-history', 'capital-withdraw-history', 'convert-tradeflow', 'fiat-orders'],
    ...['funding-asset', 'papi-balance', 'spot-allorders', 'usdm-allorders', 'usdm-exchangeinfo'],
    ...['usdm-income-funding', 'usdm-positionrisk-v3'],
  ];
  const all = [...read, ...refusals, ...unread];

  test.each([...refusals, ...unread])('%s ends as an unexpected payload, not as a figure', (name) => {
    const at = unixMs(1730439018472);
    const parsed = [
      parseFills(payload(name), market('BTC', 'USDT')),
      parseBalances(payload(name)),
      parseKeyRights(payload(name)),
      // A row of an order has all that a row of prices has, a symbol and a price: only the call that was made tells them apart.
      ...(name.endsWith('allorders') ? [] : [parseTickers(payload(name), [market('BTC', 'USDT')], at)]),
    ];
    for (const answer of parsed) expect(answer).toMatchObject({ ok: false, error: { reason: 'unexpected-payload' } });
  });

  test('a refusal is told from a payload, were it to come in a reply of success', () => {
    for (const name of refusals) expect([name, isErrorBody(payload(name))]).toEqual([name, true]);
    for (const name of read) expect([name, isErrorBody(payload(name))]).toEqual([name, false]);
  });

  test('an order that has no fill is none: the history of orders is not taken for fills', () => {
    expect(parseFills(payload('spot-allorders'), market('LTC', 'USDT'))).toMatchObject({
      ok: false,
      error: { reason: 'unexpected-payload', subject: '[0].id' },
    });
  });

  test.each(all)('%s keeps every digit of its numbers', (name) => {
    const bare = stored(name).text.replace(/"(?:[^"\\]|\\.)*"/g, '""');
    const numbers = bare.match(/-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?/g) ?? [];
    expect(textsIn(payload(name))).toEqual(expect.arrayContaining(numbers));
  });

  test('an id above 2^53 is the digits as they were sent', () => {
    // a binary float would make 8082457372019390000 of it
    expect(textsIn(payload('usdm-income-funding'))).toContain('8082457372019390060');
  });

  test('every file of the folder is named above', () => {
    const files = readdirSync(new URL(`../../../../../${folder}/binance/`, import.meta.url));
    expect(files.map((file) => file.replace(/\.json$/, '')).sort()).toEqual([...all].sort());
  });
}

describe('payloads of Binance that were recorded or published', () => {
  if (recordingsFolder === null)
    test('were not handed along with this copy: nothing to compare', () => expect(recordingsFolder).toBeNull());
  else recordedPayloads(recordingsFolder);
});
