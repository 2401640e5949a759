/**
 * What a book held before an instant, told without computing its earlier fills again: what it holds now, less what the fills since
 * then moved, paid and realized.
 */
import { add18, add36, type E18, type E36, sub18, sub36 } from '../money/decimal';
import type { Settled } from './book-state';
import type { Realized } from './closing-sums';
import { createFlowSums } from './flow-sums';

/**
 * - `position`: units held, negative when short.
 * - `cost`: cash paid for them with entry fees; of a short minus what it brought in after fees. 0 where nothing is held.
 *
 * Closing it all at a price without a fee realizes `position` × price − `cost`: 2 units that cost 200.2 give 59.8 at 130.
 */
export interface Held {
  readonly position: E18;
  readonly cost: E36;
}

/** `place`: that of the first fill that is left out. `since`: what the fills from there on realized. */
export function heldBefore(settled: Settled, place: number, since: Pick<Realized, 'net' | 'unmatched'>): Held {
  const { columns, sequence, flows, matching } = settled;
  const later = createFlowSums(columns);
  later.addRows(sequence.rows, place, sequence.length, 1);
  const { value, fees } = later.flow();
  const now = add18(flows.moved(), matching.unmatched());
  // what is open costs what was realized less the cash that has flowed, at any time
  return {
    position: sub18(now, add18(later.moved(), since.unmatched)),
    cost: add36(matching.openMoney().cash, sub36(sub36(value, fees), since.net)),
  };
}
