/** How a page begins: which data this browser session shows, the engine of that, and what an earlier sample left. */
import type { EngineApi } from '../engine/api';
import type { EngineClient } from '../engine/client';
import type { Host } from '../engine/host';
import type { EngineMode } from '../engine/wire';
import { createBrowserHost, throughBackground } from './browser-host';
import { createSampleHost, leaveSample, onModeChange, readMode, tidySession } from './sample-session';

/** What a page cannot import from here. */
export interface PageParts {
  readonly join: (host: Host, mode: EngineMode) => EngineClient;
  readonly removeSample: () => Promise<boolean>;
}

/** Starts anew at the first screen: a route of the other data names what is not there. */
function startAnew(): void {
  history.replaceState(null, '', location.pathname);
  location.reload();
}

/** Locking is what ends a look into one's own data; of sample data that is leaving it. */
const withoutLock = (engine: EngineApi): EngineApi =>
  new Proxy(engine, { get: (target, name) => (name === 'lock' ? leaveSample : Reflect.get(target, name)) });

/** Connects to the engine of the data that is shown. Where that changes, the page starts anew. */
export async function beginPage({ join, removeSample }: PageParts): Promise<{ mode: EngineMode; engine: EngineApi }> {
  const mode = await readMode();
  onModeChange((next) => {
    if (next !== mode) startAnew();
  });
  if (mode === 'sample') return { mode, engine: withoutLock(join(createSampleHost(), mode).engine) };
  // What cannot be removed now, the next page tries to; nothing of it can be opened.
  void tidySession();
  void removeSample();
  return { mode, engine: join(createBrowserHost(throughBackground), mode).engine };
}
