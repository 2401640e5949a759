/**
 * Screenshots of the screens in every scenario, both themes: `npx tsx test/ui/shoot.ts [words of file names]`, while
 * vite serves them. They go to .output/ui/; console errors, what axe finds and pages that scroll sideways are printed.
 */
import { mkdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { AxeBuilder } from '@axe-core/playwright';
import { chromium } from 'playwright-core';
import { exchangeIds } from '../../shared/exchanges/ids';

const at = 'http://127.0.0.1:5173';
const out = fileURLToPath(new URL('../../.output/ui', import.meta.url));
const wanted = process.argv.slice(2);

interface Shot {
  readonly name: string;
  readonly url: string;
  readonly width: number;
  readonly height: number;
}

const popup = (scenario: string): Shot => ({
  name: `popup-${scenario}`,
  url: `/popup.html?scenario=${scenario}`,
  width: 380,
  height: 560,
});
const page = (scenario: string, route: string, width: number): Shot => ({
  name: `page-${width}${route.replace(/\W+/g, '-')}${scenario}`,
  url: `/dashboard.html?scenario=${scenario}#${route}`,
  width,
  height: 900,
});

const sevens = ['seven', 'seven-failing', 'seven-much', 'frozen'];
const widths = [1280, 900, 600];
const popups = ['none', 'unconfirmed', 'locked', 'damaged', 'empty', 'little', 'partial', 'failures', 'stale', 'long'];
const shots: readonly Shot[] = [
  ...popups.map(popup),
  popup('much'),
  ...['loading', 'empty', 'little', 'partial', 'failures', 'stale', 'long', 'much'].map((one) => page(one, '/', 1280)),
  ...['little', 'partial', 'long'].map((one) => page(one, '/', 860)),
  ...['loading', 'empty', 'little', 'long', 'much'].map((one) => page(one, '/trades', 1280)),
  page('little', '/trades', 860),
  page('little', '/trades?state=open', 1280),
  page('little', '/trades/trip-5', 1280),
  page('little', '/trades/trip-4', 860),
  ...['healthy', 'running', 'address', 'clock', 'silent', 'rights', 'wallets'].map((one) =>
    page(`doctor-${one}`, '/accounts/acc-1/doctor', 1280),
  ),
  ...['address', 'wallets'].map((one) => page(`doctor-${one}`, '/accounts/acc-1/doctor', 420)),
  page('doctor-address', '/accounts/acc-1', 1280),
  ...['loading', 'empty', 'little', 'partial', 'failures', 'stale', 'balances-much', 'balances-none'].map((one) =>
    page(one, '/balances', 1280),
  ),
  ...['seven', 'seven-failing', 'frozen'].flatMap((one) => widths.map((width) => page(one, '/balances', width))),
  ...['?group=account', '?group=none'].flatMap((group) => page('seven', `/balances${group}`, 1280)),
  ...sevens.map(popup),
  ...sevens.flatMap((one) => widths.map((width) => page(one, '/', width))),
  ...['seven', 'seven-failing', 'frozen'].flatMap((one) => widths.map((width) => page(one, '/accounts', width))),
  ...['seven', 'seven-much'].flatMap((one) => widths.map((width) => page(one, '/trades', width))),
  ...exchangeIds.flatMap((exchange) => page('seven', `/accounts/acc-${exchange}`, 1280)),
  ...['mexc', 'poloniex', 'bitget'].flatMap((exchange) => page('seven', `/accounts/acc-${exchange}`, 600)),
  ...['closed', 'keyless'].map((which) => page('frozen', `/accounts/acc-${which}`, 1280)),
  ...widths.map((width) => page('seven', '/settings', width)),
];

mkdirSync(out, { recursive: true });
const browser = await chromium.launch({
  executablePath: '/usr/bin/chromium',
  args: ['--no-sandbox', '--disable-gpu', '--no-first-run'],
});
for (const colorScheme of ['light', 'dark'] as const) {
  const context = await browser.newContext({ colorScheme, reducedMotion: 'reduce', locale: 'en-GB' });
  for (const { name, url, width, height } of shots) {
    const file = `${name}-${colorScheme}`;
    if (wanted.length > 0 && !wanted.every((word) => file.includes(word))) continue;
    const tab = await context.newPage();
    tab.on('console', (message) => message.type() === 'error' && console.log(file, message.text()));
    tab.on('pageerror', (thrown) => console.log(file, thrown.message));
    await tab.setViewportSize({ width, height });
    await tab.goto(at + url);
    await tab.locator('main, form, h1').first().waitFor({ timeout: 15_000 });
    await tab.waitForTimeout(400);
    const { violations } = await new AxeBuilder({ page: tab })
      .withTags(['wcag2a', 'wcag2aa', 'wcag22aa', 'best-practice'])
      .analyze();
    for (const { id, nodes } of violations) console.log(file, id, nodes.length, nodes[0]?.html.slice(0, 160));
    const wide = await tab.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
    if (wide > 0) console.log(file, `the page scrolls sideways by ${wide} px`);
    await tab.screenshot({ path: `${out}/${file}.png`, fullPage: width > 380 });
    await tab.close();
  }
  await context.close();
}
await browser.close();
