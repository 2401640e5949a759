/** MEXC's klines: 500 a call, the end of a range left out. */
import { candlesOf, minuteMs, type SimulatedCandle } from '../candles';
import type { WireReply, WireRequest } from '../exchange';
import { amountText } from '../units';
import type { World } from '../world';
import { range, symbol } from './parameters';
import { illegal, json } from './replies';

const intervals: Readonly<Record<string, number>> = {
  ...{ '1m': 1, '5m': 5, '15m': 15, '30m': 30, '60m': 60, '4h': 240, '1d': 1440 },
};

const mostRows = 500;

const rowOf = ({ openAt, open, high, low, close }: SimulatedCandle, lengthMs: number): readonly (string | number)[] => [
  openAt,
  ...[open, high, low, close].map(amountText),
  ...['12.5', openAt + lengthMs, '100'],
];

export function klines(world: World, request: WireRequest): WireReply {
  const market = symbol(request);
  if ('refused' in market) return market.refused;
  const minutes = intervals[request.query.get('interval') ?? ''];
  if (minutes === undefined) return illegal('interval');
  const asked = range(request, mostRows);
  if ('refused' in asked) return asked.refused;
  const { nowMs } = request;
  const lengthMs = minutes * minuteMs;
  const { startTime, endTime, limit } = asked.value;
  const end = (endTime ?? nowMs + 1) - 1;
  // from a beginning on the oldest are served, as many as the limit says
  const fromMs = startTime ?? end - limit * lengthMs;
  const toMs = Math.min(end, fromMs + (limit - 1) * lengthMs);
  const rows = candlesOf({ world, market: market.value, lengthMs }, { fromMs, toMs, most: limit, nowMs });
  return json(rows.map((candle) => rowOf(candle, lengthMs)));
}
