/** The list of accounts in every order, and what counts as trouble. */
import { expect, test } from 'vitest';
import { type AccountView, isInTrouble } from '../../../../../extension/engine/api/account-view';
import { sortAccounts } from '../../../../../extension/ui/accounts/account-order';
import { unixMs } from '../../../../../shared/result';
import { account, failed, known } from '../../../../ui/sample-data';

const refused = failed({ reason: 'key-rejected' }, '900.5', 180);
const paused = {
  ...account('d', 'Delta', failed({ reason: 'account-paused' }, '12', 600), { state: 'paused' }),
  pausedAt: unixMs(1),
};
const accounts: readonly AccountView[] = [
  account('a', 'beta', known('1000.25', 2)),
  { ...account('b', 'old', { state: 'pending' }), frozen: 'key-removed' },
  paused,
  account('e', 'Alpha', refused),
  account('f', 'gamma', known('999.75', 5)),
];
const ids = (sort: Parameters<typeof sortAccounts>[1]) => sortAccounts(accounts, sort).map(({ id }) => id);

test('stands as it was added unless another order is chosen', () => {
  expect(ids('added')).toEqual(['a', 'b', 'd', 'e', 'f']);
  expect(ids('name')).toEqual(['e', 'a', 'd', 'f', 'b']); // Alpha, beta, Delta, gamma, old
});

test('by value counts what an account was worth last, exactly, and what was never known comes last', () => {
  expect(ids('value')).toEqual(['a', 'f', 'e', 'd', 'b']); // 1000.25, 999.75, 900.5, 12, —
});

test('by age begins with the oldest', () => {
  expect(ids('age')).toEqual(['d', 'e', 'f', 'a', 'b']); // 600, 180, 5, 2 minutes, never
});

test('trouble first, then what is well, then what is paused, then what is kept for its history', () => {
  expect(ids('trouble')).toEqual(['e', 'a', 'f', 'd', 'b']);
});

test('an import that stopped is trouble, one that its trader paused with the account is none', () => {
  expect(isInTrouble(account('x', 'x', known('1'), { state: 'stopped', failure: { reason: 'unsupported' } }))).toBe(
    true,
  );
  expect(isInTrouble(paused)).toBe(false);
  expect(isInTrouble(account('x', 'x', known('1')))).toBe(false);
});
