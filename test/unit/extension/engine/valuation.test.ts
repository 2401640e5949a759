import { expect, test } from 'vitest';
import { valueIn } from '../../../../extension/engine/portfolio';
import { sumParts, sumShares } from '../../../../extension/engine/sums';
import { along, type Price, pathTo, symbolsToPrice } from '../../../../extension/engine/valuation';
import { decimal, e36, formatE36 } from '../../../../shared/money/decimal';
import { unixMs } from '../../../../shared/result';
import { market } from './fake-exchange';

const price = (symbol: string, value: string, at = 1_000): [string, Price] => [
  symbol,
  { exchange: 'binance', symbol, price: decimal(value), at: unixMs(at) },
];
const prices = new Map([
  price('BTC/USDT', '64000'),
  price('ETH/USDT', '3000', 2_000),
  price('EUR/USDT', '1.2', 500),
  price('ZERO/USDT', '0'),
]);

function worth(asset: string, quantity: string, base: string): string | null {
  const value = valueIn(asset, e36(quantity), base, prices);
  return 'reason' in value ? null : formatE36(value.amount);
}

test('an asset is worth its quantity times the price of the market that joins it to the base', () => {
  expect(worth('BTC', '0.5', 'USDT')).toBe('32000'); // 0.5 × 64000
});

test('where only the opposite market is listed the price is inverted', () => {
  expect(worth('USDT', '96000', 'BTC')).toBe('1.5'); // 96000 ÷ 64000
});

test('without a direct market the value crosses a bridge, and the path names both steps', () => {
  const path = pathTo('ETH', 'EUR', prices);
  expect(path?.map(({ symbol, inverted }) => [symbol, inverted])).toEqual([
    ['ETH/USDT', false],
    ['EUR/USDT', true],
  ]);
  expect(worth('ETH', '2', 'EUR')).toBe('5000'); // 2 × 3000 ÷ 1.2
});

test('a value is as old as the oldest price of its path, and the base itself needs none', () => {
  expect(valueIn('ETH', e36('2'), 'EUR', prices)).toMatchObject({ at: 500 });
  expect(pathTo('USDT', 'USDT', prices)).toEqual([]);
  expect(worth('USDT', '7.25', 'USDT')).toBe('7.25');
});

test('a negative amount keeps its sign along a path', () => {
  expect(formatE36(along(pathTo('ETH', 'EUR', prices) ?? [], e36('-2')))).toBe('-5000');
});

test('an asset without a price is unknown and named, also where the price is 0', () => {
  const missing = { reason: 'price-missing', subject: 'ALGO' };
  expect(valueIn('ALGO', e36('3'), 'USDT', prices)).toEqual(missing);
  expect(valueIn('ZERO', e36('3'), 'USDT', prices)).toEqual({ ...missing, subject: 'ZERO' });
});

test('none of an asset is worth a known 0, even without a price', () => {
  expect(worth('ALGO', '0', 'USDT')).toBe('0');
});

test('only markets that lead to the base and are traded are asked for a price', () => {
  const listed = ['BTC/USDT', 'EUR/USDT', 'ALGO/BTC', 'ODD/COIN'].map(market);
  const markets = new Map([...listed, { ...market('ALGO/USDT'), active: false }].map((one) => [one.symbol, one]));
  const symbols = symbolsToPrice(['BTC', 'ALGO', 'ODD', 'USDT'], 'USDT', markets).map(({ symbol }) => symbol);
  expect(symbols.sort()).toEqual(['ALGO/BTC', 'BTC/USDT']);
});

const share = (amount: string, at: number) => ({ amount: e36(amount), missing: [], at: unixMs(at) });
const refused = {
  accountId: 'b',
  accountLabel: 'second',
  exchange: 'binance' as const,
  wallet: null,
  asset: null,
  failure: { reason: 'ip-not-whitelisted' as const },
};

test('a total adds what is known and names what is not; it is 0 only when it is over nothing', () => {
  const unknown = { amount: null, missing: [refused], at: null };
  expect(sumShares([share('10.5', 3), unknown], 'USDT')).toMatchObject({
    amount: '10.5',
    missing: [refused],
    missingCount: 1,
    partCount: 2,
    lastKnown: null,
  });
  expect(sumShares([unknown], 'USDT').amount).toBeNull();
  expect(sumShares([], 'USDT')).toMatchObject({ amount: '0', missingCount: 0 });
  expect(sumParts([{ missing: refused }], 'USDT').amount).toBeNull();
});

test('beside a partial total stands what the whole was last, as old as its oldest part', () => {
  const unknown = { amount: null, missing: [refused], at: null, last: { amount: e36('4'), at: unixMs(2) } };
  // 10.5 + 4
  expect(sumShares([share('10.5', 3), unknown], 'USDT').lastKnown).toEqual({ value: '14.5', at: 2 });
});

test('a whole with a part that was never known, or known in part only, has no last value', () => {
  const never = { amount: null, missing: [refused], at: null, last: null };
  const inPart = { amount: e36('1'), missing: [refused], at: unixMs(1) };
  expect(sumShares([share('10', 3), never], 'USDT').lastKnown).toBeNull();
  expect(sumShares([share('10', 3), inPart], 'USDT').lastKnown).toBeNull();
});
