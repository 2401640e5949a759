/** Rows of candles, as most exchanges serve them: arrays of texts, each exchange with its own order of places. */
import { z } from 'zod';
import type { Failure } from '../reasons';
import { err, ok, type Result, unixMs } from '../result';
import type { Candle } from './candles';
import { exponentText, instantText, unexpected } from './payload';

/** Where an instant is counted in whole seconds. */
const secondsText = z
  .string()
  .regex(/^\d{9,11}$/, 'not-seconds')
  .transform((text) => `${text}000`)
  .pipe(instantText);

/** The places of a row that are read, counted from 0. */
interface Places {
  readonly openAt: number;
  readonly close: number;
  readonly unit: 'ms' | 's';
}

/** One candle of its two texts; null where nothing was ever traded, which some write as a price of 0. `at` names the row. */
export function candleOf(
  openAt: unknown,
  close: unknown,
  unit: Places['unit'],
  at: string,
): Result<Candle | null, Failure> {
  const opened = (unit === 's' ? secondsText : instantText).safeParse(openAt);
  if (!opened.success) return err(unexpected(at, 'not-an-instant'));
  const price = exponentText.safeParse(close);
  if (!price.success || price.data.startsWith('-')) return err(unexpected(at, 'not-a-price'));
  return ok(price.data === '0' ? null : { openAt: unixMs(opened.data), close: price.data });
}

/** The candles of `rows`; `unexpected-payload` names the first row that does not fit, and none is used. */
export function parseCandleRows(rows: unknown, { openAt, close, unit }: Places): Result<readonly Candle[], Failure> {
  if (!Array.isArray(rows)) return err(unexpected('payload', 'not-a-list'));
  const candles: Candle[] = [];
  for (const [index, row] of rows.entries()) {
    if (!Array.isArray(row)) return err(unexpected(`[${index}]`, 'not-a-list'));
    const candle = candleOf(row[openAt], row[close], unit, `[${index}]`);
    if (!candle.ok) return candle;
    if (candle.value) candles.push(candle.value);
  }
  return ok(candles);
}
