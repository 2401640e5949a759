import { expect, test } from 'vitest';
import { checkDraft, maskKey } from '../../../../extension/engine/accounts';
import { accountDraft } from './engine-world';

const other = {
  kind: 'exchange' as const,
  id: 'account-2',
  exchange: 'binance' as const,
  label: 'Second',
  createdAt: 0,
  egress: 'direct' as const,
  credentialId: 'account-2',
  userSymbols: [],
  pausedAt: null,
};
const invalid = (field: string) => ({ ok: false, error: { reason: 'field-invalid', field } });

test('a key shows its last four characters, and none where they would be a large part of it', () => {
  expect(maskKey('abcdefgh1234')).toBe('••••1234');
  expect(maskKey('abcdefg1234')).toBe('••••');
  expect(maskKey('')).toBe('••••');
});

test.each([
  ['label', { label: '   ' }],
  ['label', { label: 'x'.repeat(61) }],
  ['apiKey', { credentials: { ...accountDraft.credentials, apiKey: ' ' } }],
  ['secret', { credentials: { ...accountDraft.credentials, secret: '' } }],
  ['secret', { credentials: { ...accountDraft.credentials, secret: 'x'.repeat(513) } }],
  ['passphrase', { exchange: 'bitget' as const }],
  ['memo', { exchange: 'bitmart' as const }],
])('a draft whose %s is empty or too long is refused by that field', (field, change) => {
  expect(checkDraft({ ...accountDraft, ...change }, [])).toEqual(invalid(field));
});

test('a label is taken by another account of the exchange, whatever its case, and never by the account itself', () => {
  expect(checkDraft({ ...accountDraft, label: ' second ' }, [other])).toEqual({
    ok: false,
    error: { reason: 'label-taken' },
  });
  expect(checkDraft({ ...accountDraft, id: other.id, label: 'second' }, [other]).ok).toBe(true);
});
