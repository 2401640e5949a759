/** Reads figures off the screens: the exact value that every amount carries for copying, never the rounded text. */
import type { Locator, Page } from 'playwright-core';

/** Exact values of the amounts in a place, in their order; null for one that is shown as not known. */
export const exactIn = (place: Locator): Promise<readonly (string | null)[]> =>
  place.locator('[data-exact]').evaluateAll((amounts) => amounts.map((amount) => amount.getAttribute('data-exact')));

export interface TableRow {
  readonly cells: readonly string[];
  readonly exact: readonly (string | null)[];
}

/** The body rows of the table with this caption: texts and exact amounts. */
export async function tableRows(page: Page, caption: RegExp): Promise<readonly TableRow[]> {
  const table = page.locator('table').filter({ has: page.locator('caption', { hasText: caption }) });
  await table.waitFor();
  // a long table draws its first rows at once and the others a frame later
  await table.and(page.locator(':not([aria-busy])')).waitFor();
  const rows = await table.locator('tbody tr').all();
  return Promise.all(
    rows.map(async (row) => ({
      cells: (await row.locator('td, th').allInnerTexts()).map((text) => text.trim()),
      exact: await exactIn(row),
    })),
  );
}

/** Whether two decimal texts are one number: "5" and "5.000". Exact: compares digits, never floats. */
export function normalised(text: string): string {
  const [whole = '0', fraction = ''] = text.replace('-', '').split('.');
  const digits = `${whole.replace(/^0+(?=\d)/, '')}.${fraction.replace(/0+$/, '')}`.replace(/\.$/, '');
  return text.startsWith('-') && digits !== '0' ? `-${digits}` : digits;
}

/** A decimal of at most 36 places × 10^36. */
export function scaled(text: string): bigint {
  const [whole = '0', fraction = ''] = text.replace('-', '').split('.');
  const magnitude = BigInt(whole + fraction.padEnd(36, '0'));
  return text.startsWith('-') ? -magnitude : magnitude;
}

/** The decimal of a value × 10^36. */
export function unscaled(value: bigint): string {
  const digits = (value < 0n ? -value : value).toString().padStart(37, '0');
  return normalised(`${value < 0n ? '-' : ''}${digits.slice(0, -36)}.${digits.slice(-36)}`);
}
