/** Every benchmark by its name; what each measures stands at the top of its file, from where `npm run bench -- --help` has it. */
import {
  dashboardBooks1m,
  dashboardOpen1m,
  dashboardTrades1m,
  dashboardUnkept1m,
  engineMemory1m,
  fillsScroll1m,
  fillsScroll1mWorst,
} from './dashboard-1m';
import { fillsScroll100k, fillsScroll100kWorst } from './fills-scroll-100k';
import { ledgerAppendAt1m } from './ledger-append-at-1m';
import { ledgerDecimal1m } from './ledger-decimal-1m';
import { ledgerFifo1m } from './ledger-fifo-1m';
import { ledgerGrowth100 } from './ledger-growth-100';
import { ledgerGrowth100k } from './ledger-growth-100k';
import { ledgerHifo1m } from './ledger-hifo-1m';
import { ledgerLateAt1m } from './ledger-late-at-1m';
import { mainThreadLongest } from './main-thread-longest';
import type { Measurement } from './measurement';
import { popupFirstPaint } from './popup-first-paint';
import { refreshSevenAccounts } from './refresh-seven-accounts';
import { relayP50 } from './relay-p50';
import { storeBytesPerFill, storeOpen1m, storeWrite1m } from './store-1m';
import { syncDevices1000 } from './sync-devices-1000';
import { syncRestore1m, syncRestore1mPage } from './sync-restore-1m';
import { syncPull, syncPushBatch, syncPushSingle, syncPushSingleP99 } from './sync-server';
import { syncTwoInstances } from './sync-two-instances';

export const benches: Readonly<Record<string, () => Promise<Measurement>>> = {
  dashboard_books_1m: dashboardBooks1m,
  dashboard_open_1m: dashboardOpen1m,
  dashboard_trades_1m: dashboardTrades1m,
  dashboard_unkept_1m: dashboardUnkept1m,
  engine_memory_1m: engineMemory1m,
  fills_scroll_100k: fillsScroll100k,
  fills_scroll_100k_worst: fillsScroll100kWorst,
  fills_scroll_1m: fillsScroll1m,
  fills_scroll_1m_worst: fillsScroll1mWorst,
  ledger_append_at_1m: ledgerAppendAt1m,
  ledger_decimal_1m: ledgerDecimal1m,
  ledger_fifo_1m: ledgerFifo1m,
  ledger_growth_100: ledgerGrowth100,
  ledger_growth_100k: ledgerGrowth100k,
  ledger_hifo_1m: ledgerHifo1m,
  ledger_late_at_1m: ledgerLateAt1m,
  main_thread_longest: mainThreadLongest,
  popup_first_paint: popupFirstPaint,
  refresh_seven_accounts: refreshSevenAccounts,
  relay_p50: relayP50,
  store_bytes_per_fill: storeBytesPerFill,
  store_open_1m: storeOpen1m,
  store_write_1m: storeWrite1m,
  sync_devices_1000: syncDevices1000,
  sync_pull: syncPull,
  sync_push_batch: syncPushBatch,
  sync_push_single: syncPushSingle,
  sync_push_single_p99: syncPushSingleP99,
  sync_restore_1m: syncRestore1m,
  sync_restore_1m_page: syncRestore1mPage,
  sync_two_instances: syncTwoInstances,
};
