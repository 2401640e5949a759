/** Gate's candlesticks: at most 1,000 a call, of the last 10,000 intervals, in an order of places of its own. */
import { candlesOf, minuteMs, type SimulatedCandle } from '../candles';
import type { WireReply, WireRequest } from '../exchange';
import { amountText } from '../units';
import type { World } from '../world';
import { integer, pairParameter } from './parameters';
import { badPair, badParameter, json, refusal } from './replies';

const intervals: Readonly<Record<string, number>> = {
  ...{ '1m': 1, '5m': 5, '15m': 15, '30m': 30, '1h': 60, '4h': 240, '8h': 480, '1d': 1440 },
};

const mostRows = 1000;
const mostPoints = 10_000;
const latest = 100_000_000_000;

const tooBroad = refusal(
  400,
  'INVALID_PARAM_VALUE',
  'Candlestick range too broad. Maximum 1000 data points are allowed per request',
);
const tooLongAgo = refusal(
  400,
  'INVALID_PARAM_VALUE',
  'Candlestick too long ago. Maximum 10000 points ago are allowed',
);

const rowOf = ({ openAt, open, high, low, close }: SimulatedCandle): readonly string[] => [
  String(openAt / 1000),
  '1000',
  ...[close, high, low, open].map(amountText),
  ...['12.5', 'true'],
];

export function candlesticks(world: World, request: WireRequest): WireReply {
  const { query, nowMs } = request;
  const pair = pairParameter(request);
  if ('refused' in pair) return pair.refused;
  if (pair.value === null) return badPair;
  const minutes = intervals[query.get('interval') ?? '30m'];
  if (minutes === undefined) return badParameter('interval');
  if (query.has('limit') && (query.has('from') || query.has('to'))) return badParameter('limit');
  const lengthMs = minutes * minuteMs;
  const limit = integer(request, 'limit', 100, mostRows);
  if ('refused' in limit) return limit.refused;
  const to = integer(request, 'to', Math.floor(nowMs / 1000), latest);
  if ('refused' in to) return to.refused;
  const from = integer(request, 'from', to.value - ((limit.value - 1) * lengthMs) / 1000, latest);
  if ('refused' in from) return from.refused;
  const [fromMs, toMs] = [from.value * 1000, to.value * 1000];
  if ((toMs - fromMs) / lengthMs >= mostRows) return tooBroad;
  if (fromMs < nowMs - mostPoints * lengthMs) return tooLongAgo;
  return json(candlesOf({ world, market: pair.value, lengthMs }, { fromMs, toMs, most: mostRows, nowMs }).map(rowOf));
}
