/**
 * main_thread_longest: the longest task on a page's main thread while 100,000 fills are imported: from the moment at which the
 * account is saved, the trader goes through the screens, scrolls, opens a fill and a trade, searches the palette, and opens the
 * popup. Rival: the same walk through the same screens once the import has ended.
 *
 * The browser reports tasks of 50 ms and more; where there was none, the value is the longest silence of a timer that beats
 * every 4 ms, at most 50: it ends when the task does that kept the timer waiting. At most 50 ms: no long task at all.
 */
import type { Page } from 'playwright-core';
import { goTo, openScene, type Scene } from '../e2e/harness/scene';
import { addAccount, setUpVault } from '../e2e/harness/steps';
import { type Measurement, worstOf } from './measurement';

const fills = 100_000;
/** What the browser calls a long task: an input that comes meanwhile is felt to wait. */
const limitMs = 50;
/** The walk of the rival: each screen this often. */
const rivalRounds = 3;

/** A task of 50 ms and more: how long, and on which route it ended. */
interface Task {
  readonly ms: number;
  readonly route: string;
}

/** What the probe leaves in the page. */
interface Probed {
  readonly probe: {
    /** Forgets what was seen so far. */
    begin(): void;
    readonly tasks: Task[];
    /** Inputs that waited for their frame: kind and how long. */
    readonly inputs: { readonly ms: number; readonly kind: string; readonly route: string }[];
    longestSilenceMs: number;
  };
}

/** Runs in the page; text, since a compiled function would bring helpers that the page lacks. */
const probe = `(() => {
  const beatMs = 4;
  const tasks = [];
  const inputs = [];
  const seen = { tasks, inputs, longestSilenceMs: 0, begin: () => { tasks.length = 0; inputs.length = 0; seen.longestSilenceMs = 0; last = performance.now(); } };
  let last = performance.now();
  setInterval(() => {
    const now = performance.now();
    seen.longestSilenceMs = Math.max(seen.longestSilenceMs, now - last - beatMs);
    last = now;
  }, beatMs);
  new PerformanceObserver((list) => {
    for (const { duration } of list.getEntries()) tasks.push({ ms: duration, route: location.hash });
  }).observe({ type: 'longtask' });
  new PerformanceObserver((list) => {
    for (const entry of list.getEntries()) inputs.push({ ms: entry.processingEnd - entry.startTime, kind: entry.name, route: location.hash });
  }).observe({ type: 'event', durationThreshold: 16 });
  globalThis.probe = seen;
})()`;

const begin = (page: Page): Promise<void> => page.evaluate(() => (globalThis as unknown as Probed).probe.begin());

/** Opens the first row of the table, if it has any yet, and closes it again. */
async function openRow(page: Page): Promise<void> {
  const row = page.locator('main tbody tr[tabindex]').first();
  if ((await row.count()) === 0) return;
  await row.click();
  await page.getByRole('dialog').waitFor();
  await page.waitForTimeout(200); // looked at
  await page.keyboard.press('Escape');
  await page.getByRole('dialog').waitFor({ state: 'detached' });
}

/** Searches the palette and leaves it. */
async function search(page: Page): Promise<void> {
  await page.keyboard.press('Control+K');
  await page.getByRole('dialog').waitFor();
  await page.keyboard.type('btc', { delay: 60 });
  await page.keyboard.press('Escape');
  await page.getByRole('dialog').waitFor({ state: 'detached' });
}

/** Every screen of the rail once, scrolled to its end and back and a row of it opened, and the account's own page last. */
async function walk(page: Page, account: string): Promise<void> {
  const links = page.getByRole('navigation').getByRole('link');
  for (let index = 0; index < (await links.count()); index += 1) {
    const name = await links.nth(index).innerText();
    await links.nth(index).click();
    await page.locator('main h1').first().waitFor();
    await scroll(page);
    if (name === 'Trades' || name === 'Fills') await openRow(page);
  }
  await search(page);
  await goTo(page, account);
  await page.locator('main h1').first().waitFor();
  await scroll(page);
}

/** Scrolls the page and what scrolls in it: by the element, since a wheel waits for seconds where nothing draws to a screen. */
async function scroll(page: Page): Promise<void> {
  for (const by of [300, 600, 900, 900, -900, -900, -600, -300]) {
    await page.evaluate((top) => {
      for (const part of [document.scrollingElement, ...document.querySelectorAll('main div')])
        if (part && part.scrollHeight > part.clientHeight + 1) part.scrollBy({ top });
    }, by);
    await page.waitForTimeout(60); // a hand's pace: some frames a turn of the wheel
  }
}

/** Opens the popup, and lets it stand for a moment: what it draws at first and what the import's news draw anew. */
async function lookAtPopup({ browser, page }: Scene): Promise<readonly Task[]> {
  const popup = await browser.popup();
  await popup.locator('[data-exact]').first().waitFor();
  await popup.waitForTimeout(1_500);
  const tasks = await popup.evaluate(() => (globalThis as unknown as Probed).probe.tasks);
  await popup.close();
  await page.bringToFront();
  return tasks.map(({ ms }) => ({ ms, route: 'the popup' }));
}

const isComplete = (page: Page): Promise<boolean> => page.getByText(/^Import: Complete\./).isVisible();

/** The longest of what was seen, with where it was told on the console. */
async function longestMs(page: Page, during: string, elsewhere: readonly Task[]): Promise<number> {
  await page.waitForTimeout(500); // observers are told after the task
  const { tasks, inputs, silence } = await page.evaluate(() => {
    const { tasks, inputs, longestSilenceMs } = (globalThis as unknown as Probed).probe;
    return { tasks, inputs, silence: longestSilenceMs };
  });
  const byLength = [...tasks, ...elsewhere].toSorted((a, b) => b.ms - a.ms);
  const [task] = byLength;
  const named = byLength.slice(0, 6).map(({ ms, route }) => `${ms.toFixed(0)} ms at ${route}`);
  const [input] = inputs.toSorted((a, b) => b.ms - a.ms);
  console.log(
    `${during}: ${byLength.length} tasks of 50 ms and more${task ? ` (${named.join(', ')})` : ''}; ` +
      `longest silence ${silence.toFixed(0)} ms` +
      (input ? `; slowest input ${input.kind}, ${input.ms.toFixed(0)} ms at ${input.route}` : ''),
  );
  return task?.ms ?? Math.min(50, silence);
}

/** Imports through the product itself while the dashboard is used. Throws when fewer fills than asked for were stored. */
export async function mainThreadLongest(): Promise<Measurement> {
  const scene = await openScene({ seed: 5, fills, soldOut: false });
  try {
    const { page } = scene;
    await setUpVault(page);
    await page.evaluate(probe);
    await scene.browser.context.addInitScript({ content: probe }); // for the popup
    await addAccount(page, 'main', scene.simulator.keys.readOnly);
    await page.getByText(/^Import: /).waitFor();
    const account = await page.evaluate(() => location.hash.slice(1));
    console.log(`Importing ${fills.toLocaleString('en')} fills while the screens are walked through …`);
    if (await isComplete(page)) throw new Error('the import had ended before the first walk, which then shows nothing');
    let walks = 0;
    const popups: Task[] = [];
    do {
      await walk(page, account);
      popups.push(...(await lookAtPopup(scene)));
      walks += 1;
    } while (!(await isComplete(page)));
    const value = await longestMs(page, `during the import (${walks} walks)`, popups);
    await page.getByText(fills.toLocaleString('en'), { exact: true }).first().waitFor();
    await begin(page);
    const ended: Task[] = [];
    for (let round = 0; round < rivalRounds; round += 1) {
      await walk(page, account);
      ended.push(...(await lookAtPopup(scene)));
    }
    const rival = await longestMs(page, 'with the import ended', ended);
    return worstOf([value], [rival], limitMs);
  } finally {
    await scene.end();
  }
}
