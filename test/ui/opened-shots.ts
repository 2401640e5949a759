/** What opens over a screen: figures to their parts, dialogs, the palette, and the form for dust. */
import type { Page } from 'playwright-core';
import { click } from './acts';
import type { FormShot } from './form-shots';

/** Opens a figure, and waits for what it is made of. */
const openFigure = (name: RegExp) => async (page: Page) => {
  await page.getByRole('button', { name }).first().click();
  await page.getByRole('dialog').waitFor();
};

const openPalette = (typed: string) => async (page: Page) => {
  await page.keyboard.press('Control+k');
  const search = page.getByRole('combobox', { name: 'Type a screen, an account or an action' });
  await search.waitFor();
  await search.fill(typed);
};

const pause = async (page: Page) => {
  await click('Pause')(page);
  await page.getByRole('dialog').waitFor();
};

async function setDust(page: Page, quantity: string): Promise<void> {
  await page.getByLabel(/^Up to, in /).fill(quantity);
  await click('Set')(page);
}

export const openedForms: readonly FormShot[] = [
  { name: 'total-opened', scenario: 'partial', route: '/', act: openFigure(/Show what is missing/) },
  { name: 'popup-total-opened', scenario: 'partial', route: null, act: openFigure(/Show what is missing/) },
  { name: 'popup-many-missing-opened', scenario: 'failures', route: null, act: openFigure(/Show what is missing/) },
  {
    name: 'price-opened',
    scenario: 'little',
    route: '/balances',
    act: async (page) => {
      await page.locator('main tbody [aria-haspopup="dialog"]:visible').first().click();
      await page.getByRole('dialog').waitFor();
    },
  },
  {
    name: 'not-known-opened',
    scenario: 'seven-failing',
    route: '/balances',
    act: async (page) => {
      await page.locator('main [aria-haspopup="dialog"]:visible').first().click();
      await page.getByRole('dialog').waitFor();
    },
  },
  { name: 'palette', scenario: 'seven', route: '/', act: openPalette('') },
  { name: 'palette-search', scenario: 'seven', route: '/', act: openPalette('gate') },
  { name: 'palette-none', scenario: 'seven', route: '/', act: openPalette('kraken') },
  { name: 'pause', scenario: 'accounts', route: '/accounts/acc-run', act: pause },
  { name: 'pause-forgetful-exchange', scenario: 'seven', route: '/accounts/acc-mexc', act: pause },
  {
    name: 'dust-wrong',
    scenario: 'little',
    route: '/accounts/acc-1',
    act: async (page) => {
      await setDust(page, 'a little');
      await page.getByText('A quantity from 0').waitFor();
    },
  },
  {
    name: 'dust-own',
    scenario: 'little',
    route: '/accounts/acc-1',
    act: async (page) => {
      await setDust(page, '0.0005');
      await page
        .getByRole('button', { name: /^Remove your own value/ })
        .first()
        .waitFor();
    },
  },
];
