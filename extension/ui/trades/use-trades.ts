/** Which trades are shown, from the hash by opaque ids, and their pages as far as they were scrolled to. */
import { keepPreviousData, useInfiniteQuery } from '@tanstack/react-query';
import { useCallback } from 'react';
import type { TradesPage, TradesQuery } from '../../engine/api/trades';
import { useEngine } from '../engine';
import { navigateHash, useHashPath, useHashSearch } from '../hash-location';
import { routes } from '../routes';

export type TradesFilter = Pick<TradesQuery, 'accountId' | 'bookId' | 'state'>;

export function useTradesFilter(): readonly [TradesFilter, (change: Partial<TradesFilter>) => void] {
  const search = useHashSearch();
  const params = new URLSearchParams(search);
  const filter: TradesFilter = {
    accountId: params.get('account'),
    bookId: params.get('book'),
    state: params.get('state') === 'open' ? 'open' : 'closed',
  };
  const change = (part: Partial<TradesFilter>) => navigateHash(routeOf({ ...filter, ...part }));
  return [filter, change];
}

/** The list under this filter; `tradeId` opens that trade over it. */
export function routeOf(filter: TradesFilter, tradeId?: string): string {
  const params = new URLSearchParams();
  if (filter.accountId !== null) params.set('account', filter.accountId);
  if (filter.bookId !== null) params.set('book', filter.bookId);
  if (filter.state === 'open') params.set('state', 'open');
  const query = params.toString();
  const path = tradeId === undefined ? routes.trades : routes.trade(tradeId);
  return query === '' ? path : `${path}?${query}`;
}

/** The id in `#/trades/<id>`; null on the list alone. */
export function useOpenedTrade(): string | null {
  const [path] = useHashPath();
  const id = path.slice(`${routes.trades}/`.length);
  return id === '' ? null : decodeURIComponent(id);
}

const pageSize = 200;

export interface LoadedTrades {
  /** Undefined before the first page came. */
  readonly first: TradesPage | undefined;
  readonly rows: TradesPage['rows'];
  readonly loadMore: () => void;
}

export function useTrades(filter: TradesFilter): LoadedTrades {
  const engine = useEngine();
  const { data, hasNextPage, isFetching, fetchNextPage } = useInfiniteQuery({
    queryKey: ['trades', filter.accountId, filter.bookId, filter.state],
    queryFn: ({ pageParam }) =>
      engine.trades({ ...filter, side: null, closedFrom: null, closedTo: null, offset: pageParam, limit: pageSize }),
    initialPageParam: 0,
    getNextPageParam: (last, _, offset) => (offset + pageSize < last.totalCount ? offset + pageSize : undefined),
    placeholderData: keepPreviousData,
  });
  const loadMore = useCallback(() => {
    if (hasNextPage && !isFetching) void fetchNextPage();
  }, [hasNextPage, isFetching, fetchNextPage]);
  return { first: data?.pages[0], rows: data?.pages.flatMap((page) => page.rows) ?? [], loadMore };
}
