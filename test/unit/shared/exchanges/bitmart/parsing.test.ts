import { describe, expect, test } from 'vitest';
import { readJson } from '../../../../../extension/exchanges/lossless-json';
import { parseBalances } from '../../../../../shared/exchanges/bitmart/balances';
import { parseFills } from '../../../../../shared/exchanges/bitmart/fills';
import { parseMarkets, parseServerTime } from '../../../../../shared/exchanges/bitmart/markets';
import { parseTickers } from '../../../../../shared/exchanges/bitmart/tickers';
import type { Market } from '../../../../../shared/exchanges/readings';
import { unixMs } from '../../../../../shared/result';
import { storedPayload } from '../../../../fixtures/exchange-payload';

const payload = (name: string): unknown => {
  const json = readJson(storedPayload(`test/fixtures/bitmart/${name}.json`).text);
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
const btcUsdt = market('BTC', 'USDT');

describe('fills', () => {
  test('rows of all markets become fills, exact and in the order served', () => {
    const ofBtc = { symbol: 'BTC/USDT', base: 'BTC', quote: 'USDT' };
    const common = { exchange: 'bitmart', revision: 0 };
    expect(parseFills(payload('trades'), [btcUsdt])).toEqual({
      ok: true,
      value: [
        {
          ...{ ...common, ...ofBtc, market: 'spot', liquidity: 'maker' },
          id: '182342999769370687',
          orderId: '183270218784142990',
          executedAtUs: 1760000120000000,
          side: 'sell',
          quantity: '0.5',
          price: '43000',
          fees: [{ currency: 'USDT', amount: '21.5' }], // 0.1 % of 0.5 × 43000 = 21500, in the quote
        },
        {
          ...{ ...common, ...ofBtc, market: 'spot', liquidity: 'taker' },
          id: '9007199254740993', // a bare 2^53 + 1: a binary float would make it …992
          orderId: '183270218784142989',
          executedAtUs: 1760000060000000,
          side: 'buy',
          quantity: '0.25',
          price: '43000.01',
          fees: [{ currency: 'BTC', amount: '0.00025' }], // 0.1 % of 0.25, in the base
        },
        {
          ...{ ...common, symbol: 'GONE/BTC', base: 'GONE', quote: 'BTC', market: 'spot', liquidity: 'maker' },
          id: '182342999769370685',
          orderId: '183270218784142988',
          executedAtUs: 1760000060000000, // createTime; updateTime is a millisecond later
          side: 'buy',
          quantity: '900719925474.0993',
          price: '0.00000001',
          fees: [{ currency: 'BMX', amount: '1.25' }], // in BitMart's own coin
        },
        {
          ...{ ...common, ...ofBtc, market: 'margin', liquidity: 'maker' },
          id: '182342999769370684',
          orderId: '183270218784142987',
          executedAtUs: 1760000000123000,
          side: 'buy',
          quantity: '0.1',
          price: '42000',
          fees: [],
        },
      ],
    });
  });

  const row = {
    ...{ tradeId: '7', orderId: '8', symbol: 'BTC_USDT', side: 'buy', orderMode: 'spot', price: '43000.00' },
    ...{ size: '0.50000', fee: '0.0005', feeCoinName: 'BTC', tradeRole: 'taker', createTime: '1760000000123' },
  };
  const parsed = (change: object) => parseFills({ data: [row, { ...row, ...change }] }, [btcUsdt]);

  test('a fee is positive when charged and negative when earned', () => {
    expect(parsed({ fee: '-0.0001', feeCoinName: 'USDT' })).toMatchObject({
      ok: true,
      value: [{ fees: [{ currency: 'BTC', amount: '0.0005' }] }, { fees: [{ currency: 'USDT', amount: '-0.0001' }] }],
    });
  });

  test('the list of markets tells base and quote where it has the market', () => {
    const renamed = { ...market('NEWNAME', 'USDT'), id: 'OLDNAME_USDT' };
    expect(parseFills({ data: [{ ...row, symbol: 'OLDNAME_USDT' }] }, [renamed])).toMatchObject({
      ok: true,
      value: [{ symbol: 'NEWNAME/USDT', base: 'NEWNAME' }],
    });
  });

  test.each([
    ['a quantity of 0', { size: '0.00000' }, 'data[1].size'],
    ['a negative quantity', { size: '-1' }, 'data[1].size'],
    ['an exponent', { size: '1e-7' }, 'data[1].size'],
    ['a negative price', { price: '-0.01' }, 'data[1].price'],
    ['no fee', { fee: undefined }, 'data[1].fee'],
    ['a fee that is no amount', { fee: '' }, 'data[1].fee'],
    ['a fee without its coin', { feeCoinName: '' }, 'data[1].feeCoinName'],
    ['a fee whose coin is not told', { feeCoinName: null }, 'data[1].feeCoinName'],
    ['an id that is no number', { tradeId: 'x7' }, 'data[1].tradeId'],
    ['a time in seconds', { createTime: '1760000000' }, 'data[1].createTime'],
    ['a side of a contract', { side: '3' }, 'data[1].side'],
    ['another kind of order', { orderMode: 'cross_margin' }, 'data[1].orderMode'],
    ['a symbol without base and quote', { symbol: 'BTCUSDT' }, 'data[1].symbol'],
    ['a symbol of three parts', { symbol: 'A_B_C' }, 'data[1].symbol'],
  ])('%s is refused with its field, and no row of the page counts', (_, change, subject) => {
    expect(parsed(change)).toMatchObject({ ok: false, error: { reason: 'unexpected-payload', subject } });
  });

  test.each([[{ data: {} }], [[]], [null], [{}]])('%j is no list of fills', (json) => {
    expect(parseFills(json, [])).toMatchObject({ ok: false, error: { reason: 'unexpected-payload' } });
  });

  test('an empty page has no fills', () => {
    expect(parseFills({ data: [] }, [])).toEqual({ ok: true, value: [] });
  });
});

describe('balances', () => {
  test('total is available and frozen together, exact, and what is 0 is left out', () => {
    expect(parseBalances(payload('wallet'))).toEqual({
      ok: true,
      value: [
        // 0.00000062 + 0.1
        { asset: 'BTC', free: '0.00000062', locked: '0.1', total: '0.10000062' },
        { asset: 'USDT', free: '1050.25', locked: '0', total: '1050.25' },
        {
          asset: 'SHIB',
          free: '9007199254740993.000000000000000001',
          locked: '0',
          total: '9007199254740993.000000000000000001',
        },
      ],
    });
  });

  test('the account wallet, which shows the same assets once more, is not read', () => {
    const twin = { data: { wallet: [{ currency: 'BTC', available: '1', frozen: '0' }] } };
    expect(parseBalances(twin)).toMatchObject({
      ok: false,
      error: { reason: 'unexpected-payload', subject: 'data.wallet[0].id' },
    });
  });

  test.each([
    [{ data: { wallet: [{ id: 'BTC', available: '-1', frozen: '2' }] } }, 'data.wallet[0].available'],
    [{ data: { wallet: [{ id: 'BTC', available: '1' }] } }, 'data.wallet[0].frozen'],
    [{ data: { wallet: [{ id: 'BTC', available: '', frozen: '0' }] } }, 'data.wallet[0].available'],
    [{ data: {} }, 'data.wallet'],
    [[], 'payload'],
  ])('%j is refused, never read as 0', (json, subject) => {
    expect(parseBalances(json)).toMatchObject({ ok: false, error: { reason: 'unexpected-payload', subject } });
  });
});

test('markets: traded and not yet traded, with the smallest order where one is told', () => {
  expect(parseMarkets(payload('symbols-details'))).toEqual({
    ok: true,
    value: [
      { ...btcUsdt, minQuantity: '0.00001' },
      { ...market('NEW', 'USDT'), active: false },
    ],
  });
  expect(parseMarkets({ data: { symbols: [] } })).toEqual({ ok: true, value: [] });
  expect(parseMarkets({ data: { symbols: [{ symbol: 'BTC_USDT' }] } })).toMatchObject({
    ok: false,
    error: { subject: 'data.symbols[0].base_currency' },
  });
});

test('the exchange’s clock', () => {
  expect(parseServerTime(payload('time'))).toEqual({ ok: true, value: 1760000000123 });
  expect(parseServerTime({ data: { server_time: null } })).toMatchObject({
    ok: false,
    error: { subject: 'data.server_time' },
  });
});

describe('prices', () => {
  const at = unixMs(1760000000000);
  const asked = ['BTC', 'OLD', 'ENDED', 'EMPTY', 'NULL', 'ZERO', 'ABSENT'].map((base) => market(base, 'USDT'));

  test('are known where a market was traded within a day: one that is empty, 0, or stands still is no price', () => {
    // OLD: 1760000000000 − 1759913600000 = 86400000 ms, a day; ENDED: a millisecond more
    expect(parseTickers(payload('tickers'), asked, at)).toEqual({
      ok: true,
      value: [
        { symbol: 'BTC/USDT', price: '43210.5', at },
        { symbol: 'OLD/USDT', price: '0.0123', at },
      ],
    });
    expect(parseTickers({ data: [] }, asked, at)).toEqual({ ok: true, value: [] });
  });

  test.each([
    [['BTC_USDT', '1'], 'data[0]'],
    [['BTC_USDT', '-1', ...Array(10).fill('0'), '1760000000000'], 'data[0][1]'],
    [['BTC_USDT', '1', ...Array(10).fill('0'), '1760000000'], 'data[0][12]'],
  ])('the row %j is refused', (row, subject) => {
    expect(parseTickers({ data: [row] }, asked, at)).toMatchObject({
      ok: false,
      error: { reason: 'unexpected-payload', subject: expect.stringContaining(subject) },
    });
  });
});
