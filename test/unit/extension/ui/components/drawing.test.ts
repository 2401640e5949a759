/** The range that the height of a line is. */
import { expect, test } from 'vitest';
import { extremesOf } from '../../../../../extension/ui/components/drawing';
import { decimal } from '../../../../../shared/money/decimal';

test('a line reaches from its least amount to its greatest, told apart to the last digit', () => {
  // as binary floats the two large ones are the same number
  const amounts = ['9007199254740993.1', '-0.000000000000000001', '0', '9007199254740993.2', '-0'].map(decimal);
  expect(extremesOf(amounts)).toEqual({ least: '-0.000000000000000001', greatest: '9007199254740993.2' });
});

test('a line whose amounts are all losses lies below zero', () => {
  expect(extremesOf(['-2', '-1', '-10'].map(decimal))).toEqual({ least: '-10', greatest: '-1' });
});

test('a line through no amount has no range', () => {
  expect(extremesOf([])).toEqual({ least: null, greatest: null });
});
