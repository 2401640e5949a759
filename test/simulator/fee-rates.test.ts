import { describe, expect, test } from 'vitest';
import { feeRates } from './fee-rates';
import type { Market } from './market';
import { amountText, units } from './units';

const minuteMs = 60_000;
const dayMs = 86_400_000;
const nowMs = Date.UTC(2026, 2, 1, 12, 0, 30);

/** The price tells its instant: whole minutes of the hour at the candle's last millisecond, and one more. */
const clockwork = { price: (_: Market, atMs: number) => BigInt(new Date(atMs).getUTCMinutes() + 1) * units('1') };
const flat = (prices: Readonly<Record<string, string>>) => ({
  price: ({ symbol }: Market) => units(prices[symbol] ?? '1'),
});
const text = (rate: bigint | null) => (rate === null ? null : amountText(rate));

describe('the true rate of a fee', () => {
  test('is the close of its minute', () => {
    const rateOf = feeRates(clockwork, 'binance', nowMs);
    expect(text(rateOf('BNB', 'USDT', nowMs - 10 * minuteMs))).toBe('51'); // 11:50
  });

  test('is that of the next coarser candle where Gate serves minutes no more', () => {
    // 9,950 minutes are 6.9 days, times five 34.5: 30 days back 11:52 lies in 11:50 to 11:54:59, 40 days back in 11:45 to 11:59:59
    const rateOf = feeRates(clockwork, 'gate', nowMs);
    const at = Date.UTC(2026, 2, 1, 11, 52);
    expect([0, 30, 40].map((days) => text(rateOf('GT', 'USDT', at - days * dayMs)))).toEqual(['53', '55', '60']);
  });

  test('is turned, joined, or none', () => {
    const rateOf = feeRates(
      flat({ 'BNB/BTC': '0.01', 'BTC/USDT': '60000', 'USDC/USDT': '0.8', 'GT/USDT': '17' }),
      'gate',
      nowMs,
    );
    const at = nowMs - 10 * minuteMs;
    expect(text(rateOf('BNB', 'BTC', at))).toBe('0.01');
    expect(text(rateOf('USDT', 'USDC', at))).toBe('1.25'); // 1 ÷ 0.8
    expect(text(rateOf('GT', 'USDC', at))).toBe('21.25'); // 17 ÷ 0.8
    expect(text(rateOf('GT', 'BTC', at))).toBe('0.000283333333333333'); // 17 ÷ 60000
    expect(rateOf('POINT', 'USDT', at)).toBeNull();
    expect(rateOf('XYZ', 'ABC', at)).toBeNull();
  });

  test('is none before its minute has ended', () => {
    const rateOf = feeRates(clockwork, 'binance', nowMs);
    expect(rateOf('BNB', 'USDT', nowMs - 20_000)).toBeNull();
    expect(text(rateOf('BNB', 'USDT', nowMs - 31_000))).toBe('60');
  });
});
