import { expect, test } from 'vitest';
import { keyVerdict } from '../../../../../extension/ui/accounts/key-verdict';

const readOnly = {
  readable: true,
  read: true,
  trade: false,
  withdraw: false,
  transfer: false,
  ipRestricted: true,
} as const;

test('a key that only reads is as it should be', () => {
  expect(keyVerdict(readOnly)).toEqual({ kind: 'read-only', ipRestricted: true });
});

test('a key that can trade and withdraw is too powerful, withdrawing named first', () => {
  expect(keyVerdict({ ...readOnly, trade: true, withdraw: true, ipRestricted: null })).toEqual({
    kind: 'too-powerful',
    powers: ['withdraw', 'trade'],
    ipRestricted: null,
  });
});

test('a key that may move funds between wallets is too powerful', () => {
  expect(keyVerdict({ ...readOnly, transfer: true })).toMatchObject({ kind: 'too-powerful', powers: ['transfer'] });
});

test('a key without the right to read is of no use', () => {
  expect(keyVerdict({ ...readOnly, read: false, trade: true })).toEqual({ kind: 'cannot-read' });
});

test('where the exchange does not tell the rights, the trader has to look', () => {
  expect(keyVerdict({ readable: false })).toEqual({ kind: 'untold' });
});
