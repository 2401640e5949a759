/** The view as it stands in the hash, and the way from a row to its trades. */
import { describe, expect, test } from 'vitest';
import { tradesOfRow } from '../../../../../extension/ui/performance/trades-route';
import { filterOf, isNarrowed, routeOf, viewOf } from '../../../../../extension/ui/performance/use-performance';

const nowMs = Date.parse('2026-11-21T21:00:00Z');
const plain = viewOf('');

describe('the view', () => {
  test('of everything has no query', () => {
    expect(routeOf(plain)).toBe('/performance');
    expect(filterOf(plain, nowMs)).toEqual({
      ...{ basis: 'closings', accountId: null, exchangeId: null, symbolId: null, side: null },
      ...{ fromMs: null, toMs: null },
    });
  });

  test('stands in the hash by opaque ids and days', () => {
    const query =
      'basis=trips&account=acc-1&exchange=e1&symbol=s1&side=short&period=custom&from=2026-01-02&to=2026-01-31&by=week';
    expect(routeOf(viewOf(query))).toBe(`/performance?${query}`);
    expect(viewOf('period=month&at=2026-10-01')).toMatchObject({ period: 'month', at: '2026-10-01' });
    expect(routeOf(viewOf('period=month&at=2026-10-01'))).toBe('/performance?period=month&at=2026-10-01');
  });

  test('takes nothing from a hash that is no choice', () => {
    expect(viewOf('basis=x&side=up&period=decade&at=2026-13-01&by=colour&from=yesterday')).toEqual(plain);
  });

  test('asks from the first day’s beginning to the last day’s end', () => {
    const { fromMs, toMs } = filterOf(viewOf('period=custom&from=2026-01-02&to=2026-01-02'), nowMs);
    expect([fromMs, toMs]).toEqual([Date.parse('2026-01-02T00:00Z'), Date.parse('2026-01-03T00:00Z')]);
  });

  test('is narrowed by more than account and period', () => {
    expect(['account=a&period=day', 'symbol=s', 'exchange=e', 'side=long'].map(viewOf).map(isNarrowed)).toEqual([
      ...[false, true, true, true],
    ]);
  });
});

describe('a row leads to its trades', () => {
  const of = (search: string, group: Parameters<typeof tradesOfRow>[1]) => tradesOfRow(viewOf(search), group, nowMs);
  const day = (text: string): number => Date.parse(`${text}T00:00:00Z`);

  test('of an account, a symbol or a side, with the period and the basis kept', () => {
    const account = { by: 'account', accountId: 'acc-1', label: 'main', exchange: 'binance' } as const;
    expect(of('period=month', account)).toBe('/trades?view=closings&account=acc-1&from=2026-11-01&to=2026-11-30');
    expect(of('basis=trips&side=long', account)).toBe('/trades?account=acc-1&side=long');
    expect(of('', { by: 'symbol', symbol: 'BTC/USDT', bookId: 'b1' })).toBe('/trades?view=closings&book=b1');
    expect(of('account=acc-1', { by: 'side', side: 'short' })).toBe('/trades?view=closings&account=acc-1&side=short');
  });

  test('of a period, cut to the one that is shown', () => {
    const week = { by: 'week', fromMs: day('2026-10-26'), toMs: day('2026-11-02') } as const;
    expect(of('', week)).toBe('/trades?view=closings&from=2026-10-26&to=2026-11-01');
    expect(of('period=month', week)).toBe('/trades?view=closings&from=2026-11-01&to=2026-11-01');
  });

  test('not where Trades cannot be narrowed so far', () => {
    expect(of('', { by: 'hour', hour: 3 })).toBeNull();
    expect(of('', { by: 'weekday', weekday: 0 })).toBeNull();
    expect(of('', { by: 'symbol', symbol: 'BTC/USDT', bookId: null })).toBeNull();
    expect(of('', { by: 'exchange', exchange: 'gate', accountId: null })).toBeNull();
    expect(of('symbol=s1', { by: 'side', side: 'long' })).toBeNull(); // Trades would show other symbols too
    expect(of('exchange=e1', { by: 'side', side: 'long' })).toBeNull();
  });
});
