/** What Overview asks of the engine: totals, realized PnL, accounts, equity of the last days and what is wrong. */

import type { DecimalString } from '../../../shared/money/decimal';
import type { UnixMs } from '../../../shared/result';
import type { AccountView } from './account-view';
import type { Allocation } from './allocation';
import type { Issue, Notice } from './issues';
import type { PartialAmount } from './observed';
import type { RealizedPnl } from './realized';
import type { BaseCurrency } from './settings';
import type { TodayPnl } from './today';

/**
 * One day's observed equity in the base currency; `partial` when a part was unknown that day. Null where no part is known, and for a
 * day without an observation between two that have one.
 */
export interface EquityPoint {
  readonly date: string;
  readonly amount: DecimalString | null;
  readonly partial: boolean;
}

export interface Overview {
  readonly baseCurrency: BaseCurrency;
  readonly total: PartialAmount;
  readonly free: PartialAmount;
  readonly locked: PartialAmount;
  readonly realized: RealizedPnl;
  readonly today: TodayPnl;
  readonly accounts: readonly AccountView[];
  readonly allocation: Allocation;
  readonly equity: readonly EquityPoint[];
  /**
   * The currencies in which days of the same span were kept that are not in `equity`, as they were before the base currency was
   * changed; empty where there are none.
   */
  readonly equityElsewhere: readonly string[];
  readonly issues: readonly Issue[];
  /** Not counted among the issues. */
  readonly notices: readonly Notice[];
  readonly at: UnixMs;
}

export interface OverviewApi {
  overview(): Promise<Overview>;
}
