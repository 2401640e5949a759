/** Fills to store: realistic rows by number, and arbitrary ones for the properties. */
import fc from 'fast-check';
import type { Fill } from '../../../../shared/ledger/fill';
import { type DecimalString, decimal, parseDecimal } from '../../../../shared/money/decimal';

/** A number from 0 to `below` − 1 that looks random and is the same for the same arguments (the mixer of MurmurHash3). */
function scatter(n: number, salt: number, below: number): number {
  let hash = Math.imul(n ^ Math.imul(salt, 0x9e3779b1), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  return ((hash ^ (hash >>> 15)) >>> 0) % below;
}

const decimals = (mantissa: number, scale: number): DecimalString => {
  const digits = String(mantissa).padStart(scale + 1, '0');
  return decimal(`${digits.slice(0, -scale)}.${digits.slice(-scale)}`);
};

/**
 * The n-th fill of a bot that trades two markets of one account: a fill a minute, ids of a busy exchange (tens of
 * thousands between two fills), lots of 5 decimals, prices around 60,000 and 3,000, a fee of 8 decimals in BNB.
 */
export function fillNumber(n: number, account = 'account-1', over: Partial<Fill> = {}): Fill {
  const ether = scatter(n, 1, 3) === 0;
  return {
    id: String(3_000_000_000 + n * 30_000 + scatter(n, 2, 30_000)),
    orderId: String(20_000_000_000 + n * 90_000 + scatter(n, 3, 90_000)),
    executedAtUs: (1_700_000_000_000 + n * 60_000 + scatter(n, 4, 60_000)) * 1000,
    account,
    exchange: 'binance',
    symbol: ether ? 'ETH/USDT' : 'BTC/USDT',
    base: ether ? 'ETH' : 'BTC',
    quote: 'USDT',
    market: 'spot',
    side: scatter(n, 5, 2) === 0 ? 'buy' : 'sell',
    quantity: decimals(1 + scatter(n, 6, 20_000), 5),
    price: decimals((ether ? 300_000 : 6_000_000) + scatter(n, 7, 200_000), 2),
    fees: [{ currency: scatter(n, 8, 10) === 0 ? 'USDT' : 'BNB', amount: decimals(1 + scatter(n, 9, 2_000_000), 8) }],
    liquidity: scatter(n, 10, 2) === 0 ? 'maker' : 'taker',
    revision: 0,
    ...over,
  };
}

export const fillsNumbered = (from: number, to: number, account = 'account-1'): Fill[] =>
  Array.from({ length: to - from }, (_, index) => fillNumber(from + index, account));

const normal = (text: string): DecimalString => {
  const parsed = parseDecimal(text);
  if (!parsed.ok) throw new Error(`${parsed.error.reason}: ${text}`);
  return parsed.value;
};

/** Up to 18 decimals and up to 30 whole digits, as the product normalises them. */
const arbitraryDecimal: fc.Arbitrary<DecimalString> = fc
  .tuple(fc.boolean(), fc.bigInt(0n, 10n ** 30n), fc.stringMatching(/^\d{0,18}$/))
  .map(([negative, whole, fraction]) => normal(`${negative ? '-' : ''}${whole}${fraction ? `.${fraction}` : ''}`));

const smallDecimal: fc.Arbitrary<DecimalString> = fc
  .tuple(fc.integer({ min: 0, max: 100_000 }), fc.stringMatching(/^\d{1,8}$/))
  .map(([whole, fraction]) => normal(`${whole}.${fraction}`));

/** Plain integers small and beyond 64 bits, with leading zeros, and ids that are no numbers. */
const arbitraryId: fc.Arbitrary<string> = fc.oneof(
  fc.integer({ min: 0 }).map(String),
  fc.bigInt(0n, 2n ** 70n).map(String),
  fc.stringMatching(/^0\d{1,6}$/),
  fc.uuid(),
  fc.string({ unit: 'grapheme', minLength: 1, maxLength: 12 }),
);

const arbitraryFee = fc.record(
  { currency: fc.constantFrom('USDT', 'BNB', 'BTC'), amount: arbitraryDecimal, rate: smallDecimal },
  { requiredKeys: ['currency', 'amount'] },
);

const arbitraryPair = fc.constantFrom(
  ['BTC/USDT', 'BTC', 'USDT'],
  ['PEPE/BTC', 'PEPE', 'BTC'],
  ['Ü"\\/€', 'Ü"\\', '€'],
);

export const arbitraryFill: fc.Arbitrary<Fill> = fc
  .record({
    id: arbitraryId,
    orderId: fc.option(arbitraryId),
    executedAtUs: fc.oneof(fc.integer({ min: 0, max: 1000 }), fc.maxSafeInteger().map(Math.abs)),
    account: fc.constant('account-1'),
    exchange: fc.constantFrom('binance', 'gate'),
    pair: arbitraryPair,
    market: fc.constantFrom('spot', 'margin', 'perp'),
    side: fc.constantFrom('buy', 'sell'),
    quantity: fc.oneof(smallDecimal, arbitraryDecimal),
    price: fc.oneof(smallDecimal, arbitraryDecimal),
    fees: fc.array(arbitraryFee, { maxLength: 3 }),
    liquidity: fc.constantFrom('maker', 'taker', null),
    revision: fc.integer({ min: 0, max: 3 }),
    raw: fc.option(fc.record({ shape: fc.string(), rest: fc.oneof(fc.string(), fc.nat().map(String)) })),
  } as const)
  .map(
    ({ pair: [symbol = '', base = '', quote = ''], raw, ...rest }): Fill => ({
      ...rest,
      ...(raw === null ? {} : { raw }),
      symbol,
      base,
      quote,
    }),
  );
