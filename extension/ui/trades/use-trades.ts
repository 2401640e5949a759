/** Which trades are shown, from the hash by opaque ids, and their pages as far as they were scrolled to. */

import { keepPreviousData, useInfiniteQuery } from '@tanstack/react-query';
import { useCallback, useMemo } from 'react';
import { parseUtcDay } from '../../../shared/utc-day';
import type { EngineApi } from '../../engine/api';
import type { ClosingsPage, OpenLotsPage, TradesPage, TradesQuery } from '../../engine/api/trades';
import { useEngine } from '../engine';
import { navigateHash, useHashPath, useHashSearch } from '../hash-location';
import { routes } from '../routes';

export interface TradesFilter extends Omit<TradesQuery, 'offset' | 'limit'> {
  readonly view: 'trips' | 'closings';
}

/** Nothing is left out but what the account, the view and the state do. */
export const unfiltered = { bookId: null, side: null, closedFrom: null, closedTo: null } as const;

const dayIn = (text: string | null): string | null => (text === null || parseUtcDay(text) === null ? null : text);

const sideIn = (text: string | null): TradesFilter['side'] => (text === 'long' || text === 'short' ? text : null);

export function useTradesFilter(): readonly [TradesFilter, (change: Partial<TradesFilter>) => void] {
  const search = useHashSearch();
  const params = new URLSearchParams(search);
  const filter: TradesFilter = {
    view: params.get('view') === 'closings' ? 'closings' : 'trips',
    accountId: params.get('account'),
    bookId: params.get('book'),
    side: sideIn(params.get('side')),
    state: params.get('state') === 'open' ? 'open' : 'closed',
    closedFrom: dayIn(params.get('from')),
    closedTo: dayIn(params.get('to')),
  };
  const change = (part: Partial<TradesFilter>) => navigateHash(routeOf({ ...filter, ...part }));
  return [filter, change];
}

/** The list under this filter; `tradeId` opens that trade over it. */
export function routeOf(filter: TradesFilter, tradeId?: string): string {
  const params = new URLSearchParams();
  const set = (name: string, value: string | null) => value !== null && params.set(name, value);
  set('view', filter.view === 'closings' ? 'closings' : null);
  set('account', filter.accountId);
  set('book', filter.bookId);
  set('side', filter.side);
  set('state', filter.state === 'open' ? 'open' : null);
  set('from', filter.closedFrom);
  set('to', filter.closedTo);
  const query = params.toString();
  const path = tradeId === undefined ? routes.trades : routes.trade(tradeId);
  return query === '' ? path : `${path}?${query}`;
}

/** Whether more is left out than by account, view and state; days are those of closings. */
export const isNarrowed = ({ bookId, side, state, closedFrom, closedTo }: TradesFilter): boolean =>
  bookId !== null || side !== null || (state === 'closed' && (closedFrom ?? closedTo) !== null);

/** The id in `#/trades/<id>`; null on the list alone. */
export function useOpenedTrade(): string | null {
  const [path] = useHashPath();
  const id = path.slice(`${routes.trades}/`.length);
  return id === '' ? null : decodeURIComponent(id);
}

const pageSize = 200;

/** What a page holds: round trips, closed or open, closings, or open lots. */
type Listed =
  | { readonly kind: 'trips' | 'openTrips'; readonly page: TradesPage }
  | { readonly kind: 'closings'; readonly page: ClosingsPage }
  | { readonly kind: 'lots'; readonly page: OpenLotsPage };

export type ListKind = Listed['kind'];

async function ask(engine: EngineApi, { view, ...filter }: TradesFilter, offset: number): Promise<Listed> {
  const query = { ...filter, offset, limit: pageSize };
  const open = filter.state === 'open';
  if (view === 'trips') return { kind: open ? 'openTrips' : 'trips', page: await engine.trades(query) };
  return open
    ? { kind: 'lots', page: await engine.openLots(query) }
    : { kind: 'closings', page: await engine.closings(query) };
}

export interface LoadedTrades {
  /** Undefined before the first page came; of the filter before while another's is under way. */
  readonly first: Listed | undefined;
  readonly trips: TradesPage['rows'];
  readonly closings: ClosingsPage['rows'];
  readonly lots: OpenLotsPage['rows'];
  readonly loadMore: () => void;
}

export function useTrades(filter: TradesFilter): LoadedTrades {
  const engine = useEngine();
  const { view, accountId, bookId, side, state, closedFrom, closedTo } = filter;
  const { data, hasNextPage, isFetching, fetchNextPage } = useInfiniteQuery({
    queryKey: ['trades', view, accountId, bookId, side, state, closedFrom, closedTo],
    queryFn: ({ pageParam }) => ask(engine, filter, pageParam),
    initialPageParam: 0,
    getNextPageParam: ({ page }, _, offset) => (offset + pageSize < page.totalCount ? offset + pageSize : undefined),
    placeholderData: keepPreviousData,
  });
  const loadMore = useCallback(() => {
    if (hasNextPage && !isFetching) void fetchNextPage();
  }, [hasNextPage, isFetching, fetchNextPage]);
  // the same arrays as long as the pages are: a table whose rows stay is not drawn anew
  const rows = useMemo(() => rowsOf(data?.pages ?? []), [data]);
  return { first: data?.pages[0], ...rows, loadMore };
}

const rowsOf = (pages: readonly Listed[]): Pick<LoadedTrades, 'trips' | 'closings' | 'lots'> => ({
  trips: pages.flatMap(({ kind, page }) => (kind === 'trips' || kind === 'openTrips' ? page.rows : [])),
  closings: pages.flatMap(({ kind, page }) => (kind === 'closings' ? page.rows : [])),
  lots: pages.flatMap(({ kind, page }) => (kind === 'lots' ? page.rows : [])),
});
