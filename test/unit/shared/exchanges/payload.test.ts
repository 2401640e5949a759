import { describe, expect, test } from 'vitest';
import { exponentText } from '../../../../shared/exchanges/payload';

const read = (text: string): string | null => {
  const parsed = exponentText.safeParse(text);
  return parsed.success ? parsed.data : null;
};

describe('a bare number with an exponent keeps every digit', () => {
  test.each([
    ['0E-18', '0'],
    ['9.1E-10', '0.00000000091'],
    ['1e3', '1000'],
    ['1.5E+2', '150'],
    ['1.2345e2', '123.45'],
    ['12345E-2', '123.45'],
    ['-2.5E-1', '-0.25'],
    ['1E-18', '0.000000000000000001'],
    ['10E-19', '0.000000000000000001'],
    ['40.900000000000000000', '40.9'],
    ['7', '7'],
  ])('%s is %s', (text, plain) => {
    expect(read(text)).toBe(plain);
  });
});

test.each(['1E-19', '1E100', 'E5', '1E', '1E5.5', '0x1E5', '1.E5', '.1E5', 'NaN', '', '1E5\n'])(
  '%j is no amount',
  (text) => {
    expect(read(text)).toBeNull();
  },
);
