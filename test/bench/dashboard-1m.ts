/**
 * dashboard_open_1m, dashboard_unkept_1m, dashboard_trades_1m, dashboard_books_1m, engine_memory_1m, fills_scroll_1m,
 * fills_scroll_1m_worst: the production build with 1,000,000 fills of one account in its database, one fee in five in the exchange's
 * own coin, and no engine running. From opening the dashboard to Overview's figures (limit 500 ms), the same where no answer was
 * kept, as after another device's change (500 ms, of what needs no fills), to Trades' first row (1.5 s), and until all books are
 * read and matched; memory of the engine once Trades and Performance were opened too (400 MB); frames while Fills is scrolled
 * (50 ms). Rival: an empty React page of the same extension; of the memory, the fills' JSON; of the frames, plain text.
 */
import type { CDPSession, Page } from 'playwright-core';
import { goTo, importComplete, openScene, type Scene } from '../e2e/harness/scene';
import { addAccount, setUpVault } from '../e2e/harness/steps';
import { stopEngine } from '../e2e/harness/stop-engine';
import { addPlainList, openPlainList, scrollInTurns } from './fills-scroll-100k';
import { type Measurement, measurementOf } from './measurement';
import { addEmptyPage } from './popup-first-paint';
import { addStorePage, ask, openStorePage } from './store-page';

const fills = 1_000_000;
const allFills = /^1,0\d\d,\d{3} fills$/;
const rounds = 5;

interface Measured {
  readonly dashboard_open_1m: Measurement;
  readonly dashboard_unkept_1m: Measurement;
  readonly dashboard_trades_1m: Measurement;
  readonly dashboard_books_1m: Measurement;
  readonly engine_memory_1m: Measurement;
  readonly fills_scroll_1m: Measurement;
  readonly fills_scroll_1m_worst: Measurement;
}

/** Runs in every page before its own scripts; text, since a compiled function would bring helpers that the page lacks. */
const watch = `
globalThis.firstAt = {};
const wanted = {
  overview: 'main dl [data-exact]',
  trades: 'main tbody tr [data-exact]',
  rival: 'main [data-exact], main[data-exact]',
};
new MutationObserver(() => {
  for (const [name, selector] of Object.entries(wanted))
    if (firstAt[name] === undefined && document.querySelector(selector)) firstAt[name] = performance.now();
}).observe(document, { childList: true, subtree: true });
`;

/** Milliseconds from the start of the navigation until the page has what is wanted. */
async function shownAfter(scene: Scene, path: string, wanted: string): Promise<number> {
  const page = await scene.browser.context.newPage();
  await page.addInitScript({ content: watch });
  await page.goto(`chrome-extension://${scene.browser.extensionId}/${path}`, { waitUntil: 'commit' });
  const at = await page.waitForFunction((name) => {
    const { firstAt } = globalThis as unknown as { readonly firstAt: Readonly<Record<string, number>> };
    return firstAt[name];
  }, wanted);
  const ms = await at.jsonValue();
  await page.close();
  return ms ?? Number.NaN;
}

/** The account's id, and the key of its vault as the browser's session holds it. */
async function secretsOf(page: Page): Promise<{ readonly account: string; readonly rootKey: string }> {
  const account = decodeURIComponent(/#\/accounts\/([^/?]+)/.exec(page.url())?.[1] ?? '');
  const rootKey = await page.evaluate(async () => String((await chrome.storage.session.get('rootKey')).rootKey));
  if (account === '' || rootKey === 'undefined') throw new Error('no account, or a locked vault');
  return { account, rootKey };
}

/** A vault with one account, a million fills beside those that it imported, and no engine; its key. */
async function prepare(scene: Scene): Promise<string> {
  await setUpVault(scene.page);
  await addAccount(scene.page, 'main', scene.simulator.keys.readOnly);
  await importComplete(scene.page, 600_000);
  const { account, rootKey } = await secretsOf(scene.page);
  await scene.page.close();
  await stopEngine(scene.browser.context);
  const store = await openStorePage(scene.browser);
  const rated = true; // one in five fees is in the exchange's own coin
  await ask(store, 'write', 'fillbook', rootKey, [{ id: account, exchange: 'binance', count: fills, rated }]);
  await store.close();
  // the background may have held another engine meanwhile, which knows nothing of what was written
  await stopEngineIfAny(scene);
  return rootKey;
}

/** Ends the engine and removes what it kept of its answers. */
async function forget(scene: Scene, rootKey: string): Promise<void> {
  await stopEngineIfAny(scene);
  const store = await openStorePage(scene.browser);
  await ask(store, 'forgetAnswers', 'fillbook', rootKey);
  await store.close();
  await stopEngineIfAny(scene);
}

/** Opens the dashboard and waits until Fills lists everything: then the books are read, matched and ordered. */
async function openAll(scene: Scene): Promise<{ readonly page: Page; readonly ms: number }> {
  const startedAt = performance.now();
  const page = await scene.browser.dashboard('/fills');
  await page.getByText(allFills).waitFor({ timeout: 120_000 });
  return { page, ms: performance.now() - startedAt };
}

async function measureIn(scene: Scene): Promise<Measured> {
  const rootKey = await prepare(scene);
  const times = {
    open: [] as number[],
    unkept: [] as number[],
    unkeptRival: [] as number[],
    trades: [] as number[],
    books: [] as number[],
    rival: [] as number[],
  };
  // the first time everything is computed and kept; afterwards it is as on any other day
  const first = await openAll(scene);
  await goTo(first.page, '/trades');
  await first.page.locator('main tbody tr [data-exact]').first().waitFor({ timeout: 120_000 });
  await goTo(first.page, '/');
  await first.page.locator('main dl [data-exact]').first().waitFor({ timeout: 120_000 });
  await first.page.waitForTimeout(8_000); // longer than answers wait before they are kept
  await first.page.close();
  for (let round = 0; round < rounds; round += 1) {
    await stopEngineIfAny(scene);
    times.rival.push(await shownAfter(scene, 'rival/empty.html', 'rival'));
    times.open.push(await shownAfter(scene, 'dashboard.html', 'overview'));
    await stopEngineIfAny(scene);
    times.trades.push(await shownAfter(scene, 'dashboard.html#/trades', 'trades'));
  }
  for (let round = 0; round < rounds; round += 1) {
    await forget(scene, rootKey);
    times.unkeptRival.push(await shownAfter(scene, 'rival/empty.html', 'rival'));
    times.unkept.push(await shownAfter(scene, 'dashboard.html', 'overview'));
  }
  for (let round = 1; round <= rounds; round += 1) {
    await stopEngineIfAny(scene);
    const { page, ms } = await openAll(scene);
    times.books.push(ms);
    if (round < rounds) await page.close();
    else return { ...figures(times), ...(await measureOpen(scene, page)) };
  }
  throw new Error('no rounds');
}

const figures = (
  times: Readonly<Record<'open' | 'unkept' | 'unkeptRival' | 'trades' | 'books' | 'rival', readonly number[]>>,
) => ({
  dashboard_open_1m: measurementOf(times.open, times.rival, { value: 500 }),
  dashboard_unkept_1m: measurementOf(times.unkept, times.unkeptRival, { value: 500 }),
  dashboard_trades_1m: measurementOf(times.trades, times.rival, { value: 1500 }),
  dashboard_books_1m: measurementOf(times.books, times.rival),
});

/** Ends an engine that still lives; one that has ended with its page is none. */
async function stopEngineIfAny({ browser: { context } }: Scene): Promise<void> {
  const page = await context.newPage();
  const session = await context.browser()?.newBrowserCDPSession();
  const { targetInfos } = (await session?.send('Target.getTargets')) ?? { targetInfos: [] };
  await session?.detach();
  await page.close();
  if (targetInfos.some(({ type, url }) => type === 'shared_worker' && url.startsWith('chrome-extension://')))
    await stopEngine(context);
}

async function measureOpen(
  scene: Scene,
  page: Page,
): Promise<Omit<Measured, 'dashboard_open_1m' | 'dashboard_unkept_1m' | 'dashboard_trades_1m' | 'dashboard_books_1m'>> {
  await goTo(page, '/trades');
  await page.locator('main tbody tr [data-exact]').first().waitFor();
  await goTo(page, '/performance');
  await page.locator('main dl [data-exact]').first().waitFor();
  const megabytes = (await engineBytes(scene)) / 2 ** 20;
  await goTo(page, '/fills');
  await page.getByText(allFills).waitFor();
  await page.setViewportSize({ width: 1280, height: 900 });
  const rival = await openPlainList(scene);
  const { most, worst } = await scrollInTurns(page, rival, 50);
  const json = 621; // bytes of such a fill as JSON: store_bytes_per_fill's rival
  const asJson = (fills * json) / 2 ** 20;
  return {
    engine_memory_1m: {
      ...{ value: megabytes, unit: 'MB', rival: asJson, ratio: megabytes / asJson },
      ...{ limit: 400, ratioLimit: null },
    },
    fills_scroll_1m: most,
    fills_scroll_1m_worst: worst,
  };
}

/** JavaScript heap and array buffers of the engine's worker, after garbage was collected. */
async function engineBytes({ browser: { context } }: Scene): Promise<number> {
  const session = await context.browser()?.newBrowserCDPSession();
  if (!session) throw new Error('no browser');
  const { targetInfos } = await session.send('Target.getTargets');
  const engine = targetInfos.find(({ type, url }) => type === 'shared_worker' && url.startsWith('chrome-extension://'));
  if (!engine) throw new Error('no engine');
  const { sessionId } = await session.send('Target.attachToTarget', { targetId: engine.targetId, flatten: false });
  await inTarget(session, sessionId, 1, 'HeapProfiler.collectGarbage');
  const usage = await inTarget(session, sessionId, 2, 'Runtime.getHeapUsage');
  await session.detach();
  return Number(usage.usedSize) + Number(usage.backingStorageSize ?? 0);
}

/** One command of a target that the browser's session is attached to. */
function inTarget(
  session: CDPSession,
  sessionId: string,
  id: number,
  method: string,
): Promise<Readonly<Record<string, unknown>>> {
  return new Promise((resolve, reject) => {
    session.on('Target.receivedMessageFromTarget', ({ message }) => {
      const answer = JSON.parse(message);
      if (answer.id !== id) return;
      if (answer.error) reject(new Error(answer.error.message));
      else resolve(answer.result);
    });
    session.send('Target.sendMessageToTarget', { sessionId, message: JSON.stringify({ id, method }) }).catch(reject);
  });
}

async function measureAll(): Promise<Measured> {
  const scene = await openScene({ seed: 5, fills: 500, soldOut: false }, async (extension) => {
    await addStorePage(extension);
    await addEmptyPage(extension);
    await addPlainList(extension);
  });
  scene.page.setDefaultTimeout(120_000);
  try {
    return await measureIn(scene);
  } finally {
    await scene.end();
  }
}

let measured: Promise<Measured> | null = null;
/** They come of one run. */
const once = (name: keyof Measured) => async (): Promise<Measurement> => {
  measured ??= measureAll();
  return (await measured)[name];
};

export const dashboardOpen1m = once('dashboard_open_1m');
export const dashboardUnkept1m = once('dashboard_unkept_1m');
export const dashboardTrades1m = once('dashboard_trades_1m');
export const dashboardBooks1m = once('dashboard_books_1m');
export const engineMemory1m = once('engine_memory_1m');
export const fillsScroll1m = once('fills_scroll_1m');
export const fillsScroll1mWorst = once('fills_scroll_1m_worst');
