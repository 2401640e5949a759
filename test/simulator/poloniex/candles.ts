/** Poloniex's candles: up to 500 a call, the name of the market in the path, in an order of places of its own. */
import { candlesOf, minuteMs, type SimulatedCandle } from '../candles';
import type { WireReply, WireRequest } from '../exchange';
import { markets } from '../market';
import { amountText } from '../units';
import type { World } from '../world';
import { integer, wireSymbol } from './parameters';
import { badParameter, badSymbol, json } from './replies';

const intervals: Readonly<Record<string, number>> = {
  ...{ MINUTE_1: 1, MINUTE_5: 5, MINUTE_10: 10, MINUTE_15: 15, MINUTE_30: 30 },
  ...{ HOUR_1: 60, HOUR_2: 120, HOUR_4: 240, HOUR_6: 360, HOUR_12: 720, DAY_1: 1440 },
};

const mostRows = 500;

const path = /^\/markets\/([A-Z0-9_]+)\/candles$/;

/** Whether a path is that of candles. */
export const isCandlesPath = (of: string): boolean => path.test(of);

const rowOf = (
  { openAt, open, high, low, close }: SimulatedCandle,
  interval: string,
  lengthMs: number,
): readonly (string | number)[] => [
  ...[low, high, open, close].map(amountText),
  ...['1000', '12.5', '500', '6.25', 42, openAt + lengthMs],
  amountText(close),
  ...[interval, openAt, openAt + lengthMs - 1],
];

export function candles(world: World, request: WireRequest): WireReply {
  const name = path.exec(request.path)?.[1];
  const market = markets.find((one) => wireSymbol(one) === name);
  if (!market) return badSymbol;
  const interval = request.query.get('interval') ?? '';
  const minutes = intervals[interval];
  if (minutes === undefined) return badParameter('interval');
  const start = integer(request, 'startTime');
  const end = integer(request, 'endTime');
  const limit = integer(request, 'limit');
  if ('refused' in start) return start.refused;
  if ('refused' in end) return end.refused;
  if ('refused' in limit) return limit.refused;
  const most = Number(limit.value ?? 100n);
  if (most < 1 || most > mostRows) return badParameter('limit');
  const { nowMs } = request;
  const lengthMs = minutes * minuteMs;
  const toMs = Number(end.value ?? BigInt(nowMs));
  const fromMs = Number(start.value ?? BigInt(toMs - most * lengthMs));
  const rows = candlesOf({ world, market, lengthMs }, { fromMs, toMs, most, nowMs });
  return json(rows.map((candle) => rowOf(candle, interval, lengthMs)));
}
