/**
 * Fills as the books hold them: the stored ones, with the rates that are known of their fees in third coins.
 *
 * Stored fills are never rewritten for a rate. A book takes a fill anew where its revision is higher: the one in a book is the
 * stored revision times eight and one more for each fee that has a rate, so that a rate that arrives replaces the fill without it,
 * and a row that the exchange corrected replaces both.
 */
import { type FeeRate, minuteOf } from '../../shared/exchanges/fee-rate';
import type { Fee, Fill } from '../../shared/ledger/fill';
import type { ParsedFee, ParsedFill } from '../../shared/ledger/leg';
import { parseDecimalOf } from '../../shared/money/decimal-column';

/** The rate that is known of a coin in a quote at a minute; undefined where none is. */
export type RateOf = (coin: string, quote: string, minute: number) => FeeRate | undefined;

const steps = 8;

/** The revision under which the fill is stored. */
export const storedRevision = ({ revision }: Pick<Fill, 'revision'>): number => Math.floor(revision / steps);

const isThirdCoin = ({ base, quote }: Pick<Fill, 'base' | 'quote'>, { currency }: Pick<Fee, 'currency'>): boolean =>
  currency !== base && currency !== quote;

/** Whether a fee is in a coin that is neither base nor quote. */
const isThird = (fill: Fill, fee: Fee): boolean => isThirdCoin(fill, fee) && fee.amount !== '0';

/** Fees that no rate is known of: outside PnL. */
export const feesWithoutRate = (fill: Fill): readonly Fee[] =>
  fill.fees.filter((fee) => fee.rate === undefined && isThird(fill, fee));

/** `revision` is that of the stored fill. */
function rated(fill: Fill, revision: number, rateOf: RateOf): Fill {
  // Most fills: a copy of each of a million costs more than all that is computed of them.
  if (revision === 0 && fill.revision === 0 && !fill.fees.some((fee) => isThird(fill, fee))) return fill;
  const fees = fill.fees.map((fee) => {
    if (fee.rate !== undefined || !isThird(fill, fee)) return fee;
    const known = rateOf(fee.currency, fill.quote, minuteOf(fill.executedAtUs));
    return known ? { ...fee, rate: known.rate } : fee;
  });
  const count = fees.filter((fee) => fee.rate !== undefined && isThird(fill, fee)).length;
  return { ...fill, fees, revision: revision * steps + Math.min(count, steps - 1) };
}

/** A stored fill, its cells parsed, as it enters a book. */
export function enterBookParsed(fill: ParsedFill, rateOf: RateOf): ParsedFill {
  const { base, quote, executedAtUs } = fill;
  const isRated = (fee: ParsedFee) => fee.rate !== null && isThirdCoin(fill, fee) && fee.amount.mantissa !== 0;
  const wantsRate = (fee: ParsedFee) => fee.rate === null && isThirdCoin(fill, fee) && fee.amount.mantissa !== 0;
  if (fill.revision === 0 && fill.fees.every(({ currency }) => currency === base || currency === quote)) return fill;
  const fees = fill.fees.map((fee) => {
    const known = wantsRate(fee) ? rateOf(fee.currency, quote, minuteOf(executedAtUs)) : undefined;
    const rate = known ? parseDecimalOf(known.rate) : null;
    return rate?.ok ? { ...fee, rate: rate.value } : fee;
  });
  const count = fees.filter(isRated).length;
  return { ...fill, fees, revision: fill.revision * steps + Math.min(count, steps - 1) };
}

/** A stored fill as it enters a book. */
export const enterBook = (stored: Fill, rateOf: RateOf): Fill => rated(stored, stored.revision, rateOf);

/** A fill of a book with the rates that are known by now. */
export const ratedAgain = (held: Fill, rateOf: RateOf): Fill => rated(held, storedRevision(held), rateOf);
