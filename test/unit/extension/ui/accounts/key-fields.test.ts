import { describe, expect, test } from 'vitest';
import { cleanChosen, cleanKey, keyProblem, labelProblem } from '../../../../../extension/ui/accounts/key-fields';

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
    expect(keyProblem('binance', 'apiKey', '••••a1b2')).toEqual({
      kind: 'characters',
      allowed: 'letters-and-digits',
    });
  });

  test('nothing typed is empty, not too short', () => {
    expect(keyProblem('binance', 'apiKey', '')).toEqual({ kind: 'empty' });
  });
});

describe('the shape of a key where the exchange has no fixed form', () => {
  test.each(['gate', 'mexc', 'poloniex', 'bitget', 'bitmart', 'coinstore'] as const)(
    'at %s dashes, dots and any length fit',
    (exchange) => {
      expect(keyProblem(exchange, 'apiKey', 'mx0v-gl_7.Q')).toBeNull();
      expect(keyProblem(exchange, 'secret', `${key64}-${key64}`)).toBeNull();
    },
  );

  test('a masked key is refused all the same', () => {
    expect(keyProblem('gate', 'apiKey', '••••a1b2')).toEqual({ kind: 'characters', allowed: 'keyboard' });
  });
});

describe('a passphrase or memo, which the trader chose', () => {
  test('keeps the blanks and quotes inside it', () => {
    expect(cleanChosen('"my own" words')).toEqual({ value: '"my own" words', changed: false });
  });

  test('loses a line break that was pasted along', () => {
    expect(cleanChosen('words\n')).toEqual({ value: 'words', changed: true });
  });

  test('may have signs; a passphrase only those that a header can carry, a memo any', () => {
    expect(keyProblem('bitget', 'passphrase', 'my own, 2!')).toBeNull();
    expect(keyProblem('bitget', 'passphrase', 'mañana ✓')).toEqual({ kind: 'characters', allowed: 'keyboard' });
    expect(keyProblem('bitmart', 'memo', 'mañana ✓')).toBeNull();
  });

  test('of blanks alone is empty', () => {
    expect(keyProblem('bitget', 'passphrase', '  ')).toEqual({ kind: 'empty' });
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
