/** What the toolbar button shows: every figure worked by hand. */
import { expect, test } from 'vitest';
import type { AccountView } from '../../../../extension/engine/api/account-view';
import type { ImportProgress } from '../../../../extension/engine/api/imports';
import type { PartialAmount } from '../../../../extension/engine/api/observed';
import { badgeOf, compactAmount } from '../../../../extension/engine/badge';
import { decimal } from '../../../../shared/money/decimal';
import type { Failure } from '../../../../shared/reasons';
import { unixMs } from '../../../../shared/result';
import { realizedAlone, withChange } from '../../../ui/today-data';

test.each([
  ['0', '0'],
  ['0.00', '0'],
  // less than a hundredth: that there is something, and its sign
  ['0.0099', '+0'],
  ['-0.0001', '−0'],
  ['0.456', '+0.45'],
  ['-0.999', '−0.99'],
  ['1', '+1.0'],
  ['9.99', '+9.9'],
  ['10', '+10'],
  ['-35.9', '−35'],
  ['999.99', '+999'],
  ['1000', '+1.0k'],
  ['1299', '+1.2k'],
  ['-9999.99', '−9.9k'],
  ['10000', '+10k'],
  ['99999', '+99k'],
  // three digits and a unit would be five: tenths of the next unit
  ['100000', '+0.1M'],
  ['-987654', '−0.9M'],
  ['1000000', '+1.0M'],
  ['12345678', '+12M'],
  ['123456789', '+0.1B'],
  ['99000000000000', '+99T'],
])('%s is %s', (amount, shown) => {
  expect(compactAmount(decimal(amount))).toBe(shown);
  expect(shown.replace('.', '').length).toBeLessThanOrEqual(4);
});

test('what does not fit is not shown', () => {
  expect(compactAmount(decimal('100000000000000'))).toBeNull();
});

const today = (amount: string | null, missingCount = 0): PartialAmount => ({
  amount: amount === null ? null : decimal(amount),
  currency: 'USDT',
  missing: [],
  missingCount,
  partCount: 1,
  oldestAt: null,
  lastKnown: null,
});

const failure: Failure = { reason: 'network-failed' };
const at = unixMs(0);
/** 00:00 UTC of the day after. */
const until = unixMs(86_400_000);
type Counted = Pick<AccountView, 'value' | 'frozen' | 'pausedAt'> & {
  readonly progress: { readonly state: ImportProgress['state'] };
};
// the badge reads no other field
const accountsOf = (...counted: readonly Counted[]) => counted as unknown as readonly AccountView[];
const fine: Counted = {
  value: { state: 'known', value: today('1'), at },
  frozen: null,
  pausedAt: null,
  progress: { state: 'complete' },
};
const failing: Counted = { ...fine, value: { state: 'unknown', failure, failedAt: at, last: null } };

test('an account that fails is said before any figure; one that is paused or frozen is none', () => {
  const accounts = accountsOf(failing, fine, failing);
  expect(badgeOf({ accounts, today: realizedAlone(today('5')), at }, 'today', 0)).toEqual({
    text: '!',
    tone: 'alert',
    says: { kind: 'failing', count: 2 },
  });
  const resting = accountsOf({ ...failing, pausedAt: at }, { ...failing, frozen: 'key-removed' });
  expect(badgeOf({ accounts: resting, today: realizedAlone(today('5')), at }, 'issues', 0).text).toBe('');
});

test('an import that a failure stopped fails too, once with its balances; one that waits to try again does not', () => {
  const count = (...counted: readonly Counted[]) =>
    badgeOf({ accounts: accountsOf(...counted), today: realizedAlone(today('5')), at }, 'today', 0).says;
  const stopped: Counted['progress'] = { state: 'stopped' };
  expect(count({ ...fine, progress: stopped }, { ...failing, progress: stopped }, fine)).toEqual({
    kind: 'failing',
    count: 2,
  });
  expect(count({ ...fine, progress: { state: 'waiting' } }).kind).toBe('today');
  expect(count({ ...fine, progress: stopped, pausedAt: at }).kind).toBe('today');
});

test('accounts whose record does not open are counted with the others', () => {
  const badge = badgeOf({ accounts: accountsOf(failing, fine), today: realizedAlone(today('5')), at }, 'today', 2);
  expect(badge.says).toEqual({ kind: 'failing', count: 3 });
});

test('the figure of today stands there only where it is wanted, and only where all of it is known', () => {
  const accounts = accountsOf(fine);
  expect(badgeOf({ accounts, today: realizedAlone(today('-35.9')), at }, 'today', 0)).toEqual({
    text: '−35',
    tone: 'neutral',
    says: { kind: 'today', amount: '-35.9', currency: 'USDT', isRealized: true, until },
  });
  const nothing = { text: '', tone: 'neutral', says: { kind: 'nothing' } };
  expect(badgeOf({ accounts, today: realizedAlone(today('-35.9')), at }, 'issues', 0)).toEqual(nothing);
  expect(badgeOf({ accounts, today: realizedAlone(today('-35.9', 1)), at }, 'today', 0)).toEqual(nothing);
  expect(badgeOf({ accounts, today: realizedAlone(today(null)), at }, 'today', 0)).toEqual(nothing);
});

test('with the change of what is unrealized it is what was made, and says so', () => {
  const sums = { realized: today('5'), unrealized: today('10'), before: today('8'), amount: today('2') };
  const made = withChange({ ...sums, net: today('7') });
  expect(badgeOf({ accounts: accountsOf(fine), today: made, at }, 'today', 0)).toEqual({
    text: '+7.0',
    tone: 'neutral',
    says: { kind: 'today', amount: '7', currency: 'USDT', isRealized: false, until },
  });
});
