import { describe, expect, test } from 'vitest';
import { cleanKey, keyProblem, labelProblem } from '../../../../../extension/ui/accounts/key-fields';

const key64 = `${'aB3'.repeat(21)}x`;

describe('cleaning a pasted key', () => {
  test('blanks and line breaks pasted along are removed, and the trader is told', () => {
    expect(cleanKey(' aB3\nx\t')).toEqual({ value: 'aB3x', changed: true });
  });

  test('a zero-width blank from a web page is removed', () => {
    expect(cleanKey('aB3\u200bx')).toEqual({ value: 'aB3x', changed: true });
  });

  test('quotes around it, as in a settings file, are removed', () => {
    expect(cleanKey('"aB3x"')).toEqual({ value: 'aB3x', changed: true });
  });

  test('a clean key stays as it is', () => {
    expect(cleanKey(key64)).toEqual({ value: key64, changed: false });
  });
});

describe('the shape of a Binance key', () => {
  test('64 letters and digits fit', () => {
    expect(keyProblem('binance', 'apiKey', key64)).toBeNull();
  });

  test('63 characters do not', () => {
    expect(keyProblem('binance', 'apiKey', key64.slice(1))).toEqual({ kind: 'length', expected: 64, actual: 63 });
  });

  test('65 characters do not', () => {
    expect(keyProblem('binance', 'apiKey', `${key64}a`)).toEqual({ kind: 'length', expected: 64, actual: 65 });
  });

  test('a masked key copied from a page is refused for its characters', () => {
    expect(keyProblem('binance', 'apiKey', '••••a1b2')).toEqual({ kind: 'characters' });
  });

  test('nothing typed is empty, not too short', () => {
    expect(keyProblem('binance', 'apiKey', '')).toEqual({ kind: 'empty' });
  });
});

describe('the label of an account', () => {
  test('one that another account has is taken, whatever its case', () => {
    expect(labelProblem(' Main ', ['main', 'bot 2'])).toBe('taken');
  });

  test('40 characters fit, 41 do not', () => {
    expect(labelProblem('x'.repeat(40), [])).toBeNull();
    expect(labelProblem('x'.repeat(41), [])).toBe('too-long');
  });

  test('blanks alone are empty', () => {
    expect(labelProblem('   ', [])).toBe('empty');
  });
});
