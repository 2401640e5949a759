import { describe, expect, test } from 'vitest';
import { readJson } from '../../../../../extension/exchanges/lossless-json';
import { parseBalances } from '../../../../../shared/exchanges/mexc/balances';
import { parseFills } from '../../../../../shared/exchanges/mexc/fills';
import { parseMarkets, parseServerTime } from '../../../../../shared/exchanges/mexc/markets';
import { parseTickers } from '../../../../../shared/exchanges/mexc/tickers';
import { parseDeposits, parseOrderMarketIds } from '../../../../../shared/exchanges/mexc/traces';
import type { Market } from '../../../../../shared/exchanges/readings';
import { unixMs } from '../../../../../shared/result';
import { storedPayload } from '../../../../fixtures/exchange-payload';

const payload = (name: string): unknown => {
  const json = readJson(storedPayload(`test/fixtures/mexc/${name}.json`).text);
  if (!json.ok) throw new Error(`${name}: ${json.error.reason}`);
  return json.value;
};

const btcUsdt: Market = {
  id: 'BTCUSDT',
  symbol: 'BTC/USDT',
  base: 'BTC',
  quote: 'USDT',
  active: true,
  minQuantity: null,
};

const row = {
  symbol: 'BTCUSDT',
  id: 'fad2af9e942049b6adbda1a271f990c6',
  orderId: 'C02__385413065019117569043',
  price: '61000.5',
  qty: '0.02',
  commission: '0.61',
  commissionAsset: 'USDT',
  time: '1790000060000',
  isBuyer: true,
  isMaker: false,
};

describe('fills', () => {
  test('rows become fills, exact and in the order served', () => {
    const common = { exchange: 'mexc', symbol: 'BTC/USDT', base: 'BTC', quote: 'USDT', market: 'spot', revision: 0 };
    expect(parseFills(payload('my-trades'), btcUsdt)).toEqual({
      ok: true,
      value: [
        {
          ...common,
          id: 'fad2af9e942049b6adbda1a271f990c6', // hex: ids are text
          orderId: 'C02__385413065019117569043', // with a prefix
          executedAtUs: 1790000060000000, // 1790000060000 ms
          side: 'buy',
          quantity: '0.02',
          price: '61000.5',
          fees: [{ currency: 'USDT', amount: '0.610005' }],
          liquidity: 'taker',
        },
        {
          ...common,
          id: '618254937482915841X2',
          orderId: 'C02__385413065019117569044',
          executedAtUs: 1790000060000000,
          side: 'sell',
          quantity: '0.000000000000000001',
          price: '61000',
          fees: [{ currency: 'MX', amount: '0.0123' }],
          liquidity: 'maker',
        },
        {
          ...common,
          id: '618254937482915842',
          orderId: '9007199254740993',
          executedAtUs: 1790000000123000,
          side: 'buy',
          quantity: '1',
          price: '60999',
          fees: [], // "0" of no coin: a promotion pair
          liquidity: 'maker',
        },
        {
          ...common,
          id: '618254937482915842', // a self-trade: one id, two sides
          orderId: '9007199254740994',
          executedAtUs: 1790000000123000,
          side: 'sell',
          quantity: '1',
          price: '60999',
          fees: [], // null
          liquidity: 'taker',
        },
      ],
    });
  });

  test.each([
    ['0.00000000', 'USDT'],
    ['0', null],
    ['0', undefined],
    [null, 'USDT'],
    [undefined, undefined],
  ])('a commission of %j in %j is no fee', (commission, commissionAsset) => {
    expect(parseFills([{ ...row, commission, commissionAsset }], btcUsdt)).toMatchObject({
      ok: true,
      value: [{ fees: [] }],
    });
  });

  test('a negative commission is a rebate, as it stands', () => {
    expect(parseFills([{ ...row, commission: '-0.0100' }], btcUsdt)).toMatchObject({
      ok: true,
      value: [{ fees: [{ currency: 'USDT', amount: '-0.01' }] }],
    });
  });

  test.each([
    ['a quantity of 0', { qty: '0.00' }, '[1].qty'],
    ['a negative quantity', { qty: '-1' }, '[1].qty'],
    ['a negative price', { price: '-0.01' }, '[1].price'],
    ['an exponent', { qty: '1e-7' }, '[1].qty'],
    ['19 decimals', { commission: '0.0000000000000000001' }, '[1].commission'],
    ['an empty id', { id: '' }, '[1].id'],
    ['an id with a blank', { id: 'a b' }, '[1].id'],
    ['no order', { orderId: undefined }, '[1].orderId'],
    ['a time in seconds', { time: '1790000060' }, '[1].time'],
    ['a time in microseconds', { time: '1790000060000000' }, '[1].time'],
    ['a side that is a text', { isBuyer: 'true' }, '[1].isBuyer'],
    ['a fee without its coin', { commissionAsset: null }, '[1].commissionAsset'],
    ['a fee of an empty coin', { commissionAsset: '' }, '[1].commissionAsset'],
    ['another market', { symbol: 'ETHUSDT' }, '[1].symbol'],
  ])('%s is refused with its field, and no row of the page counts', (_, change, subject) => {
    const fills = parseFills([row, { ...row, ...change }], btcUsdt);
    expect(fills).toMatchObject({ ok: false, error: { reason: 'unexpected-payload', subject } });
  });

  test.each([[{ success: true, code: '0', data: [] }], [null], ['[]'], [[[]]]])('%j is no list of fills', (json) => {
    expect(parseFills(json, btcUsdt)).toMatchObject({ ok: false, error: { reason: 'unexpected-payload' } });
  });

  test('an empty page has no fills', () => {
    expect(parseFills([], btcUsdt)).toEqual({ ok: true, value: [] });
  });
});

describe('balances', () => {
  test('total is free and locked together, exact, and what is 0 is left out', () => {
    expect(parseBalances(payload('account'))).toEqual({
      ok: true,
      value: [
        { asset: 'BTC', free: '0.1', locked: '0.2', total: '0.3' },
        {
          asset: 'USDT',
          free: '0.000000000000000674',
          locked: '9007199254740993', // 2^53 + 1
          total: '9007199254740993.000000000000000674',
        },
        { asset: 'MX', free: '12.5', locked: '0', total: '12.5' },
      ],
    });
  });

  test.each([
    [{ balances: [{ asset: 'BTC', free: '-1', locked: '2' }] }, 'balances[0].free'],
    [{ balances: [{ asset: 'BTC', free: '1' }] }, 'balances[0].locked'],
    [{ balances: [{ asset: 'BTC', free: '', locked: '0' }] }, 'balances[0].free'],
    [{ balances: {} }, 'balances'],
    [{ balances: null }, 'balances'],
    [[], 'payload'],
  ])('%j is refused, never read as 0', (json, subject) => {
    expect(parseBalances(json)).toMatchObject({ ok: false, error: { reason: 'unexpected-payload', subject } });
  });
});

test('markets: online, offline, paused, closed to the API, and in any script', () => {
  const usdt = { quote: 'USDT' };
  expect(parseMarkets(payload('exchange-info'))).toEqual({
    ok: true,
    value: [
      { ...usdt, id: 'BTCUSDT', symbol: 'BTC/USDT', base: 'BTC', active: true, minQuantity: '0.000001' },
      { ...usdt, id: 'OLDUSDT', symbol: 'OLD/USDT', base: 'OLD', active: false, minQuantity: null },
      { ...usdt, id: 'WEBUSDT', symbol: 'WEB/USDT', base: 'WEB', active: true, minQuantity: null },
      { ...usdt, id: '币安人生USDT', symbol: '币安人生/USDT', base: '币安人生', active: false, minQuantity: '0.1' },
    ],
  });
  expect(parseMarkets({ symbols: [{ symbol: 'A' }] })).toMatchObject({
    ok: false,
    error: { subject: 'symbols[0].status' },
  });
});

test('the exchange’s clock', () => {
  expect(parseServerTime(payload('time'))).toEqual({ ok: true, value: 1790000000123 });
  expect(parseServerTime({ serverTime: null })).toMatchObject({ ok: false, error: { subject: 'serverTime' } });
});

describe('prices', () => {
  const market = (base: string): Market => ({ ...btcUsdt, id: `${base}USDT`, symbol: `${base}/USDT`, base });
  const at = unixMs(1790000001000);

  test('of the markets asked for; 0 and null are no price, and a strange row of another market spoils nothing', () => {
    const asked = [btcUsdt, market('OLD'), market('WEB'), market('SHIB'), market('NOSUCH')];
    expect(parseTickers(payload('ticker-price'), asked, at)).toEqual({
      ok: true,
      value: [
        { symbol: 'BTC/USDT', price: '61234.5', at },
        { symbol: 'SHIB/USDT', price: '0.000000000000123456', at },
      ],
    });
  });

  test('a strange price of a market that was asked for is refused', () => {
    expect(parseTickers(payload('ticker-price'), [market('ODD')], at)).toMatchObject({
      ok: false,
      error: { reason: 'unexpected-payload', subject: '[3]' },
    });
  });
});

describe('traces', () => {
  test('the coin of each deposit without its chain; a suffix that is no chain of the row may belong to the coin', () => {
    expect(parseDeposits(payload('deposits'))).toEqual({
      ok: true,
      value: { rows: 4, assets: ['USDT', 'XMR', 'ODD-COIN', 'ODD'] },
    });
    expect(parseDeposits([{ coin: '' }])).toMatchObject({ ok: false, error: { subject: '[0].coin' } });
    expect(parseDeposits({ rows: [] })).toMatchObject({ ok: false, error: { reason: 'unexpected-payload' } });
  });

  test('the market of each open order, once', () => {
    expect(parseOrderMarketIds(payload('open-orders'))).toEqual({ ok: true, value: ['BTCUSDT', 'GONEUSDT'] });
  });
});
