/** Payloads that nobody wrote for these tests: recordings and the exchange's own samples, where the folder of them stands beside the repository. */
import { readdirSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { readJson } from '../../../../../extension/exchanges/lossless-json';
import { parseBalances } from '../../../../../shared/exchanges/mexc/balances';
import { classify, isErrorBody } from '../../../../../shared/exchanges/mexc/classify';
import { parseFills } from '../../../../../shared/exchanges/mexc/fills';
import { parseMarkets } from '../../../../../shared/exchanges/mexc/markets';
import { parseTickers } from '../../../../../shared/exchanges/mexc/tickers';
import { parseDeposits, parseOrderMarketIds } from '../../../../../shared/exchanges/mexc/traces';
import type { Market } from '../../../../../shared/exchanges/readings';
import type { Failure } from '../../../../../shared/reasons';
import { type Result, unixMs } from '../../../../../shared/result';
import { recordingsFolder, storedPayload } from '../../../../fixtures/exchange-payload';

const market = (base: string, quote: string): Market => ({
  id: `${base}${quote}`,
  symbol: `${base}/${quote}`,
  base,
  quote,
  active: true,
  minQuantity: null,
});

const at = unixMs(1760000000000);
const stepn = { ...market('STEPN', 'USDT'), id: 'STEPN_USDT' };

/** What is asked of each payload that is read: the reader, and what it must give. */
const read: Readonly<Record<string, readonly [(payload: unknown) => Result<unknown, Failure>, unknown]>> = {
  'spot-account': [
    parseBalances,
    [{ asset: 'USDT', free: '0.000000000674', locked: '0', total: '0.000000000674' }], // 0.000000000674 + 0
  ],
  'spot-exchangeinfo': [parseMarkets, [{ ...market('OGN', 'USDT'), minQuantity: '0.01' }]],
  'spot-ticker-24hr': [
    (payload) => parseTickers(payload, [market('BTC', 'USDT')], at),
    [{ symbol: 'BTC/USDT', price: '46263.71', at }],
  ],
  'spot-openorders': [parseOrderMarketIds, ['BTCUSDT']],
  'capital-deposit-hisrec': [parseDeposits, { rows: 1, assets: ['USDC'] }], // USDC-TRX on TRX
  'spot-mytrades': [
    (payload) => parseFills(payload, market('BTC', 'USDT')),
    [
      {
        id: '133948532984922113',
        orderId: '133948532531949568',
        executedAtUs: 1647718055000000, // 1647718055000 ms
        exchange: 'mexc',
        symbol: 'BTC/USDT',
        base: 'BTC',
        quote: 'USDT',
        market: 'spot',
        side: 'buy', // isBuyer true
        quantity: '0.0002',
        price: '41995.51',
        fees: [{ currency: 'USDT', amount: '0.016798204' }], // 0.0002 × 41995.51 = 8.399102; 0.2 % of it
        liquidity: 'taker',
        revision: 0,
      },
    ],
  ],
  'spot-mytrades-docs': [
    (payload) => parseFills(payload, market('BNB', 'BTC')),
    [
      {
        id: 'fad2af9e942049b6adbda1a271f990c6',
        orderId: 'bb41e5663e124046bd9497a3f5692f39',
        executedAtUs: 1499865549590000, // 1499865549590 ms
        exchange: 'mexc',
        symbol: 'BNB/BTC',
        base: 'BNB',
        quote: 'BTC',
        market: 'spot',
        side: 'buy',
        quantity: '12', // 12.00000000
        price: '4.000001', // 4.00000100
        fees: [{ currency: 'BNB', amount: '10.1' }],
        liquidity: 'taker',
        revision: 0,
      },
    ],
  ],
};

/** What Fillbook does not read, with the reader that stands nearest: it must refuse. */
const unread: Readonly<Record<string, (payload: unknown) => Result<unknown, Failure>>> = {
  'capital-transfer': parseDeposits,
  'capital-withdraw-history': (payload) => parseFills(payload, market('USDC', 'MATIC')),
  'spot-allorders': (payload) => parseFills(payload, market('ATLAS', 'USDT')),
  'contract-assets': parseBalances,
  'contract-detail': parseMarkets,
  'contract-funding-records': (payload) => parseFills(payload, market('BTC', 'USDT')),
  'contract-history-orders': (payload) => parseFills(payload, stepn),
  'contract-open-positions': parseBalances,
  'contract-order-deals': (payload) => parseFills(payload, { ...market('SOL', 'USDT'), id: 'SOL_USDT' }),
  'contract-order-deals-quoted': (payload) => parseFills(payload, stepn),
  'contract-ticker': (payload) => parseTickers(payload, [{ ...market('ETH', 'USDT'), id: 'ETH_USDT' }], at),
  'contract-transfer-record': parseDeposits,
};

const refusals: Readonly<Record<string, Partial<Failure>>> = {
  'error-clock-skew': { reason: 'clock-skew', code: '700003' },
  'error-contract-ip': { reason: 'ip-not-whitelisted', code: '406' },
  'error-contract-signature': { reason: 'signature-rejected', code: '602' },
  'error-ip': { reason: 'ip-not-whitelisted', code: '700006', address: '203.0.113.7' },
  'error-key': { reason: 'key-rejected', code: '10072' },
  'error-rate-limit': { reason: 'rate-limited', code: '429', untilAt: unixMs(1760000012000) }, // 1760000000000 + 12 s
  'error-signature': { reason: 'signature-rejected', code: '700002' },
};

/** Every number of a JSON text as it was written, found without a reader of JSON. */
const numbersOf = (text: string): readonly string[] =>
  [...text.replace(/"(?:[^"\\]|\\.)*"/g, '""').matchAll(/-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?/g)].map(([lexeme]) => lexeme);

/** Every text inside a payload, numbers being texts as well. */
const textsOf = (value: unknown): readonly string[] =>
  typeof value === 'string'
    ? [value]
    : typeof value === 'object' && value !== null
      ? Object.values(value).flatMap(textsOf)
      : [];

function recordedPayloads(folder: string): void {
  const stored = (name: string) => storedPayload(`${folder}/mexc/${name}.json`);
  const payload = (name: string): unknown => {
    const json = readJson(stored(name).text);
    if (!json.ok) throw new Error(`${name}: ${json.error.reason}`);
    return json.value;
  };
  const names = readdirSync(new URL(`../../../../../${folder}/mexc`, import.meta.url)).map((file) =>
    file.replace(/\.json$/, ''),
  );

  test('have a case each', () => {
    expect([...Object.keys(read), ...Object.keys(unread), ...Object.keys(refusals)].sort()).toEqual(names.sort());
  });

  test.each(Object.entries(read))('%s is read', (name, [parse, value]) => {
    expect(isErrorBody(payload(name))).toBe(false);
    expect(parse(payload(name))).toEqual({ ok: true, value });
  });

  test.each(Object.entries(unread))('%s ends as an unexpected payload, not as a figure', (name, parse) => {
    expect(parse(payload(name))).toMatchObject({ ok: false, error: { reason: 'unexpected-payload' } });
  });

  test('futures fills are refused whatever market is asked for: 2 and 3 are a buy to close and a sell to open there', () => {
    for (const name of ['contract-order-deals', 'contract-order-deals-quoted']) {
      for (const asked of [stepn, market('SOL', 'USDT'), market('STEPN', 'USDT')]) {
        expect(parseFills(payload(name), asked).ok).toBe(false);
        const rows = Object.values(payload(name) as { data: unknown }).filter(Array.isArray); // the rows without envelope
        expect(parseFills(rows[0], asked)).toMatchObject({ ok: false, error: { reason: 'unexpected-payload' } });
      }
    }
  });

  test.each(Object.entries(refusals))('%s is its reason', (name, failure) => {
    const { status, text } = stored(name);
    const headers: Record<string, string> = status === 429 ? { 'retry-after': '12' } : {};
    expect(classify({ host: 'api.mexc.com', status, headers, body: text, receivedAt: at })).toMatchObject(failure);
    expect(isErrorBody(payload(name))).toBe(true);
  });

  test.each(names)('%s keeps every digit of its numbers', (name) => {
    const texts = textsOf(payload(name));
    for (const lexeme of numbersOf(stored(name).text)) expect(texts).toContain(lexeme);
  });
}

describe('payloads of MEXC that were recorded or published', () => {
  if (recordingsFolder === null)
    test('were not handed along with this copy: nothing to compare', () => expect(recordingsFolder).toBeNull());
  else recordedPayloads(recordingsFolder);
});
