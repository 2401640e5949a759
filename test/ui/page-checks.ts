/**
 * What must hold on every page that a trader sees, found by looking at the page itself: each check gives the sentences of what
 * does not hold, none where all does.
 *
 * Functions that run in the page are handed over as text: a compiled one would bring helpers that the page lacks.
 */
import axe from 'axe-core';
import type { Frame, Page } from 'playwright-core';
import { plantedFault } from './answers';
import { drawAnew } from './pages';
import { colours, isGone, type Undecided, undecidedFaults } from './undecided';

/** No transition moves under a measurement. */
const still =
  '*, *::before, *::after { transition: none !important; animation: none !important; caret-color: transparent; }';

/**
 * Resolves when the screen stands: none of its parts is still to come, and nothing has changed in it for a while (or all the
 * while). A button that is busy may stay so: its own state is looked at. Parts that never come are looked at as they are.
 */
const settled = `new Promise((resolve) => {
  const quietMs = 150;
  const longestMs = 1500;
  const busyMs = 15000;
  const begun = performance.now();
  const isAwaited = () => performance.now() - begun < busyMs && document.querySelector('[aria-busy="true"]:not(button)') !== null;
  let timer = setTimeout(done, quietMs);
  let last = setTimeout(done, longestMs);
  const observer = new MutationObserver(() => {
    clearTimeout(timer);
    timer = setTimeout(done, quietMs);
  });
  observer.observe(document.documentElement, { childList: true, subtree: true, attributes: true, characterData: true });
  function done() {
    clearTimeout(timer);
    clearTimeout(last);
    if (isAwaited()) {
      timer = setTimeout(done, quietMs);
      last = setTimeout(done, longestMs);
      return;
    }
    observer.disconnect();
    requestAnimationFrame(() => resolve());
  }
})`;

/** Whether a page of the gallery stands there already and draws the address itself. */
async function isDrawnAnew(page: Page, url: string): Promise<boolean> {
  const pathOf = (address: string) => address.replace(/[?#].*$/, '');
  if (pathOf(page.url()) !== pathOf(url)) return false;
  return page.evaluate(([name, detail]) => !dispatchEvent(new CustomEvent(name, { detail, cancelable: true })), [
    drawAnew,
    url,
  ] as const);
}

/** Shows an address of the gallery as if it were opened, does there what there is to be done, and waits until it stands. */
export async function openShot(page: Page, url: string, act?: (page: Page) => Promise<void>): Promise<void> {
  if (!(await isDrawnAnew(page, url))) {
    await page.goto(url);
    await page.addStyleTag({ content: still });
  }
  await page.locator('main, form, h1').first().waitFor({ timeout: 15_000 });
  await settle(page);
  if (act === undefined) return;
  await act(page);
  await settle(page);
}

/** Shows the page in the other theme, as the system's setting would. */
export async function changeTheme(page: Page, theme: 'light' | 'dark'): Promise<void> {
  await page.emulateMedia({ colorScheme: theme });
  await page.locator(`html[data-mantine-color-scheme="${theme}"]`).waitFor();
  await settle(page);
}

export async function settle(page: Page): Promise<void> {
  await page.evaluate(settled);
}

const tags = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];
/** The rows of a long table are all made alike; each costs as much as a small screen. */
const furtherRows = 'tr[data-index]:nth-child(n + 16)';

/** How often a screen is looked at anew that changed under the look. */
const looks = 4;

/**
 * axe's rules for WCAG 2.2 A and AA, and its best practices; what axe cannot decide is looked at closer. A page's own document,
 * and each in a frame of it by itself: axe cannot ask one that has an origin of its own.
 */
export async function axeFaults(page: Page): Promise<readonly string[]> {
  const faults: string[] = [];
  for (const document of page.frames()) faults.push(...(await documentFaults(document)));
  return faults;
}

async function documentFaults(page: Frame): Promise<readonly string[]> {
  for (let look = 1; ; look += 1) {
    const { violations, incomplete } = await axeResults(page);
    const broken = violations
      .flatMap(foundBy)
      .map(({ rule, target, html, why }) => `axe ${rule}: ${target} ${html} (${why})`);
    const undecided = await undecidedFaults(page, incomplete.flatMap(foundBy));
    // rows that came anew after axe had looked were not measured: neither clean nor broken
    if (look === looks || !undecided.some((fault) => fault.endsWith(isGone))) return [...broken, ...undecided];
    await page.evaluate(settled);
  }
}

/** Runs axe in one document. Its code is as long as a screen's own: it is handed over once a document. */
async function axeResults(page: Frame): Promise<axe.AxeResults> {
  if (!(await page.evaluate('typeof axe === "object"'))) await page.evaluate(axe.source);
  const options: axe.RunOptions = {
    resultTypes: ['violations', 'incomplete'],
    preload: false,
    iframes: false,
    rules: { 'frame-tested': { enabled: false } }, // each frame is looked at for itself, by the same rules
    runOnly: { type: 'tag', values: tags },
  };
  return page.evaluate(`axe.run(${JSON.stringify({ exclude: [furtherRows] })}, ${JSON.stringify(options)})`);
}

const foundBy = ({ id, nodes }: axe.Result): readonly Undecided[] =>
  nodes.map(({ target, html, any, all, none }) => ({
    rule: id,
    target: target.join(' '),
    html: html.slice(0, 160),
    why: [...any, ...all, ...none][0]?.message ?? '',
  }));

const sideways = `(() => {
  const { scrollWidth, clientWidth } = document.documentElement;
  if (scrollWidth <= clientWidth) return [];
  const wide = [...document.querySelectorAll('body *')].find((one) => one.getBoundingClientRect().right > clientWidth + 1);
  return ['the page scrolls sideways by ' + (scrollWidth - clientWidth) + ' px, beginning at ' + (wide ? wide.outerHTML.slice(0, 160) : '?')];
})()`;

/** The page itself never scrolls sideways; a table in it may. */
export const sidewaysFaults = (page: Page): Promise<readonly string[]> => page.evaluate(sideways);

/** What a screen says, without its digits, and how much of it is on its way: two states of one screen never share it. */
export const wordsOf = (page: Page): Promise<string> =>
  page.evaluate(() => {
    const waiting = document.querySelectorAll('.mantine-Skeleton-root, [data-loading]').length;
    const typed = [...document.querySelectorAll('input')].filter(({ value }) => value !== '').length;
    return `${waiting} on their way, ${typed} typed: ${document.body.innerText.replace(/\d+/g, '#')}`;
  });

const headings = `(() => {
  const shown = [...document.querySelectorAll('h1')].filter((one) => one.checkVisibility());
  return shown.length === 1 ? [] : ['exactly one h1 is wanted, there are ' + shown.length + ': ' + shown.map((one) => one.textContent).join(' | ')];
})()`;

/** One heading names the screen. */
export const headingFaults = (page: Page): Promise<readonly string[]> => page.evaluate(headings);

/** Everything that is pressed, typed in or reached by Tab, and is there. */
const interactive = `
const pressable = 'a[href], button, input:not([type=hidden]), select, textarea, summary, [role=button], [role=link], [role=option], [role=tab], [role=menuitem], [role=switch], [role=checkbox], [role=radio]';
const isShown = (one) => one.checkVisibility({ visibilityProperty: true }) && one.closest('[inert], [aria-hidden=true]') === null;
const shortly = (one) => one.outerHTML.replace(/\\s+/g, ' ').slice(0, 140);
`;

/**
 * The target of a native box that is drawn by its label is the label. A link that stands in a sentence is as high as its line
 * (WCAG 2.2, 2.5.8 excepts it); so is what a screen reader alone is shown.
 */
const targets = `(() => {
  ${interactive}
  const isClipped = (box) => box.width <= 1 || box.height <= 1;
  const inSentence = (one) => {
    if (getComputedStyle(one).display !== 'inline') return false;
    return [...one.parentElement.childNodes].some((node) => node.nodeType === 3 && node.textContent.trim() !== '');
  };
  const isLarge = (box) => box.width >= 23.5 && box.height >= 23.5;
  return [...document.querySelectorAll(pressable)].filter(isShown).filter((one) => !one.matches(':disabled')).flatMap((one) => {
    const boxes = [one, ...('labels' in one && one.labels ? one.labels : [])].map((each) => each.getBoundingClientRect());
    const [box] = boxes;
    if (boxes.every(isClipped) || boxes.some(isLarge) || inSentence(one)) return [];
    return ['target of ' + box.width.toFixed(1) + ' × ' + box.height.toFixed(1) + ' px: ' + shortly(one)];
  });
})()`;

/** Everything that can be pressed is at least 24 px wide and high. */
export const targetFaults = (page: Page): Promise<readonly string[]> => page.evaluate(targets);

/**
 * Focuses one after another and compares how it, what holds it and what stands beside it look with and without the focus. Of
 * rows and buttons that look alike a few are enough.
 */
const focusRings = `(() => {
  ${interactive}
  ${colours}
  const ringOf = (one, isField) => {
    const { outlineStyle, outlineWidth, outlineColor, borderTopColor, borderTopWidth } = getComputedStyle(one);
    if (outlineStyle !== 'none' && parseFloat(outlineWidth) >= 1) return outlineColor;
    return isField && parseFloat(borderTopWidth) >= 1 ? borderTopColor : null;
  };
  const faint = (one) => around(one).filter(Boolean).flatMap((each) => {
    const ring = ringOf(each, each === one && one.matches('input, select, textarea'));
    const painted = ring === null || each.parentElement === null ? null : paint(each.parentElement, ring);
    const ratio = painted === null ? 21 : contrast(painted.text, painted.ground);
    return ratio >= 3 ? [] : [ratio.toFixed(2)];
  });
  const looks = ['outlineStyle', 'outlineWidth', 'outlineColor', 'boxShadow', 'borderTopColor', 'borderBottomColor', 'borderTopWidth', 'backgroundColor', 'top'];
  const around = (one) => [one, one.parentElement, one.nextElementSibling, one.closest('label'), ...('labels' in one && one.labels ? one.labels : [])];
  const lookOf = (one) => around(one).filter(Boolean).map((each) => {
    const style = getComputedStyle(each);
    return looks.map((name) => style[name]).join();
  }).join(';');
  const seen = new Map();
  const before = document.activeElement;
  const faults = [];
  for (const one of document.querySelectorAll(pressable + ', [tabindex]')) {
    if (!isShown(one) || one.matches(':disabled') || one.tabIndex < 0) continue;
    const kind = one.tagName + one.className + one.getAttribute('role');
    seen.set(kind, (seen.get(kind) ?? 0) + 1);
    if (seen.get(kind) > 3) continue;
    document.activeElement?.blur();
    const without = lookOf(one);
    one.focus({ preventScroll: true, focusVisible: true });
    if (document.activeElement !== one) continue; // taken at once by what it opens
    if (lookOf(one) === without) faults.push('its focus cannot be seen: ' + shortly(one));
    for (const ratio of faint(one)) faults.push('its ring has a contrast of ' + ratio + ' where 3 is wanted: ' + shortly(one));
  }
  document.activeElement?.blur();
  if (before instanceof HTMLElement) before.focus({ preventScroll: true });
  return faults;
})()`;

/** Whatever Tab reaches shows that it has the focus, by a ring that stands out from what it lies on (WCAG 2.2, 1.4.11). */
export async function focusFaults(page: Page): Promise<readonly string[]> {
  await page.keyboard.press('Shift'); // the browser shows the focus to who uses the keyboard
  return page.evaluate(focusRings);
}

/** Hears what a page says to its console as an error, and what it throws, but for planted faults; call the result to have it. */
export function hearErrors(page: Page): () => readonly string[] {
  const heard: string[] = [];
  page.on('console', (message) => message.type() === 'error' && heard.push(`console: ${message.text()}`));
  page.on('pageerror', (thrown) => heard.push(`thrown: ${thrown.message}`));
  return () => heard.filter((line) => !line.includes(plantedFault));
}
