import fc from 'fast-check';
import { expect, test } from 'vitest';
import { Secret } from '../../../../shared/result';
import { headerFromWords, rootKeyToWords, wordsToRootKey } from '../../../../shared/vault/recovery-words';
import { createRootKey } from '../../../../shared/vault/root-key';
import { vaultIdOf } from '../../../../shared/vault/subkeys';
import { unlockHeader } from '../../../../shared/vault/unlock';
import { bytesOf, expectOk, hexOf, random, wrapDeps } from './a-vault';

/** github.com/trezor/python-mnemonic, vectors.json, English, 256 bits: entropy and words. */
const published: readonly (readonly [string, string])[] = [
  ['00'.repeat(32), `${'abandon '.repeat(23)}art`],
  [
    '7f'.repeat(32),
    `${'legal winner thank year wave sausage worth useful '.repeat(2)}legal winner thank year wave sausage worth title`,
  ],
  [
    '80'.repeat(32),
    `${'letter advice cage absurd amount doctor acoustic avoid '.repeat(2)}letter advice cage absurd amount doctor acoustic bless`,
  ],
  ['ff'.repeat(32), `${'zoo '.repeat(23)}vote`],
  [
    '68a79eaca2324873eacc50cb9c6eca8cc68ea5d936f98787c60c7ebc74e6ce7c',
    'hamster diagram private dutch cause delay private meat slide toddler razor book happy fancy gospel tennis maple dilemma loan word shrug inflict delay length',
  ],
  [
    'f585c11aec520db57dd353c69554b21a89b20fb0650966fa0a9d6f74fd989d8f',
    'void come effort suffer camp survey warrior heavy shoot primary clutch crush open amazing screen patrol group space point ten exist slush involve unfold',
  ],
];
const [, hamster] = published[4] ?? ['', ''];

test('words are those of the published BIP-39 vectors, both ways', () => {
  for (const [entropy, words] of published) {
    expect(rootKeyToWords(new Secret(bytesOf(entropy))).join(' ')).toBe(words);
    expect(hexOf(expectOk(wordsToRootKey(words)).reveal())).toBe(entropy);
  }
});

test('every root key comes back from its 24 words', () => {
  fc.assert(
    fc.property(fc.uint8Array({ minLength: 32, maxLength: 32 }), (bytes) => {
      const words = rootKeyToWords(new Secret(bytes));
      expect(words).toHaveLength(24);
      expect(hexOf(expectOk(wordsToRootKey(words.join(' '))).reveal())).toBe(hexOf(bytes));
    }),
  );
});

test('capitals, line breaks, commas and blanks around the words do not matter', () => {
  const asTyped = `  ${hamster.toUpperCase().split(' ').join(',\n')} \t`;
  expect(expectOk(wordsToRootKey(asTyped)).reveal()).toEqual(expectOk(wordsToRootKey(hamster)).reveal());
});

test('words that are not in the list are named by their places, never repeated', () => {
  const words = hamster.split(' ');
  const one = wordsToRootKey(words.with(6, 'privvate').join(' '));
  expect(one).toEqual({
    ok: false,
    error: {
      reason: 'words-invalid',
      problem: 'unknown-word',
      positions: [7],
      detail: 'Word 7 is not in the list of recovery words.',
    },
  });
  const three = wordsToRootKey(words.with(0, 'hamstr').with(6, 'privvate').with(23, 'lenght').join(' '));
  expect(three).toMatchObject({
    error: { positions: [1, 7, 24], detail: 'Words 1, 7 and 24 are not in the list of recovery words.' },
  });
});

test('23 or 25 words are told by their number', () => {
  const words = hamster.split(' ');
  expect(wordsToRootKey(words.slice(1).join(' '))).toMatchObject({ error: { problem: 'count', detail: /23 words/ } });
  expect(wordsToRootKey(`${hamster} zoo`)).toMatchObject({ error: { problem: 'count' } });
  expect(wordsToRootKey('')).toMatchObject({
    error: { problem: 'count', detail: 'There are 0 words; 24 are needed.' },
  });
});

test('two words that changed places are a checksum error', () => {
  const words = hamster.split(' ');
  const swapped = words.with(0, 'diagram').with(1, 'hamster').join(' ');
  expect(wordsToRootKey(swapped)).toMatchObject({ ok: false, error: { problem: 'checksum', positions: [] } });
});

test('the words and a new passphrase open the vault again', async () => {
  const rootKey = createRootKey(random);
  const words = rootKeyToWords(rootKey).join(' ');
  const recovered = expectOk(await headerFromWords(words, 'new passphrase', await vaultIdOf(rootKey), wrapDeps));
  expect(recovered.rootKey.reveal()).toEqual(rootKey.reveal());
  expect(expectOk(await unlockHeader(recovered.header, 'new passphrase', null)).reveal()).toEqual(rootKey.reveal());
});

test('good words of another vault are words-of-another-vault', async () => {
  const mine = await vaultIdOf(createRootKey(random));
  const recovered = await headerFromWords(hamster, 'new passphrase', mine, wrapDeps);
  expect(recovered).toEqual({ ok: false, error: { reason: 'words-of-another-vault' } });
});

test('where no header is left to compare with, the words open their vault', async () => {
  const recovered = expectOk(await headerFromWords(hamster, 'new passphrase', null, wrapDeps));
  expect(hexOf(recovered.rootKey.reveal())).toBe('68a79eaca2324873eacc50cb9c6eca8cc68ea5d936f98787c60c7ebc74e6ce7c');
});

test('bad words are refused before anything is derived', async () => {
  expect(await headerFromWords('zoo', 'new passphrase', null, wrapDeps)).toMatchObject({ error: { problem: 'count' } });
});
