import { describe, expect, test } from 'vitest';
import { parseFillLine } from '../../../../shared/report/fill-line';
import { formatInstant, parseDay, parseInstant } from '../../../../shared/report/instant';

const fields = {
  id: '28457',
  orderId: '1234',
  time: '2024-01-01T00:00:00.000Z',
  account: 'main',
  exchange: 'binance',
  symbol: 'BTC/USDT',
  base: 'BTC',
  quote: 'USDT',
  market: 'spot',
  side: 'buy',
  amount: '0.5',
  price: '43000',
  fee: { currency: 'BNB', amount: '0.0123', rate: '310.5' },
  liquidity: 'maker',
};

const parsed = (changes: Readonly<Record<string, unknown>>) => parseFillLine(JSON.stringify({ ...fields, ...changes }));

describe('a line of a file of fills', () => {
  test('gives the fill with its time as it was written', () => {
    expect(parsed({})).toEqual({
      ok: true,
      value: {
        time: '2024-01-01T00:00:00.000Z',
        fill: {
          id: '28457',
          orderId: '1234',
          executedAtUs: 1_704_067_200_000_000,
          account: 'main',
          exchange: 'binance',
          symbol: 'BTC/USDT',
          base: 'BTC',
          quote: 'USDT',
          market: 'spot',
          side: 'buy',
          quantity: '0.5',
          price: '43000',
          fees: [{ currency: 'BNB', amount: '0.0123', rate: '310.5' }],
          liquidity: 'maker',
          revision: 0,
        },
      },
    });
  });

  test('needs no order, account, exchange, market, fee or liquidity', () => {
    const { id, time, symbol, base, quote, side, amount, price } = fields;
    const least = parseFillLine(
      JSON.stringify({ id, time, symbol, base, quote, side, amount, price, note: 'passed over' }),
    );
    expect(least).toMatchObject({
      ok: true,
      value: { fill: { orderId: null, account: '', exchange: '', market: 'spot', fees: [], liquidity: null } },
    });
  });

  test('takes no fee, one or several, a rebate among them, and a price of 0', () => {
    const feesOf = (fee: unknown) => {
      const line = parsed({ fee });
      return line.ok ? line.value.fill.fees : line.error;
    };
    expect(feesOf(null)).toEqual([]);
    expect(feesOf([])).toEqual([]);
    expect(
      feesOf([
        { currency: 'USDT', amount: '1' },
        { currency: 'BTC', amount: '-0.10' },
      ]),
    ).toEqual([
      { currency: 'USDT', amount: '1' },
      { currency: 'BTC', amount: '-0.1' },
    ]);
    expect(parsed({ price: '0' }).ok).toBe(true);
  });

  test('of a perp names the coin that it settles in', () => {
    const perp = { symbol: 'ETH/USDT:USDT', base: 'ETH', market: 'perp' };
    expect(parsed(perp).ok).toBe(true);
    for (const symbol of ['ETH/USDT', 'ETH/USDT:', 'ETH/USDT:USDT:X', 'BTC/USDT:USDT'])
      expect(parsed({ ...perp, symbol })).toMatchObject({ error: { field: 'symbol' } });
    expect(parsed({ symbol: 'BTC/USDT:USDT' })).toMatchObject({ error: { field: 'symbol' } });
  });

  test.each<readonly [string, Readonly<Record<string, unknown>>, string, string]>([
    ['an amount as a JSON number', { amount: 0.5 }, 'amount', 'not a text'],
    ['an amount with an exponent', { amount: '5e-1' }, 'amount', 'not a plain decimal'],
    ['an amount of 0', { amount: '0.000' }, 'amount', 'not above 0'],
    ['a negative amount', { amount: '-1' }, 'amount', 'below 0'],
    ['NaN for an amount', { amount: 'NaN' }, 'amount', 'not a plain decimal'],
    ['19 decimals', { amount: '0.0000000000000000001' }, 'amount', 'more than 18 decimals'],
    ['a negative price', { price: '-0.1' }, 'price', 'below 0'],
    ['no price', { price: undefined }, 'price', 'missing'],
    ['no id', { id: undefined }, 'id', 'missing'],
    ['an empty id', { id: '' }, 'id', 'empty'],
    ['an unknown side', { side: 'BUY' }, 'side', 'not buy or sell'],
    ['an unknown market', { market: 'future' }, 'market', 'not spot, margin or perp'],
    ['an unknown liquidity', { liquidity: 'both' }, 'liquidity', 'not maker or taker'],
    ['a day that does not exist', { time: '2024-02-30T00:00:00Z' }, 'time', 'not an ISO 8601 instant with a zone'],
    ['a time without a zone', { time: '2024-02-01T00:00:00' }, 'time', 'not an ISO 8601 instant with a zone'],
    ['a fee without an amount', { fee: { currency: 'BNB' } }, 'fee.amount', 'missing'],
    ['a second fee without a coin', { fee: [fields.fee, { amount: '1' }] }, 'fee[1].currency', 'missing'],
    ['a negative rate', { fee: { ...fields.fee, rate: '-1' } }, 'fee.rate', 'below 0'],
    ['a fee that is a text', { fee: '0.1' }, 'fee', 'not an object with currency and amount'],
    ['a base of another symbol', { base: 'ETH' }, 'symbol', 'does not agree with base, quote and market'],
  ])('with %s is refused by its field', (_, changes, field, problem) => {
    expect(parsed(changes)).toEqual({ ok: false, error: { field, problem } });
  });

  test.each(['', '{', 'null', '[]', '"text"', '{"id":NaN}', '7'])('that is %j is no object', (line) => {
    expect(parseFillLine(line)).toEqual({ ok: false, error: { field: '(line)', problem: 'not a JSON object' } });
  });

  test('keeps amounts of 18 decimals, and zeros at their end do not count', () => {
    const line = parsed({ amount: '0.100000000000000000000', price: '0.000000000000000001' });
    expect(line.ok && [line.value.fill.quantity, line.value.fill.price]).toEqual(['0.1', '0.000000000000000001']);
  });
});

describe('an instant', () => {
  test.each([
    ['1970-01-01T00:00Z', 0],
    ['2024-01-01T00:00:00Z', 1_704_067_200_000_000],
    ['2024-01-01T00:00:00.000001Z', 1_704_067_200_000_001],
    ['2024-01-01T01:30:00.5+01:30', 1_704_067_200_500_000],
    ['2023-12-31T19:00:00-05:00', 1_704_067_200_000_000],
    ['1969-12-31T23:59:59.999999Z', -1],
    ['2024-02-29T00:00:00Z', 1_709_164_800_000_000], // 59 days after 1 January: 1704067200 + 59 × 86400
  ])('%s is %d microseconds', (text, us) => {
    expect(parseInstant(text)).toBe(us);
  });

  test.each([
    '2024-01-01',
    '2024-01-01T24:00:00Z',
    '2024-01-01T23:60:00Z',
    '2024-01-01T23:59:60Z',
    '2023-02-29T00:00:00Z',
    '2024-13-01T00:00:00Z',
    '2024-01-01T00:00:00.0000001Z',
    '2024-01-01 00:00:00Z',
    '2024-01-01T00:00:00+0100',
    '2024-01-01T00:00:00+24:00',
    '',
  ])('%j is none', (text) => {
    expect(parseInstant(text)).toBeNull();
  });

  test('of days: the calendar’s alone', () => {
    expect(parseDay('1970-01-02')).toBe(1);
    expect(parseDay('2024-01-01')).toBe(19_723); // 54 years of 365 days and 13 leap days
    for (const text of ['2024-02-30', '2024-1-1', '2024-01-01T00:00Z', '']) expect(parseDay(text)).toBeNull();
  });
});

test('an instant as text is in UTC, with microseconds where there are any, and is read back as the same', () => {
  const texts = [
    '2024-01-01T00:00:00.000Z',
    '1969-12-31T23:59:59.999999Z',
    '0099-02-28T01:02:03.400Z',
    '2024-02-29T12:00:00.000070Z',
  ];
  for (const text of texts) expect(formatInstant(parseInstant(text) ?? Number.NaN)).toBe(text);
  expect(formatInstant(1_704_067_200_000_001)).toBe('2024-01-01T00:00:00.000001Z');
});
