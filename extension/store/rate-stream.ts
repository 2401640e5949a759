/**
 * The stream `rates`: what a fee's coin cost at the minute of a fill, version 1. One row per account, coin, quote and minute:
 * the first that was noted, so that a figure that rested on it never drifts; of two devices' rows the earlier.
 *
 * | column | kind | holds |
 * | --- | --- | --- |
 * | minute, at | integer | milliseconds since 1970: the beginning of the fill's minute, and when the rate was noted |
 * | coin, quote, exchange | word | whose candles they are: an exchange's id |
 * | rate | decimal | quote per coin |
 * | path | word | JSON `[[symbol, turned, interval], …]`: the markets of the legs in their order; turned is 0 or 1 |
 * | candles | text | JSON `[[openAt, close], …]` of the same legs; null where the one leg is a straight one of 1 minute, whose candle opened at `minute` and closed at `rate` |
 *
 * The account stands in the segment's metadata.
 */
import { z } from 'zod';
import { candleIntervals } from '../../shared/exchanges/candles';
import type { FeeRate, RateLeg } from '../../shared/exchanges/fee-rate';
import type { DecimalString } from '../../shared/money/decimal';
import { unixMs } from '../../shared/result';
import type { Cell } from './columns';
import { byRow, type Stream } from './streams';

const pathSchema = z
  .array(z.tuple([z.string(), z.union([z.literal(0), z.literal(1)]), z.enum(candleIntervals)]))
  .min(1);
const candlesSchema = z.array(z.tuple([z.int(), z.string()]));

/** Whether the row's own minute and rate say all of its one leg. */
const isPlain = ({ legs, minute, rate }: FeeRate): boolean => {
  const [leg, ...others] = legs;
  return leg !== undefined && others.length === 0 && !leg.turned && leg.openAt === minute && leg.close === rate;
};

const text = (cell: Cell | undefined): string => {
  if (typeof cell !== 'string') throw new TypeError('a rate lacks a text');
  return cell;
};
const instant = (cell: Cell | undefined) => {
  if (typeof cell !== 'number') throw new TypeError('a rate lacks an instant');
  return unixMs(cell);
};
const decimalOf = (cell: string): DecimalString => cell as DecimalString; // sealed from a FeeRate

type Path = z.infer<typeof pathSchema>;

function legsOf(
  path: Path,
  candles: Cell | undefined,
  { minute, rate }: Pick<FeeRate, 'minute' | 'rate'>,
): readonly RateLeg[] {
  const told = typeof candles === 'string' ? candlesSchema.parse(JSON.parse(candles)) : null;
  return path.map(([symbol, turned, interval], index) => {
    const [openAt, close] = told === null ? (index === 0 ? [minute, rate] : []) : (told[index] ?? []);
    if (openAt === undefined || close === undefined) throw new TypeError('a rate lacks a candle');
    return { symbol, turned: turned === 1, interval, openAt: unixMs(openAt), close: decimalOf(close) };
  });
}

/** Each path is read once: an account has few, and a rate for each minute in which a fee was paid. */
function fromColumns(columns: ReadonlyMap<string, readonly Cell[]>, accountId: string, rowCount: number): FeeRate[] {
  const paths = new Map<string, Path>();
  const pathOf = (path: string): Path => {
    const read = paths.get(path) ?? pathSchema.parse(JSON.parse(path));
    paths.set(path, read);
    return read;
  };
  const [minutes, rates, coins, quotes, exchanges, texts, candles, ats] = (
    ['minute', 'rate', 'coin', 'quote', 'exchange', 'path', 'candles', 'at'] as const
  ).map((name) => columns.get(name));
  return Array.from({ length: rowCount }, (_, row) => {
    const plain = { minute: instant(minutes?.[row]), rate: decimalOf(text(rates?.[row])) };
    return {
      account: accountId,
      coin: text(coins?.[row]),
      quote: text(quotes?.[row]),
      ...plain,
      exchange: text(exchanges?.[row]),
      legs: legsOf(pathOf(text(texts?.[row])), candles?.[row], plain),
      at: instant(ats?.[row]),
    };
  });
}

const byCodeUnit = (a: string, b: string): number => (a === b ? 0 : a < b ? -1 : 1);

/** The key of a rate inside one account. */
const rateKey = (coin: string, quote: string, minute: number): string => `${coin}\u0000${quote}\u0000${minute}`;

/** What two devices may have noted differently at one instant: either would do, as long as both take the same. */
const contentOf = ({ rate, exchange, legs }: FeeRate): string =>
  JSON.stringify([
    rate,
    exchange,
    legs.map(({ symbol, turned, interval, openAt, close }) => [symbol, turned, interval, openAt, close]),
  ]);

/** Whether a rate takes the place of another of the same coin, quote and minute: noted earlier, at one instant by what it says. */
const isEarlierRate = (row: FeeRate, other: FeeRate): boolean =>
  row.at < other.at || (row.at === other.at && contentOf(row) < contentOf(other));

export const rateStream: Stream<FeeRate> = {
  name: 'rates',
  columns: {
    minute: 'integer',
    at: 'integer',
    coin: 'word',
    quote: 'word',
    exchange: 'word',
    rate: 'decimal',
    path: 'word',
    candles: 'text',
  },
  accountOf: (row) => row.account,
  identity: ({ coin, quote, minute }) => rateKey(coin, quote, minute),
  supersedes: isEarlierRate,
  compare: (a, b) => a.minute - b.minute || byCodeUnit(a.coin, b.coin) || byCodeUnit(a.quote, b.quote),
  toColumns: byRow((row) => ({
    minute: row.minute,
    at: row.at,
    coin: row.coin,
    quote: row.quote,
    exchange: row.exchange,
    rate: row.rate,
    path: JSON.stringify(row.legs.map(({ symbol, turned, interval }) => [symbol, turned ? 1 : 0, interval])),
    candles: isPlain(row) ? null : JSON.stringify(row.legs.map(({ openAt, close }) => [openAt, close])),
  })),
  fromColumns,
};
