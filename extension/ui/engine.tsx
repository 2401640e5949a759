/**
 * The engine as pages see it: one value in a context, and queries on it that its events keep fresh.
 */
import { keepPreviousData, type UseQueryResult, useQuery, useQueryClient } from '@tanstack/react-query';
import { createContext, type ReactNode, useContext, useEffect, useState } from 'react';
import type { EngineApi } from '../engine/api';
import type { VaultState } from '../engine/api/vault';
import { createEventFeed, type QueryRoot } from './engine-events';

const EngineContext = createContext<EngineApi | null>(null);

/** Gives `engine` to every component below and keeps the query cache in step with its events. */
export function EngineProvider({ engine, children }: { engine: EngineApi; children: ReactNode }) {
  const queries = useQueryClient();
  const [broken, setBroken] = useState<unknown>(null);
  useEffect(() => {
    let live = true;
    const fail = (thrown: unknown) => live && setBroken(thrown);
    const feed = createEventFeed(queries, fail);
    engine.subscribe((event) => live && feed.take(event)).catch(fail);
    return () => {
      live = false;
      feed.stop();
    };
  }, [engine, queries]);
  // without events every figure would age unseen: the boundary above says so
  if (broken !== null) throw broken;
  return <EngineContext value={engine}>{children}</EngineContext>;
}

export function useEngine(): EngineApi {
  const engine = useContext(EngineContext);
  if (engine === null) throw new Error('no EngineProvider above');
  return engine;
}

/** What a query reads, then what tells it apart from others that read the same. */
export type EngineKey = readonly [QueryRoot, ...(string | number | boolean | null)[]];

/**
 * A query on the engine, asked again when an event makes its root stale.
 *
 * While the key changes (another filter) the former rows stay. A call that throws is a bug or a dead engine: with
 * nothing to show it reaches the screen's boundary, otherwise the shown value keeps ageing and `isError` is true.
 * What stands around every screen is `optional`: it does without, so that a fault takes no more than the screen it is of.
 */
export function useEngineQuery<T>(
  key: EngineKey,
  ask: (engine: EngineApi) => Promise<T>,
  options: { readonly enabled?: boolean; readonly optional?: boolean } = {},
): UseQueryResult<T> {
  const engine = useEngine();
  return useQuery({
    queryKey: key,
    queryFn: () => ask(engine),
    placeholderData: keepPreviousData,
    enabled: options.enabled ?? true,
    ...(options.optional === true ? { throwOnError: false } : {}),
  });
}

/** The vault's state; null until the engine has said it once. */
export function useVaultState(): VaultState | null {
  return useEngineQuery(['vault'], (engine) => engine.vaultState()).data ?? null;
}
