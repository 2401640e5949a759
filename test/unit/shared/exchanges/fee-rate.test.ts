import { describe, expect, test } from 'vitest';
import { intervalOfRate, minuteOf, type RateLeg, rateOfLegs } from '../../../../shared/exchanges/fee-rate';
import { decimal } from '../../../../shared/money/decimal';
import { unixMs } from '../../../../shared/result';

const leg = (close: string, turned = false, interval: RateLeg['interval'] = '1m'): RateLeg => ({
  symbol: 'A/B',
  turned,
  interval,
  openAt: unixMs(0),
  close: decimal(close),
});

describe('the rate of a fee coin', () => {
  test('is the close of its own market, digit for digit', () => {
    expect(rateOfLegs([leg('0.000000000123456789')])).toBe('0.000000000123456789');
  });

  test('is turned round where the market has the coins the other way', () => {
    // 1 ÷ 8 = 0.125; 1 ÷ 3 at 18 decimals
    expect(rateOfLegs([leg('8', true)])).toBe('0.125');
    expect(rateOfLegs([leg('3', true)])).toBe('0.333333333333333333');
  });

  test('goes through a third coin by product and quotient', () => {
    // BNB/BTC 0.01 × BTC/USDT 60000 = 600; GT/USDT 17 ÷ EUR/USDT 1.0625 = 16; 1 ÷ 4 ÷ 5 = 0.05
    expect(rateOfLegs([leg('0.01'), leg('60000')])).toBe('600');
    expect(rateOfLegs([leg('17'), leg('1.0625', true)])).toBe('16');
    expect(rateOfLegs([leg('4', true), leg('5', true)])).toBe('0.05');
  });

  test('rounds half to even at 18 decimals', () => {
    // 0.000000000000000001 × 0.5 is half of the last decimal: to 0, which is no rate; × 1.5 to 2
    expect(rateOfLegs([leg('0.000000000000000001'), leg('0.5')])).toBeNull();
    expect(rateOfLegs([leg('0.000000000000000001'), leg('1.5')])).toBe('0.000000000000000002');
    expect(rateOfLegs([leg('0.000000000000000003'), leg('0.5')])).toBe('0.000000000000000002');
  });

  test('is none without a leg', () => {
    expect(rateOfLegs([])).toBeNull();
  });

  test('is as near to the fill as its coarsest candle', () => {
    expect(intervalOfRate({ legs: [leg('1'), leg('1', false, '1h')] })).toBe('1h');
    expect(intervalOfRate({ legs: [leg('1')] })).toBe('1m');
  });

  test('belongs to the minute that the fill lies in, its first microsecond included and its last', () => {
    const noonUs = Date.UTC(2026, 0, 1, 12) * 1000;
    expect([noonUs, noonUs + 59_999_999, noonUs + 60_000_000].map(minuteOf)).toEqual(
      [noonUs, noonUs, noonUs + 60_000_000].map((us) => us / 1000),
    );
  });
});
