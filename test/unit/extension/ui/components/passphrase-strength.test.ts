import { describe, expect, test } from 'vitest';
import {
  crackTime,
  loadStrengthMeter,
  passphraseRefusal,
  type Strength,
} from '../../../../../extension/ui/components/passphrase-strength';

const scored = (score: Strength['score']): Strength => ({ score, crackSeconds: 0, warning: null, suggestions: [] });

describe('the rule for a new passphrase', () => {
  test('score 3 is accepted when both fields agree', () => {
    expect(passphraseRefusal('a phrase', 'a phrase', scored(3))).toBeNull();
  });

  test('score 2 is refused', () => {
    expect(passphraseRefusal('a phrase', 'a phrase', scored(2))).toBe('too-weak');
  });

  test('a passphrase that the meter has not seen yet is neither accepted nor called weak', () => {
    expect(passphraseRefusal('a phrase', 'a phrase', null)).toBe('unmeasured');
  });

  test('a different repetition is refused, spaces and case included', () => {
    expect(passphraseRefusal('a phrase', 'a phrase ', scored(4))).toBe('repeat-differs');
    expect(passphraseRefusal('a phrase', 'A phrase', scored(4))).toBe('repeat-differs');
  });

  test('nothing typed is refused as empty, not as weak', () => {
    expect(passphraseRefusal('', '', scored(0))).toBe('empty');
  });
});

describe('the meter', () => {
  test('the most leaked password scores 0 and is called so', async () => {
    const meter = await loadStrengthMeter();
    expect(meter('password')).toMatchObject({ score: 0, warning: 'topTen' });
  });

  test('five random words score at least 3', async () => {
    const meter = await loadStrengthMeter();
    expect(meter('velvet anchor mosaic tundra pickle').score).toBeGreaterThanOrEqual(3);
  });

  test("a trader's word with a year does not pass", async () => {
    const meter = await loadStrengthMeter();
    expect(meter('bitcoin2024').score).toBeLessThan(3);
  });
});

describe('a time to guess in words', () => {
  test.each([
    [0.9, { unit: 'moment', count: 0 }],
    [59, { unit: 'seconds', count: 59 }],
    [7_300, { unit: 'hours', count: 2 }], // 7,300 ÷ 3,600 = 2.03
    [172_800, { unit: 'days', count: 2 }],
    [31_536_000, { unit: 'years', count: 1 }], // 365 × 86,400
    [3_153_600_000, { unit: 'centuries', count: 0 }], // 100 such years
  ] as const)('%d seconds', (seconds, expected) => {
    expect(crackTime(seconds)).toEqual(expected);
  });
});
