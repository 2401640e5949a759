import { createDecipheriv, createHash, createHmac, hkdfSync } from 'node:crypto';
import { argon2id } from '@noble/hashes/argon2.js';
import { expect, test } from 'vitest';
import { createRootKey } from '../../../../shared/vault/root-key';
import { vaultIdOf } from '../../../../shared/vault/subkeys';
import { unlockHeader, wrapRootKey } from '../../../../shared/vault/unlock';
import {
  aHeader,
  bytesOf,
  expectOk,
  type HeaderFields,
  lightKdf,
  otherHex,
  random,
  rehashed,
  wrapDeps,
} from './a-vault';

const damaged = { ok: false, error: { reason: 'damaged' } };
const wrongPassphrase = { ok: false, error: { reason: 'wrong-passphrase' } };

test('the passphrase gives back the root key that was wrapped', async () => {
  const { rootKey, text } = await aHeader('correct horse');
  expect(expectOk(await unlockHeader(text, 'correct horse', null)).reveal()).toEqual(rootKey.reveal());
});

test('another passphrase is wrong-passphrase, and so is none', async () => {
  const { text } = await aHeader('correct horse');
  for (const passphrase of ['correct hors', 'correct horse ', 'Correct horse', ''])
    expect(await unlockHeader(text, passphrase, null), passphrase).toEqual(wrongPassphrase);
});

test('no header with one bit of any byte flipped opens: every one is damaged', async () => {
  const { text } = await aHeader('correct horse');
  for (let at = 0; at < text.length; at += 1) {
    for (const bit of [1, 32, 128]) {
      const code = text.charCodeAt(at) ^ bit;
      const flipped = text.slice(0, at) + String.fromCharCode(code) + text.slice(at + 1);
      expect(await unlockHeader(flipped, 'correct horse', null), `byte ${at}`).toEqual(damaged);
    }
  }
});

test('a header changed and hashed anew never opens, and says which of the three it is', async () => {
  const { text } = await aHeader('correct horse');
  const other = await aHeader('correct horse');
  const theirs: HeaderFields = JSON.parse(other.text);
  const changes: [string, (fields: HeaderFields) => object, object][] = [
    // the KDF block makes the KEK: with another one the passphrase is not its own
    ['salt', ({ kdf }) => Object.assign(kdf, { salt: otherHex(kdf.salt) }), wrongPassphrase],
    ['memory', ({ kdf }) => Object.assign(kdf, { memoryKiB: kdf.memoryKiB + 1024 }), wrongPassphrase],
    ['iterations', ({ kdf }) => Object.assign(kdf, { iterations: kdf.iterations + 1 }), wrongPassphrase],
    ['parallelism', ({ kdf }) => Object.assign(kdf, { parallelism: kdf.parallelism + 1 }), wrongPassphrase],
    ['key check', (fields) => Object.assign(fields, { keyCheck: otherHex(fields.keyCheck) }), wrongPassphrase],
    // the passphrase is right, what it opens is not
    ['vault id', (fields) => Object.assign(fields, { vaultId: theirs.vaultId }), damaged],
    ['wrapped key', (fields) => Object.assign(fields, { wrappedRootKey: otherHex(fields.wrappedRootKey) }), damaged],
    ['another wrapped key', (fields) => Object.assign(fields, { wrappedRootKey: theirs.wrappedRootKey }), damaged],
    // no form of ours
    ['version', (fields) => Object.assign(fields, { version: 2 }), damaged],
    ['algorithm', ({ kdf }) => Object.assign(kdf, { algorithm: 'pbkdf2' }), damaged],
    ['a fraction', ({ kdf }) => Object.assign(kdf, { iterations: 2.5 }), damaged],
    ['a negative number', ({ kdf }) => Object.assign(kdf, { memoryKiB: -19456 }), damaged],
    ['a short salt', ({ kdf }) => Object.assign(kdf, { salt: kdf.salt.slice(2) }), damaged],
    ['upper case', (fields) => Object.assign(fields, { keyCheck: fields.keyCheck.toUpperCase() }), damaged],
    ['one key more', (fields) => Object.assign(fields, { plaintext: true }), damaged],
  ];
  for (const [name, change, expected] of changes)
    expect(await unlockHeader(rehashed(text, change), 'correct horse', null), name).toEqual(expected);
});

test('texts that are no header are damaged and never throw', async () => {
  const { text } = await aHeader('correct horse');
  const deep = '['.repeat(4000);
  for (const bytes of [
    '',
    ' ',
    'null',
    '[]',
    '{}',
    '"x"',
    deep,
    text.repeat(9),
    ` ${text}`,
    `${text}\n`,
    text.slice(0, -1),
  ])
    expect(await unlockHeader(bytes, 'correct horse', null), bytes.slice(0, 20)).toEqual(damaged);
});

test('a header opens by its published form alone', async () => {
  const { rootKey, text } = await aHeader('correct horse');
  const { sha256, ...fields } = JSON.parse(text);
  expect(createHash('sha256').update(JSON.stringify(fields)).digest('hex')).toBe(sha256);
  const { salt, memoryKiB, iterations, parallelism } = fields.kdf;
  const kek = argon2id('correct horse', bytesOf(salt), { m: memoryKiB, t: iterations, p: parallelism, dkLen: 32 });
  const check = hkdfSync('sha256', kek, '', 'fillbook/1/header-check', 32);
  const keyCheck = createHmac('sha256', Buffer.from(check)).update('fillbook vault key check').digest('hex');
  expect(keyCheck).toBe(fields.keyCheck);
  const texts = ['fillbook-vault-header', '1', fields.vaultId, JSON.stringify(fields.kdf)];
  const wrapped = bytesOf(fields.wrappedRootKey);
  const wrapKey = new Uint8Array(hkdfSync('sha256', kek, '', 'fillbook/1/header-wrap', 32));
  const decipher = createDecipheriv('aes-256-gcm', wrapKey, wrapped.slice(0, 12));
  // each text is shorter than 256 bytes, so its length is three zeros and one byte
  decipher.setAAD(
    Buffer.concat(texts.map((part) => Buffer.concat([Buffer.from([0, 0, 0, part.length]), Buffer.from(part)]))),
  );
  decipher.setAuthTag(wrapped.slice(-16));
  const root = Buffer.concat([decipher.update(wrapped.slice(12, -16)), decipher.final()]);
  expect(new Uint8Array(root)).toEqual(rootKey.reveal());
  expect(fields.vaultId).toBe(await vaultIdOf(rootKey));
});

test('two headers of one root key and passphrase share nothing that was drawn', async () => {
  const { rootKey, text } = await aHeader('correct horse');
  const one = JSON.parse(text);
  const two = JSON.parse(expectOk(await wrapRootKey(rootKey, 'correct horse', wrapDeps)));
  expect(two.vaultId).toBe(one.vaultId);
  expect(two.kdf.salt).not.toBe(one.kdf.salt);
  expect(two.keyCheck).not.toBe(one.keyCheck);
  expect(two.wrappedRootKey.slice(0, 24)).not.toBe(one.wrappedRootKey.slice(0, 24));
});

test('a changed passphrase opens the same root key, and the old one no longer opens the new header', async () => {
  const { rootKey, text } = await aHeader('correct horse');
  const unlocked = expectOk(await unlockHeader(text, 'correct horse', null));
  const next = expectOk(await wrapRootKey(unlocked, 'battery staple', wrapDeps));
  expect(expectOk(await unlockHeader(next, 'battery staple', null)).reveal()).toEqual(rootKey.reveal());
  expect(await unlockHeader(next, 'correct horse', null)).toEqual(wrongPassphrase);
  // the old text still opens: whoever stops between the two writes loses nothing
  expect(expectOk(await unlockHeader(text, 'correct horse', null)).reveal()).toEqual(rootKey.reveal());
});

test('no header is made that this device would then refuse', async () => {
  const rootKey = createRootKey(random);
  const floor = { ...lightKdf, memoryKiB: lightKdf.memoryKiB + 1 };
  const belowFloor = { reason: 'kdf-out-of-bounds', bound: 'below-device-floor' };
  expect(await wrapRootKey(rootKey, 'correct horse', { ...wrapDeps, floor })).toEqual({ ok: false, error: belowFloor });
  const tooWeak = { reason: 'kdf-out-of-bounds', bound: 'iterations-too-low' };
  const kdf = { ...lightKdf, iterations: 1 };
  expect(await wrapRootKey(rootKey, 'correct horse', { ...wrapDeps, kdf })).toEqual({ ok: false, error: tooWeak });
  await expect(wrapRootKey(rootKey, '', wrapDeps)).rejects.toThrow(RangeError);
});
