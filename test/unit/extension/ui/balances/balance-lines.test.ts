/** How rows of balances become lines: groups and their sums, what is never hidden, what is never left out of a sum unsaid. */
import { describe, expect, test } from 'vitest';
import type { AssetRow, BalancesAccount, BalancesPage } from '../../../../../extension/engine/api/balances';
import type { MissingPart, Observed, PartialAmount } from '../../../../../extension/engine/api/observed';
import { type Line, type LinesQuery, linesOf } from '../../../../../extension/ui/balances/balance-lines';
import { decimal } from '../../../../../shared/money/decimal';
import type { Failure } from '../../../../../shared/reasons';
import { assertNever, unixMs } from '../../../../../shared/result';
import { failed, known, account as viewOf } from '../../../../ui/sample-data';

const refused: Failure = { reason: 'ip-not-whitelisted' };

function accountOf(id: string, value: Observed<PartialAmount>, change: Partial<BalancesAccount> = {}): BalancesAccount {
  return { ...viewOf(id, id, value), free: value, locked: value, counted: true, ...change };
}

/** `price` null: nothing prices it. The value is given, so that the arithmetic stands in the tests. */
const row = (accountId: string, asset: string, total: string, value: string | null, price = '1'): AssetRow => ({
  accountId,
  wallet: 'spot',
  asset,
  free: decimal(total),
  locked: decimal('0'),
  total: decimal(total),
  value:
    value === null
      ? { state: 'unknown', failure: { reason: 'price-missing', subject: asset } }
      : { state: 'known', amount: decimal(value), price: decimal(price), path: [] },
});

const missingOf = (accountId: string, failure: Failure, asset: string | null = null): MissingPart => ({
  accountId,
  accountLabel: accountId,
  exchange: 'binance',
  wallet: null,
  asset,
  failure,
});

function pageOf(
  accounts: readonly BalancesAccount[],
  rows: readonly AssetRow[],
  missing: readonly MissingPart[] = [],
): BalancesPage {
  const total: PartialAmount = {
    amount: decimal('0'),
    currency: 'USDT',
    missing,
    missingCount: missing.length,
    partCount: accounts.length,
    oldestAt: null,
    lastKnown: null,
  };
  return { baseCurrency: 'USDT', total, free: total, locked: total, rows, accounts, at: unixMs(0) };
}

const usual: LinesQuery = {
  scope: null,
  grouping: 'asset',
  search: '',
  hideBelow: null,
  sorting: { column: 'value', descending: true },
};
const lines = (page: BalancesPage, query: Partial<LinesQuery> = {}) => linesOf(page, { ...usual, ...query });

/** "BTC a" for a row, "= BTC" for a sum, "[a]" for an account, "? a" for a wallet that was never read. */
const told = (all: readonly Line[]): readonly string[] =>
  all.map((line) => {
    switch (line.kind) {
      case 'row':
        return `${line.row.asset} ${line.account.id}`;
      case 'sum':
        return `= ${line.asset}`;
      case 'account':
        return `[${line.account.id}]`;
      case 'unread':
        return `? ${line.account.id}`;
      default:
        return assertNever(line);
    }
  });

const sumOf = (all: readonly Line[], asset: string) => {
  const line = all.find((one) => one.kind === 'sum' && one.asset === asset);
  if (line?.kind !== 'sum') throw new Error(`no sum of ${asset}`);
  return line.sum();
};

const two = [accountOf('a', known('100')), accountOf('b', known('50'))];
const held = [
  row('a', 'BTC', '0.5', '32000', '64000'),
  row('a', 'DUST', '3', '0.6'),
  row('b', 'BTC', '0.25', '16000', '64000'),
  row('b', 'ODD', '7', null),
];

describe('by asset', () => {
  test('an asset of several accounts has a sum line above its rows, one of a single account is its row alone', () => {
    const { lines: all, shown, hidden } = lines(pageOf(two, held));
    expect(told(all)).toEqual(['= BTC', 'BTC a', 'BTC b', 'DUST a', 'ODD b']);
    expect([shown, hidden]).toEqual([4, 0]);
    expect(sumOf(all, 'BTC')).toMatchObject({
      total: '0.75', // 0.5 + 0.25
      value: { amount: '48000', missing: [], missingCount: 0, partCount: 2 }, // 32000 + 16000
    });
  });

  test('a sum counts what is known now alone, and names the account that is not', () => {
    const accounts = [...two, accountOf('c', failed(refused, '10'))];
    const page = pageOf(accounts, [...held, row('c', 'BTC', '1', '64000', '64000')], [missingOf('c', refused)]);
    const sum = sumOf(lines(page).lines, 'BTC');
    expect(sum).toMatchObject({ total: '0.75', value: { amount: '48000', missingCount: 1, partCount: 3 } });
    expect(sum.value.missing).toEqual([missingOf('c', refused)]);
  });

  test('an asset that is known in one account alone says so too while another account may hold it', () => {
    const page = pageOf([...two, accountOf('c', failed(refused, null))], held, [missingOf('c', refused)]);
    const all = lines(page).lines;
    const dust = all.find((line) => line.kind === 'row' && line.row.asset === 'DUST');
    expect(dust?.kind === 'row' && dust.partial?.()).toMatchObject({ amount: '0.6', missingCount: 1, partCount: 2 });
    expect(told(all).at(-1)).toBe('? c');
  });

  test('an asset without a price has its quantities summed and its value unknown, not 0', () => {
    const noPrice: Failure = { reason: 'price-missing', subject: 'ODD' };
    const page = pageOf(
      two,
      [...held, row('a', 'ODD', '2', null)],
      ['a', 'b'].map((id) => missingOf(id, noPrice, 'ODD')),
    );
    const sum = sumOf(lines(page).lines, 'ODD');
    expect(sum.total).toBe('9'); // 7 + 2
    expect(sum.value).toMatchObject({ amount: null, missingCount: 2, partCount: 2 });
    expect(sumOf(lines(page).lines, 'BTC').value.missing).toEqual([]);
  });

  test('rows that are all of accounts not known now sum to nothing known', () => {
    const page = pageOf(
      [accountOf('a', failed(refused, '1')), accountOf('b', failed(refused, '1'))],
      held,
      ['a', 'b'].map((id) => missingOf(id, refused)),
    );
    expect(sumOf(lines(page).lines, 'BTC')).toMatchObject({
      total: null,
      value: { amount: null, missingCount: 2, partCount: 2 },
    });
  });

  test('a frozen account shows its rows and is in no sum, and no sum is partial for it', () => {
    const ended = failed({ reason: 'exchange-closed' }, '50');
    for (const frozen of [
      accountOf('b', ended, { frozen: 'closed', counted: false }),
      accountOf('b', known('50'), { frozen: 'key-removed', counted: false }),
    ]) {
      const sum = sumOf(lines(pageOf([accountOf('a', known('100')), frozen], held)).lines, 'BTC');
      expect(sum).toMatchObject({ total: '0.5', value: { amount: '32000', missing: [], partCount: 1 } });
    }
  });
});

describe('what is small', () => {
  const hideBelow = decimal('1');

  test('is left out and counted; what has no price never is', () => {
    const { lines: all, shown, hidden } = lines(pageOf(two, held), { hideBelow });
    expect(told(all)).toEqual(['= BTC', 'BTC a', 'BTC b', 'ODD b']);
    expect([shown, hidden]).toEqual([3, 1]);
  });

  test('is an asset that is small in all accounts together, where rows are grouped by it', () => {
    const page = pageOf(two, [row('a', 'DUST', '3', '0.6'), row('b', 'DUST', '2', '0.4')]);
    // 0.6 + 0.4 = 1, which is not below 1
    expect(told(lines(page, { hideBelow }).lines)).toEqual(['= DUST', 'DUST a', 'DUST b']);
    expect(lines(page, { hideBelow, grouping: 'none' })).toMatchObject({ lines: [], shown: 0, hidden: 2 });
    expect(lines(page, { hideBelow: decimal('1.01') })).toMatchObject({ lines: [], hidden: 2 });
  });

  test('is not known of an account that is not known: what it held last stays in view', () => {
    const page = pageOf([accountOf('a', failed(refused, '1'))], [row('a', 'DUST', '3', '0.6')]);
    expect(lines(page, { hideBelow, grouping: 'none' })).toMatchObject({ shown: 1, hidden: 0 });
  });
});

describe('the search', () => {
  test('finds a part of an asset name in any case', () => {
    expect(told(lines(pageOf(two, held), { search: ' us' }).lines)).toEqual(['DUST a']);
    expect(lines(pageOf(two, held), { search: 'xyz' })).toEqual({ lines: [], shown: 0, hidden: 0 });
  });

  test('keeps what was never read: nobody knows whether it holds the asset', () => {
    const page = pageOf([...two, accountOf('c', { state: 'pending' })], held);
    expect(told(lines(page, { search: 'xyz' }).lines)).toEqual(['? c']);
    expect(told(lines(page, { search: 'xyz', grouping: 'account' }).lines)).toEqual(['[c]']);
  });
});

describe('by account', () => {
  test('each account stands above its rows, the most valuable first, one that is not known last', () => {
    const page = pageOf([accountOf('c', failed(refused, null)), ...two], held);
    expect(told(lines(page, { grouping: 'account' }).lines)).toEqual([
      ...['[a]', 'BTC a', 'DUST a'],
      ...['[b]', 'BTC b', 'ODD b'],
      '[c]',
    ]);
  });

  test('a scope leaves one account', () => {
    expect(told(lines(pageOf(two, held), { grouping: 'account', scope: 'b' }).lines)).toEqual([
      '[b]',
      'BTC b',
      'ODD b',
    ]);
  });
});

describe('the order', () => {
  const order = (column: LinesQuery['sorting']['column'], descending: boolean) =>
    told(lines(pageOf(two, held), { grouping: 'none', sorting: { column, descending } }).lines);

  test('is exact by value and price, and what is not known comes last in either direction', () => {
    expect(order('value', true)).toEqual(['BTC a', 'BTC b', 'DUST a', 'ODD b']);
    expect(order('value', false)).toEqual(['DUST a', 'BTC b', 'BTC a', 'ODD b']);
    expect(order('price', false)).toEqual(['DUST a', 'BTC a', 'BTC b', 'ODD b']);
  });

  test('is by name or by quantity where that is asked for', () => {
    expect(order('asset', true)).toEqual(['ODD b', 'DUST a', 'BTC a', 'BTC b']);
    expect(order('total', true)).toEqual(['ODD b', 'DUST a', 'BTC a', 'BTC b']);
    expect(order('account', false)).toEqual(['BTC a', 'DUST a', 'BTC b', 'ODD b']);
  });

  test('by age begins with the oldest thing that a value rests on', () => {
    const page = pageOf([accountOf('a', known('1', 3)), accountOf('b', known('1', 9))], held);
    const all = lines(page, { grouping: 'none', sorting: { column: 'age', descending: true } }).lines;
    expect(told(all).slice(0, 2)).toEqual(['BTC b', 'ODD b']);
  });
});
