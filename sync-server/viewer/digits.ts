/** Decimal texts as they are shown: exact, grouped as the reader's language groups them. Nothing becomes a binary float. */

interface Marks {
  readonly group: string;
  readonly point: string;
}

function marksOf(language: string | undefined): Marks {
  const parts = new Intl.NumberFormat(language).formatToParts(12345.6);
  const part = (type: string, other: string) => parts.find((each) => each.type === type)?.value ?? other;
  return { group: part('group', ','), point: part('decimal', '.') };
}

const ten = 10n;

/** A decimal with so many decimals: cut off (what someone owns is never rounded up), or rounded half away from zero. */
function cut(decimal: string, decimals: number, how: 'down' | 'nearest'): string {
  const negative = decimal.startsWith('-');
  const [whole = '0', fraction = ''] = decimal.replace('-', '').split('.');
  let units = BigInt(whole + fraction.slice(0, decimals).padEnd(decimals, '0'));
  if (how === 'nearest' && (fraction[decimals] ?? '0') >= '5') units += 1n;
  const scale = ten ** BigInt(decimals);
  const rest = decimals === 0 ? '' : `.${(units % scale).toString().padStart(decimals, '0')}`;
  return `${negative && units !== 0n ? '-' : ''}${units / scale}${rest}`;
}

/** Groups the digits of a decimal text; its minus becomes the typographic one. "-1234.5" gives "−1,234.5". */
export function grouped(decimal: string, language?: string): string {
  const { group, point } = marksOf(language);
  const [whole = '0', fraction] = decimal.replace('-', '').split('.');
  const digits = whole.replace(/^0+(?=\d)/, '').replace(/\B(?=(\d{3})+$)/g, group);
  return `${decimal.startsWith('-') ? '−' : ''}${digits}${fraction === undefined ? '' : point + fraction}`;
}

/** How many decimals an amount is shown with: two from 1 upwards, else as many as its first four digits that count need. */
function decimalsOf(decimal: string): number {
  const [whole = '0', fraction = ''] = decimal.replace('-', '').split('.');
  if (/[1-9]/.test(whole) || !/[1-9]/.test(fraction)) return 2;
  return Math.min(fraction.search(/[1-9]/) + 4, 18);
}

/** An amount as it stands on the page; the exact one goes into its tooltip. `how`: `nearest` for what was made. */
export const shownAmount = (decimal: string, how: 'down' | 'nearest' = 'down', language?: string): string =>
  grouped(cut(decimal, decimalsOf(decimal), how), language);

/** Whether a decimal is above, below or at zero. */
export const signOf = (decimal: string): -1 | 0 | 1 => (!/[1-9]/.test(decimal) ? 0 : decimal.startsWith('-') ? -1 : 1);
