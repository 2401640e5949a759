/** Refreshing from a page by its button; what is due by itself is the engine's. */
import { type QueryClient, useQueryClient } from '@tanstack/react-query';
import type { EngineApi } from '../../engine/api';
import { useEngine } from '../engine';
import type { QueryRoot } from '../engine-events';
import { useTask } from './use-task';

export interface Refresh {
  readonly refreshing: boolean;
  readonly refresh: () => void;
}

/** The queries that a refresh changes. */
const shownFigures: readonly QueryRoot[] = ['overview', 'balances', 'accounts'];

/**
 * Refreshes, and ends when the page shows what came in. The engine's events alone are heard up to half a second late: the
 * button would rest beside the former figures, or turn on beside the new ones.
 */
export async function refreshShown(
  engine: Pick<EngineApi, 'refresh'>,
  queries: QueryClient,
  accountId: string | null,
): Promise<void> {
  await engine.refresh(accountId);
  await Promise.all(shownFigures.map((root) => queries.invalidateQueries({ queryKey: [root] })));
}

/** The button's refresh of one account, or of all (null): busy until every one ended; a second click does nothing. */
export function useRefresh(accountId: string | null, refreshingElsewhere: boolean): Refresh {
  const engine = useEngine();
  const queries = useQueryClient();
  const task = useTask();
  return {
    refreshing: task.running || refreshingElsewhere,
    refresh: () => task.run(() => refreshShown(engine, queries, accountId)),
  };
}
