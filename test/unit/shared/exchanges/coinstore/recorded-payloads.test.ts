/** Payloads that nobody wrote for these tests: the exchange's own samples, where the folder of them stands beside the repository. */
import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { readJson } from '../../../../../extension/exchanges/lossless-json';
import { parseBalances } from '../../../../../shared/exchanges/coinstore/balances';
import { classify, isRefusal } from '../../../../../shared/exchanges/coinstore/classify';
import { parseFills } from '../../../../../shared/exchanges/coinstore/fills';
import { parseMarkets } from '../../../../../shared/exchanges/coinstore/markets';
import { parseTickers } from '../../../../../shared/exchanges/coinstore/tickers';
import {
  parseDepositAssets,
  parseOrderMarketCodes,
  parseWithdrawalAssets,
} from '../../../../../shared/exchanges/coinstore/traces';
import type { Market } from '../../../../../shared/exchanges/readings';
import { unixMs } from '../../../../../shared/result';
import { recordingsFolder, storedPayload } from '../../../../fixtures/exchange-payload';

const market = (base: string, quote: string, number: number): Market => ({
  id: `${base}${quote}#${number}`,
  symbol: `${base}/${quote}`,
  base,
  quote,
  active: true,
  minQuantity: null,
});

const numberLexeme = /-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?/g;
const outsideTexts = (json: string): string => json.replace(/"(?:[^"\\]|\\.)*"/g, '""');

/** Every text in a value read losslessly: numbers are among them. */
const textsIn = (value: unknown): readonly string[] =>
  typeof value === 'string'
    ? [value]
    : typeof value === 'object' && value !== null
      ? Object.values(value).flatMap(textsIn)
      : [];

function recordedPayloads(folder: string): void {
  const stored = (name: string) => storedPayload(`${folder}/coinstore/${name}.json`);
  const payload = (name: string): unknown => {
    const json = readJson(stored(name).text);
    if (!json.ok) throw new Error(`${name}: ${json.error.reason}`);
    return json.value;
  };
  const at = unixMs(1_760_000_000_000);

  /** What each file must give; a file that stands in no line fails the last test. */
  const cases: Readonly<Record<string, () => void>> = {
    'account-matches': () =>
      expect(parseFills(payload('account-matches'), market('LAST', 'USDT', 15))).toEqual({
        ok: true,
        value: [
          {
            id: '11523732',
            orderId: '1717384395096065',
            executedAtUs: 1_637_825_389_000_000, // 1637825389 s
            exchange: 'coinstore',
            symbol: 'LAST/USDT',
            base: 'LAST',
            quote: 'USDT',
            market: 'spot',
            side: 'buy',
            quantity: '40.9',
            price: '0.21729', // 8.887161 ÷ 40.9: 40.9 × 0.21729 = 8.887161
            fees: [{ currency: 'LAST', amount: '0.0818' }], // feeCurrencyId 44 is the base's; 0.2 % of 40.9
            liquidity: 'taker',
            revision: 0,
          },
        ],
      }),
    'spot-account-list': () =>
      expect(parseBalances(payload('spot-account-list'))).toEqual({
        ok: true,
        // 13297.94999 + 0.05001 = 13298
        value: [{ asset: 'USDT', free: '13297.94999', locked: '0.05001', total: '13298' }],
      }),
    'spot-symbols': () =>
      expect(parseMarkets(payload('spot-symbols'))).toEqual({
        ok: true,
        value: [{ ...market('BTC', 'USDT', 1), minQuantity: '0.2' }],
      }),
    'ticker-price': () =>
      expect(parseTickers(payload('ticker-price'), [market('AUT', 'USDT', 4), market('BTC', 'USDT', 1)], at)).toEqual({
        ok: true,
        value: [
          { symbol: 'BTC/USDT', price: '400', at },
          { symbol: 'AUT/USDT', price: '1', at },
        ],
      }),
    'order-active-v2': () =>
      expect(parseOrderMarketCodes(payload('order-active-v2'))).toEqual({ ok: true, value: ['A123USDT'] }),
    'deposit-records': () =>
      expect(parseDepositAssets(payload('deposit-records'))).toEqual({ ok: true, value: ['DOGE'] }),
    'withdraw-records': () =>
      expect(parseWithdrawalAssets(payload('withdraw-records'))).toEqual({ ok: true, value: ['DOGE'] }),
    'error-ip-or-signature': () => refused('error-ip-or-signature', 'key-or-address-refused', '1401'),
    'error-key': () => refused('error-key', 'key-rejected', '401'),
    'error-signature': () => refused('error-signature', 'signature-rejected', '3005'),
    // What has no reader ends as an unexpected payload, not as a figure.
    'common-currency': () => unread('common-currency'),
    'market-tickers': () => unread('market-tickers'),
    'order-info-v2': () => unread('order-info-v2'),
  };

  function refused(name: string, reason: string, code: string): void {
    const { status, text } = stored(name);
    expect(isRefusal(payload(name))).toBe(true);
    const failure = classify({ host: 'api.coinstore.com', status, headers: {}, body: text, receivedAt: at });
    expect(failure).toMatchObject({ reason, code });
    for (const parsed of [parseBalances(payload(name)), parseFills(payload(name), market('BTC', 'USDT', 1))]) {
      expect(parsed.ok).toBe(false);
    }
  }

  function unread(name: string): void {
    expect(isRefusal(payload(name))).toBe(false);
    const read = [
      parseBalances(payload(name)),
      parseFills(payload(name), market('BTC', 'USDT', 1)),
      parseMarkets(payload(name)),
      parseTickers(payload(name), [], at),
    ];
    for (const parsed of read) expect(parsed).toMatchObject({ ok: false, error: { reason: 'unexpected-payload' } });
  }

  test.each(Object.keys(cases))('%s', (name) => cases[name]?.());

  test.each(Object.keys(cases))('%s: every number keeps its digits', (name) => {
    const numbers = outsideTexts(stored(name).text).match(numberLexeme) ?? [];
    expect(textsIn(payload(name))).toEqual(expect.arrayContaining(numbers));
  });

  test('every file of the folder is named above', () => {
    const files = readdirSync(new URL(`../../../../../${folder}/coinstore/`, import.meta.url));
    expect(files.map((file) => file.replace(/\.json$/, '')).sort()).toEqual(Object.keys(cases).sort());
    for (const file of files)
      expect(
        readFileSync(new URL(`../../../../../${folder}/coinstore/${file}`, import.meta.url)).length,
      ).toBeGreaterThan(2);
  });
}

describe('payloads of Coinstore that were recorded or published', () => {
  if (recordingsFolder === null)
    test('were not handed along with this copy: nothing to compare', () => expect(recordingsFolder).toBeNull());
  else recordedPayloads(recordingsFolder);
});
