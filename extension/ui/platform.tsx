/**
 * What pages need of the browser, as a value: the pages themselves never touch `browser.*`.
 *
 * `useOpen` leads to a screen of the dashboard from wherever the caller stands: in the dashboard it changes the hash, in
 * the popup it opens the dashboard's page.
 */
import { createContext, type ReactNode, useContext, useMemo } from 'react';
import type { PopupSummary } from '../engine/api/popup-summary';
import { navigateHash } from './hash-location';

export interface Platform {
  /**
   * Asks the browser for access to `origins` (`https://api.binance.com`). The browser only asks a person in the same
   * task as a click: call it first thing in a click handler, with nothing awaited before it.
   */
  requestHosts(origins: readonly string[]): Promise<boolean>;
  /** The origins that the browser lets Fillbook reach; none while sample data is shown, which reaches nobody. */
  grantedHosts(): Promise<readonly string[]>;
  /** Gives access to these origins back; false where the browser refuses. */
  withdrawHosts(origins: readonly string[]): Promise<boolean>;
  /** Opens the dashboard, or brings an open one to the front; `hash` is a route such as `/accounts/new`. */
  openDashboard(hash?: string): void;
  /** The summary of this browser session; null when there is none (locked, or never written). */
  readSummary(): Promise<PopupSummary | null>;
  /** Calls `listener` with every new summary, null when it was wiped. Gives the function that ends it. */
  onSummary(listener: (summary: PopupSummary | null) => void): () => void;
  /** Hides amounts outside the pages too, on the toolbar button, or shows them there again. Over sample data it does nothing. */
  hideOutside(hidden: boolean): Promise<void>;
  /** Puts `text` on the clipboard; rejects where the browser refuses. */
  copy(text: string): Promise<void>;
  /** Whether this browser session shows sample data in place of the trader's own; constant for a page's life. */
  readonly showsSample: boolean;
  /** Shows sample data from now on; every open page of Fillbook starts anew with it. The trader's own data stays as it is. */
  enterSample(): Promise<void>;
  /** Ends sample data: nothing of it stays, and every open page starts anew with the trader's own. */
  leaveSample(): Promise<void>;
}

export type Surface = 'popup' | 'dashboard';

const PlatformContext = createContext<{ readonly platform: Platform; readonly surface: Surface } | null>(null);

export function PlatformProvider(props: { platform: Platform; surface: Surface; children: ReactNode }) {
  const { platform, surface } = props;
  const value = useMemo(() => ({ platform, surface }), [platform, surface]);
  return <PlatformContext value={value}>{props.children}</PlatformContext>;
}

function usePlatformContext() {
  const value = useContext(PlatformContext);
  if (value === null) throw new Error('no PlatformProvider above');
  return value;
}

export const usePlatform = (): Platform => usePlatformContext().platform;

/** Leads to a route of the dashboard. */
export function useOpen(): (route: string) => void {
  const { platform, surface } = usePlatformContext();
  return surface === 'dashboard' ? navigateHash : (route) => platform.openDashboard(route);
}
