/** PnL of today as scenarios have it. */
import type { PartialAmount } from '../../extension/engine/api/observed';
import type { TodayPnl } from '../../extension/engine/api/today';
import { unixMs } from '../../shared/result';
import { now } from './sample-data';

const dayMs = 86_400_000;

/** Nothing is known of yesterday's end. */
export const realizedAlone = (realized: PartialAmount): TodayPnl => ({
  net: realized,
  realized,
  unrealized: realized,
  change: null,
  storedRates: [],
  ratesOfNow: [],
});

/** Of one account: `amount` = `unrealized` − `before`, and `net` = `realized` + `amount`; prices of 8 minutes before midnight. */
export const withChange = (
  sums: Record<'net' | 'realized' | 'unrealized' | 'amount' | 'before', PartialAmount>,
  unpriced: readonly string[] = [],
): TodayPnl => ({
  net: sums.net,
  realized: sums.realized,
  unrealized: sums.unrealized,
  change: {
    amount: sums.amount,
    before: sums.before,
    candles: [{ exchange: 'binance', symbol: 'SUI/USDT' }],
    pricedAt: unixMs(Math.floor(now / dayMs) * dayMs - 8 * 60_000),
    unpriced,
  },
  storedRates: [],
  ratesOfNow: ['BTC'],
});
