/** What the toolbar button shows beside its picture: that something fails, or what was made today where that is chosen. */
import { type DecimalString, e36 } from '../../shared/money/decimal';
import { unixMs } from '../../shared/result';
import { dayMs, startOfUtcDay } from '../../shared/utc-day';
import { isInTrouble } from './api/account-view';
import type { Overview } from './api/overview';
import type { Settings } from './api/settings';
import type { Badge } from './host';

const one = 10n ** 36n;
/** Three digits each; what is larger than the last is not shown. */
const units = ['', 'k', 'M', 'B', 'T'] as const;

/** `whole` and `decimals` digits behind it of `magnitude` ÷ 10^36, towards zero: 1.29 with one decimal is 1.2. */
function cut(magnitude: bigint, decimals: number): string {
  const digits = (magnitude / 10n ** BigInt(36 - decimals)).toString().padStart(decimals + 1, '0');
  return decimals === 0 ? digits : `${digits.slice(0, -decimals)}.${digits.slice(-decimals)}`;
}

function digitsOf(magnitude: bigint): string | null {
  if (magnitude < one) return magnitude < one / 100n ? '0' : cut(magnitude, 2);
  let rest = magnitude;
  for (const [place, unit] of units.entries()) {
    if (rest < 10n * one) return `${cut(rest, 1)}${unit}`;
    if (rest < (place === 0 ? 1000n : 100n) * one) return `${cut(rest, 0)}${unit}`;
    // three digits and a unit would be one too many: a tenth of the next unit says as much
    if (rest < 1000n * one) return units[place + 1] === undefined ? null : `${cut(rest / 1000n, 1)}${units[place + 1]}`;
    rest /= 1000n;
  }
  return null;
}

/**
 * A signed amount in at most four characters, the point not counted, rounded towards zero: 1,299 is "+1.2k", −35.9 is "−35",
 * 0.456 is "+0.45", 123,456 is "+0.1M". Null where it does not fit.
 */
export function compactAmount(value: DecimalString): string | null {
  const signed = e36(value);
  if (signed === 0n) return '0';
  const digits = digitsOf(signed < 0n ? -signed : signed);
  return digits === null ? null : `${signed < 0n ? '−' : '+'}${digits}`;
}

/**
 * The badge of an open vault. `unopened`: how many accounts have a record that does not open, beside those of the overview. A sum
 * that is not wholly known shows nothing rather than a wrong number.
 */
export function badgeOf(
  { accounts, today, at }: Pick<Overview, 'accounts' | 'today' | 'at'>,
  chosen: Settings['badge'],
  unopened: number,
): Badge {
  const failing = accounts.filter(isInTrouble).length + unopened;
  if (failing > 0) return { text: '!', tone: 'alert', says: { kind: 'failing', count: failing } };
  const { amount, missingCount, currency } = today.net;
  const text = chosen === 'today' && amount !== null && missingCount === 0 ? compactAmount(amount) : null;
  if (text === null || amount === null) return { text: '', tone: 'neutral', says: { kind: 'nothing' } };
  const isRealized = today.change === null;
  const until = unixMs(startOfUtcDay(at) + dayMs);
  return { text, tone: 'neutral', says: { kind: 'today', amount, currency, isRealized, until } };
}
