/** What traders do on two devices at once: connect one, pair another by its code, sync now; and the figures that must be equal. */
import type { Page } from 'playwright-core';
import { expect } from 'vitest';
import { exactIn, tableRows } from './figures';
import { goTo } from './scene';
import { passphrase } from './steps';

const button = (page: Page, name: string) => page.getByRole('button', { name, exact: true });

/** Connects a vault to a server by its address, and sends all that it has. */
export async function connectTo(page: Page, url: string, deviceName: string): Promise<void> {
  await goTo(page, '/sync');
  await page.getByLabel('Server address', { exact: true }).fill(url);
  await page.getByLabel('Name of this device', { exact: true }).fill(deviceName);
  await button(page, 'Connect').click();
  await page.getByText(', this device', { exact: true }).waitFor();
  await syncNow(page);
}

/** Sends what waits, rows that are too few for a segment included; resolves when nothing waits. */
export async function syncNow(page: Page): Promise<void> {
  await goTo(page, '/sync');
  await button(page, 'Sync now').click();
  await page.getByText('All changes are on the server').waitFor();
}

/**
 * Pairs a device by the code of another. `guest` shows where a code is asked for: `opener` is the button that leads there. Gives the
 * digits that each of the two showed.
 */
export async function pairByCode(
  host: Page,
  guest: Page,
  { opener, deviceName }: { readonly opener: string; readonly deviceName: string },
): Promise<readonly [string, string]> {
  await goTo(host, '/sync');
  await button(host, 'Add a device').click();
  const code = await host.getByRole('dialog').locator('code').innerText();
  await button(guest, opener).click();
  await guest.getByLabel('Code', { exact: true }).fill(code);
  await guest.getByLabel('Name of this device', { exact: true }).fill(deviceName);
  await button(guest, 'Ask to be added').click();
  await guest.getByLabel('New passphrase', { exact: true }).waitFor();
  await button(host, 'They are the same').waitFor();
  const digits = (shown: Page) => shown.getByLabel('Six digits').first().innerText();
  const both = [await digits(host), await digits(guest)] as const;
  await guest.getByLabel('New passphrase', { exact: true }).fill(passphrase);
  await guest.getByLabel('Repeat it', { exact: true }).fill(passphrase);
  await button(guest, 'They are the same, add this device').click();
  await button(host, 'They are the same').click();
  await host.getByText('The device was added.').waitFor();
  await host.getByRole('dialog').getByRole('button', { name: 'Close' }).first().click();
  return both;
}

/** The tables that are compared: their route, and how their caption begins. */
const compared = [
  ['/', /^Realized PnL per quote currency/],
  ['/balances?group=none', /^Assets by account/],
  ['/trades', /^Trades, newest first/],
  ['/fills', /^Fills, newest first/],
] as const;

type Compared = (typeof compared)[number];

/** What a screen shows, to the last digit: its first figure, which is the total where it is Overview's, and the rows of its table. */
async function shownOn(page: Page, [route, caption]: Compared) {
  await goTo(page, route);
  const rows = await tableRows(page, caption);
  const [first] = await exactIn(page.getByRole('main'));
  return { route, first, rows: rows.map(({ exact }) => exact) };
}

/** Total, PnL, balances, trades and fills as one device shows them. */
export type Figures = readonly Awaited<ReturnType<typeof shownOn>>[];

/** A device shows these figures, now or once it has computed them. */
export async function expectFigures(page: Page, figures: Figures): Promise<void> {
  for (const [index, place] of compared.entries())
    await expect.poll(() => shownOn(page, place), { timeout: 60_000 }).toEqual(figures[index]);
}

/** Two devices show the same; gives it. */
export async function expectSameFigures(one: Page, other: Page): Promise<Figures> {
  const figures: Figures[number][] = [];
  for (const place of compared) figures.push(await shownOn(one, place));
  await expectFigures(other, figures);
  return figures;
}
