/** Refreshing from a page: by its button, and by itself while what the page shows is past its interval. */
import { type QueryClient, useQueryClient } from '@tanstack/react-query';
import { useEffect, useRef } from 'react';
import { reasons } from '../../../shared/reasons';
import type { UnixMs } from '../../../shared/result';
import type { EngineApi, Observed, PartialAmount } from '../../engine/api';
import { useEngine } from '../engine';
import type { QueryRoot } from '../engine-events';
import { refreshIntervalMs } from './Age';
import { useNow } from './use-now';
import { useTask } from './use-task';

export interface Refresh {
  readonly refreshing: boolean;
  readonly refresh: () => void;
}

/** The queries that a refresh changes. */
const shownFigures: readonly QueryRoot[] = ['overview', 'balances'];

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

export interface Refreshable {
  readonly id: string;
  readonly value: Observed<PartialAmount>;
}

/**
 * The accounts that may be asked again without a person. A refused key is never among them: repeating it could get it
 * banned, so that it waits for the trader's own click.
 */
export function dueAccounts(accounts: readonly Refreshable[], now: UnixMs): readonly string[] {
  const isDue = ({ value }: Refreshable): boolean => {
    switch (value.state) {
      case 'pending':
        return true;
      case 'known':
        return now - value.at >= refreshIntervalMs;
      case 'unknown':
        if (reasons[value.failure.reason].retry === 'never' || (value.failure.untilAt ?? 0) > now) return false;
        return now - value.failedAt >= refreshIntervalMs;
    }
  };
  return accounts.filter(isDue).map((account) => account.id);
}

/** Refreshes what is due when the page opens and every five minutes after that, while the page is in view. */
export function useKeepFresh(accounts: readonly Refreshable[]): void {
  const engine = useEngine();
  const task = useTask();
  const now = useNow();
  const attemptedAt = useRef(0);
  useEffect(() => {
    if (document.hidden || now - attemptedAt.current < refreshIntervalMs) return;
    const due = dueAccounts(accounts, now);
    if (due.length === 0) return;
    attemptedAt.current = now;
    task.run(async () => {
      if (due.length === accounts.length) await engine.refresh(null);
      else await Promise.all(due.map((id) => engine.refresh(id)));
    });
  }, [accounts, engine, now, task]);
}
