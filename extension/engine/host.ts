/**
 * What the engine asks of the pages that connect to it.
 *
 * A SharedWorker has no `chrome` or `browser`: every client therefore offers it this small host, over Comlink. In an
 * offscreen document, which has only `chrome.runtime`, the host is a proxy over messages to the background.
 * The engine may call any connected host; each call may repeat, and a host may vanish in the middle of one.
 */
import type { DecimalString } from '../../shared/money/decimal';
import type { Reason } from '../../shared/reasons';
import type { UnixMs } from '../../shared/result';
import type { PopupSummary } from './api/popup-summary';

/**
 * Where in `storage.local` the earliest instant lies by which an account must be read, so that no fill is lost to an exchange's
 * look-back: UTC milliseconds as digits and nothing else, so that it can be read while the vault is locked. Absent where there is none.
 */
export const lookBackDeadlineKey = 'lookBackDeadline';

/** Where in `storage.local` the second copy of the vault's header lies; absent where there is no vault. */
export const vaultHeaderKey = 'vaultHeader';

/** Where in `storage.local` it lies that no look-back deadline is to be notified; absent where one is. */
export const lookBackSilentKey = 'lookBackSilent';

/** What the toolbar button says in words, for its tooltip. `amount`: exact, signed. */
export type BadgeSays =
  | { readonly kind: 'nothing' }
  | { readonly kind: 'locked' }
  /** Locking was asked for, and the browser still has the vault's key. */
  | { readonly kind: 'not-locked' }
  /** The browser refused the alarm of refreshes, or what it starts: nothing is refreshed while no page is open. */
  | { readonly kind: 'not-refreshing' }
  | { readonly kind: 'failing'; readonly count: number }
  /** A figure is there, and amounts are hidden. */
  | { readonly kind: 'hidden' }
  /** `isRealized`: how what is unrealized has changed is not known, and not in it. `until`: the end of the UTC day that it is of. */
  | {
      readonly kind: 'today';
      readonly amount: DecimalString;
      readonly currency: string;
      readonly isRealized: boolean;
      readonly until: UnixMs;
    };

/** `text`: on the toolbar button, at most 4 characters and a point; '' clears it. */
export interface Badge {
  readonly text: string;
  readonly tone: 'neutral' | 'alert';
  readonly says: BadgeSays;
}

/** The badge of a locked vault. */
export const lockedBadge: Badge = { text: '🔒', tone: 'neutral', says: { kind: 'locked' } };

/** Accounts that begin to fail for one cause, or answer again. `name` is null where notifications are to name nothing. */
export interface HealthNotice {
  readonly kind: 'failing' | 'recovered';
  readonly reason: Reason;
  readonly accounts: readonly {
    readonly id: string;
    readonly name: { readonly exchange: string; readonly label: string } | null;
  }[];
}

export interface Host {
  /** The vault's root key of this browser session, base64; null when locked. Lies in `storage.session` only. */
  readSessionKey(): Promise<string | null>;
  writeSessionKey(key: string): Promise<void>;
  /** Wipes `storage.session`: the key and every summary. */
  wipeSession(): Promise<void>;
  /** Origins that the browser lets Fillbook reach, such as `https://api.binance.com`. */
  grantedHosts(): Promise<readonly string[]>;
  /** `storage.local`: unsealed, tiny, no names: the second copy of the vault header and the look-back deadline. */
  readLocal(key: string): Promise<string | null>;
  writeLocal(key: string, value: string): Promise<void>;
  removeLocal(key: string): Promise<void>;
  /** What the popup paints first. Lies in `storage.session`, so that locking and closing the browser wipe it. */
  writeSummary(summary: PopupSummary): Promise<void>;
  setBadge(badge: Badge): Promise<void>;
  /** Shows a notification of the browser's own. Fails where the browser refuses it. */
  notify(notice: HealthNotice): Promise<void>;
  /**
   * Asks the background to keep the engine alive although no page is open (true), or lets it go (false).
   * Idempotent. Resolves when the background holds it.
   */
  hold(on: boolean): Promise<void>;
  /** Tells the background after how many minutes without input on the computer to lock; null: at browser close only. */
  setAutoLock(minutes: number | null): Promise<void>;
  /** Has the background see to it every so many minutes that an engine lives while the vault is open; null: never. */
  setRefreshAlarm(minutes: number | null): Promise<void>;
}
