/**
 * ledger_fifo_1m: 1,000,000 fills from columns to exact totals and every closing as columns (lot, fill, quantity), FIFO, 100 open
 * lots. Rival: the same algorithm on plain numbers.
 */
import { historyOf } from './ledger-history';
import { inTurns, matchAll } from './ledger-rounds';
import { type Measurement, measurementOf } from './measurement';
import { plainFifo } from './plain-ledger';

export function ledgerFifo1m(): Promise<Measurement> {
  const history = historyOf(1_000_000, 100);
  const exact = matchAll(history, 'fifo');
  const plain = plainFifo(history.plain);
  const apart = Math.abs(Number(exact.net) / 1e36 - plain.net);
  if (exact.closings !== plain.closings || apart > 1)
    throw new Error(
      `the rival computes something else: ${exact.closings} and ${plain.closings} closings, ${apart} apart`,
    );
  const { own, rival } = inTurns(
    5,
    () => matchAll(history, 'fifo'),
    () => plainFifo(history.plain),
  );
  return Promise.resolve(measurementOf(own, rival, { ratio: 2.5 }));
}
