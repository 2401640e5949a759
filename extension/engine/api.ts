/**
 * What pages see of the engine: one typed interface, called over Comlink from popup and dashboard.
 *
 * Queries return pages of rows and aggregates, never a whole history. Every call is safe to repeat, since the engine may
 * stop at any instant and the client then repeats what was pending: what a call creates carries an id that the page made.
 * Amounts are exact decimal strings; a value that is not known is an `Observed` with its failure, never "0".
 */
import type { AccountEntryApi } from './api/account-entry';
import type { AccountViewApi } from './api/account-view';
import type { AccountsApi } from './api/accounts';
import type { BackupApi } from './api/backup';
import type { BalancesApi } from './api/balances';
import type { DoctorApi } from './api/doctor';
import type { EgressApi } from './api/egress';
import type { EventsApi } from './api/events';
import type { FillsApi } from './api/fills';
import type { ImportsApi } from './api/imports';
import type { MethodApi } from './api/method';
import type { OverviewApi } from './api/overview';
import type { PerformanceApi } from './api/performance';
import type { RatesApi } from './api/rates';
import type { ReconciliationApi } from './api/reconciliation';
import type { SettingsApi } from './api/settings';
import type { SharesApi } from './api/shares';
import type { SyncApi } from './api/sync';
import type { TradesApi } from './api/trades';
import type { VaultApi } from './api/vault';

export interface EngineApi
  extends AccountEntryApi,
    AccountViewApi,
    AccountsApi,
    BackupApi,
    BalancesApi,
    DoctorApi,
    EgressApi,
    EventsApi,
    FillsApi,
    ImportsApi,
    MethodApi,
    OverviewApi,
    PerformanceApi,
    RatesApi,
    ReconciliationApi,
    SettingsApi,
    SharesApi,
    SyncApi,
    TradesApi,
    VaultApi {}
