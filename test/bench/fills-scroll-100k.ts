/**
 * fills_scroll_100k, fills_scroll_100k_worst: frames while the Fills table of 100,000 fills is scrolled from top to bottom, and then
 * jumped about in, in the production build, once what follows an import (rates of fees, deposits and withdrawals) has ended too:
 * pages come from the engine, rows are drawn by React. Rival: the same rows as static text in a plain list of fixed height in the
 * same extension, scrolled the same way, in turns.
 *
 * First at a hand's pace, at which every row is drawn, then faster than any hand. Of each round the frame that 99 of 100 do not
 * exceed, and the longest; the worst round counts. At most 32 ms: no frame of a screen of 60 Hz left out. Of plain text the browser
 * leaves one out now and then, too: the longest frame may be as long as that of the same run. Medians, long tasks, and how long a
 * jump's rows are on their way are printed; a task of 50 ms, or rows that come later than half a second, end the run.
 */
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { goTo, importComplete, openScene, type Scene } from '../e2e/harness/scene';
import { addAccount, setUpVault } from '../e2e/harness/steps';
import { type Measurement, worstOf } from './measurement';

const fills = 100_000;
const rounds = 3;
/** A frame of a 60 Hz screen takes 16.7 ms: in a hundred at most one is left out. */
const limitMs = 32;
/** Frames from top to bottom: more than five thousand pixels a frame, faster than any hand. */
const sweepFrames = 600;
/** Frames at a hand's pace: twenty rows each. */
const slowFrames = 300;
const slowStep = 660;
const jumps = 40;
/** A trader who jumped looks for the rows by then. */
const rowsWithinMs = 500;
const framesAfterJump = 12;

/** What one round saw, in milliseconds. */
interface Round {
  readonly frames: readonly number[];
  /** Tasks over 50 ms. */
  readonly longTasks: readonly number[];
  /** Until no row in view was on its way any more, for each jump. */
  readonly rowsAfter: readonly number[];
}

/** A list without a framework: rows in view are made of text anew whenever others are. */
const plainList = `
const [count, height] = [${fills}, 33];
const scroller = document.getElementById('scroller');
const space = document.createElement('div');
space.style.cssText = 'position:relative;height:' + count * height + 'px';
scroller.append(space);
let drawn = -1;
const draw = () => {
  const first = Math.max(0, Math.floor(scroller.scrollTop / height) - 12);
  if (first === drawn) return;
  drawn = first;
  const rows = [];
  for (let n = first; n < Math.min(count, first + 42); n += 1) {
    const row = document.createElement('div');
    row.style.cssText = 'position:absolute;left:0;right:0;height:33px;white-space:pre;top:' + n * height + 'px';
    row.textContent = '21/11, 14:03  BTC/USDT  buy  main  0.00412000  90,312.40  372.09  0.0372 USDT  taker  ' + n;
    rows.push(row);
  }
  space.replaceChildren(...rows);
};
scroller.addEventListener('scroll', () => requestAnimationFrame(draw));
draw();
`;
const plainPage =
  '<!doctype html><html lang="en"><body style="margin:0;font:12.5px sans-serif"><div id="scroller" style="height:560px;overflow:auto"></div><script src="./list.js"></script></body></html>';

export async function addPlainList(extension: string): Promise<void> {
  await writeFile(join(extension, 'plain-list.html'), plainPage);
  await writeFile(join(extension, 'list.js'), plainList);
}

/** Text, since a compiled function would bring helpers that the page lacks. */
const scrollThrough = (scroller: string) => `(async () => {
  const scroller = ${scroller};
  const frames = [];
  const rowsAfter = [];
  const longTasks = [];
  const observer = new PerformanceObserver((list) => longTasks.push(...list.getEntries().map((entry) => entry.duration)));
  observer.observe({ type: 'longtask' });
  let before;
  const frame = () => new Promise((resolve) => requestAnimationFrame((at) => {
    if (before !== undefined) frames.push(at - before);
    before = at;
    resolve();
  }));
  scroller.scrollTop = 0;
  for (let n = 0; n < 30; n += 1) await frame();
  frames.length = 0;
  longTasks.length = 0;
  const bottom = scroller.scrollHeight - scroller.clientHeight;
  for (let n = 1; n <= ${slowFrames}; n += 1) {
    scroller.scrollTop = ${slowStep} * n;
    await frame();
  }
  for (let n = 1; n <= ${sweepFrames}; n += 1) {
    scroller.scrollTop = (bottom * n) / ${sweepFrames};
    await frame();
  }
  for (let n = 1; n <= ${jumps}; n += 1) {
    scroller.scrollTop = bottom * ((n * 0.6180339887) % 1);
    const jumpedAt = performance.now();
    let filledAfter = null;
    for (let k = 0; k < ${framesAfterJump} || filledAfter === null; k += 1) {
      await frame();
      const awaited = k === 0 || scroller.querySelector('[class*="awaited"]') !== null;
      if (filledAfter === null && !awaited) filledAfter = performance.now() - jumpedAt;
      if (k > 600) throw new Error('rows did not come within 600 frames');
    }
    rowsAfter.push(filledAfter);
  }
  observer.disconnect();
  return { frames, longTasks, rowsAfter };
})()`;

const sorted = (values: readonly number[]): readonly number[] => [...values].sort((a, b) => a - b);
const quantile = (values: readonly number[], share: number): number =>
  sorted(values)[Math.min(values.length - 1, Math.floor(values.length * share))] ?? Number.NaN;

function say(name: string, all: readonly Round[]): void {
  const frames = all.flatMap((round) => round.frames);
  const over = frames.filter((ms) => ms > 32).length;
  const tasks = all.flatMap((round) => round.longTasks);
  const rows = all.flatMap((round) => round.rowsAfter);
  const ms = (value: number) => `${value.toFixed(1)} ms`;
  console.log(
    `${name}: frames ${frames.length}, median ${ms(quantile(frames, 0.5))}, 95 % ${ms(quantile(frames, 0.95))}, ` +
      `99 % ${ms(quantile(frames, 0.99))}, worst ${ms(quantile(frames, 1))}; over 32 ms: ${over}; ` +
      `tasks over 50 ms: ${tasks.length}${tasks.length === 0 ? '' : `, longest ${ms(quantile(tasks, 1))}`}; ` +
      `rows there after a jump: median ${ms(quantile(rows, 0.5))}, worst ${ms(quantile(rows, 1))}`,
  );
}

/** The rival's list in a page of its own. */
export async function openPlainList({ browser: { context, extensionId } }: Scene): Promise<Page> {
  const rival = await context.newPage();
  await rival.setViewportSize({ width: 1280, height: 900 });
  await rival.goto(`chrome-extension://${extensionId}/plain-list.html`);
  return rival;
}

interface Scrolled {
  /** The frame that 99 of 100 do not exceed. */
  readonly most: Measurement;
  readonly worst: Measurement;
}

/** Both in turns; `page` shows Fills. Throws where a task took 50 ms, or rows came late. */
export async function scrollInTurns(page: Page, rival: Page, limit: number): Promise<Scrolled> {
  const own: Round[] = [];
  const other: Round[] = [];
  for (let round = 0; round < rounds; round += 1) {
    await rival.bringToFront();
    other.push(await rival.evaluate<Round>(scrollThrough("document.getElementById('scroller')")));
    await page.bringToFront();
    own.push(
      await page.evaluate<Round>(scrollThrough("document.querySelector('main table[aria-rowcount]').parentElement")),
    );
  }
  say('Fills', own);
  say('plain list', other);
  const late = own.flatMap(({ rowsAfter }) => rowsAfter).filter((ms) => ms > rowsWithinMs);
  const tasks = own.flatMap(({ longTasks }) => longTasks);
  if (late.length + tasks.length > 0) throw new Error(`late rows: [${late} ms], long tasks: [${tasks} ms]`);
  const of = (each: readonly Round[], share: number) => each.map(({ frames }) => quantile(frames, share));
  return {
    most: worstOf(of(own, 0.99), of(other, 0.99), limit),
    worst: worstOf(of(own, 1), of(other, 1), Math.max(limit, ...of(other, 1))),
  };
}

/** Longer than the minute after which an exchange's allowance is whole again: what waits for that has gone on by then. */
const askedNothingMs = 65_000;

/** Resolves when the exchange has been asked nothing for a while: fee rates are looked up at its pace after the import. */
async function quiet({ simulator, page }: Scene): Promise<void> {
  for (let seen = -1; seen !== simulator.requests().length; ) {
    seen = simulator.requests().length;
    await page.waitForTimeout(askedNothingMs);
  }
}

/** Imports the history through the product itself, then scrolls it. Throws when fewer fills than asked for are listed. */
async function measure(): Promise<Scrolled> {
  const scene = await openScene({ seed: 5, fills, soldOut: false }, addPlainList);
  try {
    await scene.page.setViewportSize({ width: 1280, height: 900 });
    await setUpVault(scene.page);
    await addAccount(scene.page, 'main', scene.simulator.keys.readOnly);
    console.log(`Importing ${fills.toLocaleString('en')} fills through the extension …`);
    await importComplete(scene.page, 600_000);
    await quiet(scene);
    await goTo(scene.page, '/fills');
    await scene.page.getByText(`${fills.toLocaleString('en')} fills`, { exact: true }).waitFor();
    return await scrollInTurns(scene.page, await openPlainList(scene), limitMs);
  } finally {
    await scene.end();
  }
}

let measured: Promise<Scrolled> | null = null;
/** Both come of one run. */
const once = (name: keyof Scrolled) => async (): Promise<Measurement> => {
  measured ??= measure();
  return (await measured)[name];
};

export const fillsScroll100k = once('most');
export const fillsScroll100kWorst = once('worst');
