/**
 * Where the dashboard stands, in the URL's hash: `#/trades?account=<id>&state=open`.
 *
 * Everything is in the hash, filters too, by opaque ids; the path and query of the page's URL never change.
 * wouter's own hash hook puts the query before the hash, hence these hooks for its `Router`.
 *
 * Another screen is drawn in slices between which the browser hears input, and until it stands the one before stays as it is: all
 * that lies in it sees the hash that it was opened with. Within a screen the hash holds at once.
 */
import { createContext, type ReactNode, useContext, useDeferredValue, useSyncExternalStore } from 'react';

function subscribe(listener: () => void): () => void {
  addEventListener('hashchange', listener);
  return () => removeEventListener('hashchange', listener);
}

/** The hash without `#/`; none where a screen becomes text. */
const useLiveHash = (): string =>
  useSyncExternalStore(
    subscribe,
    () => location.hash.replace(/^#?\/?/, ''),
    () => '',
  );

/** The hash of the screen that is drawn. */
const DrawnHash = createContext('');

const pathOf = (hash: string): string => `/${hash.split('?', 1)[0] ?? ''}`;
const searchOf = (hash: string): string => hash.slice(pathOf(hash).length);
/** The first part of the path names the screen; what follows stands within it. */
export const screenOf = (path: string): string => path.split('/')[1] ?? '';

/** Gives what is in it the hash of the screen that is drawn. */
export function HashLocation({ children }: { readonly children: ReactNode }) {
  const live = useLiveHash();
  const deferred = useDeferredValue(live);
  const isSameScreen = screenOf(pathOf(live)) === screenOf(pathOf(deferred));
  return <DrawnHash value={isSameScreen ? live : deferred}>{children}</DrawnHash>;
}

/** Goes to a route (`/trades?state=open`); `replace` leaves no step in the history. */
export function navigateHash(route: string, options: { readonly replace?: boolean } = {}): void {
  const oldURL = location.href;
  const hash = `#${route.startsWith('/') ? route : `/${route}`}`;
  if (location.hash === hash) return;
  history[options.replace === true ? 'replaceState' : 'pushState'](null, '', hash);
  // pushState is silent: the event tells every hook of this page
  dispatchEvent(new HashChangeEvent('hashchange', { oldURL, newURL: location.href }));
}

/** The path in the hash, without its query: wouter's `hook`. */
export function useHashPath(): [string, typeof navigateHash] {
  return [pathOf(useContext(DrawnHash)), navigateHash];
}
useHashPath.hrefs = (href: string) => `#${href}`;

/** The query in the hash, without `?`: wouter's `searchHook`. */
export const useHashSearch = (): string => searchOf(useContext(DrawnHash));

/** The path that was asked for, whose screen may not stand yet. */
export const useAskedPath = (): string => pathOf(useLiveHash());
