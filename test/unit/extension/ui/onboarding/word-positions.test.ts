import { describe, expect, test } from 'vitest';
import { pickPositions, wrongPositions } from '../../../../../extension/ui/onboarding/word-positions';

/** Draws that are handed out one after another. */
const drawing = (...draws: number[]) => {
  const left = [...draws];
  return () => {
    const draw = left.shift();
    if (draw === undefined) throw new Error('more was drawn than expected');
    return draw;
  };
};

describe('picking positions to ask for', () => {
  test('each draw takes one of the positions that are left, and they come in ascending order', () => {
    // left 1…24: 30 % 24 = 6 takes 7; left 1…6,8…24: 6 % 23 = 6 takes 8; left without 7, 8: 0 takes 1
    expect(pickPositions(3, 24, drawing(30, 6, 0))).toEqual([1, 7, 8]);
  });

  test('a draw above the last whole multiple is thrown away, since it would favour the first positions', () => {
    // 2^32 = 24 × 178,956,970 + 16, so draws of 4,294,967,280 and more are not used
    expect(pickPositions(1, 24, drawing(4_294_967_280, 4_294_967_295, 4_294_967_279))).toEqual([24]);
  });

  test('positions never repeat, whatever is drawn', () => {
    expect(pickPositions(24, 24, () => 5)).toEqual(Array.from({ length: 24 }, (_, index) => index + 1));
  });
});

describe('checking the typed words', () => {
  const words = ['abandon', 'ability', 'able', 'about'];

  test('names the positions whose word is another', () => {
    expect(wrongPositions([1, 3, 4], { 1: 'abandon', 3: 'above', 4: 'about' }, words)).toEqual([3]);
  });

  test('a word that was not typed is wrong', () => {
    expect(wrongPositions([2], {}, words)).toEqual([2]);
  });

  test('case and spaces around a word do not count', () => {
    expect(wrongPositions([2, 4], { 2: ' Ability ', 4: 'ABOUT' }, words)).toEqual([]);
  });
});
