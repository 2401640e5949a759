/**
 * ledger_late_at_1m: one new fill 1,000 fills before the end of a book of 1,000,000, to exact totals. Rival: the whole history again.
 */
import { oneMoreAt1m } from './ledger-one-more';
import type { Measurement } from './measurement';

export const ledgerLateAt1m = (): Promise<Measurement> => oneMoreAt1m(1_000, 50);
