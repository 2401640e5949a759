/**
 * ledger_append_at_1m: one new fill at the end of a book of 1,000,000, to exact totals. Rival: the whole history again.
 */
import { oneMoreAt1m } from './ledger-one-more';
import type { Measurement } from './measurement';

export const ledgerAppendAt1m = (): Promise<Measurement> => oneMoreAt1m(0, 5);
