import { describe, expect, test } from 'vitest';
import { readJson } from '../../../../../extension/exchanges/lossless-json';
import { parseBalances } from '../../../../../shared/exchanges/coinstore/balances';
import { parseServerTime } from '../../../../../shared/exchanges/coinstore/clock';
import { parseFills } from '../../../../../shared/exchanges/coinstore/fills';
import { parseMarkets } from '../../../../../shared/exchanges/coinstore/markets';
import { parseTickers } from '../../../../../shared/exchanges/coinstore/tickers';
import {
  parseDepositAssets,
  parseOrderMarketCodes,
  parseWithdrawalAssets,
} from '../../../../../shared/exchanges/coinstore/traces';
import type { Market } from '../../../../../shared/exchanges/readings';
import { e18, formatE18, formatE36, mul18 } from '../../../../../shared/money/decimal';
import { unixMs } from '../../../../../shared/result';
import { storedPayload } from '../../../../fixtures/exchange-payload';

const jsonOf = (text: string): unknown => {
  const json = readJson(text);
  if (!json.ok) throw new Error(json.error.reason);
  return json.value;
};
const payload = (name: string): unknown => jsonOf(storedPayload(`test/fixtures/coinstore/${name}.json`).text);

const market = (base: string, quote: string, number: number): Market => ({
  id: `${base}${quote}#${number}`,
  symbol: `${base}/${quote}`,
  base,
  quote,
  active: true,
  minQuantity: null,
});
const oldUsdt = market('OLD', 'USDT', 31);

const row = {
  tradeId: '7',
  orderId: '8',
  instrumentId: '31',
  baseCurrencyId: '1',
  quoteCurrencyId: '2',
  feeCurrencyId: '1',
  side: '1',
  matchRole: '1',
  execQty: '2',
  execAmt: '10',
  fee: '0.01',
  matchTime: '1760000000',
};
const oneRow = (change: Partial<Record<keyof typeof row, string>>) =>
  parseFills({ code: '0', data: [{ ...row, ...change }] }, oldUsdt);

describe('fills', () => {
  test('rows become fills, exact and in the order served', () => {
    const common = {
      exchange: 'coinstore',
      symbol: 'OLD/USDT',
      base: 'OLD',
      quote: 'USDT',
      market: 'spot',
      revision: 0,
    };
    expect(parseFills(payload('account-matches'), oldUsdt)).toEqual({
      ok: true,
      value: [
        {
          ...common,
          id: '11523733',
          orderId: '9007199254740993', // 2^53 + 1: a binary float would make it …992
          executedAtUs: 1_760_000_002_000_000, // matchTime counts seconds
          side: 'buy',
          quantity: '40',
          price: '0.25', // 10 ÷ 40
          fees: [{ currency: 'OLD', amount: '0.08' }], // feeCurrencyId 7 is the base's
          liquidity: 'taker',
        },
        {
          ...common,
          id: '11523732',
          orderId: '1717384395096066',
          executedAtUs: 1_760_000_001_000_000,
          side: 'sell',
          quantity: '3',
          price: '0.333333333333333333', // 1 ÷ 3 does not end
          fees: [], // 0E-18
          liquidity: 'maker',
        },
        {
          ...common,
          id: '11523732', // the other side of the same trade: a self-trade is two fills
          orderId: '1717384395096065',
          executedAtUs: 1_760_000_001_000_000,
          side: 'buy',
          quantity: '3',
          price: '0.333333333333333333',
          fees: [{ currency: 'USDT', amount: '-0.00000000091' }], // −9.1E-10: a rebate, in the quote
          liquidity: 'taker',
        },
      ],
    });
  });

  test('a price gives back the value wherever one of 18 decimals can', () => {
    // 40.9 × 0.21729 = 8.887161
    expect(oneRow({ execQty: '40.900000000000000000', execAmt: '8.887161000000000000' })).toMatchObject({
      ok: true,
      value: [{ price: '0.21729' }],
    });
  });

  test('a price that does not end is off by at most half of its last digit, half to even', () => {
    const priceOf = (execAmt: string, execQty: string): string => {
      const fills = oneRow({ execAmt, execQty });
      return fills.ok ? (fills.value[0]?.price ?? '') : fills.error.reason;
    };
    expect(priceOf('2', '3')).toBe('0.666666666666666667');
    // 1 ÷ 2 × 10^-18 = 5 × 10^-19, in the middle: to the even 0; 3 ÷ 2: to the even 2
    expect(priceOf('0.000000000000000001', '2')).toBe('0');
    expect(priceOf('0.000000000000000003', '2')).toBe('0.000000000000000002');
    // 3 × 0.666…667 − 2 = 10^-18, below 3 × 5 × 10^-19
    expect(formatE36(mul18(e18('3'), e18(priceOf('2', '3'))))).toBe('2.000000000000000001');
  });

  test('a value of 0 is a price of 0', () => {
    expect(oneRow({ execAmt: '0E-18' })).toMatchObject({ ok: true, value: [{ price: '0' }] });
  });

  test.each([
    ['a row of another market', { instrumentId: '32' }, 'data[0].instrumentId'],
    ['a fee in a third coin, which only has a number', { feeCurrencyId: '3' }, 'data[0].feeCurrencyId'],
    ['a quantity of 0', { execQty: '0E-18' }, 'data[0].execQty'],
    ['a negative quantity', { execQty: '-1' }, 'data[0].execQty'],
    ['a negative value', { execAmt: '-1' }, 'data[0].execAmt'],
    ['an unknown side', { side: '0' }, 'data[0].side'],
    ['an unknown role', { matchRole: '2' }, 'data[0].matchRole'],
    ['a time in milliseconds', { matchTime: '1760000000123' }, 'data[0].matchTime'],
    ['an id that is none', { tradeId: 'x' }, 'data[0].tradeId'],
  ] as const)('%s is named, and no row counts', (_, change, subject) => {
    expect(oneRow(change)).toMatchObject({ ok: false, error: { reason: 'unexpected-payload', subject } });
  });

  test('a fee of 0 in a third coin is no fee', () => {
    expect(oneRow({ feeCurrencyId: '3', fee: '0E-18' })).toMatchObject({ ok: true, value: [{ fees: [] }] });
  });

  test('one trade and side in two orders cannot be told apart; the same row twice can', () => {
    const two = (orderId: string) => parseFills({ code: '0', data: [row, { ...row, orderId }] }, oldUsdt);
    expect(two('9')).toMatchObject({ ok: false, error: { subject: 'data[1].tradeId' } });
    expect(two('8')).toMatchObject({ ok: true });
  });

  test('of a market without a number none are taken for its own', () => {
    expect(parseFills(payload('account-matches'), { ...oldUsdt, id: 'OLDUSDT' }).ok).toBe(false);
  });

  test('no rows are none; no list is no answer', () => {
    expect(parseFills({ code: '0', data: [] }, oldUsdt)).toEqual({ ok: true, value: [] });
    for (const data of [null, {}, undefined]) {
      expect(parseFills({ code: '0', data }, oldUsdt)).toMatchObject({ ok: false, error: { subject: 'data' } });
    }
  });
});

describe('balances', () => {
  test('are summed by coin: available and frozen', () => {
    expect(parseBalances(payload('account-list'))).toEqual({
      ok: true,
      value: [
        { asset: 'BTC', free: '0.1', locked: '0.2', total: '0.3' },
        { asset: 'USDT', free: '13', locked: '0.05001', total: '13.05001' }, // 12 + 1 free
      ],
    });
  });

  test('of an unknown kind above 0 are never dropped and never counted: they are named', () => {
    const list = (balance: string) => parseBalances({ code: '0', data: [{ currency: 'BTC', type: '2', balance }] });
    expect(list('0.000')).toEqual({ ok: true, value: [] });
    expect(list('0.1')).toMatchObject({ ok: false, error: { reason: 'unexpected-payload', subject: 'data[0].type' } });
  });

  test.each([
    ['a negative one', { currency: 'BTC', type: '1', balance: '-1' }, 'data[0].balance'],
    ['one that is no number', { currency: 'BTC', type: '1', balance: '' }, 'data[0].balance'],
    ['one without a kind', { currency: 'BTC', balance: '1' }, 'data[0].type'],
  ])('%s is named', (_, entry, subject) => {
    expect(parseBalances({ code: '0', data: [entry] })).toMatchObject({ ok: false, error: { subject } });
  });

  test('of an account that holds nothing are none; a refusal is not that', () => {
    expect(parseBalances({ code: '0', data: [] })).toEqual({ ok: true, value: [] });
    expect(parseBalances({ code: '1401', data: [] })).toMatchObject({ ok: false, error: { subject: 'code' } });
  });
});

describe('markets and prices', () => {
  test('markets carry their code and number, closed ones too', () => {
    expect(parseMarkets(payload('symbols'))).toEqual({
      ok: true,
      value: [
        { id: 'BTCUSDT#1', symbol: 'BTC/USDT', base: 'BTC', quote: 'USDT', active: true, minQuantity: '0.0001' },
        { id: 'OLDUSDT#31', symbol: 'OLD/USDT', base: 'OLD', quote: 'USDT', active: false, minQuantity: null },
      ],
    });
  });

  test('prices of the markets asked for, by their small names; a price of 0 is none', () => {
    const at = unixMs(1_760_000_000_000);
    const asked = [market('BTC', 'USDT', 1), oldUsdt, market('NEW', 'USDT', 32)];
    expect(parseTickers(payload('ticker-price'), asked, at)).toEqual({
      ok: true,
      value: [
        { symbol: 'BTC/USDT', price: '43000.1', at },
        { symbol: 'OLD/USDT', price: '0.00000000091', at }, // 9.1E-10
      ],
    });
  });

  test('a negative price is named', () => {
    const rows = { code: '0', data: [{ symbol: 'btcusdt', price: '-1' }] };
    expect(parseTickers(rows, [], unixMs(0))).toMatchObject({ ok: false, error: { subject: 'data[0].price' } });
  });
});

describe('traces', () => {
  test('markets of orders and coins of deposits and withdrawals, in capitals, each once', () => {
    expect(parseOrderMarketCodes(payload('open-orders'))).toEqual({ ok: true, value: ['BTCUSDT', 'GONEUSDT'] });
    expect(parseDepositAssets(payload('deposits'))).toEqual({ ok: true, value: ['USDT'] });
    expect(parseWithdrawalAssets(payload('withdrawals'))).toEqual({ ok: true, value: ['DOGE', 'OLD'] });
  });

  test('a list that is null has no records; one that is missing is no answer', () => {
    expect(parseDepositAssets({ code: '0', data: { depositList: null } })).toEqual({ ok: true, value: [] });
    expect(parseWithdrawalAssets({ code: '0', data: {} })).toMatchObject({ ok: false });
  });
});

describe('the clock', () => {
  const at = (headers: Record<string, string>) => parseServerTime({ headers });

  test('is the middle of the second that the reply was dated with', () => {
    const dated = { date: 'Fri, 02 Jan 2026 03:04:05 GMT' };
    expect(at(dated)).toEqual({ ok: true, value: Date.UTC(2026, 0, 2, 3, 4, 5, 500) });
    // a cache kept it for 90 s
    expect(at({ ...dated, age: '90' })).toEqual({ ok: true, value: Date.UTC(2026, 0, 2, 3, 5, 35, 500) });
  });

  test('is not known from a reply without a date', () => {
    for (const headers of [{}, { date: '' }, { date: 'today' }]) {
      expect(at(headers)).toMatchObject({ ok: false, error: { reason: 'unexpected-payload', subject: 'date' } });
    }
  });
});

test('a quantity of 18 decimals keeps them all', () => {
  const fills = oneRow({ execQty: '7.203956664999859123', execAmt: '7.203956664999859123' });
  expect(fills).toMatchObject({ ok: true, value: [{ quantity: '7.203956664999859123', price: '1' }] });
  expect(formatE18(e18('7.203956664999859123'))).toBe('7.203956664999859123');
});
