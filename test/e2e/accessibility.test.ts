/**
 * Every screen in every state, in both themes and at every width, on the gallery's build: no rule of axe is broken, nothing is
 * told to the console as an error, no page scrolls sideways, every target is large enough, and every focus can be seen.
 *
 * `npm run accessibility` looks at every one of them in full. Without it the five states of each screen, and every form and
 * dialog in the middle of its work, are looked at once by all rules: where something is missing or failed (partial, failed) in
 * the dark theme, and in the narrowest window too for what scrolls and for targets; all else in the light theme, at its one
 * width.
 */
import { fileURLToPath } from 'node:url';
import { type Browser, chromium, type Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { forms, shotOfForm } from '../ui/form-shots';
import { type Gallery, openGallery } from '../ui/gallery';
import {
  axeFaults,
  changeTheme,
  focusFaults,
  headingFaults,
  hearErrors,
  openShot,
  settle,
  sidewaysFaults,
  targetFaults,
  wordsOf,
} from '../ui/page-checks';
import { keepPages, type Pages } from '../ui/pages';
import { scenarios } from '../ui/scenarios';
import { narrowerWidths, type Shot, screens, shots, sizeOf, states } from '../ui/shots';

const folder = fileURLToPath(new URL('../../.output/accessibility-gallery', import.meta.url));

/** As many as the processors of a small machine: looks compute more than they wait. */
const pagesAtOnce = 2;

let gallery: Gallery;
let browser: Browser;
let pages: Pages;
beforeAll(async () => {
  gallery = await openGallery(folder);
  browser = await chromium.launch({
    executablePath: process.env.FILLBOOK_CHROMIUM ?? '/usr/bin/chromium',
    args: ['--no-sandbox', '--disable-gpu', '--no-first-run'],
  });
  const context = await browser.newContext({ reducedMotion: 'reduce', locale: 'en-GB' });
  pages = keepPages(context, pagesAtOnce);
});
afterAll(async () => {
  await browser?.close();
  await gallery?.close();
});

test('every scenario that is looked at exists, and every one that exists is looked at', () => {
  const shown = [...shots, ...forms].map(({ scenario }) => scenario);
  expect([...new Set(shown)].sort()).toEqual(Object.keys(scenarios).sort());
});

const everyLook = process.env.FILLBOOK_EVERY_LOOK === '1';
const isState = ({ look }: Shot): boolean => states.some((state) => state === look);
/** Whether a shot is looked at; forms always are. */
const isLookedAt = (shot: Shot): boolean => everyLook || isState(shot);

/** What each shot said, by then. */
const words = new Map<Shot, string>();

/** Something is missing or failed: such a screen says the most, in all its colours. */
const isIncomplete = ({ look }: Shot): boolean => look === 'partial' || look === 'failed';

type Theme = 'light' | 'dark';
function themesOf(shot: Shot): readonly [Theme, ...Theme[]] {
  if (everyLook) return ['light', 'dark'];
  return [isIncomplete(shot) ? 'dark' : 'light'];
}

/** The widths that it is looked at in besides its own. */
function narrowerOf(shot: Shot): readonly number[] {
  if (everyLook) return narrowerWidths(shot);
  return isIncomplete(shot) ? narrowerWidths(shot).slice(-1) : [];
}

const asked = everyLook ? 'accessible in both themes and at every width' : 'accessible';

/** Everything that does not hold on one screen in one state. */
const faultsOf = (shot: Shot): Promise<readonly string[]> =>
  pages.look(async (page) => {
    const errors = hearErrors(page);
    const size = sizeOf(shot);
    const [first, ...others] = themesOf(shot);
    await page.setViewportSize(size);
    await page.emulateMedia({ colorScheme: first });
    await openShot(page, `${gallery.url}${shot.url}`, shot.act);
    words.set(shot, await wordsOf(page));
    const at = async (where: string, all: readonly ((page: Page) => Promise<readonly string[]>)[]) =>
      (await Promise.all(all.map((check) => check(page)))).flat().map((fault) => `${where}: ${fault}`);
    const checks = [axeFaults, sidewaysFaults, targetFaults, headingFaults];
    const faults = await at(`${first}, ${size.width} px`, checks);
    for (const theme of others) {
      await changeTheme(page, theme);
      faults.push(...(await at(`${theme}, ${size.width} px`, checks)));
    }
    // now only, since what is open may close when the focus leaves it; first in the theme that stands there
    for (const [place, theme] of themesOf(shot).toReversed().entries()) {
      if (place > 0) await changeTheme(page, theme);
      faults.push(...(await at(theme, [focusFaults])));
    }
    for (const width of narrowerOf(shot)) {
      await page.setViewportSize({ ...size, width });
      await settle(page);
      faults.push(...(await at(`${width} px`, [sidewaysFaults, targetFaults])));
    }
    return [...faults, ...errors()];
  });

describe.concurrent('each form and dialog in the middle of its work', () => {
  for (const form of forms.filter(({ act }) => act !== undefined))
    test(`${form.name}: ${asked}`, async ({ expect: expectHere }) => {
      expectHere(await faultsOf(shotOfForm(form))).toEqual([]);
    });
});

describe.concurrent('each screen in each state', () => {
  for (const shot of shots.filter(isLookedAt))
    test(`${shot.screen}, ${shot.look}: ${asked}`, async ({ expect: expectHere }) => {
      expectHere(await faultsOf(shot)).toEqual([]);
    });
});

test.each(Object.keys(screens))('no two states of the screen "%s" look alike, or one of them is none', (screen) => {
  const seen = [...words].filter(([shot]) => shot.screen === screen && states.some((state) => state === shot.look));
  const alike = seen.flatMap(([shot, said], n) =>
    seen.slice(n + 1).flatMap(([other, saidToo]) => (said === saidToo ? [`${shot.look} and ${other.look}`] : [])),
  );
  expect(alike).toEqual([]);
});
