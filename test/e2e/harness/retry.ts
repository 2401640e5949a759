/** Where the second attempt of a test begins: the first may have left anything open. */
import type { Page } from 'playwright-core';
import { beforeEach } from 'vitest';
import { goTo } from './scene';

/**
 * Before a test's second attempt: every other page of the extension is closed, and the dashboard is loaded anew at its start, so
 * that no dialog, filter or focus of the first is left. What the first attempt stored stays: a test whose steps cannot be taken
 * twice looks for itself where it stands.
 */
export function startOverOnRetry(dashboard: () => Page | undefined): void {
  beforeEach(async ({ task }) => {
    const page = dashboard();
    if (page === undefined || (task.result?.retryCount ?? 0) === 0) return;
    const origin = new URL(page.url()).origin;
    for (const other of page.context().pages())
      if (other !== page && other.url().startsWith(origin)) await other.close();
    await goTo(page, '/');
    await page.reload();
    await page.locator('main, form, h1').first().waitFor();
  });
}
