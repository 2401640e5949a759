/** A screen as static markup, drawn from what is in the cache: no effect runs and no click, so that nothing is called. */
import { MantineProvider } from '@mantine/core';
import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { renderToStaticMarkup } from 'react-dom/server';
import { Router } from 'wouter';
import type { EngineApi } from '../../../../extension/engine/api';
import { EngineProvider } from '../../../../extension/ui/engine';
import { useHashPath } from '../../../../extension/ui/hash-location';
import { type Platform, PlatformProvider } from '../../../../extension/ui/platform';

/** `route` is the dashboard's, without a query; the styles that Mantine writes are left out. */
export const staticMarkup = (node: ReactNode, route: string, queries = new QueryClient()): string =>
  renderToStaticMarkup(
    <MantineProvider>
      <QueryClientProvider client={queries}>
        <PlatformProvider platform={{} as Platform /* nothing is called */} surface="dashboard">
          <EngineProvider engine={{} as EngineApi /* as above */}>
            <Router hook={() => [route, () => undefined]} hrefs={useHashPath.hrefs}>
              {node}
            </Router>
          </EngineProvider>
        </PlatformProvider>
      </QueryClientProvider>
    </MantineProvider>,
  ).replace(/<style.*?<\/style>/gs, '');

/** What a reader sees of markup: its texts, a blank between any two. */
export const wordsOf = (html: string): string =>
  html
    .replace(/<[^>]*>/g, ' ')
    .replace(/&#x27;/g, "'")
    .replace(/\s+/g, ' ')
    .trim();
