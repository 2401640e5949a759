/**
 * Every screen in every state, in both themes and at every width, on the gallery's build: no rule of axe is broken, nothing is
 * told to the console as an error, no page scrolls sideways, every target is large enough, and every focus can be seen.
 *
 * `npm run accessibility` looks at every one of them in full. Without it the five states of each screen, and every form and dialog, have
 * all rules in the light theme; the partial and the failed state are asked in the dark one for what a theme can break, colours
 * and focus; the narrowest width stands for those between, and further looks wait for the command: they take as long as all the
 * other browser tests together.
 */
import { fileURLToPath } from 'node:url';
import { type Browser, type BrowserContext, chromium, type Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { forms, shotOfForm } from '../ui/form-shots';
import { type Gallery, openGallery } from '../ui/gallery';
import {
  axeFaults,
  changeTheme,
  colourFaults,
  focusFaults,
  headingFaults,
  hearErrors,
  openShot,
  settle,
  sidewaysFaults,
  targetFaults,
  wordsOf,
} from '../ui/page-checks';
import { scenarios } from '../ui/scenarios';
import { narrowerWidths, type Shot, screens, shots, sizeOf, states } from '../ui/shots';

const folder = fileURLToPath(new URL('../../.output/accessibility-gallery', import.meta.url));

let gallery: Gallery;
let browser: Browser;
let context: BrowserContext;
beforeAll(async () => {
  gallery = await openGallery(folder);
  browser = await chromium.launch({
    executablePath: process.env.FILLBOOK_CHROMIUM ?? '/usr/bin/chromium',
    args: ['--no-sandbox', '--disable-gpu', '--no-first-run'],
  });
  context = await browser.newContext({ reducedMotion: 'reduce', locale: 'en-GB' });
});
afterAll(async () => {
  await browser?.close();
  await gallery?.close();
});

test('every scenario that is looked at exists, and every one that exists is looked at', () => {
  const asked = [...shots, ...forms].map(({ scenario }) => scenario);
  expect([...new Set(asked)].sort()).toEqual(Object.keys(scenarios).sort());
});

const everyLook = process.env.FILLBOOK_EVERY_LOOK === '1';
const isState = ({ look }: Shot): boolean => states.some((state) => state === look);
/** Whether a shot is looked at; forms always are. */
const isLookedAt = (shot: Shot): boolean => everyLook || isState(shot);

/** Whether it is looked at in the dark theme too: where something is missing or failed, all colours are shown. */
const isSeenDark = ({ look }: Shot): boolean => everyLook || look === 'partial' || look === 'failed';

/** What each shot said, by then. */
const words = new Map<Shot, string>();

/** Everything that does not hold on one screen in one state. */
async function faultsOf(shot: Shot): Promise<readonly string[]> {
  const page = await context.newPage();
  try {
    const errors = hearErrors(page);
    const size = sizeOf(shot);
    await page.setViewportSize(size);
    await page.emulateMedia({ colorScheme: 'light' });
    await openShot(page, `${gallery.url}${shot.url}`, shot.act);
    words.set(shot, await wordsOf(page));
    const at = async (where: string, asked: readonly ((page: Page) => Promise<readonly string[]>)[]) =>
      (await Promise.all(asked.map((check) => check(page)))).flat().map((fault) => `${where}: ${fault}`);
    const checks = [axeFaults, sidewaysFaults, targetFaults, headingFaults];
    const faults = await at(`light, ${size.width} px`, checks);
    if (isSeenDark(shot)) {
      await changeTheme(page, 'dark');
      faults.push(...(await at(`dark, ${size.width} px`, everyLook ? checks : [colourFaults])));
      // last, since what is open may close when the focus leaves it
      faults.push(...(await at('dark', [focusFaults])));
    }
    if (everyLook || !isSeenDark(shot)) {
      await changeTheme(page, 'light');
      faults.push(...(await at('light', [focusFaults])));
    }
    for (const width of everyLook ? narrowerWidths(shot) : narrowerWidths(shot).slice(-1)) {
      await page.setViewportSize({ ...size, width });
      await settle(page);
      faults.push(...(await at(`${width} px`, [sidewaysFaults, targetFaults])));
    }
    return [...faults, ...errors()];
  } finally {
    await page.close();
  }
}

describe.concurrent('each form and dialog in the middle of its work', () => {
  for (const form of forms.filter(({ act }) => act !== undefined))
    test(`${form.name}: accessible in both themes and at every width`, async ({ expect: expectHere }) => {
      expectHere(await faultsOf(shotOfForm(form))).toEqual([]);
    });
});

describe.concurrent('each screen in each state', () => {
  for (const shot of shots.filter(isLookedAt))
    test(`${shot.screen}, ${shot.look}: accessible in both themes and at every width`, async ({
      expect: expectHere,
    }) => {
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
