import { describe, expect, test } from 'vitest';
import { parseClassicFills, parseUnifiedFills } from '../../../../../shared/exchanges/bitget/fills';
import { marketNamer } from '../../../../../shared/exchanges/bitget/markets';
import { composed, listedMarket, listedMarkets } from './payloads';

const nameOf = marketNamer(listedMarkets);
const envelope = (data: unknown) => ({ code: '00000', msg: 'success', requestTime: '1760000000123', data });

const classicRow = {
  symbol: 'BTCUSDT',
  orderId: '8',
  tradeId: '7',
  side: 'buy',
  priceAvg: '43000',
  size: '0.5',
  feeDetail: { deduction: 'no', feeCoin: 'BTC', totalDeductionFee: '', totalFee: '-0.0005' },
  tradeScope: 'taker',
  cTime: '1760000000123',
};

const feesOf = (feeDetail: unknown) => {
  const page = parseClassicFills(envelope([{ ...classicRow, feeDetail }]), nameOf);
  return page.ok ? page.value.fills[0]?.fees : page.error;
};

describe('fills of a classic account', () => {
  test('rows become fills, exact and in the order served', () => {
    const page = parseClassicFills(composed('fills'), nameOf);
    if (!page.ok) throw new Error(page.error.subject);
    expect(page.value.fills[0]).toEqual({
      id: '1300000000000000009',
      orderId: '9007199254740993', // 2^53 + 1: a binary float would make it …992
      executedAtUs: 1760000000900000, // cTime in ms × 1000
      exchange: 'bitget',
      symbol: 'BTC/USDT',
      base: 'BTC',
      quote: 'USDT',
      market: 'spot',
      side: 'buy',
      quantity: '0.5',
      price: '43000',
      fees: [{ currency: 'BTC', amount: '0.0005' }], // totalFee −0.0005 is charged
      liquidity: 'taker',
      revision: 0,
    });
    expect(page.value.fills.map(({ id, side }) => `${id.slice(-1)} ${side}`)).toEqual([
      ...['9 buy', '8 sell', '7 buy', '6 buy', '5 sell', '4 sell', '3 buy', '2 buy', '2 sell'],
    ]);
    expect(page.value.rows[8]).toEqual({ id: '1300000000000000002', executedAtUs: 1760000000200000 });
    expect(page.value.cursor).toBeNull();
  });

  test('each fee is positive when charged, negative for a rebate, in the coin that was paid', () => {
    const page = parseClassicFills(composed('fills'), nameOf);
    expect(page.ok && page.value.fills.map(({ fees }) => fees)).toEqual([
      [{ currency: 'BTC', amount: '0.0005' }], // −0.0005: charged in base
      [{ currency: 'USDT', amount: '10.7500025' }], // −10.7500025: charged in quote
      [{ currency: 'BGB', amount: '0.0015552795869069' }], // deducted in BGB and written positive: charged all the same
      [{ currency: 'BGB', amount: '0.017118519726' }], // deducted in BGB and written negative: charged
      [{ currency: 'BGB', amount: '0.12' }], // totalFee 0: what was deducted stands beside it
      [{ currency: 'USDT', amount: '-0.43' }], // +0.43 without deduction: a rebate
      [], // 0
      [{ currency: 'BTC', amount: '0.00001' }],
      [{ currency: 'USDT', amount: '0.43' }],
    ]);
  });

  test('a fee deducted in BGB never looks like a rebate, whatever its sign', () => {
    for (const totalFee of ['0.02', '-0.02']) {
      const fees = feesOf({ deduction: 'yes', feeCoin: 'BGB', totalFee, totalDeductionFee: '0' });
      expect(fees).toEqual([{ currency: 'BGB', amount: '0.02' }]);
    }
    expect(feesOf({ deduction: 'yes', feeCoin: 'BGB', totalFee: '0', totalDeductionFee: null })).toEqual([]);
  });

  test('a fee that says neither whether it was deducted nor how much it is counts as nothing known, not as none', () => {
    const whole = { deduction: 'no', feeCoin: 'BTC', totalDeductionFee: '', totalFee: '-1' };
    for (const [field, feeDetail] of [
      ['.deduction', { ...whole, deduction: 'maybe' }],
      ['.totalFee', { ...whole, totalFee: '' }],
      ['.feeCoin', { ...whole, feeCoin: undefined }],
      ['', []],
      ['', null],
      ['', '{"newFees":{"t":-1}}'],
    ] as const) {
      expect(feesOf(feeDetail)).toMatchObject({ reason: 'unexpected-payload', subject: `data[0].feeDetail${field}` });
    }
  });

  test('a market that is no longer listed is split at the longest quote coin that is known', () => {
    const page = parseClassicFills(composed('fills'), nameOf);
    expect(page.ok && page.value.fills[6]).toMatchObject({ symbol: 'LUNA/USDT', base: 'LUNA', quote: 'USDT' });
    const withUsd = marketNamer([listedMarket('BTC', 'USD'), listedMarket('BTC', 'BUSD'), listedMarket('X', 'T')]);
    expect(withUsd('LUNABUSD')).toEqual({ symbol: 'LUNA/BUSD', base: 'LUNA', quote: 'BUSD' });
    expect(withUsd('LUNAUSD')).toEqual({ symbol: 'LUNA/USD', base: 'LUNA', quote: 'USD' });
  });

  test('a market whose coins are written in another case than its symbol keeps them', () => {
    const page = parseClassicFills(composed('fills'), nameOf);
    expect(page.ok && page.value.fills[3]).toMatchObject({ symbol: 'rNVDA/USDT', base: 'rNVDA' });
  });

  test('a market whose coins cannot be told is named, and no row counts', () => {
    const rows = [classicRow, { ...classicRow, symbol: 'LUNAEUR' }];
    expect(parseClassicFills(envelope(rows), nameOf)).toEqual({
      ok: false,
      error: { reason: 'unexpected-payload', subject: 'LUNAEUR', detail: 'market-not-listed' },
    });
    // a quote alone is no market
    expect(nameOf('USDT')).toBeNull();
  });

  test.each([
    ['tradeId', 'seven'],
    ['orderId', null],
    ['side', 'BUY'],
    ['priceAvg', '-1'],
    ['size', '0'],
    ['size', '1e3'],
    ['cTime', '1760000000'],
    ['tradeScope', undefined],
  ])('a row whose %s is %j names it', (field, value) => {
    expect(parseClassicFills(envelope([classicRow, { ...classicRow, [field]: value }]), nameOf)).toMatchObject({
      ok: false,
      error: { reason: 'unexpected-payload', subject: `data[1].${field}` },
    });
  });

  test('a liquidity that Bitget does not tell is not known', () => {
    const page = parseClassicFills(envelope([{ ...classicRow, tradeScope: '' }]), nameOf);
    expect(page.ok && page.value.fills[0]?.liquidity).toBeNull();
  });

  test('no rows are none; no list is a strange reply', () => {
    expect(parseClassicFills(envelope([]), nameOf)).toEqual({ ok: true, value: { fills: [], rows: [], cursor: null } });
    expect(parseClassicFills(envelope(null), nameOf)).toMatchObject({ ok: false, error: { subject: 'data' } });
    expect(parseClassicFills([], nameOf).ok).toBe(false);
  });
});

describe('fills of a unified account', () => {
  test('those of spot alone count, though futures and margin fills bear the same symbol', () => {
    const page = parseUnifiedFills(composed('unified-fills'), nameOf);
    if (!page.ok) throw new Error(page.error.subject);
    expect(page.value.fills.map(({ id, symbol, price }) => [id.slice(-1), symbol, price])).toEqual([
      ['5', 'BTC/USDT', '43000.5'],
      ['2', 'ETH/BTC', '0.065'],
      ['1', 'BTC/USDT', '43000'],
    ]);
    // the page is counted by all of its rows
    expect(page.value.rows.map(({ id }) => id.slice(-1))).toEqual(['5', '4', '3', '2', '1']);
    expect(page.value.cursor).toBe('1400000000000000001');
  });

  test('a fee is positive when charged, where a classic account writes it negative; two fees are two', () => {
    const page = parseUnifiedFills(composed('unified-fills'), nameOf);
    expect(page.ok && page.value.fills.map(({ fees }) => fees)).toEqual([
      [{ currency: 'BTC', amount: '0.00025' }], // 0.1 % of 0.25
      [
        { currency: 'BTC', amount: '0.000065' },
        { currency: 'BGB', amount: '0.02' },
      ],
      [{ currency: 'USDT', amount: '-0.43' }], // a rebate
    ]);
  });

  test('no list is no fills', () => {
    expect(parseUnifiedFills(composed('unified-fills-none'), nameOf)).toEqual({
      ok: true,
      value: { fills: [], rows: [], cursor: null },
    });
    expect(parseUnifiedFills(envelope({ cursor: '' }), nameOf)).toMatchObject({
      ok: false,
      error: { subject: 'data.list' },
    });
  });

  test('a spot row that does not fit names the field; a row of another product needs only its place', () => {
    const spot = {
      ...{ execId: '7', orderId: '8', category: 'SPOT', symbol: 'BTCUSDT', side: 'buy', execPrice: '1', execQty: '1' },
      ...{ tradeScope: 'taker', feeDetail: [{ feeCoin: 'BTC', fee: '0' }], createdTime: '1760000000123' },
    };
    const subjectOf = (row: object) => {
      const page = parseUnifiedFills(envelope({ list: [spot, row], cursor: '' }), nameOf);
      return page.ok ? page.value.fills.length : page.error.subject;
    };
    expect(subjectOf({ ...spot, execQty: '' })).toBe('data.list[1].execQty');
    expect(subjectOf({ ...spot, feeDetail: [{ feeCoin: 'BTC' }] })).toBe('data.list[1].feeDetail[0].fee');
    expect(subjectOf({ ...spot, feeDetail: null })).toBe('data.list[1].feeDetail');
    expect(subjectOf({ ...spot, category: undefined })).toBe('data.list[1].category');
    expect(subjectOf({ ...spot, createdTime: '' })).toBe('data.list[1].createdTime');
    expect(subjectOf({ execId: '9', category: 'COIN-FUTURES', createdTime: '1760000000123' })).toBe(1);
  });
});
