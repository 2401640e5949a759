/** Which fills are shown, from the hash by opaque ids and dates, and the pages of them that are in view. */
import { useQueries, useQueryClient } from '@tanstack/react-query';
import { useCallback, useEffect, useRef, useState } from 'react';
import { dayMs, parseUtcDay } from '../../../shared/utc-day';
import type { FillsFilter, FillsPage, FillsRow } from '../../engine/api/fills';
import type { LazyRows } from '../components/DataTable';
import { type EngineKey, useEngine, useEngineQuery } from '../engine';
import { navigateHash, useHashPath, useHashSearch } from '../hash-location';
import { routes } from '../routes';

/** As it stands in the hash: days in UTC as `2026-11-21`, both inclusive; null where nothing is filtered by. */
export interface FillsView extends Omit<FillsFilter, 'fromMs' | 'toMs'> {
  readonly from: string | null;
  readonly to: string | null;
}

/** A day that exists; null for everything else that a hash may hold. */
const dayOf = (text: string | null): string | null => (text === null || parseUtcDay(text) === null ? null : text);

const oneOf = <T extends string>(text: string | null, ...choices: readonly T[]): T | null =>
  choices.find((choice) => choice === text) ?? null;

/** What the hash's query asks for. */
export function viewOf(search: string): FillsView {
  const params = new URLSearchParams(search);
  return {
    accountId: params.get('account'),
    symbolId: params.get('symbol'),
    side: oneOf(params.get('side'), 'buy', 'sell'),
    liquidity: oneOf(params.get('liquidity'), 'maker', 'taker', 'unknown'),
    from: dayOf(params.get('from')),
    to: dayOf(params.get('to')),
  };
}

/** The list under this view; `fillId` opens that fill over it. */
export function routeOf(view: FillsView, fillId?: string): string {
  const { accountId, symbolId, side, liquidity, from, to } = view;
  const params = new URLSearchParams();
  for (const [name, value] of Object.entries({ account: accountId, symbol: symbolId, side, liquidity, from, to }))
    if (value !== null) params.set(name, value);
  const query = params.toString();
  const path = fillId === undefined ? routes.fills : routes.fill(fillId);
  return query === '' ? path : `${path}?${query}`;
}

/** As the engine is asked: from the first day's beginning to the last day's end. */
export function filterOf({ from, to, ...rest }: FillsView): FillsFilter {
  const last = to === null ? null : parseUtcDay(to);
  return {
    ...rest,
    fromMs: from === null ? null : parseUtcDay(from),
    toMs: last === null ? null : last + dayMs,
  };
}

/** Whether anything but the top bar's account narrows the list. */
export const isFiltered = ({ accountId: _, ...rest }: FillsView): boolean =>
  Object.values(rest).some((value) => value !== null);

export const unfiltered = (accountId: string | null): FillsView =>
  viewOf(accountId === null ? '' : new URLSearchParams({ account: accountId }).toString());

export function useFillsView(): readonly [FillsView, (change: Partial<FillsView>) => void] {
  const view = viewOf(useHashSearch());
  // typing a date passes through many, which are no steps to go back to
  const change = (part: Partial<FillsView>) =>
    navigateHash(routeOf({ ...view, ...part }), { replace: 'from' in part || 'to' in part });
  return [view, change];
}

/** The id in `#/fills/<id>`; null on the list alone. */
export function useOpenedFill(): string | null {
  const [path] = useHashPath();
  const id = path.slice(`${routes.fills}/`.length);
  return id === '' ? null : decodeURIComponent(id);
}

const pageSize = 100;
/** Pages out of view are let go soon: a million rows that were scrolled through must not stay in the page's memory. */
const pageKeptMs = 15_000;
/** A browser cannot lay out a list of any height. */
const rowsAtMost = 500_000;

const keyOf = (view: FillsView, what: number | 'first'): EngineKey => [
  'fills',
  view.accountId,
  view.symbolId,
  view.side,
  view.liquidity,
  view.from,
  view.to,
  what,
];

/** The first page with count and totals; while another view is asked for, the former one with its own. */
export function useFirstFills(view: FillsView): { readonly view: FillsView; readonly page: FillsPage } | undefined {
  return useEngineQuery(keyOf(view, 'first'), async (engine) => ({
    view,
    page: await engine.fills({ ...filterOf(view), offset: 0, limit: pageSize }),
  })).data;
}

const samePages = (a: readonly number[], b: readonly number[]): boolean =>
  a.length === b.length && a.every((page, index) => page === b[index]);

/**
 * The rows of a view as they come into view, a page at a time. While pages are on their way no others are asked for: who
 * scrolls fast gets those where the scrolling is when an answer has come, and not every one that was passed.
 */
export function useFillRows(view: FillsView, first: FillsPage): LazyRows<FillsRow> & { readonly cut: boolean } {
  const engine = useEngine();
  const queries = useQueryClient();
  const [wanted, setWanted] = useState<readonly number[]>([]);
  const next = useRef<readonly number[]>([]);
  const busy = useRef(false);
  const fetching = useQueries({
    queries: wanted.map((page) => ({
      queryKey: keyOf(view, page),
      queryFn: () => engine.fills({ ...filterOf(view), offset: page * pageSize, limit: pageSize }),
      gcTime: pageKeptMs,
    })),
    combine: (results) => results.some(({ isFetching }) => isFetching),
  });
  useEffect(() => {
    busy.current = fetching;
    if (!fetching) setWanted((now) => (samePages(now, next.current) ? now : next.current));
  }, [fetching]);
  const onRange = useCallback((from: number, to: number) => {
    const pages = new Set([Math.floor(from / pageSize), Math.floor(to / pageSize)]);
    pages.delete(0); // it came with the totals
    next.current = [...pages];
    if (!busy.current) setWanted((now) => (samePages(now, next.current) ? now : next.current));
  }, []);
  const known = new Map<number, FillsPage | undefined>([[0, first]]);
  const rowAt = (index: number): FillsRow | undefined => {
    const page = Math.floor(index / pageSize);
    if (!known.has(page)) known.set(page, queries.getQueryData<FillsPage>(keyOf(view, page)));
    return known.get(page)?.rows[index % pageSize];
  };
  const count = Math.min(first.totalCount, rowsAtMost);
  return { count, rowAt, onRange, cut: count < first.totalCount };
}
