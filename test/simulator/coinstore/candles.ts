/** Coinstore's klines: the newest candles of a market, as many as are asked for; no range. */
import { candlesOf, minuteMs, type SimulatedCandle } from '../candles';
import type { WireReply, WireRequest } from '../exchange';
import { amountText } from '../units';
import type { World } from '../world';
import { marketOfCode, symbolCode, symbolNumber } from './listings';
import { badRequest, noSuchSymbol, success } from './replies';

const periods: Readonly<Record<string, number>> = {
  ...{ '1min': 1, '5min': 5, '15min': 15, '30min': 30, '60min': 60, '4hour': 240, '12hour': 720, '1day': 1440 },
};

const mostRows = 2000;

const path = /^\/api\/v1\/market\/kline\/([A-Za-z0-9]+)$/;

/** Whether a request asks for candles. */
export const isKlines = ({ method, path: of }: WireRequest): boolean => method === 'GET' && path.test(of);

const rowOf =
  (period: string, lengthMs: number) =>
  ({ openAt, open, high, low, close }: SimulatedCandle): object => ({
    startTime: openAt / 1000,
    endTime: (openAt + lengthMs) / 1000 - 1,
    interval: period,
    open: amountText(open),
    high: amountText(high),
    low: amountText(low),
    close: amountText(close),
    amount: '100',
    volume: '12.5',
  });

export function klines(world: World, { path: of, query, nowMs }: WireRequest): WireReply {
  const market = marketOfCode(path.exec(of)?.[1] ?? '');
  if (!market) return noSuchSymbol;
  const period = query.get('period') ?? '';
  const minutes = periods[period];
  const size = query.get('size') ?? '';
  if (minutes === undefined || !/^[1-9]\d{0,3}$/.test(size) || Number(size) > mostRows) return badRequest;
  const lengthMs = minutes * minuteMs;
  const rows = candlesOf({ world, market, lengthMs }, { fromMs: 0, toMs: nowMs, most: Number(size), nowMs });
  return success({
    channel: `${symbolNumber(market)}@kline@${period}`,
    symbol: symbolCode(market),
    instrumentId: symbolNumber(market),
    item: rows.map(rowOf(period, lengthMs)),
  });
}
