/** Payloads that nobody wrote for these tests: recordings and the exchange's own samples, where the folder of them stands beside the repository. */
import { describe, expect, test } from 'vitest';
import { readJson } from '../../../../../extension/exchanges/lossless-json';
import { parseBalances } from '../../../../../shared/exchanges/binance/balances';
import { classify } from '../../../../../shared/exchanges/binance/classify';
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

  test('what has no reader ends as an unexpected payload, not as a figure', () => {
    const other = [
      'asset-dribblet',
      'asset-transfer-history',
      'convert-tradeflow',
      'fiat-orders',
      'funding-asset',
      'papi-balance',
    ];
    for (const name of other) {
      expect([name, parseFills(payload(name), market('BTC', 'USDT')).ok]).toEqual([name, false]);
      expect([name, parseBalances(payload(name)).ok]).toEqual([name, false]);
    }
  });
}

describe('payloads of Binance that were recorded or published', () => {
  if (recordingsFolder === null)
    test('were not handed along with this copy: nothing to compare', () => expect(recordingsFolder).toBeNull());
  else recordedPayloads(recordingsFolder);
});
