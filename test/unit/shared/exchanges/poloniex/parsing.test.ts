import { describe, expect, test } from 'vitest';
import { readJson } from '../../../../../extension/exchanges/lossless-json';
import { parseFuturesBalances, parseSpotBalances } from '../../../../../shared/exchanges/poloniex/balances';
import { parseFills } from '../../../../../shared/exchanges/poloniex/fills';
import { parseKeyProof } from '../../../../../shared/exchanges/poloniex/key-rights';
import { parseMarkets, parseServerTime } from '../../../../../shared/exchanges/poloniex/markets';
import { parseTickers } from '../../../../../shared/exchanges/poloniex/tickers';
import type { Market } from '../../../../../shared/exchanges/readings';
import { unixMs } from '../../../../../shared/result';
import { storedPayload } from '../../../../fixtures/exchange-payload';

const payload = (name: string): unknown => {
  const json = readJson(storedPayload(`test/fixtures/poloniex/${name}.json`).text);
  if (!json.ok) throw new Error(`${name}: ${json.error.reason}`);
  return json.value;
};

const market = (base: string, quote: string): Market => ({
  id: `${base}_${quote}`,
  symbol: `${base}/${quote}`,
  base,
  quote,
  active: true,
  minQuantity: null,
});

const row = {
  id: '7',
  symbol: 'BTC_USDT',
  accountType: 'SPOT',
  orderId: '8',
  side: 'BUY',
  matchRole: 'TAKER',
  createTime: '1760000000123',
  price: '43000',
  quantity: '0.5',
  feeCurrency: 'BTC',
  feeAmount: '0.0005',
};

describe('fills', () => {
  test('rows of all markets become fills, exact and in the order served', () => {
    const common = {
      exchange: 'poloniex',
      symbol: 'BTC/USDT',
      base: 'BTC',
      quote: 'USDT',
      market: 'spot',
      revision: 0,
    };
    expect(parseFills(payload('trades'), [market('BTC', 'USDT')])).toEqual({
      ok: true,
      value: [
        {
          ...common,
          id: '32164924331503618',
          orderId: '32164923987566592',
          executedAtUs: 1760000060000000,
          side: 'sell',
          quantity: '0.5',
          price: '43100',
          fees: [{ currency: 'USDT', amount: '33.4025' }], // 0.155 % of 0.5 × 43,100 = 21,550
          liquidity: 'taker',
        },
        {
          ...common,
          id: '35490370041151490', // a bare number above 2^53
          orderId: '9007199254740993', // 2^53 + 1, bare: a binary float would make it …992
          executedAtUs: 1760000000123000,
          side: 'buy',
          quantity: '0.25',
          price: '43000',
          fees: [{ currency: 'BTC', amount: '0.0003625' }], // 0.145 % of 0.25
          liquidity: 'maker',
        },
        {
          ...common,
          id: '32164924331503616',
          orderId: '9007199254740993',
          executedAtUs: 1760000000123000,
          side: 'buy',
          quantity: '0.25',
          price: '43000',
          fees: [{ currency: 'TRX', amount: '104.203956664999999859' }], // 21 significant digits
          liquidity: 'maker',
        },
        {
          ...common,
          symbol: 'OLD/BTC', // not in the list of markets
          base: 'OLD',
          quote: 'BTC',
          id: '30341456333942785',
          orderId: '30249408733945857',
          executedAtUs: 1759999000000000,
          side: 'sell',
          quantity: '1000',
          price: '0.000000012',
          fees: [{ currency: 'BTC', amount: '-0.0000000012' }], // a rebate
          liquidity: 'maker',
        },
        {
          ...common,
          id: '30341456333942784',
          orderId: '30249408733945856',
          executedAtUs: 1759998000000000,
          side: 'buy',
          quantity: '7.203956664999999859', // a binary float would make it 7.203956665
          price: '42000',
          fees: [],
          liquidity: 'maker',
        },
      ],
    });
  });

  test.each([
    ['a quantity of 0', { quantity: '0.00' }, '[1].quantity'],
    ['a negative quantity', { quantity: '-1' }, '[1].quantity'],
    ['a negative price', { price: '-0.01' }, '[1].price'],
    ['an exponent', { quantity: '1e-7' }, '[1].quantity'],
    ['19 decimals, which no figure here holds', { feeAmount: '0.0000000000000000001' }, '[1].feeAmount'],
    ['an id that is no number', { id: 'x7' }, '[1].id'],
    ['a time in seconds', { createTime: '1760000000' }, '[1].createTime'],
    ['a side in small letters', { side: 'buy' }, '[1].side'],
    ['a role that is not known', { matchRole: 'BOTH' }, '[1].matchRole'],
    ['a fee without its coin', { feeCurrency: '' }, '[1].feeCurrency'],
    ['no fee', { feeAmount: undefined }, '[1].feeAmount'],
    ['another account than spot', { accountType: 'FUTURES' }, '[1].accountType'],
    ['a market of futures', { symbol: 'BTC_USDT_PERP' }, 'BTC_USDT_PERP'],
    ['a market whose name tells no pair', { symbol: 'BTCUSDT' }, 'BTCUSDT'],
  ])('%s is refused with its name, and no row of the page counts', (_, change, subject) => {
    const fills = parseFills([row, { ...row, ...change }], [market('BTC', 'USDT')]);
    expect(fills).toMatchObject({ ok: false, error: { reason: 'unexpected-payload', subject } });
  });

  test.each([[{ rows: [] }], [null], ['[]'], [[[]]]])('%j is no list of fills', (json) => {
    expect(parseFills(json, [])).toMatchObject({ ok: false, error: { reason: 'unexpected-payload' } });
  });

  test('an empty page has none, and coins are named as the list of markets names them', () => {
    expect(parseFills([], [])).toEqual({ ok: true, value: [] });
    const renamed = { ...market('BTC', 'USDT'), base: 'XBT', symbol: 'XBT/USDT' };
    expect(parseFills([row], [renamed])).toMatchObject({ ok: true, value: [{ symbol: 'XBT/USDT', base: 'XBT' }] });
  });
});

describe('balances of the spot wallet', () => {
  test('total is available and held together, exact, and what is 0 is left out', () => {
    expect(parseSpotBalances(payload('spot-balances'))).toEqual({
      ok: true,
      value: [
        { asset: 'USDT', free: '0.1', locked: '0.2', total: '0.3' },
        { asset: 'BTC', free: '0', locked: '1.5', total: '1.5' },
        // …859 + …001 = …860
        { asset: 'TRX', free: '7.203956664999999859', locked: '0.000000000000000001', total: '7.20395666499999986' },
      ],
    });
  });

  test('no account, and an account without assets, hold nothing', () => {
    expect(parseSpotBalances([])).toEqual({ ok: true, value: [] });
    expect(parseSpotBalances([{ accountType: 'SPOT', balances: [] }])).toEqual({ ok: true, value: [] });
  });

  const balance = { currency: 'BTC', available: '1', hold: '0' };
  test.each([
    ['a negative amount', { ...balance, hold: '-1' }, '[0].balances[1].hold'],
    ['a missing amount', { currency: 'BTC', hold: '0' }, '[0].balances[1].available'],
    ['19 decimals', { ...balance, available: '0.1234567890123456789' }, '[0].balances[1].available'],
    ['an asset twice', balance, 'BTC'],
  ])('%s is refused with its name', (_, second, subject) => {
    const parsed = parseSpotBalances([{ accountType: 'SPOT', balances: [balance, second] }]);
    expect(parsed).toMatchObject({ ok: false, error: { reason: 'unexpected-payload', subject } });
  });

  test('another account than the one asked for is no answer', () => {
    expect(parseSpotBalances([{ accountType: 'FUTURES', balances: [balance] }])).toMatchObject({
      ok: false,
      error: { subject: '[0].accountType' },
    });
  });
});

describe('balances of the futures wallet', () => {
  test('total is the equity, free what could be taken out, locked the rest', () => {
    expect(parseFuturesBalances(payload('futures-balance'))).toEqual({
      ok: true,
      value: [
        // an open loss of 10 has lowered the equity, not what is "available": 90.20… − margin 20 = 70.20…
        { asset: 'USDT', free: '70.203956664999999859', locked: '20', total: '90.203956664999999859' },
        // an open profit of 10 cannot be taken out yet: 100 − margin 20 = 80; 110 − 80 = 30
        { asset: 'USDC', free: '80', locked: '30', total: '110' },
        // margin above the equity leaves nothing free, and nothing negative: 0.5 − 0.7 < 0
        { asset: 'BTC', free: '0', locked: '0.5', total: '0.5' },
      ],
    });
  });

  const wallet = (eq: string, details: readonly unknown[]) => ({ code: '200', msg: '', data: { eq, details } });
  const detail = { ccy: 'USDT', eq: '5', avail: '5', im: '0' };

  test('that says it holds nothing is empty; one that lists nothing and holds something is no answer', () => {
    expect(parseFuturesBalances(wallet('0', []))).toEqual({ ok: true, value: [] });
    expect(parseFuturesBalances(wallet('0.00', [{ ...detail, eq: '0', avail: '0' }]))).toEqual({ ok: true, value: [] });
    expect(parseFuturesBalances(wallet('7', []))).toMatchObject({ ok: false, error: { subject: 'data.details' } });
  });

  test('an equity below what is available counts, never the available amount', () => {
    expect(parseFuturesBalances(wallet('4', [{ ...detail, eq: '4', avail: '5' }]))).toMatchObject({
      ok: true,
      value: [{ free: '4', locked: '0', total: '4' }],
    });
    expect(parseFuturesBalances(wallet('4', [{ ...detail, eq: '4', avail: '-1' }]))).toMatchObject({
      ok: true,
      value: [{ free: '0', locked: '4', total: '4' }],
    });
  });

  test.each([
    ['a debt', wallet('-1', [{ ...detail, eq: '-1' }]), 'data.details[0].eq'],
    ['no margin', wallet('5', [{ ccy: 'USDT', eq: '5', avail: '5' }]), 'data.details[0].im'],
    ['19 decimals', wallet('5', [{ ...detail, eq: '0.1234567890123456789' }]), 'data.details[0].eq'],
    ['an asset twice', wallet('5', [detail, detail]), 'USDT'],
    ['no details', { code: '200', msg: '', data: { eq: '0' } }, 'data.details'],
    ['no data', { code: '200', msg: '', data: null }, 'data'],
    ['a refusal', { code: '1002', msg: 'SYSTEM_MAINTENANCE', data: { eq: '0', details: [] } }, 'code'],
  ])('%s is no figure', (_, json, subject) => {
    expect(parseFuturesBalances(json)).toMatchObject({ ok: false, error: { reason: 'unexpected-payload', subject } });
  });
});

describe('markets, prices, time and the proof of a key', () => {
  test('markets that rest are kept; a smallest order of 0 is none', () => {
    expect(parseMarkets(payload('markets'))).toEqual({
      ok: true,
      value: [
        { ...market('BTC', 'USDT'), minQuantity: '0.000001' },
        market('TRX', 'USDC'),
        { ...market('OLD', 'BTC'), active: false, minQuantity: '10' },
        market('索拉拉', 'USDT'),
      ],
    });
    expect(parseMarkets([{ symbol: 'BTC_USDT' }])).toMatchObject({
      ok: false,
      error: { subject: '[0].baseCurrencyName' },
    });
  });

  test('prices of the markets asked for; a price of 0 is not known', () => {
    const at = unixMs(1760000000000);
    const asked = [market('BTC', 'USDT'), market('OLD', 'BTC'), market('NO', 'SUCH')];
    expect(parseTickers(payload('ticker24h'), asked, at)).toEqual({
      ok: true,
      value: [{ symbol: 'BTC/USDT', price: '73380.47', at }],
    });
    expect(parseTickers(payload('ticker24h'), [market('SHIB', 'USDT')], at)).toEqual({
      ok: true,
      value: [{ symbol: 'SHIB/USDT', price: '0.000000000123456789', at }],
    });
    expect(parseTickers([{ symbol: 'BTC_USDT' }], asked, at)).toMatchObject({
      ok: false,
      error: { subject: '[0].close' },
    });
  });

  test('the exchange’s clock', () => {
    expect(parseServerTime(payload('time'))).toEqual({ ok: true, value: 1760000000123 });
    expect(parseServerTime({})).toMatchObject({ ok: false, error: { subject: 'serverTime' } });
  });

  test('fees prove that the key works and tell nothing of its rights; anything else proves nothing', () => {
    expect(parseKeyProof(payload('fee-info'))).toEqual({ ok: true, value: { readable: false } });
    expect(parseKeyProof({})).toMatchObject({ ok: false, error: { subject: 'makerRate' } });
  });
});
