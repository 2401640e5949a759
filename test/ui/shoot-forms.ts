/**
 * Screenshots of forms and dialogs in the middle of their work: `npx tsx test/ui/shoot-forms.ts [words of file names]`, while
 * vite serves them at 5173, or where GALLERY says. They go to .output/ui/; what does not hold on a page is printed.
 */
import { mkdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { chromium } from 'playwright-core';
import { forms, shotOfForm } from './form-shots';
import { axeFaults, hearErrors, openShot, sidewaysFaults, targetFaults } from './page-checks';

const at = process.env.GALLERY ?? 'http://127.0.0.1:5173';
const out = fileURLToPath(new URL('../../.output/ui', import.meta.url));
const wanted = process.argv.slice(2);
/** The last is what 200 % zoom leaves of a window of 1280 px. */
const widths = [1280, 860, 640];

mkdirSync(out, { recursive: true });
const browser = await chromium.launch({
  executablePath: '/usr/bin/chromium',
  args: ['--no-sandbox', '--disable-gpu', '--no-first-run'],
});
for (const colorScheme of ['light', 'dark'] as const) {
  const context = await browser.newContext({ colorScheme, reducedMotion: 'reduce', locale: 'en-GB' });
  for (const form of forms) {
    for (const width of widths) {
      const file = `form-${form.name}-${width}-${colorScheme}`;
      if (!wanted.every((word) => file.includes(word))) continue;
      const page = await context.newPage();
      page.setDefaultTimeout(8_000);
      const errors = hearErrors(page);
      await page.setViewportSize({ width, height: 900 });
      try {
        const { url, act } = shotOfForm(form);
        await openShot(page, at + url, act);
      } catch (thrown) {
        console.log(file, thrown instanceof Error ? thrown.message.split('\n')[0] : thrown);
      }
      for (const check of [axeFaults, sidewaysFaults, targetFaults])
        for (const fault of await check(page)) console.log(file, fault);
      for (const error of errors()) console.log(file, error);
      await page.screenshot({ path: `${out}/${file}.png`, fullPage: true });
      await page.close();
    }
  }
  await context.close();
}
await browser.close();
