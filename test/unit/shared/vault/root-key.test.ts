import { inspect } from 'node:util';
import { expect, test } from 'vitest';
import { createRootKey, rootKeyFromSession, rootKeyToSession } from '../../../../shared/vault/root-key';
import { expectOk, hexOf, random } from './a-vault';

test('a new root key is 32 bytes of the random source', () => {
  const rootKey = createRootKey((bytes) => new Uint8Array(bytes).fill(0xab));
  expect(hexOf(rootKey.reveal())).toBe('ab'.repeat(32));
  expect(() => createRootKey(() => new Uint8Array(31))).toThrow('gave 31 bytes, not 32');
});

test('a root key keeps its bytes when the source uses its own again', () => {
  const shared = new Uint8Array(32).fill(1);
  const rootKey = createRootKey(() => shared);
  shared.fill(0);
  expect(hexOf(rootKey.reveal())).toBe('01'.repeat(32));
});

test('a root key never prints, however it is written', () => {
  const rootKey = createRootKey(() => new Uint8Array(32).fill(65));
  const printed = [
    `${rootKey}`,
    String(rootKey),
    JSON.stringify({ rootKey }),
    inspect(rootKey),
    inspect({ deep: { rootKey } }, { depth: 9, showHidden: true }),
    String(new Error(`failed with ${rootKey}`)),
    Object.entries(rootKey).join(),
  ].join('\n');
  expect(printed).toContain('<secret>');
  for (const form of ['65', 'AAAA', '4141', 'QUFB']) expect(printed).not.toContain(form); // decimal, text, hex, base64
});

test('the session text gives back the root key', () => {
  const rootKey = createRootKey(random);
  const text = rootKeyToSession(rootKey);
  expect(text).toBe(Buffer.from(rootKey.reveal()).toString('base64'));
  expect(expectOk(rootKeyFromSession(text)).reveal()).toEqual(rootKey.reveal());
});

test('a session text that is no root key is damaged', () => {
  const text = Buffer.alloc(32, 7).toString('base64');
  const texts = [
    '',
    'A',
    'AAAAA',
    'null',
    '{}',
    text.slice(0, -1),
    ` ${text}`,
    text.replace('=', ''),
    Buffer.alloc(31).toString('base64'),
  ];
  // the last digit before "=" holds two bits that mean nothing: only one spelling is taken
  for (const other of [
    ...texts,
    `${text.slice(0, -2)}d=`,
    Buffer.alloc(33).toString('base64'),
    '====',
    '\u00ff'.repeat(44),
  ])
    expect(rootKeyFromSession(other), other).toEqual({ ok: false, error: { reason: 'damaged' } });
});
