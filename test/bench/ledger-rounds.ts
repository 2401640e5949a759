/** Rounds of the ledger's benches: the matching of a whole history to exact totals, and its rivals, in turns. */
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { createBookState } from '../../shared/ledger/book-state';
import type { LotMethod } from '../../shared/ledger/lot-order';
import { zero18 } from '../../shared/money/decimal';
import type { History } from './ledger-history';

setFlagsFromString('--expose-gc');
const collect: () => void = runInNewContext('gc');

/** Milliseconds of one call, after the garbage of what went before is gone. */
export function timed(work: () => unknown): number {
  collect();
  const from = performance.now();
  work();
  return performance.now() - from;
}

/** From columns to every closing as columns and to exact totals. */
export function matchAll({ columns, sequence }: Pick<History, 'columns' | 'sequence'>, method: LotMethod) {
  const { flows, matching } = createBookState(columns, sequence, method, false, zero18).settled();
  const { value, fees } = flows.flow();
  const open = matching.openMoney();
  const coins = flows.feesByCurrency();
  return { net: value - fees + open.cash, closings: matching.closingCount(), openLots: matching.openCount(), coins };
}

/** Both sides in turns, `rounds` times; the first round warms up and does not count. */
export function inTurns(rounds: number, own: () => unknown, rival: () => unknown) {
  const times = { own: [] as number[], rival: [] as number[] };
  for (let round = 0; round <= rounds; round += 1) {
    const [mine, others] = [timed(own), timed(rival)];
    if (round === 0) continue;
    times.own.push(mine);
    times.rival.push(others);
  }
  return times;
}
