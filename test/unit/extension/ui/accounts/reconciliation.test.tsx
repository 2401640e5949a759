/** What a trader reads of whether an account's history adds up: the answer first, the unknown named, each asset open to its sums. */
import { QueryClient } from '@tanstack/react-query';
import { expect, test } from 'vitest';
import type { AccountView } from '../../../../../extension/engine/api/account-view';
import type { AccountReconciliation } from '../../../../../extension/engine/api/reconciliation';
import { ReconciliationSection } from '../../../../../extension/ui/accounts/ReconciliationSection';
import { notReconciled, reconciled } from '../../../../ui/reconciliation-scenarios';
import { account } from '../../../../ui/sample-data';
import { staticMarkup, wordsOf } from '../static-markup';

const main: AccountView = {
  ...account('a', 'main', { state: 'pending' }),
  exchange: 'bitget',
  exchangeName: 'Bitget',
};

function read(view: AccountReconciliation | undefined): string {
  const queries = new QueryClient();
  if (view) queries.setQueryData(['reconciliation', 'a'], view);
  return wordsOf(staticMarkup(<ReconciliationSection account={main} />, '/accounts/a', queries));
}

test('the answer comes first: how many assets do not agree', () => {
  const said = read(reconciled);
  expect(said).toContain('2 of 4 assets do not agree with what Bitget reports.');
  expect(said).toContain('Deposits read up to');
  expect(said).toContain('Withdrawals could not be read.');
  expect(said).toContain(
    'Not read at Bitget: transfers between your wallets, conversions of coins outside the markets and rewards and interest.',
  );
});

test('where all agree it says so, to the last digit', () => {
  const assets = reconciled.assets.filter(({ verdict }) => verdict === 'explained');
  expect(read({ ...reconciled, assets })).toContain(
    'The history makes up what Bitget reports for all 2 assets, to the last digit.',
  );
});

test('what the history makes up from nothing is what was expected', () => {
  const assets = reconciled.assets.filter(({ verdict }) => verdict === 'explained').slice(0, 1);
  const [asset] = assets;
  if (!asset) throw new Error('no asset');
  const queries = new QueryClient();
  queries.setQueryData(['reconciliation', 'a'], { ...reconciled, assets });
  const markup = staticMarkup(<ReconciliationSection account={main} />, '/accounts/a', queries);
  const [expected, reported] = [...markup.matchAll(/data-exact="([^"]*)"/g)].map(([, exact]) => exact);
  expect([expected, reported]).toEqual([asset.reported, asset.reported]);
});

test('an opening balance that is not known shows as unknown, never as 0', () => {
  const [usdt] = reconciled.assets;
  if (!usdt) throw new Error('no asset');
  const said = read({ ...reconciled, assets: [usdt] });
  expect(said).toContain('— Not known: the history may not reach back to the first day');
  expect(said).toContain('−143.25');
  expect(said).toContain('Where the history may not reach back to the first day nothing is expected');
  expect(said).toContain('under way, before the look-back, not read at this exchange');
});

test('before anything was read there is nothing to hold against, and that is said', () => {
  const said = read(notReconciled);
  expect(said).toContain('What Bitget reports is not known yet, so there is nothing to hold the history against.');
  expect(said).toContain('Deposits and withdrawals were not read yet: they follow the import of fills.');
});

test('an account that is not asked any more offers no reading', () => {
  const queries = new QueryClient();
  queries.setQueryData(['reconciliation', 'a'], reconciled);
  const frozen = { ...main, frozen: 'key-removed' as const };
  const said = wordsOf(staticMarkup(<ReconciliationSection account={frozen} />, '/accounts/a', queries));
  expect(said).not.toContain('Read deposits and withdrawals');
});
