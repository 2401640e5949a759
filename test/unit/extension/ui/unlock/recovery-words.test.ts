import { describe, expect, test } from 'vitest';
import { missingPositions, noWords, splitWords, spreadWords } from '../../../../../extension/ui/unlock/recovery-words';

/** BIP-39 test vector of 32 zero bytes: 23 times "abandon", then "art" (github.com/trezor/python-mnemonic, vectors.json). */
const zeroVector = [...Array.from({ length: 23 }, () => 'abandon'), 'art'];

describe('reading recovery words from a text', () => {
  test('spaces, line breaks, commas and semicolons all part words', () => {
    expect(splitWords(' abandon  ability\nable,about; above\t')).toEqual([
      'abandon',
      'ability',
      'able',
      'about',
      'above',
    ]);
  });

  test('numbers beside the words are left out', () => {
    expect(splitWords('1. abandon 2) ability\n3 able 4:about')).toEqual(['abandon', 'ability', 'able', 'about']);
  });

  test('capitals are read as small letters', () => {
    expect(splitWords('Abandon ABILITY')).toEqual(['abandon', 'ability']);
  });

  test('an empty text has no words', () => {
    expect(splitWords(' \n ')).toEqual([]);
  });
});

describe('pasting into numbered fields', () => {
  test('a whole phrase pasted into the first field fills all 24', () => {
    expect(spreadWords(noWords, 0, zeroVector.join(' '))).toEqual(zeroVector);
  });

  test('two words pasted into field 3 leave the others as they were', () => {
    const before = Array(24).fill('able');
    expect(spreadWords(before, 2, 'zoo zone')).toEqual(before.with(2, 'zoo').with(3, 'zone'));
  });

  test('words beyond the last field are left out', () => {
    expect(spreadWords(noWords, 23, 'zoo zone')).toEqual(noWords.with(23, 'zoo'));
  });
});

describe('fields without a word', () => {
  test('are named by their position, blanks alone counting as nothing', () => {
    expect(missingPositions(zeroVector.with(4, '').with(23, '  '))).toEqual([5, 24]);
  });

  test('are none in a whole phrase', () => {
    expect(missingPositions(zeroVector)).toEqual([]);
  });
});
