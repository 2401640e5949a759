/** Fills to store: realistic rows by number, and arbitrary ones for the properties. */
import fc from 'fast-check';
import type { Fill } from '../../../../shared/ledger/fill';
import { type DecimalString, decimal, parseDecimal } from '../../../../shared/money/decimal';

/** The n-th fill of a bot on one account: millisecond times, growing ids, a fee of 0.1 % in quote or in BNB. */
export function fillNumber(n: number, account = 'account-1', over: Partial<Fill> = {}): Fill {
  const quantity = decimal(`0.${String(1000 + ((n * 7919) % 9000)).padStart(5, '0')}`);
  const price = decimal(`${60_000 + ((n * 31) % 5000)}.${String((n * 17) % 100).padStart(2, '0')}`);
  return {
    id: String(3_000_000_000 + n * 13 + (n % 5)),
    orderId: String(20_000_000_000 + Math.floor(n / 2) * 97),
    executedAtUs: (1_700_000_000_000 + n * 4321) * 1000,
    account,
    exchange: 'binance',
    symbol: n % 3 === 0 ? 'ETH/USDT' : 'BTC/USDT',
    base: n % 3 === 0 ? 'ETH' : 'BTC',
    quote: 'USDT',
    market: 'spot',
    side: n % 2 === 0 ? 'buy' : 'sell',
    quantity,
    price,
    fees: [{ currency: n % 4 === 0 ? 'USDT' : 'BNB', amount: decimal(`0.0000${1000 + ((n * 271) % 8999)}`) }],
    liquidity: n % 2 === 0 ? 'maker' : 'taker',
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
export const arbitraryDecimal: fc.Arbitrary<DecimalString> = fc
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
  } as const)
  .map(({ pair: [symbol = '', base = '', quote = ''], ...rest }): Fill => ({ ...rest, symbol, base, quote }));
