/** Which trades are shown and how they are grouped, from the hash by opaque ids and days, and what they come to. */
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { Grouping, PerformanceFilter, PerformancePage } from '../../engine/api/performance';
import { type EngineKey, useEngine } from '../engine';
import { navigateHash, useHashSearch } from '../hash-location';
import { routes } from '../routes';
import { dayIn, type PeriodChoice, periods, rangeOf } from './periods';

export interface PerformanceView extends PeriodChoice, Omit<PerformanceFilter, 'fromMs' | 'toMs'> {
  readonly groupBy: Grouping;
}

export const groupings: readonly Grouping[] = [
  ...(['symbol', 'account', 'exchange', 'side'] as const),
  ...(['day', 'week', 'month', 'year', 'hour', 'weekday'] as const),
];

const oneOf = <T extends string>(text: string | null, choices: readonly T[], otherwise: T): T =>
  choices.find((choice) => choice === text) ?? otherwise;

/** What the hash's query asks for. */
export function viewOf(search: string): PerformanceView {
  const params = new URLSearchParams(search);
  const side = params.get('side');
  return {
    basis: params.get('basis') === 'trips' ? 'trips' : 'closings',
    accountId: params.get('account'),
    exchangeId: params.get('exchange'),
    symbolId: params.get('symbol'),
    side: side === 'long' || side === 'short' ? side : null,
    period: oneOf(params.get('period'), periods, 'all'),
    at: dayIn(params.get('at')),
    from: dayIn(params.get('from')),
    to: dayIn(params.get('to')),
    groupBy: oneOf(params.get('by'), groupings, 'symbol'),
  };
}

/** The screen under this view: nothing in it that is as it would be without. */
export function routeOf(view: PerformanceView): string {
  const params = new URLSearchParams();
  const set = (name: string, value: string | null) => value !== null && params.set(name, value);
  set('basis', view.basis === 'trips' ? 'trips' : null);
  set('account', view.accountId);
  set('exchange', view.exchangeId);
  set('symbol', view.symbolId);
  set('side', view.side);
  set('period', view.period === 'all' ? null : view.period);
  set('at', view.period === 'all' || view.period === 'custom' ? null : view.at);
  set('from', view.period === 'custom' ? view.from : null);
  set('to', view.period === 'custom' ? view.to : null);
  set('by', view.groupBy === 'symbol' ? null : view.groupBy);
  const query = params.toString();
  return query === '' ? routes.performance : `${routes.performance}?${query}`;
}

export type ChangeView = (change: Partial<PerformanceView>) => void;

export function usePerformanceView(): readonly [PerformanceView, ChangeView] {
  const view = viewOf(useHashSearch());
  // typing a date passes through many, which are no steps to go back to
  const change: ChangeView = (part) =>
    navigateHash(routeOf({ ...view, ...part }), { replace: 'from' in part || 'to' in part });
  return [view, change];
}

/** Whether anything but the account and the period narrows the trades. */
export const isNarrowed = ({ exchangeId, symbolId, side }: PerformanceView): boolean =>
  exchangeId !== null || symbolId !== null || side !== null;

/** As the engine is asked. */
export function filterOf(view: PerformanceView, nowMs: number): PerformanceFilter {
  const { basis, accountId, exchangeId, symbolId, side } = view;
  return { basis, accountId, exchangeId, symbolId, side, ...rangeOf(view, nowMs) };
}

export interface ShownPerformance {
  readonly view: PerformanceView;
  readonly page: PerformancePage;
}

/** The first part of a query's key, and what tells one view from another. */
export const keyOf = (view: PerformanceView, { fromMs, toMs }: PerformanceFilter): EngineKey => [
  ...(['performance', view.basis, view.accountId, view.exchangeId, view.symbolId, view.side] as const),
  ...([fromMs, toMs, view.groupBy] as const),
];

/** Undefined before the first answer; while another view is asked for, the former one with its own figures. */
export function usePerformance(view: PerformanceView, nowMs: number): ShownPerformance | undefined {
  const engine = useEngine();
  const [viewId] = useState(() => crypto.randomUUID());
  const filter = filterOf(view, nowMs);
  return useQuery({
    queryKey: keyOf(view, filter),
    // reading the signal has a query that nobody looks at any more forgotten, as the engine gives it up
    queryFn: async ({ signal }): Promise<ShownPerformance> => {
      const page = await engine.performance({ ...filter, viewId, groupBy: view.groupBy });
      signal.throwIfAborted();
      if (page === null) throw new Error('given up for another query');
      return { view, page };
    },
    placeholderData: keepPreviousData,
  }).data;
}
