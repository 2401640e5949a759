/** What stands above every page: theme, query cache, engine, platform, and the boundary that shows a fault. */
import { localStorageColorSchemeManager, MantineProvider } from '@mantine/core';
import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { type ReactNode, useEffect, useState } from 'react';
import type { EngineApi } from '../engine/api';
import type { VaultState } from '../engine/api/vault';
import { copyExactAmounts } from './components/copy-exact';
import { FaultBoundary } from './components/FaultBoundary';
import { EngineProvider } from './engine';
import { type Platform, PlatformProvider, type Surface } from './platform';
import { keepPrivacyInPage, usePrivacy } from './privacy';
import { SampleBar } from './sample/SampleBar';
import { cssVariables, theme } from './theme';
import { ViewSettingsProvider } from './view-settings';
import './ui.css';

/** A screen that asks in the moment of locking gets no answer; the lock's own event replaces it an instant later. */
const isOpen = (queries: QueryClient): boolean =>
  queries.getQueryData<VaultState>(['vault'])?.state === 'open' || queries.getQueryData(['vault']) === undefined;

function createQueries(): QueryClient {
  const queries: QueryClient = new QueryClient({
    defaultOptions: {
      queries: {
        // events tell what changed; a page that was hidden asks again, since it may have missed some
        staleTime: 10_000,
        refetchOnWindowFocus: true,
        networkMode: 'always', // the engine is in this browser: being offline does not concern it
        retry: 1,
        throwOnError: (_, query) => query.state.data === undefined && isOpen(queries),
      },
    },
  });
  return queries;
}

/** The theme as it was kept in this browser; over sample data a change of it stays in the page. */
function createSchemes(showsSample: boolean): ReturnType<typeof localStorageColorSchemeManager> {
  const schemes = localStorageColorSchemeManager();
  return showsSample ? { ...schemes, set: () => undefined, clear: () => undefined } : schemes;
}

/** Also as a page comes: the browser may have been told by a build that did not know of it. */
function useHiddenOutside(platform: Platform): void {
  const [hidden] = usePrivacy();
  useEffect(() => {
    void platform.hideOutside(hidden);
  }, [platform, hidden]);
}

export interface RootProps {
  readonly engine: EngineApi;
  readonly platform: Platform;
  readonly surface: Surface;
  readonly children: ReactNode;
}

export function Root({ engine, platform, surface, children }: RootProps) {
  const [queries] = useState(createQueries);
  const [schemes] = useState(() => {
    if (platform.showsSample) keepPrivacyInPage();
    return createSchemes(platform.showsSample);
  });
  useHiddenOutside(platform);
  useEffect(() => {
    document.addEventListener('copy', copyExactAmounts);
    return () => document.removeEventListener('copy', copyExactAmounts);
  }, []);
  return (
    <MantineProvider
      theme={theme}
      cssVariablesResolver={cssVariables}
      defaultColorScheme="auto"
      colorSchemeManager={schemes}
    >
      <QueryClientProvider client={queries}>
        <PlatformProvider platform={platform} surface={surface}>
          <SampleBar />
          <FaultBoundary wholePage>
            <EngineProvider engine={engine}>
              <ViewSettingsProvider>{children}</ViewSettingsProvider>
            </EngineProvider>
          </FaultBoundary>
        </PlatformProvider>
      </QueryClientProvider>
    </MantineProvider>
  );
}
