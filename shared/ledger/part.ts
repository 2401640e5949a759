/**
 * The one division of the ledger: a part of a lot, or of a fill that closes several lots.
 *
 * The part taken gets `what is left × quantity taken ÷ quantity left`, rounded half to even at 36 decimals; what rounding
 * leaves stays behind, so that the last part takes the whole rest and all parts add up to the last digit.
 */
import { add18, add36, type E18, type E36, share36, sub18, sub36, zero18, zero36 } from '../money/decimal';

/**
 * Units with what they are worth: `value` without fees, `cash` with them; the difference is their fees.
 *
 * Mutable: a rest shrinks by `takePart` and grows back by `putBack`.
 */
export interface Part {
  quantity: E18;
  value: E36;
  cash: E36;
}

/** No units. */
export const nothing: Readonly<Part> = { quantity: zero18, value: zero36, cash: zero36 };

/**
 * Takes `quantity` (0 < quantity ≤ rest.quantity) off `rest` and returns it.
 *
 * 1 of 3 units that cost 10 in all: 3.333…3 (36 threes) goes, 6.666…7 stays.
 */
export function takePart(rest: Part, quantity: E18): Part {
  const whole = quantity === rest.quantity; // the common case, spared the division
  const value = whole ? rest.value : share36(rest.value, quantity, rest.quantity);
  const cash = whole ? rest.cash : share36(rest.cash, quantity, rest.quantity);
  rest.quantity = sub18(rest.quantity, quantity);
  rest.value = sub36(rest.value, value);
  rest.cash = sub36(rest.cash, cash);
  return { quantity, value, cash };
}

/** Adds `part` to `rest`: units that join, or the exact reverse of `takePart`. */
export function putBack(rest: Part, part: Readonly<Part>): void {
  rest.quantity = add18(rest.quantity, part.quantity);
  rest.value = add36(rest.value, part.value);
  rest.cash = add36(rest.cash, part.cash);
}

/** The exact reverse of `putBack`: units that joined `rest` leave it with what they were worth. */
export function takeOff(rest: Part, part: Readonly<Part>): void {
  rest.quantity = sub18(rest.quantity, part.quantity);
  rest.value = sub36(rest.value, part.value);
  rest.cash = sub36(rest.cash, part.cash);
}
