/** What a trader chooses for a vault, and the calls that read and store it. */
import type { LotMethod } from '../../../shared/ledger/lot-order';
import type { Failure } from '../../../shared/reasons';
import type { Result } from '../../../shared/result';

export type BaseCurrency = 'USDT' | 'USDC' | 'EUR' | 'BTC';
export type AutoLock = '5' | '15' | '60' | 'browser-close';

/** Minutes between two refreshes that Fillbook begins by itself; `manual`: it begins none. */
export type RefreshMinutes = 1 | 5 | 15 | 60 | 'manual';

export interface Settings {
  readonly baseCurrency: BaseCurrency;
  /** How PnL is computed of accounts that have no method of their own. */
  readonly method: LotMethod;
  /**
   * Which fills share lots: `by-market`, those of one account and symbol; `by-coin`, all spot fills of one base asset, across
   * accounts and symbols, valued in the base currency by the vault's method.
   */
  readonly books: 'by-market' | 'by-coin';
  /** Minutes without input on the computer, or only when the browser closes. */
  readonly autoLock: AutoLock;
  readonly refreshMinutes: RefreshMinutes;
  /** A notification when an account begins to fail and when it answers again. */
  readonly notifyFailures: boolean;
  /** Whether such a notification names exchange and account: it may stand on a screen that others see. */
  readonly notifyNames: boolean;
  /** A notification before an exchange drops fills, shown while the vault is locked too. */
  readonly notifyLookBack: boolean;
  /** On the toolbar button, where no account fails: nothing, or the PnL of today. */
  readonly badge: 'issues' | 'today';
  /** The colour of gains: green, or red as it is usual in East Asia. */
  readonly upDownColours: 'green-up' | 'red-up';
}

export interface SettingsApi {
  settings(): Promise<Settings>;
  /** Stores what is given and leaves the rest; it holds at once. */
  saveSettings(changed: Partial<Settings>): Promise<Result<void, Failure>>;
}
