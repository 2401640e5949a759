import { expect, test } from 'vitest';
import { chooseHeader } from '../../../../shared/vault/choose-header';
import { aHeader, expectOk, otherHex } from './a-vault';

const damagedText = (text: string) => text.replace(/[0-9a-f]{64}(?="})/, otherHex);

test('two equal copies: the first, and nothing to write', async () => {
  const { text } = await aHeader('correct horse');
  expect(expectOk(chooseHeader(text, text))).toMatchObject({ text, rewrite: null });
});

test('a damaged or absent first copy falls back to the second and is to be rewritten', async () => {
  const { text } = await aHeader('correct horse');
  expect(expectOk(chooseHeader(damagedText(text), text))).toMatchObject({ text, rewrite: 'first' });
  expect(expectOk(chooseHeader(null, text))).toMatchObject({ text, rewrite: 'first' });
});

test('a damaged, absent or older second copy is to be rewritten from the first', async () => {
  const { text } = await aHeader('correct horse');
  const older = await aHeader('correct horse');
  for (const second of [damagedText(text), null, older.text])
    expect(expectOk(chooseHeader(text, second))).toMatchObject({ text, rewrite: 'second' });
});

test('only where nothing at all is stored there is no vault', async () => {
  const { text } = await aHeader('correct horse');
  expect(chooseHeader(null, null)).toEqual({ ok: false, error: { reason: 'no-vault' } });
  for (const [first, second] of [
    [damagedText(text), null],
    [null, damagedText(text)],
    [damagedText(text), damagedText(text)],
    ['', ''],
    ['', null],
  ] as const)
    expect(chooseHeader(first, second)).toEqual({ ok: false, error: { reason: 'damaged' } });
});

test('the chosen header tells its vault and its parameters without a passphrase', async () => {
  const { text } = await aHeader('correct horse');
  const { header } = expectOk(chooseHeader(text, null));
  expect(header.vaultId).toMatch(/^[0-9a-f]{64}$/);
  expect(header.kdf).toMatchObject({ memoryKiB: 19456, iterations: 2, parallelism: 1 });
});
