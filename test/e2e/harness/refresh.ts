/** Presses the refresh of the top bar and waits for its end. */
import type { Page } from 'playwright-core';
import { goTo } from './scene';

/** Resolves when the button of a refresh has turned and rests again; however short that was, it is seen. */
const refreshed = (page: Page): Promise<void> =>
  page.evaluate(
    () =>
      new Promise<void>((resolve) => {
        let turned = false;
        // without functions that have names: a compiled one would bring helpers that the page lacks
        new MutationObserver((_, watch) => {
          const turns = document.querySelector('header [aria-label="Refreshing"]') !== null;
          turned ||= turns;
          if (!turned || turns) return;
          watch.disconnect();
          resolve();
        }).observe(document.body, { subtree: true, childList: true, attributes: true });
      }),
  );

/** Refreshes all accounts from Overview; resolves when every one of them was asked and the page shows what came of it. */
export async function refreshAll(page: Page): Promise<void> {
  await goTo(page, '/');
  await page.getByRole('heading', { name: 'Overview', level: 1 }).waitFor();
  const button = page.getByRole('banner').getByRole('button', { name: 'Refresh', exact: true });
  await button.waitFor({ timeout: 150_000 }); // a refresh of the page's own may be going on
  await Promise.all([refreshed(page), button.click()]);
}
