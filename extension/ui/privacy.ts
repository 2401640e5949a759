/**
 * The privacy mask: one switch for popup and dashboard, kept in this browser. It hides amounts, never failures. Over sample data
 * it begins as it was kept, and what is switched there is forgotten with the page.
 *
 * Every amount on a screen asks for it, and a table that is scrolled makes hundreds of them anew in each frame: so the storage
 * is read once, and the page listens for other pages once, however many ask.
 */
import { useSyncExternalStore } from 'react';

const key = 'fillbook-privacy';
const listeners = new Set<() => void>();
let hidden: boolean | null = null;
let isKept = true;

/** From now on what this page switches stays in it: sample data leaves nothing behind. */
export function keepPrivacyInPage(): void {
  isKept = false;
}

function read(): boolean {
  hidden ??= localStorage.getItem(key) === 'true';
  return hidden;
}

/** Another page has switched it, or has emptied the storage (its key is then null). */
function onStorage(event: StorageEvent): void {
  if (event.key === key || event.key === null) set(event.newValue === 'true');
}

function set(next: boolean): void {
  hidden = next;
  for (const listener of listeners) listener();
}

function subscribe(listener: () => void): () => void {
  if (listeners.size === 0) addEventListener('storage', onStorage);
  listeners.add(listener);
  return () => {
    listeners.delete(listener);
    if (listeners.size > 0) return;
    removeEventListener('storage', onStorage);
    if (isKept) hidden = null; // nobody listened from here on
  };
}

function toggle(): void {
  const next = !read();
  if (isKept) localStorage.setItem(key, String(next));
  set(next);
}

export function usePrivacy(): readonly [hidden: boolean, toggle: () => void] {
  return [useSyncExternalStore(subscribe, read, () => false), toggle];
}
