/**
 * What one unit of a fee's coin cost, in the quote of a fill, at the minute of the fill: the rate that turns a fee in a third
 * coin into a fee in quote. Made of one candle, or of two whose markets share a coin.
 */
import { type DecimalString, divHalfEven, type E18, e18, formatE18 } from '../money/decimal';
import type { UnixMs } from '../result';
import { type CandleInterval, candleIntervals } from './candles';

/**
 * One candle that a rate is made of: `close` is quote per base of `symbol`, > 0.
 * `turned`: the market has the two coins the other way round, so that the rate is divided by `close`, not multiplied.
 */
export interface RateLeg {
  readonly symbol: string;
  readonly turned: boolean;
  readonly interval: CandleInterval;
  readonly openAt: UnixMs;
  readonly close: DecimalString;
}

/**
 * - `rate`: `quote` per `coin`, > 0, at most 18 decimals: Π `close` of the straight legs ÷ Π `close` of the turned ones, rounded half to
 *   even at 18 decimals.
 * - `minute`: the instant at which the minute of the fill begins. `legs`: one, or two that meet in a coin. `exchange`: whose
 *   candles they are.
 * - `at`: when it was noted. The first one noted stays for ever: figures do not drift.
 */
export interface FeeRate {
  readonly account: string;
  readonly coin: string;
  readonly quote: string;
  readonly minute: UnixMs;
  readonly rate: DecimalString;
  readonly exchange: string;
  readonly legs: readonly RateLeg[];
  readonly at: UnixMs;
}

/** The minute that an instant lies in; microseconds since 1970 in, milliseconds out. */
export const minuteOf = (us: number): number => Math.floor(us / 60_000_000) * 60_000;

const ten18 = 10n ** 18n;

/**
 * The rate that legs come to; null where it rounds to 0 at 18 decimals, or there is no leg.
 *
 * BNB/BTC at 0.01 and BTC/USDT at 60000 give 0.01 × 60000 = 600; a turned market at 8 gives 1 ÷ 8 = 0.125.
 */
export function rateOfLegs(legs: readonly Pick<RateLeg, 'turned' | 'close'>[]): DecimalString | null {
  let over = ten18;
  let under = 1n;
  for (const { turned, close } of legs) {
    if (turned) [over, under] = [over * ten18, under * e18(close)];
    else [over, under] = [over * e18(close), under * ten18];
  }
  const rate = divHalfEven(over, under) as E18; // scaled by 10^18 throughout
  return legs.length === 0 || rate === 0n ? null : formatE18(rate);
}

/** The coarsest interval among the legs: how near to the fill the rate is known. */
export const intervalOfRate = ({ legs }: Pick<FeeRate, 'legs'>): CandleInterval =>
  legs.reduce<CandleInterval>(
    (coarsest, { interval }) =>
      candleIntervals.indexOf(interval) > candleIntervals.indexOf(coarsest) ? interval : coarsest,
    '1m',
  );
