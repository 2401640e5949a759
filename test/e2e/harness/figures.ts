/** Reads figures off the screens: the exact value that every amount carries for copying, never the rounded text. */
import type { Locator, Page } from 'playwright-core';

/** Exact values of the amounts in a place, in their order; null for one that is shown as not known. */
export const exactIn = (place: Locator): Promise<readonly (string | null)[]> =>
  place.locator('[data-exact]').evaluateAll((amounts) => amounts.map((amount) => amount.getAttribute('data-exact')));

export interface TableRow {
  readonly cells: readonly string[];
  readonly exact: readonly (string | null)[];
}

/**
 * Resolves when every row of a table is drawn, or as many as come into view: a long one draws its first rows at once, others a
 * frame later, and the rest once it has measured its place.
 */
const drawn = (table: Locator): Promise<void> =>
  // without functions of its own: a compiled one would bring helpers that the page lacks
  table.evaluate(async (element) => {
    const until = performance.now() + 2_000;
    for (;;) {
      const rows = Number(element.getAttribute('aria-rowcount') ?? 0) - 1;
      const whole = element.querySelectorAll('tbody tr[aria-rowindex]').length >= rows;
      if (!element.hasAttribute('aria-busy') && (whole || performance.now() > until)) return;
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
  });

/** The body rows of the table with this caption: texts and exact amounts, all of one moment. */
export async function tableRows(page: Page, caption: RegExp): Promise<readonly TableRow[]> {
  const table = page.locator('table').filter({ has: page.locator('caption', { hasText: caption }) });
  await drawn(table);
  return table.locator('tbody tr').evaluateAll((rows) =>
    rows.map((row) => ({
      cells: [...row.querySelectorAll<HTMLElement>('td, th')].map((cell) => cell.innerText.trim()),
      exact: [...row.querySelectorAll('[data-exact]')].map((amount) => amount.getAttribute('data-exact')),
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
