/** What an exchange's look-back means for an account. */
import type { UnixMs } from '../../../shared/result';

/**
 * How long an exchange keeps fills, and what that means for an account.
 *
 * - `days`: older fills are no longer served. `readableSince`: where the history starts: how far back the first reading could
 *   reach, or could reach now where nothing was read yet.
 * - `deadlineAt`: until when new fills must be read so that none is lost, a day's margin included; null where nothing was
 *   read yet, and for a frozen account.
 * - `gap`: the newest span inside the history that was never read in time; `fromMs` inclusive, `toMs` exclusive.
 */
export interface LookBack {
  readonly days: number;
  readonly readableSince: UnixMs;
  readonly deadlineAt: UnixMs | null;
  readonly gap: { readonly fromMs: UnixMs; readonly toMs: UnixMs } | null;
}
