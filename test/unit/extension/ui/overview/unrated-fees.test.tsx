/** What a trader reads where fees in other coins have no rate, and where they have one. */
import { QueryClient } from '@tanstack/react-query';
import { describe, expect, test } from 'vitest';
import type { FeeRatesView, RateSource } from '../../../../../extension/engine/api/rates';
import { FeeRateNote } from '../../../../../extension/ui/components/FeeRateNote';
import { fullTimeText } from '../../../../../extension/ui/components/time-format';
import { UnratedFees } from '../../../../../extension/ui/overview/UnratedFees';
import { decimal } from '../../../../../shared/money/decimal';
import { unixMs } from '../../../../../shared/result';
import { staticMarkup, wordsOf } from '../static-markup';

const minute = unixMs(Date.UTC(2026, 0, 1, 12, 5));

function unratedWords(view: FeeRatesView): string {
  const queries = new QueryClient();
  queries.setQueryData(['fee-rates'], view);
  return wordsOf(staticMarkup(<UnratedFees />, '/', queries));
}

const unrated: FeeRatesView['unrated'][number] = {
  exchange: 'gate',
  coin: 'GT',
  quote: 'USDT',
  minutes: 12,
  failure: { reason: 'price-missing', subject: 'GT' },
  failedAt: minute,
};

describe('fees without a rate', () => {
  test('say of which coin, on which markets, at how many minutes and why, with one action', () => {
    expect(unratedWords({ unrated: [unrated], progress: null })).toBe(
      'Gate, GT on USDT markets (fees in 12 minutes): No market gives a price for GT, so its value is not known. Look up again',
    );
  });

  test('that are being looked up say how far it is, and nothing of what is not known yet', () => {
    expect(unratedWords({ unrated: [unrated], progress: { found: 120, total: 400 } })).toBe(
      'Looking up prices at the minute of each fee: 120 of 400.',
    );
  });

  test('say nothing where every rate is known', () => {
    expect(unratedWords({ unrated: [], progress: null })).toBe('');
  });
});

describe('a rate', () => {
  const rate = decimal('612.34');
  const leg = { symbol: 'BNB/USDT', turned: false, interval: '1m', openAt: minute, close: rate } as const;
  const source: RateSource = { rate, minute, interval: '1m', exchange: 'binance', legs: [leg] };
  const words = (of: RateSource, quote = 'USDT') =>
    wordsOf(staticMarkup(<FeeRateNote source={of} quote={quote} />, '/')).replace(/ ([.,:])/g, '$1');

  test('opens to its price, minute, exchange and market', () => {
    expect(words(source)).toBe(
      `at 612.34 USDT, last price of the minute from ${fullTimeText(minute)}, Binance: BNB/USDT`,
    );
  });

  test('of a coarser candle says which, and from when', () => {
    const openAt = unixMs(minute - 5 * 60_000);
    const hourly = { ...source, interval: '1h', legs: [{ ...leg, interval: '1h', openAt }] } as const;
    expect(words(hourly)).toContain(`last price of the hour from ${fullTimeText(openAt)}, Binance: BNB/USDT`);
  });

  test('through another coin names each market with its price, and which was turned round', () => {
    const turned = { ...leg, symbol: 'EUR/USDT', turned: true, close: decimal('1.25') };
    // 612.34 ÷ 1.25 = 489.872
    const crossed = { ...source, rate: decimal('489.872'), legs: [leg, turned] };
    expect(words(crossed, 'EUR')).toMatch(/at 489\.87\d* EUR, .*BNB\/USDT 612\.34, EUR\/USDT 1\.25 turned round$/);
  });
});
