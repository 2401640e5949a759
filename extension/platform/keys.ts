/** The keys of `storage.session` and `storage.local`, in one place: everything that lies outside the sealed database. */
import { lookBackDeadlineKey, lookBackSilentKey, vaultHeaderKey } from '../engine/host';

/** Lies in memory only and goes with the browser session; trusted contexts only. */
export const sessionKeys = {
  rootKey: 'rootKey',
  summary: 'summary',
  /** The badge of today's figure, for when amounts are shown again. */
  figure: 'figure',
} as const;

/**
 * Of sample data, in `storage.session` as well and apart from the vault's: locking the vault leaves them, leaving sample data
 * removes them. `shown` is there while this browser session shows sample data; `local` begins the names of what lies in
 * `storage.local` for the trader's own data.
 */
export const sampleKeys = {
  shown: 'sample:shown',
  rootKey: 'sample:rootKey',
  summary: 'sample:summary',
  local: 'sample:local:',
} as const;

/** Whether a key of `storage.session` belongs to sample data. */
export const isSampleKey = (key: string): boolean => key.startsWith('sample:');

/** Unsealed and on disk: nothing here may name an account, a key or an amount. */
export const localKeys = {
  /** A copy of the header, by which no key opens without its passphrase; the engine writes it. */
  vaultHeader: vaultHeaderKey,
  autoLockMinutes: 'autoLockMinutes',
  /** Minutes between two refreshes, as digits; '' is by hand alone. */
  refreshMinutes: 'refreshMinutes',
  /** When the first fill could be lost to an exchange's look-back, in milliseconds; the engine writes it. */
  lookBackDeadline: lookBackDeadlineKey,
  lookBackSilent: lookBackSilentKey,
  /** Which deadline and stage was notified last. */
  lookBackSaid: 'lookBackSaid',
  /** There while amounts are hidden: pages keep the switch where the background cannot read it. */
  amountsHidden: 'amountsHidden',
} as const;

/** Minutes of auto-lock from what is stored: '' is "at browser close" (null); what was never set, or is no number, is 15. */
export function autoLockMinutesOf(stored: unknown): number | null {
  if (stored === '') return null;
  const minutes = typeof stored === 'string' ? Number(stored) : Number.NaN;
  return Number.isSafeInteger(minutes) && minutes > 0 ? minutes : 15;
}
