/**
 * Where the dashboard stands, in the URL's hash: `#/trades?account=<id>&state=open`.
 *
 * Everything is in the hash, filters too, by opaque ids; the path and query of the page's URL never change.
 * wouter's own hash hook puts the query before the hash, hence these hooks for its `Router`.
 */
import { useSyncExternalStore } from 'react';

function subscribe(listener: () => void): () => void {
  addEventListener('hashchange', listener);
  return () => removeEventListener('hashchange', listener);
}

const hashParts = (): readonly [path: string, search: string] => {
  const hash = location.hash.replace(/^#?\/?/, '');
  const question = hash.indexOf('?');
  return question < 0 ? [`/${hash}`, ''] : [`/${hash.slice(0, question)}`, hash.slice(question + 1)];
};

/** Goes to a route (`/trades?state=open`); `replace` leaves no step in the history. */
export function navigateHash(route: string, options: { readonly replace?: boolean } = {}): void {
  const oldURL = location.href;
  const hash = `#${route.startsWith('/') ? route : `/${route}`}`;
  if (location.hash === hash) return;
  history[options.replace === true ? 'replaceState' : 'pushState'](null, '', hash);
  // pushState is silent: the event tells every hook of this page
  dispatchEvent(new HashChangeEvent('hashchange', { oldURL, newURL: location.href }));
}

const path = () => hashParts()[0];
const search = () => hashParts()[1];

/** The path in the hash, without its query: wouter's `hook`. */
export function useHashPath(): [string, typeof navigateHash] {
  return [useSyncExternalStore(subscribe, path, () => '/'), navigateHash];
}
useHashPath.hrefs = (href: string) => `#${href}`;

/** The query in the hash, without `?`: wouter's `searchHook`. */
export const useHashSearch = (): string => useSyncExternalStore(subscribe, search, () => '');
