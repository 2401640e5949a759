/**
 * ledger_hifo_1m: the history of ledger_fifo_1m with 100,000 open lots, by highest unit cost first. Rival: the same by FIFO.
 */
import { historyOf } from './ledger-history';
import { inTurns, matchAll } from './ledger-rounds';
import { type Measurement, measurementOf } from './measurement';

export function ledgerHifo1m(): Promise<Measurement> {
  const history = historyOf(1_000_000, 100_000);
  const { own, rival } = inTurns(
    5,
    () => matchAll(history, 'hifo'),
    () => matchAll(history, 'fifo'),
  );
  return Promise.resolve(measurementOf(own, rival, { ratio: 2 }));
}
