/** What does not depend on a method: units moved, and the fees that were paid. */
import { add18, add36, type E18, type E36, sub18, toE36, zero18, zero36 } from '../money/decimal';
import { type CoinSums, plusCoin } from './coin-sums';
import { feesOf, type Leg } from './leg';

/**
 * - `moved`: Σ of signed moves, buys positive; the position is this + what was sold unmatched.
 * - `feesPaidQuote`: every fee in quote, base fees at their own fill's price; without coins that have no rate.
 * - `feesByCurrency`: every fee in its own coin. `unconvertedFees`: those of coins without a rate.
 */
export interface Tally {
  readonly moved: E18;
  readonly feesPaidQuote: E36;
  readonly feesByCurrency: CoinSums;
  readonly unconvertedFees: CoinSums;
}

export const emptyTally: Tally = {
  moved: zero18,
  feesPaidQuote: zero36,
  feesByCurrency: new Map(),
  unconvertedFees: new Map(),
};

/** `tally` with one more fill in it. */
export function plusLeg(tally: Tally, leg: Leg): Tally {
  let { feesByCurrency, unconvertedFees } = tally;
  for (const fee of leg.fees) {
    const amount = toE36(fee.amount);
    feesByCurrency = plusCoin(feesByCurrency, fee.currency, amount);
    if (!fee.inPnl) unconvertedFees = plusCoin(unconvertedFees, fee.currency, amount);
  }
  return {
    moved: leg.fill.side === 'buy' ? add18(tally.moved, leg.moved) : sub18(tally.moved, leg.moved),
    feesPaidQuote: add36(tally.feesPaidQuote, feesOf(leg)),
    feesByCurrency,
    unconvertedFees,
  };
}
