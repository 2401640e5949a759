import { describe, expect, test } from 'vitest';
import { readJson } from '../../../../../extension/exchanges/lossless-json';
import { parseBalances } from '../../../../../shared/exchanges/binance/balances';
import { parseFills } from '../../../../../shared/exchanges/binance/fills';
import { parseKeyRights } from '../../../../../shared/exchanges/binance/key-rights';
import { parseMarkets, parseServerTime } from '../../../../../shared/exchanges/binance/markets';
import { parseTickers } from '../../../../../shared/exchanges/binance/tickers';
import { parseDepositAssets, parseOrderMarketIds } from '../../../../../shared/exchanges/binance/traces';
import type { Market } from '../../../../../shared/exchanges/readings';
import { unixMs } from '../../../../../shared/result';
import { storedPayload } from '../../../../fixtures/exchange-payload';

const payload = (name: string): unknown => {
  const json = readJson(storedPayload(`test/fixtures/binance/${name}.json`).text);
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
  id: '7',
  orderId: '8',
  price: '43000.00000000',
  qty: '0.50000000',
  commission: '0.0005',
  commissionAsset: 'BTC',
  time: '1760000000123',
  isBuyer: true,
  isMaker: false,
};

describe('fills', () => {
  test('rows become fills, exact and in the order served', () => {
    const fills = parseFills(payload('my-trades'), btcUsdt);
    const common = { exchange: 'binance', symbol: 'BTC/USDT', base: 'BTC', quote: 'USDT', market: 'spot', revision: 0 };
    expect(fills).toEqual({
      ok: true,
      value: [
        {
          ...common,
          id: '1001',
          orderId: '9007199254740993', // 2^53 + 1: a binary float would make it …992
          executedAtUs: 1760000000123000,
          side: 'buy',
          quantity: '0.5',
          price: '43000',
          fees: [{ currency: 'BTC', amount: '0.0005' }],
          liquidity: 'taker',
        },
        {
          ...common,
          id: '1002',
          orderId: '9007199254740993',
          executedAtUs: 1760000000123000,
          side: 'buy',
          quantity: '0.25',
          price: '43000.01',
          fees: [{ currency: 'BNB', amount: '0.0123' }],
          liquidity: 'maker',
        },
        {
          ...common,
          id: '1003',
          orderId: '501',
          executedAtUs: 1760000060000000,
          side: 'buy',
          quantity: '0.1',
          price: '43100',
          fees: [],
          liquidity: 'maker',
        },
        {
          ...common,
          id: '1003',
          orderId: '502',
          executedAtUs: 1760000060000000,
          side: 'sell',
          quantity: '0.1',
          price: '43100',
          fees: [{ currency: 'USDT', amount: '4.31' }],
          liquidity: 'taker',
        },
        {
          ...common,
          id: '12345678901234567890',
          orderId: '503',
          executedAtUs: 1760000120000000,
          side: 'sell',
          quantity: '900719925474.0993',
          price: '0.00000001',
          fees: [{ currency: 'USDT', amount: '-0.0001' }], // a rebate
          liquidity: 'maker',
        },
      ],
    });
  });

  test.each([
    ['a quantity of 0', { qty: '0.00000000' }, '[1].qty'],
    ['a negative quantity', { qty: '-1' }, '[1].qty'],
    ['a negative price', { price: '-0.01' }, '[1].price'],
    ['an exponent', { qty: '1e-7' }, '[1].qty'],
    ['19 decimals', { commission: '0.0000000000000000001' }, '[1].commission'],
    ['an id that is no number', { id: 'x7' }, '[1].id'],
    ['a time in seconds', { time: '1760000000' }, '[1].time'],
    ['a time in microseconds', { time: '1760000000123000' }, '[1].time'],
    ['a side that is a text', { isBuyer: 'true' }, '[1].isBuyer'],
    ['no coin of the fee', { commissionAsset: undefined }, '[1].commissionAsset'],
    ['another market', { symbol: 'ETHUSDT' }, '[1].symbol'],
  ])('%s is refused with its field, and no row of the page counts', (_, change, subject) => {
    const fills = parseFills([row, { ...row, ...change }], btcUsdt);
    expect(fills).toMatchObject({ ok: false, error: { reason: 'unexpected-payload', subject } });
  });

  test.each([[{ rows: [] }], [null], ['[]'], [[[]]]])('%j is no list of fills', (json) => {
    expect(parseFills(json, btcUsdt)).toMatchObject({ ok: false, error: { reason: 'unexpected-payload' } });
  });

  test('18 decimals are read, and an empty page has no fills', () => {
    expect(parseFills([{ ...row, qty: '0.000000000000000001' }], btcUsdt)).toMatchObject({
      ok: true,
      value: [{ quantity: '0.000000000000000001' }],
    });
    expect(parseFills([], btcUsdt)).toEqual({ ok: true, value: [] });
  });
});

describe('balances', () => {
  test('total is free and locked together, exact, and what is 0 is left out', () => {
    expect(parseBalances(payload('account'))).toEqual({
      ok: true,
      value: [
        { asset: 'BTC', free: '0.1', locked: '0.2', total: '0.3' },
        { asset: 'USDT', free: '1050.25', locked: '0', total: '1050.25' },
        {
          asset: 'SHIB',
          free: '0.000000000000000001',
          locked: '9007199254740993',
          total: '9007199254740993.000000000000000001',
        },
        { asset: 'LDUSDT', free: '12.5', locked: '0', total: '12.5' },
      ],
    });
  });

  test.each([
    [{ balances: [{ asset: 'BTC', free: '-1', locked: '2' }] }, 'balances[0].free'],
    [{ balances: [{ asset: 'BTC', free: '1' }] }, 'balances[0].locked'],
    [{ balances: [{ asset: 'BTC', free: '', locked: '0' }] }, 'balances[0].free'],
    [{ balances: {} }, 'balances'],
    [[], 'payload'],
  ])('%j is refused, never read as 0', (json, subject) => {
    expect(parseBalances(json)).toMatchObject({ ok: false, error: { reason: 'unexpected-payload', subject } });
  });
});

describe('rights of a key', () => {
  test('a key that may only read, bound to an address', () => {
    expect(parseKeyRights(payload('key-rights-read-only'))).toEqual({
      ok: true,
      value: { readable: true, read: true, trade: false, withdraw: false, transfer: false, ipRestricted: true },
    });
  });

  test('a key that may trade, from anywhere', () => {
    expect(parseKeyRights(payload('key-rights-trading'))).toMatchObject({
      ok: true,
      value: { trade: true, withdraw: false, ipRestricted: false },
    });
  });

  const none = {
    ipRestrict: false,
    enableReading: true,
    enableWithdrawals: false,
    enableInternalTransfer: false,
    permitsUniversalTransfer: false,
    enableSpotAndMarginTrading: false,
  };

  test.each([
    ['enableFutures', { trade: true, withdraw: false, transfer: false }],
    ['enableVanillaOptions', { trade: true, withdraw: false, transfer: false }],
    ['enableSomethingNew', { trade: true, withdraw: false, transfer: false }],
    ['enableWithdrawals', { trade: false, withdraw: true, transfer: false }],
    ['enableInternalTransfer', { trade: false, withdraw: false, transfer: true }],
    ['permitsUniversalTransfer', { trade: false, withdraw: false, transfer: true }],
    ['enableFixReadOnly', { trade: false, withdraw: false, transfer: false }],
  ])('%s alone', (flag, rights) => {
    expect(parseKeyRights({ ...none, [flag]: true })).toMatchObject({ ok: true, value: rights });
  });

  test('a right that is not told is not assumed to be absent', () => {
    expect(parseKeyRights({ ...none, enableWithdrawals: undefined })).toMatchObject({
      ok: false,
      error: { reason: 'unexpected-payload', subject: 'enableWithdrawals' },
    });
  });
});

test('markets: trading, halted, and in any script', () => {
  const usdt = { quote: 'USDT' };
  expect(parseMarkets(payload('exchange-info'))).toEqual({
    ok: true,
    value: [
      { ...usdt, id: 'BTCUSDT', symbol: 'BTC/USDT', base: 'BTC', active: true, minQuantity: '0.00001' },
      { ...usdt, id: 'LUNAUSDT', symbol: 'LUNA/USDT', base: 'LUNA', active: false, minQuantity: null },
      { ...usdt, id: '币安人生USDT', symbol: '币安人生/USDT', base: '币安人生', active: true, minQuantity: '0.1' },
    ],
  });
});

test('the exchange’s clock', () => {
  expect(parseServerTime(payload('time'))).toEqual({ ok: true, value: 1760000000123 });
  expect(parseServerTime({ serverTime: null })).toMatchObject({ ok: false, error: { subject: 'serverTime' } });
});

describe('prices', () => {
  const luna: Market = { ...btcUsdt, id: 'LUNAUSDT', symbol: 'LUNA/USDT', base: 'LUNA' };
  const at = unixMs(1760000001000);

  test('of the markets asked for; a price of 0 is no price', () => {
    expect(parseTickers(payload('ticker-price'), [btcUsdt, luna], at)).toEqual({
      ok: true,
      value: [{ symbol: 'BTC/USDT', price: '43210.5', at }],
    });
  });

  test('a row without a price is refused', () => {
    expect(parseTickers([{ symbol: 'BTCUSDT' }], [btcUsdt], at)).toMatchObject({
      ok: false,
      error: { reason: 'unexpected-payload', subject: '[0]' },
    });
  });
});

test('traces: the coin of each deposit, the market of each open order once', () => {
  expect(parseDepositAssets(payload('deposits'))).toEqual({ ok: true, value: ['USDT', 'XMR', 'USDT'] });
  expect(parseOrderMarketIds(payload('open-orders'))).toEqual({ ok: true, value: ['BTCUSDT', 'OLDCOINBTC'] });
  expect(parseDepositAssets([{ coin: '' }])).toMatchObject({ ok: false, error: { subject: '[0].coin' } });
});
