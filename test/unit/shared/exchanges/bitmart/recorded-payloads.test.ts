/** Payloads that nobody wrote for these tests: the exchange's own samples, where the folder of them stands beside the repository. */
import { readdirSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { readJson } from '../../../../../extension/exchanges/lossless-json';
import { parseBalances } from '../../../../../shared/exchanges/bitmart/balances';
import { classify, isRefusal } from '../../../../../shared/exchanges/bitmart/classify';
import { parseFills } from '../../../../../shared/exchanges/bitmart/fills';
import { parseMarkets } from '../../../../../shared/exchanges/bitmart/markets';
import { parseTickers } from '../../../../../shared/exchanges/bitmart/tickers';
import type { Market } from '../../../../../shared/exchanges/readings';
import type { Failure } from '../../../../../shared/reasons';
import { type Result, unixMs } from '../../../../../shared/result';
import { recordingsFolder, storedPayload } from '../../../../fixtures/exchange-payload';

const market = (base: string, quote: string): Market => ({
  id: `${base}_${quote}`,
  symbol: `${base}/${quote}`,
  base,
  quote,
  active: true,
  minQuantity: null,
});

type Parse = (payload: unknown) => Result<unknown, Failure>;

const fills: Parse = (payload) => parseFills(payload, []);

/** What has no reader, and the nearest one that must refuse it. */
const refused: Readonly<Record<string, Parse>> = {
  'account-wallet': parseBalances,
  'contract-details': parseMarkets,
  'contract-open-orders': fills,
  'contract-positions': parseBalances,
  'contract-trades': fills,
  'contract-transaction-history': fills,
  'contract-transfers': fills,
  'deposit-withdraw-history': parseBalances,
  'margin-isolated-account': parseBalances,
  'spot-history-orders': fills,
  'spot-open-orders': fills,
};

const reasons: Readonly<Record<string, Pick<Failure, 'reason' | 'code'>>> = {
  'error-clock-skew': { reason: 'clock-skew', code: '30007' },
  'error-ip': { reason: 'ip-not-whitelisted', code: '30010' },
  'error-key': { reason: 'key-rejected', code: '30012' },
  'error-rate-limit': { reason: 'rate-limited', code: '30013' },
  'error-signature': { reason: 'signature-rejected', code: '30005' },
};

const read = ['spot-symbols-details', 'spot-tickers', 'spot-trades', 'spot-wallet'];

const token = /"((?:[^"\\]|\\.)*)"(\s*:)?|-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?/g;

/** The texts and numbers of a JSON text, names left out, as they are written. */
const written = (text: string): readonly string[] =>
  [...text.matchAll(token)].filter((found) => found[2] === undefined).map(([whole, inner]) => inner ?? whole);

const leaves = (value: unknown): readonly string[] => {
  if (typeof value === 'string') return [value];
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(leaves) : [];
};

function recordedPayloads(folder: string): void {
  const stored = (name: string) => storedPayload(`${folder}/bitmart/${name}.json`);
  const payload = (name: string): unknown => {
    const json = readJson(stored(name).text);
    if (!json.ok) throw new Error(`${name}: ${json.error.reason}`);
    return json.value;
  };

  const files = readdirSync(new URL(`../../../../../${folder}/bitmart`, import.meta.url)).map((file) =>
    file.replace(/\.json$/, ''),
  );

  test('are each named here', () => {
    expect([...files].sort()).toEqual([...Object.keys(refused), ...Object.keys(reasons), ...read].sort());
  });

  test.each(files)('%s keeps every digit', (name) => {
    expect(leaves(payload(name))).toEqual(written(stored(name).text));
  });

  test('a buy whose fee is taken in the quote', () => {
    expect(parseFills(payload('spot-trades'), [])).toEqual({
      ok: true,
      value: [
        {
          id: '182342999769370687',
          orderId: '183270218784142990',
          executedAtUs: 1695658457836000, // 1695658457836 ms
          exchange: 'bitmart',
          symbol: 'ADA/USDT',
          base: 'ADA',
          quote: 'USDT',
          market: 'spot',
          side: 'buy',
          quantity: '20.71',
          price: '0.245948',
          // 20.71 × 0.245948 = 5.09358308; 0.1 % of it = 0.00509358…, cut to 8 decimals
          fees: [{ currency: 'USDT', amount: '0.00509358' }],
          liquidity: 'taker',
          revision: 0,
        },
      ],
    });
  });

  test('a wallet with two coins that are held and one that is not', () => {
    expect(parseBalances(payload('spot-wallet'))).toEqual({
      ok: true,
      value: [
        { asset: 'BTC', free: '0.00000062', locked: '0', total: '0.00000062' },
        { asset: 'ETH', free: '0.00002277', locked: '0', total: '0.00002277' },
      ],
    });
  });

  test('a market, its smallest order written with 30 decimals', () => {
    expect(parseMarkets(payload('spot-symbols-details'))).toEqual({
      ok: true,
      value: [{ ...market('BTC', 'USDT'), minQuantity: '0.00001' }],
    });
  });

  test('a price, and the same row a day and a millisecond later, which is none', () => {
    const at = unixMs(1717122550482);
    const later = unixMs(1717122550482 + 86_400_001);
    const asked = [market('AFIN', 'USDT'), market('BTC', 'USDT')];
    expect(parseTickers(payload('spot-tickers'), asked, at)).toEqual({
      ok: true,
      value: [{ symbol: 'AFIN/USDT', price: '0.001047', at }],
    });
    expect(parseTickers(payload('spot-tickers'), asked, later)).toEqual({ ok: true, value: [] });
  });

  test.each(Object.entries(reasons))('%s', (name, failure) => {
    const { status, text } = stored(name);
    const reply = { host: 'api-cloud.bitmart.com', status, headers: {}, body: text, receivedAt: unixMs(1760000000000) };
    expect(classify(reply)).toMatchObject(failure);
    expect(isRefusal(payload(name))).toBe(true);
  });

  test.each(Object.entries(refused))('%s is not read: it ends in a reason, not in a figure', (name, parse) => {
    expect(parse(payload(name))).toMatchObject({ ok: false, error: { reason: 'unexpected-payload' } });
    expect(isRefusal(payload(name))).toBe(false);
  });
}

describe('payloads of BitMart that were published', () => {
  if (recordingsFolder === null)
    test('were not handed along with this copy: nothing to compare', () => expect(recordingsFolder).toBeNull());
  else recordedPayloads(recordingsFolder);
});
