/** What a book held before an instant, for the change of what is unrealized since then. */
import { expect, test } from 'vitest';
import type { Held } from '../../../../shared/ledger/held-before';
import { formatE18, formatE36 } from '../../../../shared/money/decimal';
import { bookOf, buy, minuteUs, sell, startUs } from './fills';

const shown = ({ position, cost }: Held) => [formatE18(position), formatE36(cost)];

test('before a sale its units are held at what they cost, with fees', () => {
  const book = bookOf([buy('2', { at: '100', fee: '0.2 USDT' }), sell('1', { at: '130', fee: '0.1 USDT' })]);
  expect(shown(book.heldBefore(startUs + minuteUs))).toEqual(['2', '200.2']);
  expect(shown(book.heldBefore(startUs + minuteUs + 1))).toEqual(['1', '100.1']); // half of it is left
  expect(shown(book.heldBefore(startUs))).toEqual(['0', '0']);
});

test('units that were sold without having been bought were never held', () => {
  const book = bookOf([buy('1', { at: '100' }), sell('3', { at: '150' })]);
  expect(shown(book.heldBefore(startUs + minuteUs))).toEqual(['1', '100']);
  expect(shown(book.heldBefore(Number.POSITIVE_INFINITY))).toEqual(['0', '0']);
});
