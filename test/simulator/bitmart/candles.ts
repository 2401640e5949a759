/** BitMart's klines: up to 200 a call, between two instants in seconds that are left out themselves. */
import { candlesOf, minuteMs, type SimulatedCandle } from '../candles';
import type { WireReply, WireRequest } from '../exchange';
import { markets } from '../market';
import { text8 } from '../units';
import type { World } from '../world';
import { wireSymbol } from './public';
import { badRequest, limitTooLarge, limitTooSmall, noSymbol, success } from './replies';

const steps: readonly number[] = [1, 3, 5, 15, 30, 45, 60, 120, 180, 240, 1440];
const mostRows = 200;

const rowOf = ({ openAt, open, high, low, close }: SimulatedCandle): readonly string[] => [
  String(openAt / 1000),
  ...[open, high, low, close].map(text8),
  ...['12.5', '100'],
];

const digits = (text: string | null): number | null => (text !== null && /^\d{1,11}$/.test(text) ? Number(text) : null);

export function klines(world: World, { query, nowMs }: WireRequest): WireReply {
  const market = markets.find((one) => wireSymbol(one) === query.get('symbol'));
  if (!market) return noSymbol;
  const step = digits(query.get('step') ?? '1');
  if (step === null || !steps.includes(step)) return badRequest('step');
  const limit = digits(query.get('limit') ?? '100');
  if (limit === null || limit < 1) return limitTooSmall;
  if (limit > mostRows) return limitTooLarge;
  const lengthMs = step * minuteMs;
  const before = digits(query.get('before'));
  const after = digits(query.get('after'));
  const toMs = before === null ? nowMs : before * 1000 - 1;
  const fromMs = after === null ? toMs - limit * lengthMs : (after + 1) * 1000;
  return success(candlesOf({ world, market, lengthMs }, { fromMs, toMs, most: limit, nowMs }).map(rowOf));
}
