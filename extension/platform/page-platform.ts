/** The pages' platform over the browser's APIs: permissions, tabs, the session's summary, the clipboard. */
import { browser } from 'wxt/browser';
import type { PopupSummary } from '../engine/api/popup-summary';
import type { EngineMode } from '../engine/wire';
import { localKeys, sampleKeys, sessionKeys } from './keys';
import { enterSample, leaveSample } from './sample-session';

const dashboardPath = '/dashboard.html';

/** `storage.session` lies in memory and only Fillbook writes it; the version tells a summary of an older build. */
function asSummary(value: unknown): PopupSummary | null {
  const summary = value as PopupSummary | undefined;
  return summary?.version === 5 ? summary : null;
}

const patternOf = (origin: string): string => `${origin.replace(/\/\*?$/, '')}/*`;

/** Asks for access to origins; must be called first thing in a click. */
const requestHosts = (origins: readonly string[]): Promise<boolean> =>
  browser.permissions.request({ origins: origins.map(patternOf) });

const withdrawHosts = (origins: readonly string[]): Promise<boolean> =>
  browser.permissions.remove({ origins: origins.map(patternOf) });

async function grantedHosts(): Promise<readonly string[]> {
  const { origins = [] } = await browser.permissions.getAll();
  return origins.map((pattern) => pattern.replace(/\/\*$/, ''));
}

/** Opens the dashboard at a route, or brings an open one to the front and there. */
export async function openDashboard(hash = ''): Promise<void> {
  const url = browser.runtime.getURL(dashboardPath);
  const wanted = hash === '' ? url : `${url}#${hash}`;
  const [open] = await browser.tabs.query({ url: `${url}*` });
  if (open?.id === undefined) {
    await browser.tabs.create({ url: wanted });
  } else {
    await browser.tabs.update(open.id, hash === '' ? { active: true } : { active: true, url: wanted });
    if (open.windowId !== undefined) await browser.windows.update(open.windowId, { focused: true });
  }
}

async function readSummary(key: string): Promise<PopupSummary | null> {
  const stored = await browser.storage.session.get(key);
  return asSummary(stored[key]);
}

function onSummary(key: string, listener: (summary: PopupSummary | null) => void): () => void {
  const heard = (changes: Record<string, { newValue?: unknown }>): void => {
    const change = changes[key];
    if (change) listener(asSummary(change.newValue));
  };
  browser.storage.session.onChanged.addListener(heard);
  return () => browser.storage.session.onChanged.removeListener(heard);
}

/** Where the background reads it: it has no `localStorage`. */
async function hideOutside(hidden: boolean): Promise<void> {
  if (hidden) await browser.storage.local.set({ [localKeys.amountsHidden]: 'true' });
  else await browser.storage.local.remove(localKeys.amountsHidden);
}

/** What `extension/ui/platform` asks of a page that shows the data of `mode`; `leave` runs after the popup opened the dashboard. */
export const createPagePlatform = (mode: EngineMode, leave: () => void) => {
  const summaryKey = (mode === 'sample' ? sampleKeys : sessionKeys).summary;
  return {
    requestHosts,
    withdrawHosts,
    grantedHosts: async () => (mode === 'sample' ? [] : grantedHosts()),
    openDashboard: (hash?: string): void => void openDashboard(hash).then(leave),
    readSummary: () => readSummary(summaryKey),
    onSummary: (listener: (summary: PopupSummary | null) => void) => onSummary(summaryKey, listener),
    hideOutside: async (hidden: boolean): Promise<void> => {
      if (mode !== 'sample') await hideOutside(hidden);
    },
    showsSample: mode === 'sample',
    enterSample,
    leaveSample,
    copy: (text: string): Promise<void> => navigator.clipboard.writeText(text),
  };
};
