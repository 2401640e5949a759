/** Twice as many fills take about twice as long: 2,000,000 by FIFO against 1,000,000 of the same. */
import { historyOf } from './ledger-history';
import { inTurns, matchAll } from './ledger-rounds';
import { type Measurement, measurementOf } from './measurement';

/** With about `lots` open lots. */
export function twiceAsMany(lots: number): Promise<Measurement> {
  const twice = historyOf(2_000_000, lots);
  const once = historyOf(1_000_000, lots);
  const { own, rival } = inTurns(
    5,
    () => matchAll(twice, 'fifo'),
    () => matchAll(once, 'fifo'),
  );
  return Promise.resolve(measurementOf(own, rival, { ratio: 2.2 }));
}
