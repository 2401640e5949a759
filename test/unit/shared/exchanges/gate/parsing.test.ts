import { describe, expect, test } from 'vitest';
import { readJson } from '../../../../../extension/exchanges/lossless-json';
import { parseAccountMode } from '../../../../../shared/exchanges/gate/account-mode';
import { parseSpotBalances, parseUnifiedBalances } from '../../../../../shared/exchanges/gate/balances';
import { parseFills } from '../../../../../shared/exchanges/gate/fills';
import { parseMarkets, parseServerTime } from '../../../../../shared/exchanges/gate/markets';
import { parseTickers } from '../../../../../shared/exchanges/gate/tickers';
import type { Market } from '../../../../../shared/exchanges/readings';
import { unixMs } from '../../../../../shared/result';
import { storedPayload } from '../../../../fixtures/exchange-payload';

const payload = (name: string): unknown => {
  const json = readJson(storedPayload(`test/fixtures/gate/${name}.json`).text);
  if (!json.ok) throw new Error(`${name}: ${json.error.reason}`);
  return json.value;
};

const btcUsdt: Market = {
  id: 'BTC_USDT',
  symbol: 'BTC/USDT',
  base: 'BTC',
  quote: 'USDT',
  active: true,
  minQuantity: null,
};

const row = {
  id: '7',
  create_time_ms: '1760000000123.325000',
  currency_pair: 'BTC_USDT',
  side: 'buy',
  role: 'taker',
  amount: '0.5',
  price: '43000.0',
  order_id: '8',
  fee: '0.0005',
  fee_currency: 'BTC',
  gt_fee: '0',
  point_fee: '0',
};

describe('fills', () => {
  test('rows of all markets become fills, exact and in the order served', () => {
    const common = { exchange: 'gate', symbol: 'BTC/USDT', base: 'BTC', quote: 'USDT', market: 'spot', revision: 0 };
    expect(parseFills(payload('my-trades'), [btcUsdt])).toEqual({
      ok: true,
      value: [
        {
          ...common,
          id: '7000000005',
          orderId: '9007199254740993', // 2^53 + 1: a binary float would make it …992
          executedAtUs: 1760000120000000,
          symbol: 'OLD/USDT', // not listed any more: told by its name
          base: 'OLD',
          side: 'sell',
          quantity: '1500',
          price: '0.0000000123',
          fees: [{ currency: 'USDT', amount: '-0.000001845' }], // a maker's rebate: 1500 × 0.0000000123 × 10 %
          liquidity: 'maker',
        },
        {
          ...common,
          id: '7000000004',
          orderId: '502',
          executedAtUs: 1760000060000500, // .5 ms
          side: 'sell',
          quantity: '0.1',
          price: '43100',
          fees: [{ currency: 'GATEPOINT', amount: '2.155' }], // instead of a fee: 0.1 × 43100 × 0.05 %
          liquidity: 'taker',
        },
        {
          ...common,
          id: '7000000004',
          orderId: '501',
          executedAtUs: 1760000060000500,
          side: 'buy',
          quantity: '0.1',
          price: '43100',
          fees: [],
          liquidity: 'maker',
        },
        {
          ...common,
          id: '7000000002',
          orderId: '500',
          executedAtUs: 1760000000123325,
          side: 'buy',
          quantity: '0.25',
          price: '43000.01',
          fees: [
            { currency: 'BTC', amount: '0.000125' },
            { currency: 'GT', amount: '0.158' }, // in addition
          ],
          liquidity: 'taker',
        },
        {
          ...common,
          id: '7000000001',
          orderId: '500',
          executedAtUs: 1760000000123313, // 12 µs before the one above, in the same millisecond
          side: 'buy',
          quantity: '0.5',
          price: '43000',
          fees: [{ currency: 'BTC', amount: '0.0005' }],
          liquidity: 'taker',
        },
      ],
    });
  });

  test('a fee that is paid in GT, in points and in the coin is three fees', () => {
    expect(parseFills([{ ...row, gt_fee: '0.02', point_fee: '0.30' }], [])).toMatchObject({
      ok: true,
      value: [
        {
          fees: [
            { currency: 'BTC', amount: '0.0005' },
            { currency: 'GT', amount: '0.02' },
            { currency: 'GATEPOINT', amount: '0.3' },
          ],
        },
      ],
    });
  });

  test('rows without the fields of GT and points have none of these fees', () => {
    expect(parseFills([{ ...row, gt_fee: undefined, point_fee: undefined }], [])).toMatchObject({
      ok: true,
      value: [{ fees: [{ currency: 'BTC', amount: '0.0005' }] }],
    });
  });

  test.each([
    ['1760000000123', 1760000000123000],
    ['1760000000123.000001', 1760000000123000],
    ['1760000000123.999999', 1760000000123999],
    ['1760000000123.07', 1760000000123070],
  ])('%s ms is %i µs', (text, us) => {
    expect(parseFills([{ ...row, create_time_ms: text }], [])).toMatchObject({
      ok: true,
      value: [{ executedAtUs: us }],
    });
  });

  test.each([
    ['a quantity of 0', { amount: '0.0' }, '[1].amount'],
    ['a negative price', { price: '-0.01' }, '[1].price'],
    ['an exponent', { amount: '1e-7' }, '[1].amount'],
    ['19 decimals', { fee: '0.0000000000000000001' }, '[1].fee'],
    ['an id that is no number', { id: 'x7' }, '[1].id'],
    ['a time in seconds', { create_time_ms: '1760000000' }, '[1].create_time_ms'],
    ['a time in microseconds', { create_time_ms: '1760000000123000' }, '[1].create_time_ms'],
    ['a time that is a text', { create_time_ms: 'yesterday' }, '[1].create_time_ms'],
    ['another side', { side: 'short' }, '[1].side'],
    ['no role', { role: undefined }, '[1].role'],
    ['a fee without a coin', { fee_currency: '' }, '[1].fee_currency'],
    ['a market whose name does not tell base and quote', { currency_pair: 'A_B_USDT' }, '[1].currency_pair'],
    ['a market without a quote', { currency_pair: 'BTCUSDT' }, '[1].currency_pair'],
  ])('%s is refused with its field, and no row of the page counts', (_, change, subject) => {
    const fills = parseFills([row, { ...row, ...change }], [btcUsdt]);
    expect(fills).toMatchObject({ ok: false, error: { reason: 'unexpected-payload', subject } });
  });

  test.each([[{ rows: [] }], [null], ['[]'], [[[]]]])('%j is no list of fills', (json) => {
    expect(parseFills(json, [btcUsdt])).toMatchObject({ ok: false, error: { reason: 'unexpected-payload' } });
  });

  test('a listed market with an odd name is told by the list; no fee needs no coin; an empty page has no fills', () => {
    const odd: Market = { ...btcUsdt, id: 'A_B_USDT', symbol: 'A_B/USDT', base: 'A_B' };
    expect(parseFills([{ ...row, currency_pair: 'A_B_USDT', fee: '0', fee_currency: '' }], [odd])).toMatchObject({
      ok: true,
      value: [{ symbol: 'A_B/USDT', base: 'A_B', fees: [] }],
    });
    expect(parseFills([], [btcUsdt])).toEqual({ ok: true, value: [] });
  });
});

describe('balances of a classic account', () => {
  test('total is free and locked together, exact, and what is 0 is left out', () => {
    expect(parseSpotBalances(payload('spot-accounts'))).toEqual({
      ok: true,
      value: [
        { asset: 'BTC', free: '0.1', locked: '0.2', total: '0.3' },
        { asset: 'GATEPOINT', free: '37.5', locked: '0', total: '37.5' }, // named as the fees paid with it
        {
          asset: 'SHIB',
          free: '0.000000000000000001',
          locked: '9007199254740993',
          total: '9007199254740993.000000000000000001',
        },
      ],
    });
  });

  test.each([
    [[{ currency: 'BTC', available: '-1', locked: '2' }], '[0].available'],
    [[{ currency: 'BTC', available: '1' }], '[0].locked'],
    [[{ currency: 'BTC', available: '', locked: '0' }], '[0].available'],
    [{ balances: {} }, 'payload'],
  ])('%j is refused, never read as 0', (json, subject) => {
    expect(parseSpotBalances(json)).toMatchObject({ ok: false, error: { reason: 'unexpected-payload', subject } });
  });
});

describe('balances of a unified account', () => {
  const plain = { available: '1', freeze: '2', borrowed: '0', negative_liab: '0', equity: '3' };

  test('available and frozen are free and locked', () => {
    expect(parseUnifiedBalances(payload('unified-accounts'))).toEqual({
      ok: true,
      value: [
        // equity 1000.12345678 is that sum with 8 decimals
        { asset: 'USDT', free: '900.123456789012', locked: '100', total: '1000.123456789012' },
        { asset: 'GATEPOINT', free: '12', locked: '0', total: '12' },
      ],
    });
  });

  test.each([
    ['borrowed', { borrowed: '0.5' }],
    ['negative_liab', { negative_liab: '0.00000001' }],
    ['total_liab', { total_liab: '7' }],
    ['futures_pos_liab', { futures_pos_liab: '7' }],
    ['a negative balance', { available: '-5', equity: '-3' }],
    ['margin of positions', { equity: '3.5' }],
    ['more available than owned', { equity: '2.99999998' }],
  ])('with %s, free and locked would be a guess: the account’s mode is told with the coin', (_, change) => {
    expect(parseUnifiedBalances({ balances: { BTC: plain, ETH: { ...plain, ...change } } })).toMatchObject({
      ok: false,
      error: { reason: 'account-mode', subject: 'ETH' },
    });
  });

  test('one unit of the 8th decimal is how amounts are cut, no margin', () => {
    expect(parseUnifiedBalances({ balances: { ETH: { ...plain, equity: '3.00000001' } } })).toMatchObject({
      ok: true,
      value: [{ asset: 'ETH', free: '1', locked: '2', total: '3' }],
    });
  });

  test.each([
    [{ balances: { BTC: { ...plain, borrowed: undefined } } }, 'balances.BTC.borrowed'],
    [{ balances: { BTC: { ...plain, freeze: '' } } }, 'balances.BTC.freeze'],
    [[], 'payload'],
  ])('%j is refused, never read as 0', (json, subject) => {
    expect(parseUnifiedBalances(json)).toMatchObject({ ok: false, error: { reason: 'unexpected-payload', subject } });
  });
});

describe('the kind of account', () => {
  test('is told by the mode of the key', () => {
    expect(parseAccountMode(payload('account-detail-classic'))).toEqual({ ok: true, value: 'classic' });
    expect(parseAccountMode(payload('account-detail-unified'))).toEqual({ ok: true, value: 'unified' });
  });

  test.each([
    [{ key: { mode: '3' } }, 'key.mode'],
    [{ key: {} }, 'key.mode'],
    [{}, 'key'],
    [[], 'payload'],
  ])('%j does not tell it, and is not taken for classic', (json, subject) => {
    expect(parseAccountMode(json)).toMatchObject({ ok: false, error: { reason: 'unexpected-payload', subject } });
  });
});

test('markets: traded, traded one way, halted, and in any script', () => {
  const usdt = { quote: 'USDT' };
  expect(parseMarkets(payload('currency-pairs'))).toEqual({
    ok: true,
    value: [
      { ...usdt, id: 'BTC_USDT', symbol: 'BTC/USDT', base: 'BTC', active: true, minQuantity: '0.0001' },
      { ...usdt, id: 'CHZ_USDT', symbol: 'CHZ/USDT', base: 'CHZ', active: true, minQuantity: null },
      { ...usdt, id: '币安人生_USDT', symbol: '币安人生/USDT', base: '币安人生', active: false, minQuantity: null },
    ],
  });
  expect(parseMarkets([{ id: 'BTC_USDT', base: 'BTC', quote: 'USDT' }])).toMatchObject({
    ok: false,
    error: { subject: '[0].trade_status' },
  });
});

test('the exchange’s clock', () => {
  expect(parseServerTime(payload('time'))).toEqual({ ok: true, value: 1760000000123 });
  expect(parseServerTime({ server_time: '1760000000' })).toMatchObject({
    ok: false,
    error: { subject: 'server_time' },
  });
});

describe('prices', () => {
  const other = (base: string): Market => ({ ...btcUsdt, id: `${base}_USDT`, symbol: `${base}/USDT`, base });
  const at = unixMs(1760000001000);

  test('of the markets asked for; a price of 0 or none is no price', () => {
    expect(parseTickers(payload('tickers'), [btcUsdt, other('CHZ'), other('NEW')], at)).toEqual({
      ok: true,
      value: [{ symbol: 'BTC/USDT', price: '43210.5', at }],
    });
    expect(parseTickers(payload('tickers'), [other('CHZ')], at)).toEqual({ ok: true, value: [] });
  });

  test('a row without a price is refused', () => {
    expect(parseTickers([{ currency_pair: 'BTC_USDT' }], [btcUsdt], at)).toMatchObject({
      ok: false,
      error: { reason: 'unexpected-payload', subject: '[0].last' },
    });
  });
});
