/**
 * Sums over ranges of closings. Money is worked out on read, so whole blocks are summed once and kept until they change.
 */
import { add18, add36, type E18, type E36, sub18, sub36, zero18, zero36 } from '../money/decimal';
import { gainOf, grossOf, type Matching } from './matching';

/** Σ over closings, in quote; net = gross − fees. `unmatched`: units sold on spot that the history never bought. */
export interface Realized {
  readonly gross: E36;
  readonly fees: E36;
  readonly net: E36;
  readonly unmatched: E18;
}

export interface ClosingSums {
  /** Over the closings from one number (inclusive) to another (exclusive); `all` is the sum over every closing. */
  between(from: number, to: number, all: Realized): Realized;
  /** Closings from this number on are taken back. */
  forget(closings: number): void;
}

const none: Realized = { gross: zero36, fees: zero36, net: zero36, unmatched: zero18 };

const blockLength = 256;

const plus = (a: Realized, b: Realized): Realized => ({
  gross: add36(a.gross, b.gross),
  fees: add36(a.fees, b.fees),
  net: add36(a.net, b.net),
  unmatched: add18(a.unmatched, b.unmatched),
});

const minus = (a: Realized, b: Realized): Realized => ({
  gross: sub36(a.gross, b.gross),
  fees: sub36(a.fees, b.fees),
  net: sub36(a.net, b.net),
  unmatched: sub18(a.unmatched, b.unmatched),
});

export function createClosingSums(matching: Matching): ClosingSums {
  /** By number; only whole blocks. */
  const blocks = new Map<number, Realized>();

  const each = (from: number, to: number): Realized => {
    let sum = none;
    for (let closing = from; closing < to; closing += 1) {
      const match = matching.matchAt(closing);
      const [gross, net] = [grossOf(match), gainOf(match)];
      const unmatched = match.openPlace === null ? match.quantity : zero18;
      sum = plus(sum, { gross, net, fees: sub36(gross, net), unmatched });
    }
    return sum;
  };

  const block = (number: number): Realized => {
    const known = blocks.get(number);
    if (known) return known;
    const sum = each(number * blockLength, (number + 1) * blockLength);
    blocks.set(number, sum);
    return sum;
  };

  const direct = (from: number, to: number): Realized => {
    const [first, last] = [Math.ceil(from / blockLength), Math.floor(to / blockLength)];
    if (first >= last) return each(from, to);
    let sum = plus(each(from, first * blockLength), each(last * blockLength, to));
    for (let number = first; number < last; number += 1) sum = plus(sum, block(number));
    return sum;
  };

  return {
    between: (from, to, all) => {
      const count = matching.closingCount();
      if (to - from <= count / 2) return direct(from, to);
      return minus(all, plus(direct(0, from), direct(to, count)));
    },
    forget: (closings) => {
      for (const number of blocks.keys()) if ((number + 1) * blockLength > closings) blocks.delete(number);
    },
  };
}
