/**
 * ledger_growth_100k: 2,000,000 fills by FIFO with 100,000 open lots. Rival: 1,000,000 of the same.
 */
import { twiceAsMany } from './ledger-twice';
import type { Measurement } from './measurement';

export const ledgerGrowth100k = (): Promise<Measurement> => twiceAsMany(100_000);
