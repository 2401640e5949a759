/**
 * A market's id here is Coinstore's code and number of it, "BTCUSDT#1": calls and orders name it by the code, fills by the
 * number alone.
 */
import type { Market } from '../readings';

/** `code` in capitals, `number` the digits as written. */
export const marketIdOf = (code: string, number: string): string => `${code}#${number}`;

/** The code that calls take: "BTCUSDT" of "BTCUSDT#1"; an id without a number is the code. */
export const marketCode = ({ id }: Pick<Market, 'id'>): string => id.split('#')[0] ?? id;

/** The number that a fill names its market by: "1" of "BTCUSDT#1"; null where the id has none. */
export const marketNumber = ({ id }: Pick<Market, 'id'>): string | null => id.split('#')[1] ?? null;
