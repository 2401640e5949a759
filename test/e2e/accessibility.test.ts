/**
 * Every screen in every state, in both themes and at every width, on the gallery's build: no rule of axe is broken, nothing is
 * told to the console as an error, no page scrolls sideways, every target is large enough, and every focus can be seen.
 */
import { fileURLToPath } from 'node:url';
import { type Browser, type BrowserContext, chromium, type Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { routes } from '../../extension/ui/routes';
import { forms, urlOfForm } from '../ui/form-shots';
import { type Gallery, openGallery } from '../ui/gallery';
import {
  axeFaults,
  focusFaults,
  headingFaults,
  hearErrors,
  openShot,
  settle,
  sidewaysFaults,
  targetFaults,
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

test.each(Object.keys(routes))(
  'the route "%s" is looked at, in each of the five states or with what it lacks said',
  (name) => {
    expect(Object.keys(screens)).toContain(name);
  },
);

test.each(Object.entries(screens))('the screen "%s" has a picture or a reason for each state', (_, screen) => {
  for (const state of states) expect(screen.states[state], state).toBeTruthy();
});

test('every scenario that is looked at exists, and every one that exists is looked at', () => {
  const asked = [...shots, ...forms].map(({ scenario }) => scenario);
  expect([...new Set(asked)].sort()).toEqual(Object.keys(scenarios).sort());
});

/** Everything that does not hold on one screen in one state. */
async function faultsOf(shot: Shot, act?: (page: Page) => Promise<void>): Promise<readonly string[]> {
  const page = await context.newPage();
  try {
    const errors = hearErrors(page);
    const size = sizeOf(shot);
    await page.setViewportSize(size);
    await page.emulateMedia({ colorScheme: 'light' });
    await openShot(page, `${gallery.url}${shot.url}`);
    if (act) {
      await act(page);
      await settle(page);
    }
    const at = async (where: string, checks: readonly Promise<readonly string[]>[]) =>
      (await Promise.all(checks)).flat().map((fault) => `${where}: ${fault}`);
    const faults = [
      ...(await at('light', [axeFaults(page)])),
      ...(await at(`${size.width} px`, [
        sidewaysFaults(page),
        targetFaults(page),
        headingFaults(page),
        focusFaults(page),
      ])),
    ];
    await page.emulateMedia({ colorScheme: 'dark' });
    await settle(page);
    faults.push(...(await at('dark', [axeFaults(page, 'colours')])));
    for (const width of narrowerWidths(shot)) {
      await page.setViewportSize({ ...size, width });
      await settle(page);
      faults.push(...(await at(`${width} px`, [sidewaysFaults(page), targetFaults(page)])));
    }
    return [...faults, ...errors()];
  } finally {
    await page.close();
  }
}

describe.concurrent('each form and dialog in the middle of its work', () => {
  for (const form of forms.filter(({ act }) => act !== undefined))
    test(`${form.name}: accessible in both themes and at every width`, async ({ expect: expectHere }) => {
      const shot: Shot = { screen: 'overview', look: form.name, scenario: form.scenario, url: urlOfForm(form) };
      expectHere(await faultsOf(shot, form.act)).toEqual([]);
    });
});

describe.concurrent('each screen in each state', () => {
  for (const shot of shots)
    test(`${shot.screen}, ${shot.look}: accessible in both themes and at every width`, async ({
      expect: expectHere,
    }) => {
      expectHere(await faultsOf(shot)).toEqual([]);
    });
});
