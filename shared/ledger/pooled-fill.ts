/**
 * A fill of any quote as a fill in the currency that a pool is valued in.
 *
 * - price × quote rate: the exact product where it has at most 18 decimals, else rounded half to even to 18.
 * - A fee in the fill's quote coin becomes one of a third coin with the quote rate as its rate, so that its worth is exact; the rate of
 *   another third coin is multiplied by the quote rate, as the price is. A fee in base, and one in the pool's currency, stay.
 *
 * Exchange, account and symbol together stand in the converted fill's `exchange`, so that fills are told apart, and ordered, by them.
 */
import { type DecimalString, formatE18, mul18, parseE18, roundE18 } from '../money/decimal';
import type { Fee, Fill } from './fill';

/** `quoteRate`: the price of one unit of the fill's quote coin in the pool's currency at the time of the fill, above 0. */
export interface PooledFill extends Fill {
  readonly quoteRate?: DecimalString;
}

/** The pool's `base`, and `quote`, the currency that it is valued in. */
export interface PoolKey {
  readonly base: string;
  readonly quote: string;
}

/** One text for several that sorts as they do, one after another, whatever characters they hold. */
const joined = (texts: readonly string[]): string =>
  texts.map((text) => text.replaceAll('\u0000', '\u0000\u0001')).join('\u0000\u0000');

const partsOf = (text: string): readonly string[] =>
  text.split('\u0000\u0000').map((part) => part.replaceAll('\u0000\u0001', '\u0000'));

/** What tells an exchange, account and symbol from others, in their order by code unit. */
const originOf = ({ exchange, account, symbol }: Pick<Fill, 'exchange' | 'account' | 'symbol'>): string =>
  joined([exchange, account, symbol]);

/** price × rate as a text of at most 18 decimals; a text that is no decimal stays, to be refused. */
function times(text: DecimalString, rate: DecimalString): DecimalString {
  const [price, factor] = [parseE18(text), parseE18(rate)];
  return price.ok && factor.ok ? formatE18(roundE18(mul18(price.value, factor.value))) : text;
}

function converted(fee: Fee, fill: Fill, rate: DecimalString, pool: PoolKey): Fee {
  if (fee.currency === pool.base || fee.currency === pool.quote) return fee;
  if (fee.currency === fill.quote) return { ...fee, rate };
  return fee.rate === undefined ? fee : { ...fee, rate: times(fee.rate, rate) };
}

/** The exchange, account and symbol that `originOf` made a text of. */
export function partsOfOrigin(origin: string): Pick<Fill, 'exchange' | 'account' | 'symbol'> {
  const [exchange = '', account = '', symbol = ''] = partsOf(origin);
  return { exchange, account, symbol };
}

/** `originOf` that remembers the last one: fills come in runs of one origin. */
export function createOriginOf(): typeof originOf {
  let [last, origin]: [Pick<Fill, 'exchange' | 'account' | 'symbol'> | null, string] = [null, ''];
  return (fill) => {
    const isSame = fill.exchange === last?.exchange && fill.account === last.account && fill.symbol === last.symbol;
    if (!isSame) [last, origin] = [fill, originOf(fill)];
    return origin;
  };
}

/** A fill's price in the pool's currency. */
export const priceInPool = (fill: PooledFill, pool: PoolKey): DecimalString =>
  needsRate(fill, pool) && fill.quoteRate !== undefined ? times(fill.price, fill.quoteRate) : fill.price;

/** Whether a fill's price has to be converted. */
export const needsRate = (fill: Pick<Fill, 'quote'>, pool: PoolKey): boolean => fill.quote !== pool.quote;

/** The fill as the pool's book takes it; `origin` is that of `originOf`, `rate` the quote rate where one is needed, else null. */
export function intoPool(fill: PooledFill, origin: string, rate: DecimalString | null, pool: PoolKey): Fill {
  const { id, orderId, executedAtUs, base, market, side, quantity, price, fees, liquidity, revision, raw } = fill;
  // field by field: a rest of fields that is copied takes longer than all else here
  const own: Fill = {
    id,
    orderId,
    executedAtUs,
    account: '',
    exchange: origin,
    symbol: pool.base,
    base,
    quote: pool.quote,
    market,
    side,
    quantity,
    price,
    fees,
    liquidity,
    revision,
  };
  const inPool: Fill = raw === undefined ? own : { ...own, raw };
  if (rate === null) return inPool;
  return {
    ...inPool,
    price: times(price, rate),
    fees: fees.map((fee) => converted(fee, fill, rate, pool)),
  };
}

/** A fill that was taken without a rate as it was before. */
export function outOfPool(fill: Fill, pool: PoolKey): PooledFill {
  return { ...fill, ...partsOfOrigin(fill.exchange), quote: pool.quote };
}
