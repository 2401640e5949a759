/**
 * Screenshots of every screen and state at every width, in both themes: `npx tsx test/ui/shoot.ts [words of file names]`, while
 * vite serves them at 5173, or where GALLERY says. They go to .output/ui/; what does not hold on a page is printed.
 */
import { mkdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { chromium } from 'playwright-core';
import { axeFaults, headingFaults, hearErrors, openShot, sidewaysFaults, targetFaults } from './page-checks';
import { narrowerWidths, shots, sizeOf } from './shots';

const at = process.env.GALLERY ?? 'http://127.0.0.1:5173';
const out = fileURLToPath(new URL('../../.output/ui', import.meta.url));
const wanted = process.argv.slice(2);

mkdirSync(out, { recursive: true });
const browser = await chromium.launch({
  executablePath: '/usr/bin/chromium',
  args: ['--no-sandbox', '--disable-gpu', '--no-first-run'],
});
for (const colorScheme of ['light', 'dark'] as const) {
  const context = await browser.newContext({ colorScheme, reducedMotion: 'reduce', locale: 'en-GB' });
  for (const shot of shots) {
    const size = sizeOf(shot);
    for (const width of [size.width, ...narrowerWidths(shot)]) {
      const file = `${shot.screen}-${shot.look}-${width}-${colorScheme}`;
      if (!wanted.every((word) => file.includes(word))) continue;
      const page = await context.newPage();
      const errors = hearErrors(page);
      await page.setViewportSize({ ...size, width });
      await openShot(page, at + shot.url, shot.act);
      const checks = [axeFaults, sidewaysFaults, targetFaults, headingFaults];
      for (const check of checks) for (const fault of await check(page)) console.log(file, fault);
      for (const error of errors()) console.log(file, error);
      await page.screenshot({ path: `${out}/${file}.png`, fullPage: shot.screen !== 'popup' });
      await page.close();
    }
  }
  await context.close();
}
await browser.close();
