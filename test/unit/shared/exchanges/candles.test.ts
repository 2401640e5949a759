import { describe, expect, test } from 'vitest';
import { readJson } from '../../../../extension/exchanges/lossless-json';
import * as binance from '../../../../shared/exchanges/binance/candles';
import * as bitget from '../../../../shared/exchanges/bitget/candles';
import * as bitmart from '../../../../shared/exchanges/bitmart/candles';
import {
  type Candle,
  type CandlePage,
  type CandlePlan,
  candleAt,
  candlesWithin,
  candleWindow,
  reachOfRows,
  withoutReach,
} from '../../../../shared/exchanges/candles';
import * as coinstore from '../../../../shared/exchanges/coinstore/candles';
import * as gate from '../../../../shared/exchanges/gate/candles';
import * as mexc from '../../../../shared/exchanges/mexc/candles';
import * as poloniex from '../../../../shared/exchanges/poloniex/candles';
import type { Market } from '../../../../shared/exchanges/readings';
import { decimal } from '../../../../shared/money/decimal';
import type { Failure } from '../../../../shared/reasons';
import { type Result, unixMs } from '../../../../shared/result';

const minuteMs = 60_000;
const dayMs = 86_400_000;
/** 2026-03-01 12:00:30 UTC */
const nowMs = Date.UTC(2026, 2, 1, 12, 0, 30);
const noon = Date.UTC(2026, 2, 1, 12);
const endless: CandlePlan = { rows: 1000, reachMs: withoutReach };

describe('what is asked for', () => {
  test('begins at the minute of the instant and ends with the last closed candle', () => {
    const window = candleWindow(endless, '1m', noon - 2 * minuteMs + 10_000, nowMs);
    expect(window).toMatchObject({ interval: '1m', fromMs: noon - 2 * minuteMs, toMs: noon });
  });

  test('is no more than one call gives', () => {
    const fromMs = noon - 3 * dayMs;
    expect(candleWindow(endless, '1m', fromMs, nowMs)).toMatchObject({
      interval: '1m',
      fromMs,
      toMs: fromMs + 1000 * minuteMs,
    });
  });

  test('is nothing while the candle of the instant is open', () => {
    expect(candleWindow(endless, '1m', noon + 5_000, nowMs)).toBeNull();
  });

  test('is the next coarser interval where the finest is no longer served', () => {
    // 10,000 minutes are 6.94 days, 10,000 times 5 minutes 34.7 days, 10,000 quarters of an hour 104 days
    const plan: CandlePlan = { rows: 1000, reachMs: reachOfRows(10_000) };
    const intervalAfter = (days: number) => candleWindow(plan, '1m', nowMs - days * dayMs, nowMs)?.interval;
    expect([6, 7, 34, 35, 104, 105].map(intervalAfter)).toEqual(['1m', '5m', '5m', '15m', '15m', '30m']);
  });

  test('goes no further than to where a finer interval is served', () => {
    // of 10,000 minutes back from 12:00:30 the first begins at 2026-02-22 13:20:30; the candle that holds it ends at 13:25
    const plan: CandlePlan = { rows: 1000, reachMs: reachOfRows(10_000) };
    const window = candleWindow(plan, '1m', Date.UTC(2026, 1, 22, 12, 2), nowMs);
    expect(window).toEqual({
      interval: '5m',
      fromMs: Date.UTC(2026, 1, 22, 12),
      toMs: Date.UTC(2026, 1, 22, 13, 25),
      finerFromMs: Date.UTC(2026, 1, 22, 13, 20, 30),
    });
  });

  test('is nothing where no interval reaches so far', () => {
    expect(candleWindow({ rows: 10, reachMs: { '1m': dayMs } }, '1m', nowMs - 2 * dayMs, nowMs)).toBeNull();
  });

  test('takes the candle before too, where a day may begin at another place’s midnight', () => {
    const at = Date.UTC(2026, 1, 10, 7);
    expect(candleWindow(endless, '1d', at, nowMs)?.fromMs).toBe(Date.UTC(2026, 1, 9));
  });
});

const candle = (openAt: number, close: string): Candle => ({ openAt: unixMs(openAt), close: decimal(close) });

describe('of what came', () => {
  test('only what was asked for is used, each candle once, oldest first', () => {
    const rows = [
      candle(noon, '3'),
      candle(noon - minuteMs, '2'),
      candle(noon - minuteMs, '2'),
      candle(noon - 9e6, '1'),
    ];
    const window = { interval: '1m', fromMs: noon - 2 * minuteMs, toMs: noon } as const;
    expect(candlesWithin(rows, window)).toEqual([candle(noon - minuteMs, '2')]);
  });

  test('an instant is priced by the candle in which it lies, and by no other', () => {
    const page: CandlePage = {
      interval: '1m',
      from: unixMs(noon - 5 * minuteMs),
      to: unixMs(noon),
      candles: [candle(noon - 4 * minuteMs, '4'), candle(noon - 2 * minuteMs, '2')],
    };
    expect(candleAt(page, noon - 2 * minuteMs)?.close).toBe('2');
    expect(candleAt(page, noon - minuteMs - 1)?.close).toBe('2');
    expect(candleAt(page, noon - minuteMs)).toBeNull();
    expect(candleAt(page, noon - 3 * minuteMs)).toBeNull();
    expect(candleAt(page, noon - 5 * minuteMs)).toBeNull();
  });
});

const market: Market = {
  id: 'BNBUSDT',
  symbol: 'BNB/USDT',
  base: 'BNB',
  quote: 'USDT',
  active: true,
  minQuantity: null,
};
const window = {
  interval: '1h',
  fromMs: Date.UTC(2026, 0, 1),
  toMs: Date.UTC(2026, 0, 3),
  finerFromMs: Number.POSITIVE_INFINITY,
} as const;

type Parse = (payload: unknown) => Result<readonly Candle[], Failure>;

/** One row of each exchange's own documentation or recording, with close 101.5; 1735689600 is 2025-01-01 00:00:00 UTC. */
const bodies: Readonly<Record<string, readonly [parse: Parse, body: string, seconds: number]>> = {
  binance: [
    binance.parseCandles,
    '[[1735689600000,"100.0","102.0","99.5","101.50000000","148976.1",1735689659999,"2434.19",308,"1756.8","28.46","0"]]',
    1735689600,
  ],
  bitget: [
    bitget.parseCandles,
    '{"code":"00000","msg":"success","requestTime":1,"data":[["1735689600000","100","102","99.5","101.5","35.5","1399.3","1399.3"]]}',
    1735689600,
  ],
  gate: [
    gate.parseCandles,
    '[["1735689600","6227.070147198573","101.5","102","99.5","100","466641934.99","true"]]',
    1735689600,
  ],
  mexc: [
    mexc.parseCandles,
    '[[1735689600000,"100","102","99.5","101.5","3.550717",1735689660000,"168387.3"]]',
    1735689600,
  ],
  poloniex: [
    poloniex.parseCandles,
    '[["99.5","102","100","101.5","3916.58764051","0.171199","2982.6","0.130295",33,0,"22877.449915304470460711","MINUTE_5",1735689600000,1735689899999]]',
    1735689600,
  ],
  bitmart: [
    bitmart.parseCandles,
    '{"code":1000,"trace":"x","message":"success","data":[["1735689600","100","102","99.5","101.5","12.5","100"]]}',
    1735689600,
  ],
  coinstore: [
    coinstore.parseCandles,
    '{"code":0,"data":{"channel":"4@kline@min_1","item":[{"endTime":1735689659,"amount":"1.5","interval":"1min","startTime":1735689600,"volume":"2","close":"101.5","open":"100","high":"102","low":"99.5"}],"symbol":"BNBUSDT","instrumentId":4}}',
    1735689600,
  ],
};

const read = (parse: Parse, body: string): Result<readonly Candle[], Failure> => {
  const payload = readJson(body);
  if (!payload.ok) throw new Error('no JSON');
  return parse(payload.value);
};

describe.each(Object.entries(bodies))('a row of %s', (_, [parse, body, seconds]) => {
  test('gives when it opened and its last price, exactly', () => {
    expect(read(parse, body)).toEqual({ ok: true, value: [candle(seconds * 1000, '101.5')] });
  });

  test('whose price is 0 is no price', () => {
    expect(read(parse, body.replace(/101\.50*/, '0'))).toEqual({ ok: true, value: [] });
  });

  test('that has no price spoils the page', () => {
    expect(read(parse, body.replace(/101\.50*/, 'none'))).toMatchObject({
      ok: false,
      error: { reason: 'unexpected-payload' },
    });
  });

  test('of 18 decimals loses none', () => {
    const exact = '0.000000000123456789';
    expect(read(parse, body.replace(/101\.50*/, exact))).toMatchObject({ ok: true, value: [{ close: exact }] });
  });
});

describe('each exchange is asked in its own words', () => {
  // 2026-01-01T00:00:00Z is 1767225600, two days later 1767398400
  test.each([
    [
      'binance',
      binance.candleQuery(market, window),
      { interval: '1h', startTime: '1767225600000', endTime: '1767398399999' },
    ],
    [
      'mexc',
      mexc.candleQuery(market, window),
      { interval: '60m', startTime: '1767225600000', endTime: '1767398400000' },
    ],
    ['gate', gate.candleQuery(market, window), { currency_pair: 'BNBUSDT', from: '1767225600', to: '1767394800' }],
    ['poloniex', poloniex.candleQuery(market, window), { symbol: 'BNBUSDT', interval: 'HOUR_1', limit: '500' }],
    ['bitmart', bitmart.candleQuery(market, window), { step: '60', after: '1767225599', before: '1767398400' }],
    ['bitget', bitget.recentQuery(market, window), { granularity: '1h', startTime: '1767225600000', limit: '1000' }],
    ['bitget', bitget.pastQuery(market, window), { granularity: '1h', endTime: '1767398400000', limit: '200' }],
    // 50 hours back from 02:00 of the third day, and two rows to spare
    [
      'coinstore',
      coinstore.candleQuery({ ...market, id: 'BNBUSDT#7' }, window, Date.UTC(2026, 0, 3, 2)),
      { symbol: 'BNBUSDT', period: '60min', size: '52' },
    ],
  ])('%s', (_, query, words) => {
    expect(query).toMatchObject(words);
  });
});
