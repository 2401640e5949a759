/** Bitget's candles: those of the last month by one call, of any age by another that takes an end alone. */
import { candlesOf, minuteMs, type SimulatedCandle } from '../candles';
import type { WireReply, WireRequest } from '../exchange';
import { markets } from '../market';
import { plainText } from '../units';
import type { World } from '../world';
import { wireSymbol } from './public';
import { badParameter, success, unknownParameter } from './replies';

const granularities: Readonly<Record<string, number>> = {
  ...{ '1min': 1, '3min': 3, '5min': 5, '15min': 15, '30min': 30, '1h': 60, '4h': 240, '6Hutc': 360, '12Hutc': 720 },
  ...{ '1Dutc': 1440, '3Dutc': 4320 },
};

const monthMs = 30 * 86_400_000;

const rowOf = ({ openAt, open, high, low, close }: SimulatedCandle): readonly string[] => [
  String(openAt),
  ...[open, high, low, close].map((price) => plainText(price, 18)),
  ...['12.5', '100', '100'],
];

const digits = (text: string | null): number | null => (text !== null && /^\d{1,16}$/.test(text) ? Number(text) : null);

interface Kind {
  readonly most: number;
  /** Takes `startTime`, and serves no candle that is older than a month. */
  readonly recent: boolean;
}

function serve(world: World, { query, nowMs }: WireRequest, { most, recent }: Kind): WireReply {
  const symbol = query.get('symbol') ?? '';
  const market = markets.find((one) => one.trading && wireSymbol(one) === symbol);
  if (!market) return unknownParameter(symbol)(nowMs);
  const minutes = granularities[query.get('granularity') ?? ''];
  if (minutes === undefined) return badParameter('granularity')(nowMs);
  const limit = digits(query.get('limit')) ?? 100;
  if (limit < 1 || limit > most) return badParameter('limit')(nowMs);
  const end = digits(query.get('endTime'));
  if (!recent && end === null) return badParameter('endTime')(nowMs);
  const lengthMs = minutes * minuteMs;
  const toMs = (end ?? nowMs) - 1;
  const start = recent ? digits(query.get('startTime')) : null;
  const oldest = recent ? nowMs - monthMs : 0;
  const fromMs = Math.max(oldest, start ?? toMs - limit * lengthMs);
  return success(nowMs, candlesOf({ world, market, lengthMs }, { fromMs, toMs, most: limit, nowMs }).map(rowOf));
}

export const candles = (world: World, request: WireRequest): WireReply =>
  serve(world, request, { most: 1000, recent: true });

export const historyCandles = (world: World, request: WireRequest): WireReply =>
  serve(world, request, { most: 200, recent: false });
